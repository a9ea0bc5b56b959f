from collections import Counter

import pytest

from scoring.detection.domain.defaults import DEFAULT_RULES, WATCHED_TECHNOLOGIES
from scoring.detection.domain.rules import Detector, Trigger
from scoring.signals.domain.kinds import KINDS_BY_CODE

DETECTOR = Detector(DEFAULT_RULES)


def test_each_rule_shows_a_type_that_there_is():
    assert {rule.signal_type for rule in DEFAULT_RULES} <= set(KINDS_BY_CODE)


def test_a_type_has_at_most_one_rule_per_trigger():
    pairs = Counter((rule.signal_type, rule.trigger) for rule in DEFAULT_RULES)
    assert set(pairs.values()) == {1}


def test_a_trigger_has_at_most_one_rule_for_what_no_other_finds():
    others = [rule for rule in DEFAULT_RULES if rule.any_other]
    assert {rule.trigger: rule.signal_type for rule in others} == {
        Trigger.PAGE_VISITED: "WEBSITE_VISIT",
        Trigger.FORM_SUBMITTED: "FORM_SUBMISSION",
    }
    assert all(rule.values == () for rule in others)


@pytest.mark.parametrize(
    ("address", "types"),
    [
        ("https://example.com/pricing", {"PRICING_PAGE"}),
        ("https://example.com/book-a-demo?from=mail", {"DEMO_REQUEST"}),
        ("https://example.com/docs/pricing", {"DOCS_VISIT"}),
        ("https://example.com/about", {"WEBSITE_VISIT"}),
    ],
)
def test_a_page_is_what_its_path_says_and_never_that_of_a_page_in_the_docs(address, types):
    assert set(DETECTOR.shown_by(Trigger.PAGE_VISITED, address)) == types


@pytest.mark.parametrize("name", WATCHED_TECHNOLOGIES)
def test_a_watched_tool_counts_both_ways(name):
    assert list(DETECTOR.shown_by(Trigger.TECHNOLOGY_ADDED, name)) == ["TECH_INSTALL"]
    assert list(DETECTOR.shown_by(Trigger.TECHNOLOGY_REMOVED, name)) == ["TECH_REMOVED"]


def test_another_tool_counts_neither_way():
    assert not list(DETECTOR.shown_by(Trigger.TECHNOLOGY_ADDED, "Notepad"))


@pytest.mark.parametrize(
    ("path", "type_"),
    [
        ("/demo", "DEMO_REQUEST"),
        ("/demo-live", "DEMO_REQUEST"),
        ("/request-demo", "DEMO_REQUEST"),
        ("/request-a-demo", "DEMO_REQUEST"),
        ("/book-demo", "DEMO_REQUEST"),
        ("/book-a-demo", "DEMO_REQUEST"),
        ("/free-trial", "FREE_TRIAL_SIGNUP"),
        ("/free-trial-30-days", "FREE_TRIAL_SIGNUP"),
        ("/signup", "FREE_TRIAL_SIGNUP"),
        ("/signup-now", "FREE_TRIAL_SIGNUP"),
        ("/sign-up", "FREE_TRIAL_SIGNUP"),
        ("/sign-up-free", "FREE_TRIAL_SIGNUP"),
        ("/pricing", "PRICING_PAGE"),
        ("/pricing-enterprise", "PRICING_PAGE"),
        ("/contact", "CONTACT_PAGE"),
        ("/contact-us", "CONTACT_PAGE"),
        ("/contact-sales", "CONTACT_PAGE"),
        ("/roi", "ROI_CALCULATOR"),
        ("/roi-calculator", "ROI_CALCULATOR"),
        ("/calculator", "ROI_CALCULATOR"),
        ("/compare", "COMPARISON_PAGE"),
        ("/compare-crms", "COMPARISON_PAGE"),
        ("/vs", "COMPARISON_PAGE"),
        ("/vs-pipedrive", "COMPARISON_PAGE"),
        ("/comparison", "COMPARISON_PAGE"),
        ("/comparison-table", "COMPARISON_PAGE"),
        ("/alternatives", "COMPARISON_PAGE"),
        ("/alternatives-to-zoho", "COMPARISON_PAGE"),
        ("/security", "SECURITY_PAGE"),
        ("/security-overview", "SECURITY_PAGE"),
        ("/trust", "SECURITY_PAGE"),
        ("/trust-center", "SECURITY_PAGE"),
        ("/compliance", "SECURITY_PAGE"),
        ("/compliance-soc2", "SECURITY_PAGE"),
        ("/case-study", "CASE_STUDY_VIEW"),
        ("/case-studies", "CASE_STUDY_VIEW"),
        ("/customers", "CASE_STUDY_VIEW"),
        ("/integrations", "INTEGRATION_PAGE"),
        ("/integrations-slack", "INTEGRATION_PAGE"),
        ("/docs", "DOCS_VISIT"),
        ("/api", "DOCS_VISIT"),
        ("/blog", "WEBSITE_VISIT"),
    ],
)
def test_an_address_that_websites_use_for_a_page_shows_its_signal(path, type_):
    assert DETECTOR.shown_by(Trigger.PAGE_VISITED, f"https://example.com{path}") == [type_]


@pytest.mark.parametrize("docs", ["/docs", "/api"])
@pytest.mark.parametrize("page", ["/pricing", "/demo", "/security", "/integrations", "/contact", "/signup"])
def test_pages_of_the_documentation_show_a_visit_to_the_documentation_only(docs, page):
    assert DETECTOR.shown_by(Trigger.PAGE_VISITED, docs + page) == ["DOCS_VISIT"]
    assert DETECTOR.shown_by(Trigger.PAGE_VISITED, page + docs) == ["DOCS_VISIT"]


@pytest.mark.parametrize(
    ("form", "type_"),
    [
        ("demo", "DEMO_REQUEST"),
        ("trial", "FREE_TRIAL_SIGNUP"),
        ("contact", "CONTACT_PAGE"),
        ("roi", "ROI_CALCULATOR"),
        ("webinar", "WEBINAR_REGISTERED"),
        ("newsletter", "FORM_SUBMISSION"),
        ("", "FORM_SUBMISSION"),
    ],
)
def test_a_form_is_what_its_type_says(form, type_):
    assert DETECTOR.shown_by(Trigger.FORM_SUBMITTED, form) == [type_]


@pytest.mark.parametrize(
    ("event", "type_"),
    [
        ("meeting_scheduled", "MEETING_SCHEDULED"),
        ("meeting_completed", "MEETING_COMPLETED"),
        ("trial_activated", "TRIAL_ACTIVATED"),
        ("chat_started", "CHAT_STARTED"),
        ("webinar_registered", "WEBINAR_REGISTERED"),
        ("webinar_attended", "WEBINAR_ATTENDED"),
        ("video_watched", "VIDEO_WATCHED"),
    ],
)
def test_a_tracked_event_shows_its_signal(event, type_):
    assert DETECTOR.shown_by(Trigger.EVENT_TRACKED, event) == [type_]


@pytest.mark.parametrize(
    ("trigger", "value", "type_"),
    [
        (Trigger.RETURN_VISIT, "/about", "RETURN_VISIT"),
        (Trigger.ASSET_DOWNLOADED, "whitepaper.pdf", "CONTENT_DOWNLOAD"),
        (Trigger.USAGE_SPIKE, "12", "PRODUCT_USAGE_SPIKE"),
        (Trigger.MESSAGE_OPENED, "", "EMAIL_OPEN"),
        (Trigger.MESSAGE_CLICKED, "", "EMAIL_CLICK"),
        (Trigger.MESSAGE_REPLIED, "", "EMAIL_REPLY"),
        (Trigger.CONTACT_REFERRED, "", "REFERRAL_RECEIVED"),
        (Trigger.FIELD_REPLACED, "title", "JOB_CHANGE"),
        (Trigger.FIELD_REPLACED, "company", "JOB_CHANGE"),
    ],
)
def test_every_other_happening_shows_one_signal(trigger, value, type_):
    assert DETECTOR.shown_by(trigger, value) == [type_]


@pytest.mark.parametrize("field", ["phone", "country", "seniority"])
def test_a_new_value_of_another_field_is_no_change_of_job(field):
    assert DETECTOR.shown_by(Trigger.FIELD_REPLACED, field) == []


@pytest.mark.parametrize(
    "tool",
    [
        "Salesforce",
        "HubSpot",
        "Marketo",
        "Pardot",
        "Pipedrive",
        "Zoho CRM",
        "Outreach",
        "Salesloft",
        "Intercom",
        "Drift",
        "Segment",
        "Zendesk",
    ],
)
def test_tools_of_sales_and_marketing_are_watched_in_any_spelling(tool):
    assert DETECTOR.shown_by(Trigger.TECHNOLOGY_ADDED, tool.upper()) == ["TECH_INSTALL"]
    assert DETECTOR.shown_by(Trigger.TECHNOLOGY_REMOVED, tool.replace(" ", "-")) == ["TECH_REMOVED"]
