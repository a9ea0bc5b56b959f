import json

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
        Field("company.employees", "Employees", Kind.NUMBER),
        Field("company.tech_stack", "Technologies", Kind.LIST),
    ]
}


def leaf(field: str, operator: str, *value) -> dict:
    return {"field": field, "operator": operator, **({"value": value[0]} if value else {})}


def test_what_was_put_together_is_a_tree():
    said = {
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

    tree = parse(said, FIELDS)

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
    assert as_json(tree) == said
    assert from_json(json.loads(json.dumps(said))) == tree


@pytest.mark.parametrize(
    ("said", "path", "fix"),
    [
        ("x", "", "This is no condition"),
        ({"all": [], "any": []}, "", "This is no condition"),
        ({"all": {}}, ".all", "must be a list"),
        ({"any": []}, ".any", "holds of nobody"),
        ({"all": [leaf("contact.contry", "is_set")]}, ".all[0].field", "Did you mean contact.country"),
        (leaf("company.employees", "contains", 1), ".operator", "Use one of at_least"),
        (leaf("company.employees", "at_least", "many"), ".value", "A number is needed"),
        (leaf("company.employees", "at_least", True), ".value", "A number is needed"),
        (leaf("company.employees", "at_least", float("inf")), ".value", "A number is needed"),
        (leaf("company.employees", "at_least", 10**30), ".value", "too large"),
        (leaf("company.employees", "at_least", 10**400), ".value", "too large"),
        (leaf("company.employees", ["at_least"], 5), ".operator", "Use one of"),
        (leaf("company.employees", "between", [1]), ".value", "the lowest and the highest"),
        (leaf("company.employees", "between", [2, 1]), ".value", "Swap the two"),
        (leaf("contact.country", "equals", ""), ".value", "use “is_not_set”"),
        (leaf("contact.country", "equals", "a\0"), ".value", "a text of"),
        (leaf("contact.country", "in", []), ".value", "at least one"),
        (leaf("contact.country", "is_set", 1), ".value", "takes no value"),
        (leaf("contact.stage", "equals", "boss"), ".value", "Use one of lead, customer"),
        (leaf("contact.has_owner", "equals", "yes"), ".value", "true or false"),
        (leaf("contact.created_at", "within_days", 0), ".value", "from 1 to"),
        (leaf("contact.created_at", "within_days", 1.5), ".value", "whole number of days"),
    ],
)
def test_what_is_wrong_is_named_by_its_path_with_the_fix(said, path, fix):
    with pytest.raises(Invalid) as refused:
        parse(said, FIELDS, path="conditions")

    [(where, [why])] = refused.value.fields.items()
    assert where == f"conditions{path}"
    assert fix in why


def test_everything_that_is_wrong_is_named_at_once():
    said = {"all": [leaf("contact.country", "at_least", 1), leaf("nonsense", "is_set")]}

    with pytest.raises(Invalid) as refused:
        parse(said, FIELDS)

    assert list(refused.value.fields) == ["conditions.all[0].operator", "conditions.all[1].field"]


def test_trees_have_bounds():
    deep: dict = leaf("contact.country", "is_set")
    for _ in range(9):
        deep = {"not": deep}

    with pytest.raises(Invalid, match="at most 8 deep"):
        parse(deep, FIELDS)
    with pytest.raises(Invalid, match="200 are the most"):
        parse({"all": [leaf("contact.country", "is_set")] * 201}, FIELDS)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (Leaf("size", Operator.BETWEEN, (10, 50)), "size is between 10 and 50"),
        (Leaf("country", Operator.IN, ("US", "DE")), "country is one of US, DE"),
        (Leaf("country", Operator.IS_NOT_SET), "country is not known"),
        (Leaf("created", Operator.WITHIN_DAYS, 7), "created was in the last 7 days"),
        (Leaf("created", Operator.BEFORE_DAYS, 30), "created was longer ago than 30 days"),
    ],
)
def test_a_condition_reads_as_a_sentence(condition, words):
    assert str(condition) == words
