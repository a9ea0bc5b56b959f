"""The condition builder: what its buttons do, and that what is typed means what is shown."""

import pytest

from mauntic.kernel.conditions import Field, Kind, from_json, parse
from mauntic.kernel.conditions.builder import Builder, builder_from, builder_of, new_builder, words

FIELDS = {
    field.key: field
    for field in (
        Field("lead.country", "Country", Kind.TEXT),
        Field("lead.score", "Score", Kind.NUMBER),
        Field("lead.grade", "Grade", Kind.CHOICE, (("A", "A"), ("B", "B"))),
    )
}
TREE = {
    "any": [
        {
            "all": [
                {"field": "lead.country", "operator": "in", "value": ["DE", "AT"]},
                {"field": "lead.score", "operator": "between", "value": [60, 80.5]},
            ]
        },
        {"all": [{"field": "lead.grade", "operator": "is_set"}]},
    ]
}


def sent(builder: Builder) -> dict[str, str]:
    """What a form with this builder sends."""
    said = {f"{builder.name}-match": builder.match}
    for group in builder.groups:
        said[f"{group.name}-match"] = group.match
        for row in group.conditions:
            said |= {
                f"{row.name}-field": row.about,
                f"{row.name}-operator": row.operator,
                f"{row.name}-value": row.value,
            }
    return said


def test_what_is_shown_of_a_tree_is_the_tree_again_when_it_is_sent():
    builder = builder_of(from_json(TREE))
    builder.settle("when", FIELDS)

    again = builder_from(sent(builder), "when")
    again.settle("when", FIELDS)

    assert again.as_json() == TREE
    assert parse(again.as_json(), FIELDS) == from_json(TREE)


def test_buttons_add_and_remove_groups_and_conditions():
    builder = new_builder(FIELDS)

    builder.edit("add-condition", [0], FIELDS)
    builder.edit("add-group", [], FIELDS)
    assert [len(group.conditions) for group in builder.groups] == [2, 1]
    builder.edit("remove-condition", [0, 1], FIELDS)
    builder.edit("remove-group", [1], FIELDS)
    builder.edit("dance", [0], FIELDS)
    assert [len(group.conditions) for group in builder.groups] == [1]
    with pytest.raises(IndexError):
        builder.edit("remove-condition", [3, 0], FIELDS)


def test_another_field_brings_an_operator_that_fits_it():
    builder = builder_from(
        {"w-g-0-c-0-field": "lead.score", "w-g-0-c-0-operator": "contains", "w-g-0-c-0-value": "x"}, "w"
    )

    builder.settle("w", FIELDS)

    [row] = builder.rows
    assert (row.operator, row.value) == ("at_least", "")


def test_a_tree_is_told_in_words():
    assert words(from_json(TREE), FIELDS) == (
        "(Country is one of DE, AT and Score is between 60 and 80.5) or Grade is known"
    )
