"""Pages of routing: rules, a rule while it is made, decisions, people, settings."""

import html
import re
from datetime import timedelta

import pytest
from django.test import Client

from mauntic.accounts.models import User
from mauntic.kernel.clock import now
from mauntic.tenants.context import entered
from revops.routing.models import Absence, RepProfile, RoutingDecision, RoutingRule, RoutingSettings
from tests.conftest import ACME_HOST
from tests.factories.routing import make_leads, make_rep, make_rule, owners_after, set_up
from tests.support.queries import queries_of

BASE = "/revops/routing/"
GERMANY = {"all": [{"field": "contact.country", "operator": "equals", "value": "DE"}]}
IN_GERMANY = {
    "when-match": "all",
    "when-g-0-match": "all",
    "when-g-0-c-0-field": "contact.country",
    "when-g-0-c-0-operator": "equals",
    "when-g-0-c-0-value": "DE",
}


@pytest.fixture
def ops(admin) -> Client:
    return browser_of(admin)


def browser_of(user: User) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(user)
    return client


def typed(*people: User, **fields: str) -> dict[str, str]:
    """What a form of a rule sends."""
    ticks = {f"rep-{person.pk}-on": "on" for person in people}
    return {"name": "New", "strategy": "weighted", "enabled": "on", "do": "save", **ticks, **fields}


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def test_rules_are_sentences_in_their_order(web):
    ann, bob = make_rep("Ann"), make_rep("Bob")
    make_rule((ann, 3), bob, name="Germany", strategy="weighted", conditions=GERMANY)
    make_rule(bob, name="Rest", enabled=False)

    text = text_of(web.get(BASE))

    assert "Germany If Country (two letters) is DE → Weighted : Ann ×3, Bob" in text
    assert "Rest Off Every lead → Round robin : Bob" in text
    assert "New rule" not in text


def test_ops_move_switch_and_remove_rules(ops, rep):
    first, second = make_rule(rep, name="First"), make_rule(rep, name="Second")

    ops.post(f"{BASE}rules/{second.pk}/change/", {"do": "move:0"})
    ops.post(f"{BASE}rules/{first.pk}/change/", {"do": "off"})
    assert list(RoutingRule.objects.values_list("name", "enabled")) == [("Second", True), ("First", False)]
    ops.post(f"{BASE}order/", {"rule": [str(first.pk), str(second.pk)]})
    assert list(RoutingRule.objects.values_list("name", flat=True)) == ["First", "Second"]
    ops.post(f"{BASE}rules/{first.pk}/change/", {"do": "remove"})
    assert list(RoutingRule.objects.values_list("name", flat=True)) == ["Second"]
    answer = ops.post(f"{BASE}order/", {"rule": [str(first.pk)]}, follow=True)
    assert "Somebody added or removed a rule." in text_of(answer)


@pytest.mark.parametrize("path", ["rules/new/", "rules/{}/", "settings/"])
def test_reps_do_not_change_rules(web, rep, path):
    rule = make_rule(rep)

    assert web.post(BASE + path.format(rule.pk), typed(rep)).status_code == 403
    assert web.post(f"{BASE}rules/{rule.pk}/change/", {"do": "remove"}).status_code == 403
    assert list(RoutingRule.objects.values_list("name", flat=True)) == ["All"]


def test_strangers_sign_in_first(stranger, rep):
    rule = make_rule(rep)
    paths = ("", "simulation/", "decisions/", "people/", "settings/", f"rules/{rule.pk}/")

    assert {stranger.get(BASE + path).status_code for path in paths} == {302}


def test_a_rule_of_another_organization_is_not_there(ops, globex, acme):
    with entered(globex):
        rule = make_rule(make_rep("Other"))

    assert ops.get(f"{BASE}rules/{rule.pk}/").status_code == 404
    assert ops.post(f"{BASE}rules/{rule.pk}/change/", {"do": "off"}).status_code == 404


def test_a_rule_is_simulated_before_it_is_saved(ops):
    ann = make_rep("Ann")
    make_leads(2, country="DE")
    make_leads(1)

    seen = ops.post(f"{BASE}rules/new/", typed(ann, **IN_GERMANY, do="simulate"))

    assert "3 leads in the last 30 days. Unassigned: 1 (now 3 )." in text_of(seen)
    assert not RoutingRule.objects.exists()
    ops.post(f"{BASE}rules/new/", typed(ann, **IN_GERMANY, **{f"rep-{ann.pk}-weight": "4"}))
    rule = RoutingRule.objects.get()
    assert (rule.name, rule.strategy, rule.conditions) == ("New", "weighted", GERMANY)
    assert list(rule.targets.values_list("rep", "weight")) == [(ann.pk, 4)]


@pytest.mark.parametrize(
    ("country", "warning"),
    [
        ("DE", "This rule matches all 2 leads, so later rules"),
        ("FR", "This rule matches none of 2 leads."),
    ],
)
def test_a_rule_that_tells_nothing_apart_is_warned_of(ops, country, warning):
    make_leads(2, country="DE")
    condition = IN_GERMANY | {"when-g-0-c-0-value": country}

    assert warning in text_of(
        ops.post(f"{BASE}rules/new/", typed(make_rep("Ann"), **condition, do="simulate"))
    )


def test_what_is_wrong_is_said_at_its_place_and_nothing_is_saved(ops):
    ann = make_rep("Ann")
    wrong = {
        "without people": (typed(), "Choose at least one rep."),
        "weight": (typed(ann, **{f"rep-{ann.pk}-weight": "0"}), "from 1 to 1000"),
        "no weight": (typed(ann, **{f"rep-{ann.pk}-weight": "x"}), "Enter a whole number"),
        "name": (typed(ann, name=""), "Enter a name."),
        "value": (
            typed(ann, **IN_GERMANY | {"when-g-0-c-0-value": ""}),
            "Enter a text of 1 to 200 characters",
        ),
        "contradiction": (
            typed(
                ann,
                **IN_GERMANY,
                **{
                    "when-g-0-c-1-field": "contact.country",
                    "when-g-0-c-1-operator": "equals",
                    "when-g-0-c-1-value": "FR",
                },
            ),
            "can never match together",
        ),
    }
    for data, said in wrong.values():
        answer = ops.post(f"{BASE}rules/new/", data)
        assert (answer.status_code, said in text_of(answer)) == (422, True)
    assert not RoutingRule.objects.exists()


def test_buttons_of_the_builder_keep_nothing(ops, rep):
    rule = make_rule(rep, conditions=GERMANY)
    path = f"{BASE}rules/{rule.pk}/"

    more = ops.post(path, typed(rep, **IN_GERMANY, name="", do="add-condition:0")).content.decode()
    none = ops.post(path, typed(rep, **IN_GERMANY, do="remove-condition:0:0")).content.decode()

    assert (more.count('-operator" id='), none.count('-operator" id=')) == (2, 0)
    assert "Enter a name." not in more
    rule.refresh_from_db()
    assert (rule.name, rule.conditions) == ("All", GERMANY)


def test_conditions_that_are_nested_too_deep_to_type_stay_as_they_are(ops, rep):
    deep = {"any": [{"all": [{"not": GERMANY}]}]}
    rule = make_rule(rep, conditions=deep)

    assert "nested too deeply to edit here" in text_of(ops.get(f"{BASE}rules/{rule.pk}/"))
    ops.post(f"{BASE}rules/{rule.pk}/", typed(rep, name="Renamed"))
    rule.refresh_from_db()
    assert (rule.name, rule.conditions) == ("Renamed", deep)


def test_decisions_are_shown_with_reasons_and_undone(ops):
    ann = make_rep("Ann")
    make_rule(ann, make_rep("Out", takes_leads=False))
    [lead] = make_leads(1, first_name="Lu", last_name="Ming")
    owners_after([lead])

    text = text_of(ops.get(f"{BASE}decisions/"))
    assert 'Rule "All": only Ann is available.' in text
    assert "Not eligible: Out does not take leads" in text
    answer = ops.post(f"{BASE}decisions/{RoutingDecision.objects.get().pk}/undo/", follow=True)
    assert "Routing undone. Lu Ming is unassigned." in text_of(answer)
    again = ops.post(f"{BASE}decisions/{RoutingDecision.objects.get().pk}/undo/", follow=True)
    assert "This decision was already undone." in text_of(again)


def test_decisions_are_narrowed_by_person_rule_and_trigger(ops):
    ann = make_rep("Ann")
    rule = make_rule(ann)
    owners_after(make_leads(1, first_name="Xaver"))
    other = make_rule(make_rep("Bob"), name="Other")

    def shown(query: str) -> bool:
        return "Xaver" in text_of(ops.get(f"{BASE}decisions/?{query}"))

    asked = [f"rep={ann.pk}", f"rule={rule.pk}", "trigger=created", "rep=x&rule=y&trigger=z"]
    assert [shown(query) for query in asked] == [True] * 4
    assert [shown(query) for query in (f"rep={rule.pk}", f"rule={other.pk}", "trigger=left")] == [False] * 3


def test_a_rep_sees_their_own_decisions_and_people_only(web, rep, colleague):
    make_rule(rep, colleague)
    owners_after(make_leads(1, first_name="Mine") + make_leads(1, first_name="Theirs"))

    decisions, people = text_of(web.get(f"{BASE}decisions/")), text_of(web.get(f"{BASE}people/"))

    assert ("Mine" in decisions, "Theirs" in decisions) == (True, False)
    assert ("Kim Colleague" in people, "Jo Reyes" in people) == (False, True)
    theirs = RoutingDecision.objects.get(rep=colleague)
    assert web.post(f"{BASE}decisions/{theirs.pk}/undo/").status_code == 404


def test_a_lead_is_routed_by_a_button(web, rep):
    make_rule(rep)
    [lead] = make_leads(1)

    answer = web.post(f"{BASE}leads/{lead.pk}/", {"next": "/leads/"})

    assert (answer.status_code, answer["Location"]) == (302, "/leads/")
    assert RoutingDecision.objects.get().trigger == "manual"


def test_a_rep_says_when_they_are_away_and_nobody_else(web, rep, colleague):
    later = now() + timedelta(days=1)
    away = {"starts_at": f"{now():%Y-%m-%dT%H:%M}", "ends_at": f"{later:%Y-%m-%dT%H:%M}"}

    assert web.post(f"{BASE}people/", {**away, "rep": str(colleague.pk)}).status_code == 422
    web.post(f"{BASE}people/", {**away, "rep": str(rep.pk), "reason": "Fair"})
    absence = Absence.objects.get()
    assert (absence.rep, absence.reason) == (rep, "Fair")
    other = Absence.objects.create(rep=colleague, starts_at=now(), ends_at=later)
    assert web.post(f"{BASE}away/{other.pk}/remove/").status_code == 404
    web.post(f"{BASE}away/{absence.pk}/remove/")
    assert list(Absence.objects.all()) == [other]


def test_an_absence_that_ends_before_it_begins_is_told(web, rep):
    answer = web.post(
        f"{BASE}people/", {"rep": str(rep.pk), "starts_at": "2030-01-02T10:00", "ends_at": "2030-01-01T10:00"}
    )

    assert (answer.status_code, "Choose an end after the start." in text_of(answer)) == (422, True)


def test_a_profile_says_what_a_rep_takes_on(ops, rep):
    days = {f"day{number}": "09:00-17:00" for number in range(5)}

    ops.post(
        f"{BASE}people/{rep.pk}/",
        {
            "takes_leads": "on",
            "territories": "de, US/California, DE",
            "skills": "Retail, , Python",
            "daily_cap": "5",
            "own_hours": "on",
            **days,
        },
    )

    profile = RepProfile.objects.get()
    assert (profile.territories, profile.skills) == (["DE", "US/California"], ["Retail", "Python"])
    assert (profile.daily_cap, profile.open_cap) == (5, None)
    assert profile.week == [[[540, 1020]]] * 5 + [[], []]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"territories": "Germany"}, '"Germany" is not a territory.'),
        ({"territories": "XX/Nowhere"}, '"XX/Nowhere" is not a territory.'),
        ({"daily_cap": "-1"}, "greater than or equal to 0"),
        ({"own_hours": "on"}, "A rep without working hours gets no leads."),
    ],
)
def test_what_cannot_be_in_a_profile_is_told(ops, rep, data, said):
    answer = ops.post(f"{BASE}people/{rep.pk}/", data)

    assert (answer.status_code, said in text_of(answer)) == (422, True)
    assert not RepProfile.objects.exists()


def test_a_rep_does_not_write_profiles(web, rep):
    assert web.post(f"{BASE}people/{rep.pk}/", {"daily_cap": "1"}).status_code == 403


def test_settings_are_kept(ops, rep):
    ops.post(f"{BASE}settings/", {"routes_from_score": "40", "fallback": str(rep.pk)})

    row = RoutingSettings.objects.get()
    assert (row.routes_new_leads, row.routes_from_score, row.fallback) == (False, 40, rep)
    assert ops.post(f"{BASE}settings/", {"routes_from_score": "101"}).status_code == 422


def test_more_rows_cost_no_more_queries(ops, admin):
    paths = [BASE, f"{BASE}simulation/", f"{BASE}decisions/", f"{BASE}people/"]
    set_up(fallback=admin)

    def grow(number: int) -> None:
        rep = make_rep(f"Rep{number}", daily_cap=50, open_cap=50)
        make_rule(rep, admin, name=f"Rule {number}")
        Absence.objects.create(rep=rep, starts_at=now(), ends_at=now() + timedelta(days=1))
        owners_after(make_leads(3))

    grow(1)
    few = [queries_of(lambda path=path: ops.get(path)) for path in paths]
    for number in range(2, 5):
        grow(number)
    assert [queries_of(lambda path=path: ops.get(path)) for path in paths] == few


@pytest.mark.parametrize("place", ["--5", "9" * 30, "9" * 5000])
def test_a_place_that_is_none_moves_no_rule(web, rep, place):
    rep.role = "ops"
    rep.save()
    rule = make_rule(rep)
    url = f"/revops/routing/rules/{rule.pk}/change/"
    assert web.post(url, {"do": f"move:{place}"}).status_code == 422
