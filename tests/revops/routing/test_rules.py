"""The rules as a whole list: by the API, and one among the others."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.test import Client

from mauntic.kernel.errors import Invalid, NotFound
from mauntic.tenants.context import entered
from revops.routing.models import RoutingDecision, RoutingRule, RuleTarget
from revops.routing.services.drafts import RuleDraft, TargetDraft
from revops.routing.services.route import route_contacts
from revops.routing.services.rules import current_drafts, move_rule, remove_rule, save_rule, switch_rule
from tests.conftest import ACME_HOST, GLOBEX_HOST
from tests.factories.routing import make_leads, make_rep, make_rule, owners_after

RULES, ROUTE = "/api/v1/revops/routing/rules", "/api/v1/revops/leads/route"
CLASH = (
    '"Country (two letters) is DE" and "Country (two letters) is FR" can never match together. '
    "Change or remove one of them."
)
NO_CONDITION = (
    'This is not a condition. Use one of these forms: {"all": [...]}, {"any": [...]}, {"not": {...}}, '
    '{"field", "operator", "value"}.'
)
GERMANY = {"all": [{"field": "contact.country", "operator": "equals", "value": "DE"}]}


@pytest.fixture
def ops(admin) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(admin)
    return client


def put(client: Client, rules: object):
    return client.put(RULES, rules, content_type="application/json")


def draft(rep, **fields) -> RuleDraft:
    wanted = {"name": "A rule", "strategy": "round_robin", "conditions": {}, "targets": [TargetDraft(rep.pk)]}
    return RuleDraft(**wanted | fields)


def names() -> list[str]:
    return list(RoutingRule.objects.values_list("name", flat=True))


def test_what_is_read_can_be_sent_back_and_changes_nothing(ops):
    ann, bob = make_rep("Ann"), make_rep("Bob")
    rule = make_rule((ann, 2), bob, name="Germany", strategy="weighted", conditions=GERMANY)
    make_rule(bob, name="Rest", enabled=False)
    owners_after(make_leads(1, country="DE"))
    before = list(RuleTarget.objects.order_by("pk").values())

    listed = ops.get(RULES).json()
    answer = put(ops, listed)

    assert answer.status_code == 200
    assert answer.json() == listed
    assert listed[0] == {
        "id": str(rule.pk),
        "name": "Germany",
        "priority": 1,
        "conditions": GERMANY,
        "strategy": "weighted",
        "enabled": True,
        "targets": [{"repId": str(ann.pk), "weight": 2}, {"repId": str(bob.pk), "weight": 1}],
    }
    assert list(RuleTarget.objects.order_by("pk").values()) == before


def test_the_list_that_is_sent_is_all_there_is_in_its_order(ops, rep):
    kept, gone = make_rule(rep, name="Kept"), make_rule(rep, name="Gone")
    owners_after(make_leads(1))
    new = {"name": "New", "strategy": "territory", "targets": [{"repId": str(rep.pk)}]}

    put(ops, [new, {**new, "id": str(kept.pk), "name": "Renamed"}])

    assert names() == ["New", "Renamed"]
    assert not RoutingRule.objects.filter(pk=gone.pk).exists()
    assert RoutingDecision.objects.get().rule_name == "Kept"


def test_everything_wrong_is_named_with_its_rule_and_nothing_is_written(ops, rep):
    make_rule(rep, name="There")
    nobody = uuid4()
    clash = {"all": [*GERMANY["all"], {"field": "contact.country", "operator": "equals", "value": "FR"}]}
    target = [{"repId": str(rep.pk)}]

    answer = put(
        ops,
        [
            {"name": "One", "strategy": "round_robin", "targets": []},
            {"name": "one", "strategy": "lottery", "targets": [{"repId": str(nobody), "weight": 0}]},
            {"id": str(nobody), "name": " ", "strategy": "weighted", "targets": target * 2},
            {"name": "Clash", "strategy": "weighted", "targets": target, "conditions": clash},
            {"name": "Odd", "strategy": "weighted", "targets": target, "conditions": {"field": "x"}},
        ],
    )

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert answer.json()["details"] == {
        "rules[0].name": ['Another rule is named "One". Choose another name.'],
        "rules[0].targets": ["Choose at least one rep."],
        "rules[1].name": ['Another rule is named "one". Choose another name.'],
        "rules[1].strategy": [
            (
                '"lottery" is not a strategy. Use one of Round robin (round_robin), Weighted (weighted), '
                "Territory (territory), Skill based (skill_based), Load balanced (load_balanced)."
            )
        ],
        "rules[1].targets[0].repId": [f"There is no user {nobody}."],
        "rules[1].targets[0].weight": ["Enter a whole number from 1 to 1000."],
        "rules[2].id": [f"There is no rule {nobody}. Leave out the id for a new rule."],
        "rules[2].name": ["Enter a name of 1 to 100 characters."],
        "rules[2].targets[1].repId": ["This rep is in the rule twice. Increase their weight instead."],
        "rules[3].conditions": [CLASH],
        "rules[4].conditions": [NO_CONDITION],
    }
    assert names() == ["There"]


@pytest.mark.parametrize(
    ("sent", "path"),
    [
        ({"rules": []}, "rules"),
        ([{"name": "A", "strategy": "weighted", "targets": [{"repId": "x"}]}], "rules[0].targets[0].repId"),
        ([{"name": "A", "strategy": "weighted"}], "rules[0].targets"),
        ([{"name": "A", "strategy": "weighted", "targets": [], "reps": []}], "rules[0].reps"),
        ([7], "rules[0]"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_rule(ops, sent, path):
    answer = put(ops, sent)

    assert answer.status_code == 400
    assert list(answer.json()["details"]) == [path]


def test_only_ops_change_rules_and_strangers_see_none(web, stranger, rep):
    make_rule(rep)

    assert [rule["name"] for rule in web.get(RULES).json()] == ["All"]
    assert put(web, []).status_code == 403
    assert stranger.get(RULES).status_code == 401
    assert stranger.post(ROUTE, {}, content_type="application/json").status_code == 401
    assert names() == ["All"]


def test_rules_and_leads_of_another_organization_are_not_there(ops, globex, acme):
    with entered(globex):
        other = make_rep("Other")
        make_rule(other)
        [lead] = make_leads(1)

    assert ops.get(RULES).json() == []
    wanted = [{"name": "A", "strategy": "weighted", "targets": [{"repId": str(other.pk)}]}]
    assert list(put(ops, wanted).json()["details"]) == ["rules[0].targets[0].repId"]
    assert ops.post(ROUTE, {"contactId": str(lead.pk)}, content_type="application/json").status_code == 404
    assert ops.get(RULES, headers={"host": GLOBEX_HOST}).status_code == 401


def test_a_lead_is_routed_by_the_api(web, rep):
    rule = make_rule(rep)
    [lead] = make_leads(1)

    answer = web.post(ROUTE, {"contactId": str(lead.pk)}, content_type="application/json")

    assert answer.status_code == 200
    assert answer.json() == {
        "contactId": str(lead.pk),
        "repId": str(rep.pk),
        "ruleId": str(rule.pk),
        "strategy": "round_robin",
        "reason": 'Rule "All": only Jo Reyes is available.',
    }
    assert RoutingDecision.objects.get().by == rep


def test_without_rules_the_api_answers_that_none_applies(web, acme):
    [lead] = make_leads(1)

    answer = web.post(ROUTE, {"contactId": str(lead.pk)}, content_type="application/json").json()

    assert (answer["repId"], answer["ruleId"], answer["strategy"]) == (None, None, "none")
    assert answer["reason"] == "No rule matches this lead."


def test_a_rep_may_not_route_the_lead_of_another_and_an_odd_id_is_told(web, colleague):
    [lead] = make_leads(1, owner=colleague)

    answers = [
        web.post(ROUTE, {"contactId": each}, content_type="application/json").status_code
        for each in (str(lead.pk), str(uuid4()), "x")
    ]
    assert answers == [403, 404, 400]


def test_one_rule_is_saved_moved_switched_and_removed_among_the_others(rep):
    first, second = make_rule(rep, name="First"), make_rule(rep, name="Second")

    third = save_rule(draft=draft(rep, name="Third"))
    save_rule(draft=draft(rep, id=second.pk, name="2nd", conditions=GERMANY))
    assert names() == ["First", "2nd", "Third"]
    move_rule(rule_id=third.pk, to=0)
    move_rule(rule_id=first.pk, to=9)
    assert names() == ["Third", "2nd", "First"]
    switch_rule(rule_id=second.pk, enabled=False)
    remove_rule(rule_id=first.pk)
    assert list(RoutingRule.objects.values_list("name", "enabled")) == [("Third", True), ("2nd", False)]
    with pytest.raises(NotFound):
        move_rule(rule_id=first.pk, to=0)


def test_what_is_wrong_with_one_rule_is_named_as_if_it_stood_alone(rep):
    make_rule(rep)

    with pytest.raises(Invalid) as refused:
        save_rule(draft=draft(rep, targets=[]))

    assert list(refused.value.fields) == ["targets"]


def test_a_rule_whose_people_are_gone_is_off_and_stands_in_nobodys_way(acme):
    ann, bob = make_rep("Ann"), make_rep("Bob")
    deserted, sound = make_rule(ann, name="One"), make_rule(bob, name="Two")
    ann.delete()
    switch_rule(rule_id=sound.pk, enabled=False)
    assert list(RoutingRule.objects.values_list("name", "enabled")) == [("One", False), ("Two", False)]
    with pytest.raises(Invalid, match="at least one rep"):
        switch_rule(rule_id=deserted.pk, enabled=True)


def test_turns_begin_anew_when_they_are_shared_out_in_another_way(acme):
    ann, bob = make_rep("Ann"), make_rep("Bob")
    make_rule((ann, 50), bob, strategy="weighted")
    route_contacts(contact_ids=[lead.pk for lead in make_leads(10)], trigger="created")
    [draft] = current_drafts()
    save_rule(draft=replace(draft, strategy="round_robin"))
    assert set(RuleTarget.objects.values_list("credit", flat=True)) == {0}
    assert sorted(owners_after(make_leads(4))) == ["Ann", "Ann", "Bob", "Bob"]
