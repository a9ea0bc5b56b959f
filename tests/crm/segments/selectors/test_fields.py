"""Conditions on segments in SQL find the same leads as plain Python on sets does."""

from collections.abc import Callable
from itertools import combinations
from random import Random
from typing import Any

import pytest

from mauntic.crm.models import Contact, Segment, SegmentMember
from mauntic.crm.segments.models import SegmentKind
from mauntic.crm.segments.selectors.fields import segment_columns, segment_fields
from mauntic.kernel.clock import now
from mauntic.kernel.conditions import Broken, find_contradictions, parse, parse_strict, words
from mauntic.kernel.conditions.sql import compiled
from mauntic.kernel.errors import Invalid
from mauntic.kernel.ids import new_id
from tests.crm.queries import counted
from tests.factories.crm import ContactFactory

pytestmark = pytest.mark.django_db
NAMES = ("Alpha", "Beta", "Gamma")
SUBSETS = [frozenset(some) for size in range(4) for some in combinations(NAMES, size)]
Answer = Callable[[frozenset[str]], bool]
LEAVES: list[tuple[str, tuple[str, ...], Answer]] = [
    ("equals", ("Alpha",), lambda has: "Alpha" in has),
    ("not_equals", ("Alpha",), lambda has: bool(has) and "Alpha" not in has),
    ("in", ("Alpha", "Beta"), lambda has: bool(has & {"Alpha", "Beta"})),
    ("in", ("Gamma",), lambda has: "Gamma" in has),
    ("not_in", ("Alpha", "Beta"), lambda has: bool(has) and not has & {"Alpha", "Beta"}),
    ("not_in", ("Alpha", "Beta", "Gamma"), lambda _has: False),
    ("is_set", (), bool),
    ("is_not_set", (), lambda has: not has),
]


@pytest.fixture
def ids(acme) -> dict[str, str]:
    """Three segments, and a lead for each way to be in them, whose last name says in which."""
    made = {name: Segment.objects.create(name=name, kind=SegmentKind.BY_HAND) for name in NAMES}
    for some in SUBSETS:
        lead = ContactFactory(last_name=said(some))
        SegmentMember.objects.bulk_create(SegmentMember(segment=made[name], contact=lead) for name in some)
    return {name: str(row.pk) for name, row in made.items()}


def said(some: frozenset[str]) -> str:
    return "+".join(sorted(some)) or "none"


def leaf(operator: str, names: tuple[str, ...], ids: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {"field": "contact.segment", "operator": operator}
    if operator in {"in", "not_in"}:
        return found | {"value": [ids[name] for name in names]}
    return found | ({"value": ids[names[0]]} if names else {})


def matched(given: dict[str, Any]) -> set[str]:
    tree = parse(given, segment_fields(), strict=True)
    rows = Contact.objects.filter(compiled(tree, segment_columns(), now()))
    found = list(rows.values_list("last_name", flat=True))
    assert len(found) == len(set(found))  # nobody twice, in however many segments
    return set(found)


def expected(answer: Answer) -> set[str]:
    return {said(some) for some in SUBSETS if answer(some)}


@pytest.mark.parametrize(("operator", "names", "answer"), LEAVES)
def test_each_operator_and_its_negation(ids, operator, names, answer):
    asked = leaf(operator, names, ids)
    assert matched(asked) == expected(answer)
    assert matched({"not": asked}) == expected(lambda has: not answer(has))
    assert matched({"not": {"not": asked}}) == expected(answer)


def test_conditions_in_conditions(ids):
    """Two hundred trees, the same ones in each run."""
    chance = Random(7)

    def grow(depth: int) -> tuple[dict[str, Any], Answer]:
        kind = chance.choice(["leaf", "all", "any", "not"]) if depth else "leaf"
        if kind == "leaf":
            operator, names, answer = chance.choice(LEAVES)
            return leaf(operator, names, ids), answer
        if kind == "not":
            part, answer = grow(depth - 1)
            return {"not": part}, lambda has: not answer(has)
        parts, answers = zip(*(grow(depth - 1) for _ in range(chance.randint(1, 3))), strict=True)
        join = all if kind == "all" else any
        return {kind: list(parts)}, lambda has: join(each(has) for each in answers)

    fields, columns, at, seen = segment_fields(), segment_columns(), now(), set()
    for _ in range(200):
        given, answer = grow(3)
        rows = Contact.objects.filter(compiled(parse(given, fields), columns, at))
        found = set(rows.values_list("last_name", flat=True))
        assert found == expected(answer), given
        seen.add(frozenset(found))
    assert len(seen) > 20


def test_it_is_one_statement_however_many_segments_are_named(ids):
    tree = parse({"any": [leaf("equals", (name,), ids) for name in NAMES]}, segment_fields())
    with counted() as queries:
        list(Contact.objects.filter(compiled(tree, segment_columns(), now())))
    assert len(queries) == 1


def test_two_segments_at_once_are_no_contradiction_and_two_names_are(ids):
    fields = segment_fields()
    both = {"all": [leaf("equals", (name,), ids) for name in NAMES]}
    assert find_contradictions(parse(both, fields), fields) == []
    assert matched(both) == {said(frozenset(NAMES))}
    first = [{"field": "contact.title", "operator": "equals", "value": each} for each in ("CEO", "VP")]
    assert find_contradictions(parse({"all": first}, fields), fields)


def test_conditions_are_said_with_the_names_of_segments(ids):
    fields = segment_fields()
    assert words(parse(leaf("equals", ("Alpha",), ids), fields), fields) == "Segment is Alpha"
    several = words(parse(leaf("not_in", ("Alpha", "Beta"), ids), fields), fields)
    assert several.startswith("Segment is none of")
    assert "Alpha" in several
    assert "Beta" in several


def test_a_segment_cannot_be_chosen_for_itself(ids):
    own = Segment.objects.get(name="Alpha")
    chosen = dict(segment_fields(without=own.pk)["contact.segment"].choices)
    assert set(chosen.values()) == {"Beta", "Gamma"}


@pytest.mark.parametrize(
    "value", ["", "Alpha", "1", 7, None, True, [], {}, "'; DROP TABLE crm_segment; --", "\x00"]
)
def test_what_is_no_id_of_a_segment_is_refused_at_its_place(ids, value):
    asked = {"field": "contact.segment", "operator": "equals", "value": value}
    with pytest.raises(Invalid) as refused:
        parse({"all": [asked]}, segment_fields(), strict=True)
    assert list(refused.value.fields) == ["conditions.all[0].value"]


@pytest.mark.parametrize("operator", ["contains", "has", "at_least", "between", "within_days", "overdue"])
def test_operators_of_other_kinds_are_refused(ids, operator):
    asked = {"field": "contact.segment", "operator": operator, "value": ids["Alpha"]}
    with pytest.raises(Invalid) as refused:
        parse(asked, segment_fields(), strict=True)
    assert list(refused.value.fields) == ["conditions.operator"]


def test_a_deleted_segment_matches_nobody_even_if_it_is_negated(ids):
    asked = {"not": {"field": "contact.segment", "operator": "equals", "value": str(new_id())}}
    tree = parse_strict(asked, segment_fields())
    assert isinstance(tree, Broken)
    ((_path, problem),) = tree.problems
    assert "was deleted or never existed" in problem
    assert not Contact.objects.filter(compiled(tree, segment_columns(), now())).exists()
