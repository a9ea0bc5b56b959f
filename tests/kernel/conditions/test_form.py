"""The inputs of the condition builder fit the kinds of fields, and a form sends what it shows."""

from html.parser import HTMLParser

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from mauntic.kernel.conditions import Field, Kind, from_json, parse
from mauntic.kernel.conditions.builder import builder_from, builder_of

ADA, BOB = "00000000-0000-0000-0000-000000000ada", "00000000-0000-0000-0000-000000000b0b"
FIELDS = {
    field.key: field
    for field in (
        Field("deal.value", "Value", Kind.MONEY, currency="CHF", group="Deal"),
        Field("deal.close", "Expected close", Kind.DATE, group="Deal"),
        Field("deal.owner", "Owner", Kind.REFERENCE, ((ADA, "Ada"), (BOB, "Bob <b>")), group="Deal"),
        Field("event.at", "Moved", Kind.MOMENT, group="Event", is_event=True),
        Field("event.score", "Previous score", Kind.NUMBER, group="Event", is_event=True),
    )
}
TREE = {
    "all": [
        {"field": "deal.value", "operator": "between", "value": [99.5, 10000]},
        {"field": "deal.close", "operator": "in_next_days", "value": 0},
        {"field": "deal.close", "operator": "overdue"},
        {"field": "deal.owner", "operator": "in", "value": [ADA, BOB]},
        {"field": "deal.owner", "operator": "not_equals", "value": BOB},
        {"field": "event.at", "operator": "older_than_hours", "value": 48},
        {"field": "event.score", "operator": "below", "value": 20},
    ]
}


class Inputs(HTMLParser):
    """What a browser sends of a form, the groups of options, and the tags by the name of the input."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sent = QueryDict(mutable=True)
        self.groups: list[str] = []
        self.tags: dict[str, dict[str, str | None]] = {}
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        name = known.get("name") or ""
        if tag in ("input", "select"):
            self.tags[name] = known
        if tag == "input":
            self.sent.appendlist(name, known.get("value") or "")
        elif tag == "select":
            self._select = name
        elif tag == "optgroup":
            self.groups.append(known["label"] or "")
        elif tag == "option" and "selected" in known:
            self.sent.appendlist(self._select, known["value"] or "")


def shown(tree: dict) -> Inputs:
    builder = builder_of(from_json(tree))
    builder.settle("when", FIELDS)
    context = {"builder": builder, "fields": FIELDS, "draft_url": "/draft"}
    return Inputs(render_to_string("components/conditions.html", context))


def test_a_form_sends_the_conditions_that_it_shows():
    again = builder_from(shown(TREE).sent, "when")
    again.settle("when", FIELDS)

    assert again.as_json() == TREE
    assert parse(again.as_json(), FIELDS)


def test_fields_are_listed_in_their_groups():
    assert shown({"all": TREE["all"][:1]}).groups == ["Deal", "Event"]


def test_several_records_are_chosen_in_one_list_and_a_single_one_in_another():
    tags = shown(TREE).tags

    assert "multiple" in tags["when-g-0-c-3-value"]
    assert "multiple" not in tags["when-g-0-c-4-value"]
    assert "when-g-0-c-2-value" not in tags  # "is overdue" takes no value


@pytest.mark.parametrize(("row", "is_described"), [(0, True), (1, False)])
def test_the_input_of_an_amount_is_described_by_its_currency(row, is_described):
    described = shown(TREE).tags[f"when-g-0-c-{row}-value"]["aria-describedby"]

    assert (f"when-g-0-c-{row}-unit" in described) is is_described
    assert ("CHF" in render_row(row)) is is_described


def render_row(number: int) -> str:
    builder = builder_of(from_json({"all": [TREE["all"][number]]}))
    builder.settle("when", FIELDS)
    return render_to_string(
        "components/conditions.html", {"builder": builder, "fields": FIELDS, "draft_url": "/"}
    )
