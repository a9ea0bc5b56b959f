"""The condition builder: what its buttons do, and that what is typed means what is shown."""

import pytest
from django.http import QueryDict

from mauntic.kernel.conditions import Field, Kind, Operator, from_json, parse
from mauntic.kernel.conditions.builder import (
    Builder,
    ConditionRow,
    Group,
    builder_from,
    builder_of,
    new_builder,
)
from mauntic.kernel.conditions.descriptions import words
from tests.support.pseudo import pseudo_locale

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
    form = {f"{builder.name}-match": builder.match}
    for group in builder.groups:
        form[f"{group.name}-match"] = group.match
        for row in group.conditions:
            form |= {
                f"{row.name}-field": row.about,
                f"{row.name}-operator": row.operator,
                f"{row.name}-value": row.value,
            }
    return form


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


def test_a_tree_is_described_in_words():
    assert words(from_json(TREE), FIELDS) == (
        "(Country is one of DE, AT and Score is between 60 and 80.5) or Grade is known"
    )
    assert words(from_json({}), FIELDS) == "everybody"
    assert words(from_json({"not": TREE["any"][1]}), FIELDS) == "not (Grade is known)"


def test_a_tree_is_described_in_the_language_of_the_reader():
    with pseudo_locale():
        assert (
            words(from_json({"not": TREE["any"][0]["all"][0]}), FIELDS)
            == "⟦ñôţ (⟦Country îş ôñé ôƒ DE, AT⟧)⟧"
        )
        row = builder_of(from_json(TREE["any"][0]["all"][1])).groups[0].conditions[0]
        assert dict(row.operators)["at_least"] == "⟦îş àţ ļéàşţ⟧"


ADA, BOB = "00000000-0000-0000-0000-000000000ada", "00000000-0000-0000-0000-000000000b0b"
OWNERS = ((ADA, "Ada"), (BOB, "Bob"))
MORE = FIELDS | {
    field.key: field
    for field in (
        Field("deal.close", "Expected close", Kind.DATE),
        Field("deal.value", "Value", Kind.MONEY, currency="CHF"),
        Field("deal.owner", "Owner", Kind.REFERENCE, OWNERS),
        Field("lead.seen", "Last seen", Kind.MOMENT),
        Field("lead.owned", "Has an owner", Kind.BOOLEAN),
        Field("lead.stack", "Technologies", Kind.LIST),
    )
}


def row(about: str, operator: str, value: str = "") -> ConditionRow:
    made = ConditionRow(about=about, operator=operator, value=value)
    made.settle(MORE)
    return made


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (row("lead.country", "equals", " DE "), {"value": "DE"}),
        (row("lead.country", "in", "DE, AT,,"), {"value": ["DE", "AT"]}),
        (row("lead.country", "not_in", ""), {"value": []}),
        (row("lead.country", "is_set", "left over"), {}),
        (row("lead.country", "is_not_set"), {}),
        (row("lead.score", "at_least", "80"), {"value": 80}),
        (row("lead.score", "at_least", "80.5"), {"value": 80.5}),
        (row("lead.score", "between", "60, 80"), {"value": [60, 80]}),
        (row("lead.score", "at_least", "many"), {"value": "many"}),
        (row("lead.seen", "within_days", "7"), {"value": 7}),
        (row("lead.seen", "before_days", "soon"), {"value": "soon"}),
        (row("lead.seen", "older_than_hours", "48"), {"value": 48}),
        (row("deal.close", "in_next_days", "0"), {"value": 0}),
        (row("deal.close", "overdue", "left over"), {}),
        (row("deal.value", "at_least", "99.5"), {"value": 99.5}),
        (row("deal.value", "between", "10, 20"), {"value": [10, 20]}),
        (row("deal.value", "below", "10k"), {"value": "10k"}),
        (row("deal.owner", "equals", ADA), {"value": ADA}),
        (row("deal.owner", "not_in", f"{ADA}, {BOB}"), {"value": [ADA, BOB]}),
        (row("lead.owned", "equals", "true"), {"value": True}),
        (row("lead.owned", "equals", "false"), {"value": False}),
        (row("lead.owned", "equals", "perhaps"), {"value": "perhaps"}),
        (row("lead.country", "equals", "7"), {"value": "7"}),
    ],
)
def test_what_is_typed_is_a_value_of_the_kind_of_its_field(made, said):
    assert made.as_json() == {"field": made.about, "operator": made.operator} | said


@pytest.mark.parametrize(
    ("made", "choices", "hint", "keyboard"),
    [
        (row("lead.country", "equals"), (), "", "text"),
        (row("lead.country", "in"), (), "one, another, …", "text"),
        (row("lead.country", "not_in"), (), "one, another, …", "text"),
        (row("lead.grade", "equals"), (("A", "A"), ("B", "B")), "", "text"),
        (row("lead.grade", "in"), (("A", "A"), ("B", "B")), "one, another, …", "text"),
        (row("lead.seen", "within_hours"), (), "", "decimal"),
        (row("deal.close", "in_next_days"), (), "", "decimal"),
        (row("deal.value", "at_least"), (), "", "decimal"),
        (row("deal.owner", "equals"), OWNERS, "", "text"),
        (row("deal.owner", "in"), OWNERS, "one, another, …", "text"),
        (row("lead.score", "between"), (), "from, to", "decimal"),
        (row("lead.score", "at_least"), (), "", "decimal"),
        (row("lead.seen", "within_days"), (), "", "decimal"),
        (row("lead.seen", "before_days"), (), "", "decimal"),
        (row("lead.owned", "equals"), (("true", "Yes"), ("false", "No")), "", "text"),
        (ConditionRow(), (), "", "text"),
    ],
)
def test_a_row_offers_what_fits_its_field(made, choices, hint, keyboard):
    assert (tuple(made.choices), made.hint, made.input_mode) == (choices, hint, keyboard)


def test_an_amount_names_its_currency_and_nothing_else_does():
    assert row("deal.value", "at_least").unit == "CHF"
    assert [row(field, "equals").unit for field in ("lead.score", "deal.owner", "lead.gone")] == ["", "", ""]


def test_several_options_can_be_chosen_where_a_list_is_compared():
    form = QueryDict(mutable=True)
    form.update({"w-g-0-c-0-field": "deal.owner", "w-g-0-c-0-operator": "in"})
    form.setlist("w-g-0-c-0-value", [ADA, BOB])

    builder = builder_from(form, "w")
    builder.settle("w", MORE)

    [made] = builder.rows
    assert (made.takes_several, made.values) == (True, [ADA, BOB])
    assert made.as_json() == {"field": "deal.owner", "operator": "in", "value": [ADA, BOB]}
    one = row("deal.owner", "equals", ADA)
    assert (one.takes_several, one.values) == (False, [ADA])


def test_only_conditions_on_what_is_known_need_no_value():
    assert [operator.value for operator in Operator if not row("", operator.value).needs_value] == [
        "is_set",
        "is_not_set",
        "overdue",
    ]


def test_a_row_offers_the_operators_of_its_field_and_all_of_them_without_one():
    assert row("lead.owned", "equals").operators == [
        ("equals", "is"),
        ("is_set", "is known"),
        ("is_not_set", "is not known"),
    ]
    assert len(ConditionRow().operators) == len(Operator)


def test_an_operator_that_fits_stays_with_its_value():
    kept = row("lead.score", "below", "5")
    assert (kept.operator, kept.value) == ("below", "5")
    unknown = row("lead.gone", "odd", "5")
    assert (unknown.operator, unknown.value, unknown.known) == ("odd", "5", None)


def test_inputs_are_named_by_their_place():
    builder = Builder(
        groups=[Group(conditions=[ConditionRow()]), Group(conditions=[ConditionRow(), ConditionRow()])]
    )

    builder.settle("when", FIELDS)

    assert builder.name == "when"
    assert [group.name for group in builder.groups] == ["when-g-0", "when-g-1"]
    assert [made.name for made in builder.rows] == ["when-g-0-c-0", "when-g-1-c-0", "when-g-1-c-1"]


def test_one_group_stands_for_itself_and_none_for_everybody():
    one = Group(match="any", conditions=[row("lead.grade", "is_set")])
    stored = {"any": [{"field": "lead.grade", "operator": "is_set"}]}

    assert Builder(match="any", groups=[one]).as_json() == stored
    assert Builder(match="any", groups=[one, one]).as_json() == {"any": [stored, stored]}
    assert Builder().as_json() == {"all": []}


def test_a_new_row_is_about_the_first_field():
    builder = new_builder(FIELDS)
    assert [made.about for made in builder.rows] == ["lead.country"]
    builder.edit("add-condition", [0], FIELDS)
    builder.edit("add-group", [], FIELDS)
    assert [made.about for made in builder.rows] == ["lead.country"] * 3
    assert (builder.match, builder.groups[0].match) == ("all", "all")


def test_what_is_sent_is_read_in_the_order_of_its_numbers():
    builder = builder_from(
        {
            "w-match": "any",
            "w-g-10-match": "any",
            "w-g-10-c-0-field": "last",
            "w-g-2-match": "odd",
            "w-g-2-c-11-field": "second",
            "w-g-2-c-3-field": "first",
            "w-g-2-c-3-operator": "equals",
            "w-g-2-c-3-value": " x ",
            "other-g-0-c-0-field": "of another builder",
        },
        "w",
    )

    assert [made.about for made in builder.rows] == ["first", "second", "last"]
    assert (builder.match, [group.match for group in builder.groups]) == ("any", ["all", "any"])
    first, second, _ = builder.rows
    assert (first.operator, first.value) == ("equals", " x ")
    assert (second.operator, second.value) == ("", "")
    assert builder_from({}, "w") == Builder()


@pytest.mark.parametrize(
    ("groups", "path", "place"),
    [
        ([1, 2], "conditions.all[1].any[1].value", (1, 1)),
        ([1, 2], "conditions.all[0].all[0]", (0, 0)),
        ([2], "conditions.all[1].field", (0, 1)),
        ([2], "conditions.all[0].all[1]", (0, 1)),
        ([1, 2], "conditions.all[2].any[0]", None),
        ([1, 2], "conditions.all[0].any[1]", None),
        ([1, 2], "conditions.all[1]", None),
        ([2], "conditions.all[2]", None),
        ([1, 2], "conditions", None),
    ],
)
def test_what_is_said_of_a_part_is_shown_at_its_row(groups, path, place):
    builder = Builder(groups=[Group(conditions=[ConditionRow() for _ in range(rows)]) for rows in groups])

    assert builder.blame(path, ["Wrong.", "Very."]) is (place is not None)
    blamed = [
        (number, count)
        for number, group in enumerate(builder.groups)
        for count, made in enumerate(group.conditions)
        if made.errors == ["Wrong.", "Very."]
    ]
    assert blamed == ([place] if place else [])


@pytest.mark.parametrize(
    ("tree", "said"),
    [
        ({"all": []}, "everybody"),
        ({"not": {"field": "lead.grade", "operator": "is_set"}}, "not (Grade is known)"),
        (
            {
                "all": [
                    {"field": "lead.gone", "operator": "is_set"},
                    {
                        "any": [
                            {"field": "lead.grade", "operator": "equals", "value": "A"},
                            {"field": "lead.score", "operator": "at_least", "value": 80},
                        ]
                    },
                ]
            },
            "lead.gone is known and (Grade is A or Score is at least 80)",
        ),
        ({"all": [{"all": [{"field": "lead.grade", "operator": "is_set"}]}]}, "Grade is known"),
    ],
)
def test_any_tree_is_told_in_words(tree, said):
    assert words(from_json(tree), FIELDS) == said


@pytest.mark.parametrize(
    "tree",
    [
        {"not": {"field": "lead.grade", "operator": "is_set"}},
        {"all": [{"not": {"field": "lead.grade", "operator": "is_set"}}]},
        {"all": [{"all": [{"all": [{"field": "lead.grade", "operator": "is_set"}]}]}]},
    ],
)
def test_a_tree_that_the_builder_cannot_show_is_none(tree):
    assert builder_of(from_json(tree)) is None


GRADE = {"field": "lead.grade", "operator": "equals", "value": "A"}
SCORE = {"field": "lead.score", "operator": "at_least", "value": 80}


@pytest.mark.parametrize(
    ("tree", "match", "groups"),
    [
        (GRADE, "all", ["all"]),
        ({"all": [GRADE, SCORE]}, "all", ["all"]),
        ({"any": [GRADE, SCORE]}, "all", ["any"]),
        ({"all": [GRADE, {"any": [SCORE, GRADE]}]}, "all", ["all", "any"]),
        ({"any": [{"all": [SCORE, GRADE]}, GRADE]}, "any", ["all", "all"]),
    ],
)
def test_a_tree_of_two_levels_is_shown_in_groups(tree, match, groups):
    builder = builder_of(from_json(tree))

    assert builder.match == match
    assert [group.match for group in builder.groups] == groups


@pytest.mark.parametrize(
    ("value", "shown"),
    [(True, "true"), (False, "false"), (80, "80"), (80.5, "80.5"), (["DE", "AT"], "DE, AT"), (None, "")],
)
def test_a_stored_value_is_shown_as_it_is_typed(value, shown):
    leaf = {"field": "lead.score", "operator": "equals"} | ({} if value is None else {"value": value})

    [made] = builder_of(from_json(leaf)).rows
    assert (made.about, made.operator, made.value) == ("lead.score", "equals", shown)
