"""Conditions that act by themselves: whatever is in doubt about them matches nobody, and says why."""

from collections.abc import Collection, Mapping
from uuid import UUID

import pytest

from mauntic.kernel.conditions import (
    EVERYTHING,
    All,
    Broken,
    Field,
    Kind,
    Leaf,
    Not,
    Operator,
    as_json,
    holds,
    parse,
    parse_strict,
    parse_strict_many,
    references_of,
    with_names,
    words,
)
from mauntic.kernel.errors import Invalid

ADA, BOB, GONE = (UUID(int=number) for number in (0xADA, 0xB0B, 0xDEAD))


class People:
    """The users that exist; counts how often it is asked."""

    def __init__(self) -> None:
        self.asked: list[set[UUID]] = []

    def existing(self, ids: Collection[UUID]) -> Mapping[UUID, str]:
        self.asked.append(set(ids))
        return {id_: name for id_, name in ((ADA, "Ada"), (BOB, "Bob")) if id_ in ids}


@pytest.fixture
def people() -> People:
    return People()


@pytest.fixture
def fields(people) -> dict[str, Field]:
    find = people.existing
    return {
        field.key: field
        for field in (
            Field("deal.owner", "Owner", Kind.REFERENCE, existing=find),
            Field("contact.owner", "Owner of the lead", Kind.REFERENCE, existing=find),
            Field("deal.stage", "Stage", Kind.CHOICE, (("demo", "Demo"),)),
            Field("deal.value", "Value", Kind.MONEY, currency="EUR"),
        )
    }


def owner(operator: str, *value, field: str = "deal.owner") -> dict:
    return {"field": field, "operator": operator, **({"value": value[0]} if value else {})}


DEMO = {"field": "deal.stage", "operator": "equals", "value": "demo"}


def test_conditions_are_read_as_they_were_saved(fields):
    given = {"all": [DEMO, {"not": owner("in", [str(ADA), str(BOB)])}, owner("is_set")]}

    tree = parse(given, fields, strict=True)

    assert parse_strict(as_json(tree), fields) == tree
    assert parse_strict(dict(EVERYTHING), fields) == All()


@pytest.mark.parametrize(
    ("stored", "path", "why"),
    [
        ({}, "", "This is not a condition"),
        (None, "", "This is not a condition"),
        ([], "", "This is not a condition"),
        ("all", "", "This is not a condition"),
        ({"all": [], "none": []}, "", "This is not a condition"),
        ({"none": [DEMO]}, "", "This is not a condition"),
        ({"all": None}, ".all", "a list of conditions"),
        ({"any": []}, ".any", "matches nobody"),
        ({"all": [{"all": []}]}, ".all[0].all", "matches everybody"),
        ({"any": [DEMO, {"all": []}]}, ".any[1].all", "matches everybody"),
        ({"not": {"all": []}}, ".not.all", "matches everybody"),
        ({"all": [{}]}, ".all[0]", "This is not a condition"),
        ({"not": None}, ".not", "This is not a condition"),
        ({**DEMO, "field": "deal.gone"}, ".field", "does not exist"),
        ({**DEMO, "field": ["deal.stage"]}, ".field", "does not exist"),
        ({**DEMO, "operator": "is_odd"}, ".operator", "does not apply"),
        ({**DEMO, "operator": "at_least"}, ".operator", "does not apply"),
        ({**DEMO, "operator": None}, ".operator", "does not apply"),
        ({**DEMO, "value": "closed"}, ".value", "not one of the values"),
        ({**DEMO, "value": {}}, ".value", "Enter a text"),
        (owner("equals", "Ada"), ".value", "Choose a value for Owner"),
        (owner("equals", str(GONE)), ".value", "deleted or never existed"),
        ({"all": [DEMO, owner("in", [str(ADA), str(GONE)])]}, ".all[1].value", f"({GONE})"),
        ({"not": owner("equals", str(GONE))}, ".not.value", "deleted or never existed"),
    ],
)
def test_what_is_in_doubt_is_broken_and_cannot_be_saved(fields, stored, path, why):
    broken = parse_strict(stored, fields)

    assert isinstance(broken, Broken)
    [(where, problem)] = broken.problems
    assert where == f"conditions{path}"
    assert why in problem
    assert not holds(broken, {"deal.stage": "demo", "deal.owner": ADA}, None)
    with pytest.raises(Invalid) as refused:
        parse(stored, fields, strict=True)
    assert refused.value.fields == {where: [problem]}


def test_a_group_without_conditions_is_refused_only_where_it_would_act(fields):
    assert parse({"any": [{"all": []}]}, fields)
    assert isinstance(parse_strict({"any": [{"all": []}]}, fields), Broken)


def test_conditions_have_at_most_1000_values(fields):
    some = [{"field": "deal.stage", "operator": "in", "value": ["demo"] * 500}] * 2

    assert parse_strict({"all": some}, fields) == parse({"all": some}, fields)
    broken = parse_strict({"all": [*some, DEMO]}, fields)
    assert str(broken) == (
        "The conditions compare 1,001 values. The maximum is 1,000. Shorten the lists of values."
    )


def test_many_conditions_are_read_with_one_question_per_kind_of_record(fields, people):
    stored = {
        "fine": (owner("equals", str(ADA)), fields),
        "half": ({"any": [owner("in", [str(BOB), str(GONE)]), owner("equals", str(ADA))]}, fields),
        "of the lead": (owner("equals", str(GONE), field="contact.owner"), fields),
        "lost": ({}, fields),
    }

    found = parse_strict_many(stored)

    assert found["fine"] == Leaf("deal.owner", Operator.EQUALS, str(ADA))
    assert [isinstance(found[key], Broken) for key in stored] == [False, True, True, True]
    assert people.asked == [{ADA, BOB, GONE}]
    assert parse_strict_many({"unowned": (owner("is_not_set"), fields)})
    assert people.asked == [{ADA, BOB, GONE}]


def test_an_id_is_kept_as_the_database_writes_it(fields):
    tree = parse(owner("in", [f"{{{str(ADA).upper()}}}", BOB.hex]), fields)

    assert tree == Leaf("deal.owner", Operator.IN, (str(ADA), str(BOB)))


def test_without_a_question_the_choices_of_a_reference_are_all():
    fields = {"owner": Field("owner", "Owner", Kind.REFERENCE, ((str(ADA), "Ada"),))}

    assert parse(owner("equals", str(ADA), field="owner"), fields)
    assert isinstance(parse_strict(owner("equals", str(BOB), field="owner"), fields), Broken)


@pytest.mark.parametrize("id_", ["", "x", None, 7, True, [], {}, "ada" * 20, "z" * 32, "0" * 31])
def test_what_is_no_id_is_refused(fields, id_):
    with pytest.raises(Invalid) as refused:
        parse(owner("equals", id_), fields)

    assert list(refused.value.fields) == ["conditions.value"]


def test_the_records_that_conditions_name_are_found(fields):
    tree = All(
        (
            Leaf("deal.owner", Operator.IN, (str(ADA), str(BOB))),
            Not(Leaf("deal.owner", Operator.EQUALS, str(GONE))),
            Leaf("contact.owner", Operator.IS_SET),
            Leaf("deal.stage", Operator.EQUALS, "demo"),
        )
    )

    assert references_of(tree, fields) == {"deal.owner": {ADA, BOB, GONE}, "contact.owner": set()}
    assert references_of(Broken(()), fields) == {}


def test_words_name_records_choices_and_amounts(fields, people):
    first = parse({"all": [owner("in", [str(ADA), str(BOB)]), DEMO]}, fields)
    second = Not(Leaf("deal.owner", Operator.EQUALS, str(GONE)))
    third = parse({"field": "deal.value", "operator": "between", "value": [99.5, 10_000]}, fields)
    people.asked.clear()

    named = with_names(fields, [first, second, third, Broken(())])

    assert words(first, named) == "Owner is one of Ada, Bob and Stage is Demo"
    assert words(second, named) == "not (Owner is Deleted)"
    assert words(third, named) == "Value is between €99.50 and €10,000"
    assert people.asked == [{ADA, BOB, GONE}]
    assert with_names(named, [first, second]) == named


def test_what_is_broken_matches_nobody_in_words(fields):
    broken = parse_strict({"any": []}, fields)

    assert words(broken, fields) == f"nobody, as the conditions are broken: {broken}"


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("10000", "Enter an amount"),
        (True, "Enter an amount"),
        (None, "Enter an amount"),
        (float("nan"), "Enter an amount"),
        (99.555, "at most two decimals"),
        (10**12 + 1, "The maximum is 1,000,000,000,000"),
        (-(10**400), "too large"),
    ],
)
def test_what_is_no_amount_is_refused(fields, value, why):
    with pytest.raises(Invalid, match=why):
        parse({"field": "deal.value", "operator": "at_least", "value": value}, fields)
