import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.tracking.models import TrackedEvent, Visit
from scoring.detection.domain.rules import Rule, Trigger
from scoring.detection.models import DetectionRule
from scoring.detection.selectors.matches import Matches, matches_of
from scoring.signals.models import SignalType
from tests.conftest import ACME_HOST
from tests.factories.scoring import make_signal

PRICES = ["/pricing", "/pricing-*", "!/docs", "!/api"]
LIST, PRICING = "/scoring/signals/", "/scoring/signals/PRICING_PAGE/"
SETTINGS = {
    "weight": "0.5",
    "decay_hours": "48",
    "decay_model": "exponential",
    "priority": "low",
    "tier": "cool",
    "enabled": "on",
}
TRAPS = [
    "https://x.example/pricing",
    "https://x.example/en/Pricing/teams?x=1",
    "/pricing.html#top",
    "https://x.example/pricing-news",
    "https://x.example/?next=/pricing",
    "https://x.example/#/pricing",
    "https://pricing.example/",
    "//pricing/",
    "pricing",
    "",
]


@pytest.fixture
def ops(make_user) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(make_user("ops"))
    return client


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def save_rule(client: Client, trigger: str, values: str = "", which: str = "new", do: str = "save", **more):
    body = {"which": which, "do": do, f"{which}-trigger": trigger, f"{which}-values": values}
    extra = {f"{which}-{name}": value for name, value in ({"enabled": "on"} | more).items()}
    return client.post(f"{PRICING}rules/", body | extra, follow=True)


def pricing_rules() -> dict[str, list[str]]:
    return dict(DetectionRule.objects.filter(signal_type="PRICING_PAGE").values_list("trigger", "values"))


def test_all_types_are_shown_with_weight_life_promise_rules_and_volume(web, contact):
    make_signal(contact, "PRICING_PAGE", count=3)
    make_signal(contact, "PRICING_PAGE", detected_at=now() - timedelta(days=31))

    page = text_of(web.get(LIST))

    assert len(re.findall(r'href="/scoring/signals/[A-Z]', page)) == 44
    for said in (
        "Linear, 3 d",
        "within 1 h",
        "Page visit with /pricing or /pricing-* in its path, without /docs or /api",
        "</svg> 3</div>",
    ):
        assert said in page


def test_the_list_takes_as_many_queries_with_many_signals_as_with_none(web, contact):
    web.get(LIST)
    with CaptureQueriesContext(connection) as none:
        web.get(LIST)
    for code in ("PRICING_PAGE", "DOCS_VISIT", "TOPIC_SURGE"):
        make_signal(contact, code)
    with CaptureQueriesContext(connection) as some:
        web.get(LIST)

    assert len(some) == len(none)


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("page_visited", "https://x.example/demo/pricing", "Demo request</a> (weight 1) ·"),
        ("page_visited", "/about", "Website visit</a> (weight 0.2)"),
        ("page_visited", "/careers/security", "No rule matches."),
        ("form_submitted", "trial", "Free trial signup</a>"),
        ("event_tracked", "button", "No rule matches."),
        ("technology_added", "hubspot", "Tech install</a>"),
        ("no_such", "x", "Select a valid choice"),
        ("page_visited", "", "This field is required"),
    ],
)
def test_what_is_tried_says_what_it_would_show_and_records_nothing(web, acme, kind, value, said):
    page = text_of(web.get(LIST, {"kind": kind, "value": value}))

    assert said in page


def test_settings_of_a_type_are_saved(ops, acme):
    answer = ops.post(PRICING, SETTINGS, follow=True)

    row = SignalType.objects.get(pk="PRICING_PAGE")
    assert (str(row.weight), row.decay_hours, row.decay_model) == ("0.500", 48, "exponential")
    assert (row.priority, row.tier, row.enabled) == ("low", "cool", True)
    assert "They apply to new signals." in text_of(answer)


@pytest.mark.parametrize(
    ("field", "value"), [("weight", "1.5"), ("weight", "-1"), ("decay_hours", "0"), ("decay_model", "cubic")]
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_saved(ops, acme, field, value):
    answer = ops.post(PRICING, SETTINGS | {field: value})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert SignalType.objects.get(pk="PRICING_PAGE").decay_hours == 72


def test_rules_are_added_changed_switched_off_and_removed(ops, acme):
    save_rule(ops, "form_submitted", "quote\n\n quote \nprice list")
    assert pricing_rules() == {"page_visited": PRICES, "form_submitted": ["quote", "price list"]}

    save_rule(ops, "page_visited", "Plans/\n/pricing", which="page_visited")
    assert pricing_rules()["page_visited"] == ["/plans", "/pricing"]

    save_rule(ops, "page_visited", "/plans", which="page_visited", enabled="")
    assert not DetectionRule.objects.get(signal_type="PRICING_PAGE", trigger="page_visited").enabled

    save_rule(ops, "page_visited", which="page_visited", do="remove")
    assert list(pricing_rules()) == ["form_submitted"]


@pytest.mark.parametrize(
    ("trigger", "values", "more", "said"),
    [
        ("page_visited", "https://x.example/pricing", {}, "Leave out host and query"),
        ("page_visited", "/pri*cing", {}, "put the star at the end"),
        ("page_visited", "/pricing", {"any_other": "on"}, "not both"),
        ("page_visited", "", {"any_other": "on"}, "WEBSITE_VISIT already has"),
        ("page_visited", "!/do*cs", {}, "put the star at the end"),
        ("asset_downloaded", "x", {}, "Leave this empty"),
        ("usage_spike", "x", {}, "Enter one whole number"),
        ("usage_spike", "3\n4", {}, "Enter one whole number"),
        ("usage_spike", "0", {}, "Enter a number of events from 1 to 1,000,000."),
        ("usage_spike", "3", {"any_other": "on"}, "not both"),
        ("form_submitted", "x" * 201, {}, "longer than 200 characters"),
        ("no_such", "", {}, "Select a valid choice"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_where_it_was_typed(ops, acme, trigger, values, more, said):
    answer = save_rule(ops, trigger, values, **more)

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert pricing_rules() == {"page_visited": PRICES}


def test_the_floor_of_a_spike_is_one_number_on_its_page(ops, acme):
    page = "/scoring/signals/PRODUCT_USAGE_SPIKE/"
    sent = {
        "which": "usage_spike",
        "do": "save",
        "usage_spike-trigger": "usage_spike",
        "usage_spike-enabled": "on",
    }

    assert "Default: 3." in text_of(ops.get(page))
    answer = ops.post(f"{page}rules/", sent | {"usage_spike-values": "25"}, follow=True)

    assert "Rule saved: at least 25 tracked events in a day" in text_of(answer)
    assert DetectionRule.objects.get(trigger="usage_spike").values == ["25"]


def test_a_rule_that_matches_everything_is_warned_of_with_the_count(ops, contact):
    Visit.objects.bulk_create(Visit(contact=contact, url=f"/{number}") for number in range(3))

    answer = save_rule(ops, "page_visited", "", which="page_visited")

    assert "The rule matches everything: 3 of 3 page visits of the last 30 days" in text_of(answer)


@pytest.mark.parametrize(
    ("trigger", "words"),
    [
        ("form_submitted", "every form submitted."),
        ("technology_added", "company added a technology."),
    ],
)
def test_a_rule_that_takes_whatever_comes_is_warned_of_where_nothing_can_be_counted(
    ops, acme, trigger, words
):
    assert f"The rule matches everything: {words}" in text_of(save_rule(ops, trigger))
    assert "matches everything" not in text_of(save_rule(ops, "asset_downloaded"))


def test_counting_saves_nothing(ops, contact):
    Visit.objects.bulk_create(Visit(contact=contact, url=url) for url in ("/plans/a", "/plansX", "/b"))

    answer = save_rule(ops, "page_visited", "/plans", which="page_visited", do="check")

    assert "The rule matches 1 of 3 page visits of the last 30 days. Nothing was saved." in text_of(answer)
    assert pricing_rules() == {"page_visited": PRICES}


def test_the_defaults_of_a_type_come_back_with_its_rules(ops, acme):
    ops.post(PRICING, SETTINGS)
    save_rule(ops, "page_visited", "/plans", which="page_visited")
    save_rule(ops, "form_submitted", "quote")

    ops.post(f"{PRICING}restore/")

    row = SignalType.objects.get(pk="PRICING_PAGE")
    assert (str(row.weight), row.decay_hours, row.decay_model, row.priority) == (
        "0.900",
        72,
        "linear",
        "critical",
    )
    assert pricing_rules() == {"page_visited": PRICES}


@pytest.mark.parametrize("path", [PRICING, f"{PRICING}rules/", f"{PRICING}restore/"])
def test_reps_see_and_do_not_change(web, path):
    assert "Only ops and admins can change" in text_of(web.get(PRICING))
    assert web.post(path, SETTINGS).status_code == 403
    assert SignalType.objects.get(pk="PRICING_PAGE").decay_hours == 72


@pytest.mark.parametrize("path", [LIST, PRICING])
def test_strangers_are_asked_to_sign_in(stranger, path):
    assert stranger.get(path).status_code == 302


def test_an_unknown_type_is_not_found(web):
    assert web.get("/scoring/signals/NO_SUCH/").status_code == 404


@pytest.mark.parametrize("parts", [("/pricing",), ("/pric*", "/en/pricing"), ("/x.example",), ("/a+b",)])
def test_visits_are_counted_as_the_detector_would_match_them(contact, parts):
    Visit.objects.bulk_create(Visit(contact=contact, url=url) for url in TRAPS)
    rule = Rule("PRICING_PAGE", Trigger.PAGE_VISITED, parts)

    assert matches_of(rule) == Matches(sum(map(rule.matches, TRAPS)), len(TRAPS), Trigger.PAGE_VISITED)


def test_events_are_counted_by_name_and_neither_bots_nor_old_ones(contact):
    for name, extra in (
        ("Chat Started", {}),
        ("chat_started", {}),
        ("other", {}),
        ("chat_started", {"is_bot": True}),
        ("chat_started", {"occurred_at": now() - timedelta(days=31)}),
    ):
        TrackedEvent.objects.create(contact=contact, name=name, **extra)

    assert matches_of(Rule("X", Trigger.EVENT_TRACKED, ("chat_started",))) == Matches(
        2, 3, Trigger.EVENT_TRACKED
    )
    assert matches_of(Rule("X", Trigger.EVENT_TRACKED, any_other=True)) is None
    assert matches_of(Rule("X", Trigger.MESSAGE_OPENED)) is None


def test_the_list_counts_volumes_of_the_organization_only(web, contact, globex):
    make_signal(Contact.objects.create(first_name="Two"), "TOPIC_SURGE", count=2)

    assert "</svg> 2</div>" in text_of(web.get(LIST))
