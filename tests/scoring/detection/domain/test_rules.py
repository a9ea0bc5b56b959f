import pytest

from scoring.detection.domain.defaults import DEFAULT_RULES
from scoring.detection.domain.rules import Detector, Rule, Trigger, normalized
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
