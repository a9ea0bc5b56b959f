import json
from decimal import Decimal

import pytest

from mauntic.kernel.conditions import All, Any, Field, Kind, Leaf, Not, Operator, as_json, from_json, parse
from mauntic.kernel.errors import Invalid

FIELDS = {
    field.key: field
    for field in [
        Field("contact.country", "Country", Kind.TEXT),
        Field("contact.stage", "Stage", Kind.CHOICE, (("lead", "Lead"), ("customer", "Customer"))),
        Field("contact.has_owner", "Has an owner", Kind.BOOLEAN),
        Field("contact.created_at", "Created", Kind.MOMENT),
        Field("deal.close", "Expected close", Kind.DATE),
        Field("deal.value", "Value", Kind.MONEY, currency="EUR"),
        Field("company.employees", "Employees", Kind.NUMBER),
        Field("company.tech_stack", "Technologies", Kind.LIST),
    ]
}


def leaf(field: str, operator: str, *value) -> dict:
    return {"field": field, "operator": operator, **({"value": value[0]} if value else {})}


def test_what_was_put_together_is_a_tree():
    given = {
        "all": [
            leaf("company.employees", "between", [10, 50]),
            {
                "any": [
                    leaf("contact.country", "in", ["US", "DE"]),
                    leaf("contact.has_owner", "equals", False),
                ]
            },
            {"not": leaf("contact.created_at", "within_days", 7)},
        ]
    }

    tree = parse(given, FIELDS)

    assert tree == All(
        (
            Leaf("company.employees", Operator.BETWEEN, (10, 50)),
            Any(
                (
                    Leaf("contact.country", Operator.IN, ("US", "DE")),
                    Leaf("contact.has_owner", Operator.EQUALS, False),
                )
            ),
            Not(Leaf("contact.created_at", Operator.WITHIN_DAYS, 7)),
        )
    )
    assert as_json(tree) == given
    assert from_json(json.loads(json.dumps(given))) == tree


@pytest.mark.parametrize(
    ("given", "path", "fix"),
    [
        ("x", "", "This is not a condition"),
        ({"all": [], "any": []}, "", "This is not a condition"),
        ({"all": {}}, ".all", "a list of conditions"),
        ({"any": []}, ".any", "matches nobody"),
        (
            {"all": [leaf("contact.contry", "is_set")]},
            ".all[0].field",
            "Did you mean one of: contact.country",
        ),
        (leaf("company.employees", "contains", 1), ".operator", "Use one of: at_least"),
        (leaf("company.employees", "at_least", "many"), ".value", "Enter a number"),
        (leaf("company.employees", "at_least", True), ".value", "Enter a number"),
        (leaf("company.employees", "at_least", float("inf")), ".value", "Enter a number"),
        (leaf("company.employees", "at_least", 10**30), ".value", "too large"),
        (leaf("company.employees", "at_least", 10**400), ".value", "too large"),
        (leaf("company.employees", ["at_least"], 5), ".operator", "Use one of"),
        (leaf("company.employees", "between", [1]), ".value", "the lowest and the highest"),
        (leaf("company.employees", "between", [2, 1]), ".value", "Swap the two"),
        (leaf("contact.country", "equals", ""), ".value", 'use "is_not_set"'),
        (leaf("contact.country", "equals", "a\0"), ".value", "a text of"),
        (leaf("contact.country", "in", []), ".value", "at least one"),
        (leaf("contact.country", "is_set", 1), ".value", "takes no value"),
        (leaf("contact.stage", "equals", "boss"), ".value", "Use one of: lead, customer"),
        (leaf("contact.has_owner", "equals", "yes"), ".value", "true or false"),
        (leaf("contact.created_at", "within_days", 0), ".value", "from 1 to"),
        (leaf("contact.created_at", "within_days", 1.5), ".value", "whole number of days"),
    ],
)
def test_what_is_wrong_is_named_by_its_path_with_the_fix(given, path, fix):
    with pytest.raises(Invalid) as refused:
        parse(given, FIELDS, path="conditions")

    [(where, [why])] = refused.value.fields.items()
    assert where == f"conditions{path}"
    assert fix in why


def test_everything_that_is_wrong_is_named_at_once():
    given = {"all": [leaf("contact.country", "at_least", 1), leaf("nonsense", "is_set")]}

    with pytest.raises(Invalid) as refused:
        parse(given, FIELDS)

    assert list(refused.value.fields) == ["conditions.all[0].operator", "conditions.all[1].field"]


def test_trees_have_bounds():
    deep: dict = leaf("contact.country", "is_set")
    for _ in range(9):
        deep = {"not": deep}

    with pytest.raises(Invalid, match="maximum is 8 levels"):
        parse(deep, FIELDS)
    with pytest.raises(Invalid, match="There are 201 conditions"):
        parse({"all": [leaf("contact.country", "is_set")] * 201}, FIELDS)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (Leaf("size", Operator.BETWEEN, (10, 50)), "size is between 10 and 50"),
        (Leaf("country", Operator.IN, ("US", "DE")), "country is one of US, DE"),
        (Leaf("country", Operator.IS_NOT_SET), "country is not known"),
        (Leaf("created", Operator.WITHIN_DAYS, 7), "created was in the last 7 days"),
        (Leaf("created", Operator.WITHIN_DAYS, 1), "created was in the last 1 day"),
        (Leaf("owned", Operator.EQUALS, False), "owned is no"),
        (Leaf("created", Operator.BEFORE_DAYS, 30), "created was more than 30 days ago"),
    ],
)
def test_a_condition_reads_as_a_sentence(condition, words):
    assert str(condition) == words


def refusals(said: object) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        parse(said, FIELDS)
    return {path: " ".join(why) for path, why in refused.value.fields.items()}


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (
            leaf("contact.contry", "is_set"),
            'Field "contact.contry" does not exist. Did you mean one of: contact.',
        ),
        (
            leaf("zzz", "is_set"),
            'Field "zzz" does not exist. Did you mean one of: contact.country, contact.stage, ',
        ),
        (
            leaf("contact.has_owner", "in", [True]),
            '"in" does not apply to Has an owner. Use one of: equals, is_set, is_not_set.',
        ),
        (leaf("contact.country", "is_set", 1), '"is_set" takes no value. Remove the value.'),
        (leaf("contact.country", "in", "DE"), '"in" needs a list with at least one value.'),
        (
            leaf("company.employees", "between", [50, 10]),
            "50 is above 10, so no value is between them. Swap the two.",
        ),
        (
            leaf("company.employees", "between", [1, 2, 3]),
            '"between" needs the lowest and the highest value, such as [10, 50].',
        ),
        (leaf("contact.has_owner", "equals", 1), "Has an owner must be true or false."),
        (leaf("company.employees", "at_least", "1"), "Enter a number, such as 200."),
        (
            leaf("contact.created_at", "within_days", True),
            "Enter a whole number of days from 1 to 36,500.",
        ),
        (
            leaf("contact.created_at", "older_than_hours", 0),
            "Enter a whole number of hours from 1 to 876,000.",
        ),
        (leaf("deal.close", "in_next_days", -1), "Enter a whole number of days from 0 to 36,500."),
        (
            leaf("deal.close", "within_hours", 1),
            '"within_hours" does not apply to Expected close. Use one of: in_next_days, overdue,',
        ),
        (
            leaf("contact.country", "equals", 7),
            'Enter a text of 1 to 200 characters for Country. For empty values, use "is_not_set".',
        ),
        (
            leaf("contact.stage", "in", ["lead", "boss"]),
            '"boss" is not one of the values. Use one of: lead, customer.',
        ),
        ({"all": "x"}, "Enter a list of conditions."),
        ({"any": "x"}, "Enter a list of conditions."),
        ({**leaf("contact.country", "is_set"), "note": 1}, "This is not a condition. Use one of "),
        ({"not": {}, "all": []}, "This is not a condition. Use one of "),
    ],
)
def test_a_refusal_says_how_to_write_it(said, why):
    [found] = refusals(said).values()
    assert found.startswith(why)


@pytest.mark.parametrize(
    ("field", "operator", "value", "kept"),
    [
        ("company.employees", "between", [10, 10], (10, 10)),
        ("company.employees", "in", [1, 2.5], (1, 2.5)),
        ("company.employees", "at_least", 0, 0),
        ("company.employees", "at_least", -1e18, -1e18),
        ("company.employees", "at_most", 10**18, 10**18),
        ("contact.country", "equals", "x" * 200, "x" * 200),
        ("contact.country", "starts_with", "x", "x"),
        ("contact.stage", "not_equals", "lead", "lead"),
        ("contact.has_owner", "equals", True, True),
        ("contact.created_at", "within_days", 1, 1),
        ("contact.created_at", "before_days", 36_500, 36_500),
        ("contact.created_at", "before_days", 0, 0),
        ("contact.created_at", "in_next_days", 0, 0),
        ("contact.created_at", "overdue", None, None),
        ("contact.created_at", "within_hours", 1, 1),
        ("contact.created_at", "older_than_hours", 876_000, 876_000),
        ("deal.close", "in_next_days", 0, 0),
        ("deal.close", "in_next_days", 36_500, 36_500),
        ("deal.close", "within_days", 0, 0),
        ("deal.close", "before_days", 0, 0),
        ("deal.close", "overdue", None, None),
        ("deal.value", "at_least", 0.1, Decimal("0.1")),
        ("deal.value", "at_most", 10**12, Decimal(10**12)),
        ("deal.value", "between", [-1, 99.99], (Decimal(-1), Decimal("99.99"))),
        ("company.tech_stack", "contains", "Vue.js", "Vue.js"),
        ("contact.country", "is_not_set", None, None),
    ],
)
def test_a_value_at_its_bounds_is_taken(field, operator, value, kept):
    assert parse(leaf(field, operator, value), FIELDS) == Leaf(field, Operator(operator), kept)


@pytest.mark.parametrize(
    ("field", "operator", "value"),
    [
        ("company.employees", "at_most", 10**18 + 1),
        ("company.employees", "at_least", float("nan")),
        ("company.employees", "at_least", None),
        ("contact.country", "equals", "x" * 201),
        ("contact.country", "equals", None),
        ("contact.created_at", "within_days", 36_501),
        ("contact.created_at", "before_days", -1),
        ("contact.created_at", "within_hours", 0),
        ("contact.created_at", "older_than_hours", 876_001),
        ("contact.created_at", "older_than_hours", 1.5),
        ("contact.created_at", "overdue", 0),
        ("deal.close", "in_next_days", -1),
        ("deal.close", "in_next_days", 36_501),
        ("deal.close", "within_days", True),
        ("deal.close", "before_days", "0"),
        ("deal.value", "between", [2, 1]),
        ("contact.created_at", "before_days", None),
        ("company.tech_stack", "contains", ["Vue.js"]),
    ],
)
def test_a_value_beyond_its_bounds_is_refused_at_its_place(field, operator, value):
    assert list(refusals(leaf(field, operator, value))) == ["conditions.value"]


def test_eight_levels_and_200_conditions_are_taken():
    deep: dict = leaf("contact.country", "is_set")
    for _ in range(7):
        deep = {"not": deep}
    many = {"all": [{"any": [leaf("contact.country", "is_set")] * 100}] * 2}

    assert parse(deep, FIELDS)
    assert parse(many, FIELDS)
    [(path, why)] = refusals({"not": deep}).items()
    assert (path, why) == (
        f"conditions{'.not' * 8}",
        "Groups are nested too deeply. The maximum is 8 levels.",
    )
    many["all"].append(leaf("contact.country", "is_set"))
    assert refusals(many) == {"conditions": "There are 201 conditions. The maximum is 200."}


def test_problems_are_named_below_the_path_of_the_caller():
    said = {"any": [{"all": [leaf("contact.country", "is_set"), leaf("contact.country", "equals", "")]}]}

    with pytest.raises(Invalid) as refused:
        parse(said, FIELDS, path="rules[2].when")
    assert list(refused.value.fields) == ["rules[2].when.any[0].all[1].value"]


def test_a_wrong_part_does_not_hide_another_one_beside_it():
    said = {"all": [{"not": leaf("contact.country", "equals", 1)}, {"any": []}, "x"]}

    assert list(refusals(said)) == [
        "conditions.all[0].not.value",
        "conditions.all[1].any",
        "conditions.all[2]",
    ]
