import re

import pytest

from scoring.detection.domain.defaults import DEFAULT_RULES
from scoring.detection.domain.rules import (
    NO_INTENT,
    WITH_VALUES,
    Detector,
    Rule,
    Trigger,
    no_intent_pattern,
    normalized,
    path_of,
    path_pattern,
)
from scoring.signals.domain.kinds import SIGNAL_KINDS

DEFAULTS = Detector(DEFAULT_RULES)


@pytest.mark.parametrize(
    ("url", "types"),
    [
        ("https://x.example/pricing", ["PRICING_PAGE"]),
        ("/Pricing/?a=/demo", ["PRICING_PAGE"]),
        ("/pricing.html#/demo", ["PRICING_PAGE"]),
        ("https://x.example/en/pricing/teams", ["PRICING_PAGE"]),
        ("https://x.example/demo/pricing", ["DEMO_REQUEST", "PRICING_PAGE"]),
        ("/signup", ["FREE_TRIAL_SIGNUP"]),
        ("/contact-us", ["CONTACT_PAGE"]),
        ("/alternatives/acme", ["COMPARISON_PAGE"]),
        ("/vs/acme", ["COMPARISON_PAGE"]),
        ("/case-studies/1", ["CASE_STUDY_VIEW"]),
        ("/case-study-initech", ["CASE_STUDY_VIEW"]),
        ("/customers", ["CASE_STUDY_VIEW"]),
        ("/trust", ["SECURITY_PAGE"]),
        ("/calculator", ["ROI_CALCULATOR"]),
        ("/integrations/crm", ["INTEGRATION_PAGE"]),
        ("/api/v1", ["DOCS_VISIT"]),
        ("/vs-hubspot", ["COMPARISON_PAGE"]),
        ("/compare-plans", ["COMPARISON_PAGE"]),
        ("/pricing-plans", ["PRICING_PAGE"]),
        ("/demo-video", ["DEMO_REQUEST"]),
        ("/trust-center", ["SECURITY_PAGE"]),
        ("/signup-free", ["FREE_TRIAL_SIGNUP"]),
        ("/docs/pricing", ["DOCS_VISIT"]),
        ("/en/docs/security/demo", ["DOCS_VISIT"]),
        ("/careers", []),
        ("/careers/security", []),
        ("/login", []),
        ("/login?next=/pricing", []),
        ("/unsubscribe/abc", []),
        ("/about", ["WEBSITE_VISIT"]),
        ("", ["WEBSITE_VISIT"]),
    ],
)
def test_a_page_shows_what_its_path_says(url, types):
    assert DEFAULTS.shown_by(Trigger.PAGE_VISITED, url) == types


@pytest.mark.parametrize(
    "url",
    [
        "/customers-list",
        "/apiary",
        "/vsomething",
        "/contact-lens",
        "/democracy",
        "/broil",
        "/untrust",
        "/?next=/pricing",
        "/#/pricing",
        "https://pricing.example/",
        "https://x.example/trustees/annual",
    ],
)
def test_a_word_that_only_begins_or_ends_like_a_part_is_another_page(url):
    assert DEFAULTS.shown_by(Trigger.PAGE_VISITED, url) == ["WEBSITE_VISIT"]


@pytest.mark.parametrize("path", ["/login", "/careers", "/unsubscribe"])
def test_who_only_signs_in_or_wants_a_job_does_not_return_with_intent(path):
    assert DEFAULTS.shown_by(Trigger.RETURN_VISIT, path) == []
    assert DEFAULTS.shown_by(Trigger.RETURN_VISIT, "/about") == ["RETURN_VISIT"]


def test_a_rule_that_names_a_page_without_intent_makes_it_count():
    detector = Detector([*DEFAULT_RULES, Rule("TRIAL_ACTIVATED", Trigger.PAGE_VISITED, ("/login",))])

    assert detector.shown_by(Trigger.PAGE_VISITED, "/login") == ["TRIAL_ACTIVATED"]
    assert detector.shown_by(Trigger.PAGE_VISITED, "/careers") == []


def test_a_part_after_an_exclamation_mark_must_not_be_there():
    detector = Detector([Rule("A", Trigger.PAGE_VISITED, ("/pricing", "!/help"))])

    assert detector.shown_by(Trigger.PAGE_VISITED, "/en/pricing") == ["A"]
    assert detector.shown_by(Trigger.PAGE_VISITED, "/help/pricing") == []


@pytest.mark.parametrize(("values", "count", "shown"), [((), "2", []), ((), "3", ["A"]), (("5",), "4", [])])
def test_a_spike_has_as_many_events_as_its_rule_says(values, count, shown):
    detector = Detector([Rule("A", Trigger.USAGE_SPIKE, values)])

    assert detector.shown_by(Trigger.USAGE_SPIKE, count) == shown


@pytest.mark.parametrize(
    ("form", "type_"),
    [("demo", "DEMO_REQUEST"), (" Trial ", "FREE_TRIAL_SIGNUP"), ("survey", "FORM_SUBMISSION")],
)
def test_a_form_shows_what_its_type_says(form, type_):
    assert DEFAULTS.shown_by(Trigger.FORM_SUBMITTED, form) == [type_]


@pytest.mark.parametrize("name", ["chat_started", "Chat Started", "chat-started"])
def test_an_event_is_known_however_its_sender_writes_it(name):
    assert DEFAULTS.shown_by(Trigger.EVENT_TRACKED, name) == ["CHAT_STARTED"]


def test_an_event_that_no_rule_names_shows_nothing():
    assert DEFAULTS.shown_by(Trigger.EVENT_TRACKED, "button_clicked") == []


def test_a_part_may_be_several_segments():
    detector = Detector([Rule("DOCS_VISIT", Trigger.PAGE_VISITED, ("/help/api",))])

    assert detector.shown_by(Trigger.PAGE_VISITED, "/en/help/api/keys") == ["DOCS_VISIT"]
    assert detector.shown_by(Trigger.PAGE_VISITED, "/help/en/api") == []


def test_two_rules_for_one_type_show_it_once_and_any_other_gives_way():
    rules = [
        Rule("A", Trigger.FORM_SUBMITTED, ("demo",)),
        Rule("A", Trigger.FORM_SUBMITTED),
        Rule("B", Trigger.FORM_SUBMITTED, any_other=True),
    ]

    assert Detector(rules).shown_by(Trigger.FORM_SUBMITTED, "demo") == ["A"]
    assert Detector(rules[2:]).shown_by(Trigger.FORM_SUBMITTED, "demo") == ["B"]


@pytest.mark.parametrize("character", list(".+*?()[]{}|^$\\"))
def test_a_part_is_read_as_text_and_never_as_a_pattern(character):
    detector = Detector([Rule("A", Trigger.PAGE_VISITED, (f"/a{character}b",))])

    assert detector.shown_by(Trigger.PAGE_VISITED, "/aab") == []


def test_every_type_of_the_first_party_has_a_detector_and_every_rule_a_type():
    detected = {rule.signal_type for rule in DEFAULT_RULES}
    first_party = {kind.code for kind in SIGNAL_KINDS if kind.category == "first_party"}

    assert first_party <= detected
    assert detected - first_party == {"JOB_CHANGE", "TECH_INSTALL", "TECH_REMOVED"}


def test_names_are_compared_without_case_and_spelling_of_gaps():
    assert normalized("  Zoho  CRM ") == normalized("zoho-crm") == "zoho_crm"


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://x.example/Pricing?plan=a#top", "/pricing"),
        ("/EN/Pricing/", "/en/pricing/"),
        ("https://x.example", ""),
        ("pricing", "pricing"),
        ("", ""),
    ],
)
def test_the_path_of_an_address_leaves_out_host_query_and_fragment(url, path):
    assert path_of(url) == path


@pytest.mark.parametrize(
    ("part", "path", "found"),
    [
        ("/pricing", "/pricing", True),
        ("/pricing", "/en/pricing/teams", True),
        ("/pricing", "/pricing.html", True),
        ("/pricing", "/pricing.php7", True),
        ("/pricing", "/pricing.html.bak", False),
        ("/pricing", "/pricing-news", False),
        ("/pricing", "/mypricing", False),
        ("pricing", "/pricing", True),
        (" /pricing/ ", "/pricing", True),
        ("/Pricing", "/pricing", True),
        ("/help/api", "/en/help/api", True),
        ("/help/api", "/help/x/api", False),
        ("/case-stud*", "/case-studies", True),
        ("/case-stud*", "/case-stud", True),
        ("/case-stud*", "/case-studies/acme", True),
        ("/case-stud*", "/my-case-studies", False),
        ("/case*", "/a/case", True),
        ("/a*", "/b/c", False),
    ],
)
def test_a_part_is_whole_segments_and_a_star_is_the_rest_of_one(part, path, found):
    assert bool(re.search(path_pattern([part]), path)) is found


def test_any_of_several_parts_is_enough():
    pattern = path_pattern(["/a", "/b"])

    assert [bool(re.search(pattern, path)) for path in ("/a", "/b", "/c", "/ab")] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    "path",
    [
        "/careers",
        "/career",
        "/jobs",
        "/login",
        "/log-in",
        "/signin",
        "/sign-in",
        "/logout",
        "/log-out",
        "/signout",
        "/sign-out",
        "/forgot-password",
        "/reset-password",
        "/password-reset",
        "/unsubscribe",
        "/unsubscribed",
        "/email-preferences",
    ],
)
def test_pages_for_applicants_for_signing_in_and_for_unsubscribing_show_no_intent(path):
    assert DEFAULTS.shown_by(Trigger.PAGE_VISITED, f"/en{path}/step-1") == []
    assert re.search(no_intent_pattern([]), path)


def test_a_rule_that_names_every_page_without_intent_leaves_none():
    pattern = no_intent_pattern([Rule("A", Trigger.PAGE_VISITED, NO_INTENT)])

    assert not any(re.search(pattern, path) for path in ("", "/", *NO_INTENT))


def test_a_part_that_a_rule_excludes_is_not_one_that_it_names():
    pattern = no_intent_pattern([Rule("A", Trigger.PAGE_VISITED, ("/app", "!/login"))])

    assert re.search(pattern, "/login")


def test_a_page_without_intent_matters_to_visits_only():
    detector = Detector([Rule("A", Trigger.EVENT_TRACKED), Rule("B", Trigger.FORM_SUBMITTED)])

    assert detector.shown_by(Trigger.EVENT_TRACKED, "/login") == ["A"]
    assert detector.shown_by(Trigger.FORM_SUBMITTED, "/login") == ["B"]


def test_a_rule_of_excluded_parts_only_matches_every_other_page():
    rule = Rule("A", Trigger.PAGE_VISITED, ("!/help", "!/docs"))

    assert (rule.parts, rule.other_parts) == ((), ("/help", "/docs"))
    assert [rule.matches(path) for path in ("/pricing", "", "/help", "/docs/a")] == [True, True, False, False]


def test_a_rule_that_excludes_nothing_has_no_other_parts():
    rule = Rule("A", Trigger.PAGE_VISITED, ("/pricing", "/plans"))

    assert (rule.parts, rule.other_parts) == (("/pricing", "/plans"), ())


@pytest.mark.parametrize(
    ("rule", "everything"),
    [
        (Rule("A", Trigger.PAGE_VISITED), True),
        (Rule("A", Trigger.FORM_SUBMITTED), True),
        (Rule("A", Trigger.EVENT_TRACKED), True),
        (Rule("A", Trigger.FIELD_REPLACED), True),
        (Rule("A", Trigger.TECHNOLOGY_ADDED), True),
        (Rule("A", Trigger.TECHNOLOGY_REMOVED), True),
        (Rule("A", Trigger.PAGE_VISITED, ("/pricing",)), False),
        (Rule("A", Trigger.PAGE_VISITED, any_other=True), False),
        (Rule("A", Trigger.USAGE_SPIKE), False),
        (Rule("A", Trigger.MESSAGE_OPENED), False),
        (Rule("A", Trigger.ASSET_DOWNLOADED), False),
    ],
)
def test_a_rule_without_values_takes_everything_where_values_could_tell_apart(rule, everything):
    assert rule.takes_everything is everything


def test_rules_for_messages_downloads_visits_and_referrals_have_no_values():
    assert set(Trigger) - WITH_VALUES == {
        "return_visit",
        "asset_downloaded",
        "message_opened",
        "message_clicked",
        "message_replied",
        "contact_referred",
    }
    assert {str(trigger) for trigger in WITH_VALUES} == {
        "page_visited",
        "form_submitted",
        "event_tracked",
        "field_replaced",
        "technology_added",
        "technology_removed",
        "usage_spike",
    }


@pytest.mark.parametrize(
    ("values", "count", "found"),
    [
        ((), "3", True),
        ((), "2", False),
        ((), "", False),
        (("5",), "5", True),
        (("5",), "4", False),
        (("0",), "", True),
        (("1",), "", False),
    ],
)
def test_the_value_of_a_rule_for_spikes_is_the_least_number_of_events(values, count, found):
    assert Rule("A", Trigger.USAGE_SPIKE, values).matches(count) is found


@pytest.mark.parametrize(
    ("rules", "least"),
    [
        ([], 3),
        ([Rule("A", Trigger.USAGE_SPIKE)], 3),
        ([Rule("A", Trigger.USAGE_SPIKE, ("7",))], 7),
        ([Rule("A", Trigger.USAGE_SPIKE, ("7",)), Rule("B", Trigger.USAGE_SPIKE, ("5",))], 5),
        ([Rule("A", Trigger.USAGE_SPIKE, ("7",)), Rule("B", Trigger.PAGE_VISITED, ("/1",))], 7),
    ],
)
def test_the_lowest_number_of_any_rule_makes_a_day_worth_reading(rules, least):
    assert Detector(rules).least_events == least


def test_a_detector_listens_to_the_triggers_of_its_rules():
    detector = Detector([Rule("A", Trigger.FORM_SUBMITTED, ("demo",))])

    assert [trigger for trigger in Trigger if detector.listens_to(trigger)] == [Trigger.FORM_SUBMITTED]


def test_types_come_in_the_order_of_the_rules():
    rules = [Rule(name, Trigger.FORM_SUBMITTED, ("demo",)) for name in ("C", "A", "B", "A")]

    assert Detector(rules).shown_by(Trigger.FORM_SUBMITTED, "demo") == ["C", "A", "B"]


def test_a_rule_of_another_trigger_does_not_match():
    detector = Detector([Rule("A", Trigger.TECHNOLOGY_ADDED, ("Drift",))])

    assert detector.shown_by(Trigger.TECHNOLOGY_REMOVED, "Drift") == []
    assert detector.shown_by(Trigger.TECHNOLOGY_ADDED, "Drift") == ["A"]


def test_a_happening_without_a_value_matches_rules_without_values_only():
    rules = [Rule("A", Trigger.FORM_SUBMITTED, ("demo",)), Rule("B", Trigger.FORM_SUBMITTED)]

    assert Detector(rules).shown_by(Trigger.FORM_SUBMITTED) == ["B"]


@pytest.mark.parametrize(
    ("name", "normal"),
    [
        ("Chat Started", "chat_started"),
        ("chat--started", "chat_started"),
        ("\tChat\n Started ", "chat_started"),
        ("chatstarted", "chatstarted"),
        ("-chat-", "_chat_"),
        ("", ""),
    ],
)
def test_gaps_of_a_name_become_one_underscore(name, normal):
    assert normalized(name) == normal
