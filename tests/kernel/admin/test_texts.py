"""Values in words, as the administration shows them."""

from decimal import Decimal

import pytest
from django.db import models

from mauntic.kernel.admin.texts import json_text, label_of, name_words, text_of, week_text
from revops.deals.models.deals import Deal
from revops.sequences.models.sequences import Step
from scoring.alerts.models import AlertPolicy


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("GB", "GB"),
        (True, "Yes"),
        (1234.5, "1,234.5"),
        (["GB", "NL"], "GB, NL"),
        ({"visits_30d": 0, "has_phone": True}, "<div>Visits 30d: 0</div><div>Has phone: Yes</div>"),
        (
            [{"key": "a", "value": None}, {"key": "b"}],
            "<div>Key: a; Value: –</div><div>Key: b</div>",
        ),
        ({"name": "<b>"}, "<div>Name: &lt;b&gt;</div>"),
        ([{"parts": [1, 2]}], "<div>Parts: 1, 2</div>"),
    ],
)
def test_json_is_read_as_text(value, shown):
    assert json_text(value) == shown


def test_names_of_values_are_words():
    assert [name_words(name) for name in ("topContributors", "direct_phone", "What do you need?")] == [
        "Top contributors",
        "Direct phone",
        "What do you need?",
    ]


@pytest.mark.parametrize(
    ("model", "name", "value", "shown"),
    [
        (Deal, "value", Decimal("6400.00"), "$6,400"),
        (Deal, "probability", Decimal("0.4"), "40%"),
        (Deal, "stage", "closed_won", "Won"),
        (Deal, "lost_reason", "", "–"),
        (AlertPolicy, "minutes", 240, "4 h"),
        (Step, "delay_days", 3, "3 d"),
        (Step, "delay_days", 0, "0"),
    ],
)
def test_a_value_takes_the_form_of_its_field(model, name, value, shown):
    row = model(**{name: value} | ({"currency": "USD"} if model is Deal else {}))
    assert text_of(model._meta.get_field(name), row) == shown


def test_codes_are_read_each_by_itself():
    row = Deal(name="a")
    assert text_of(Deal._meta.get_field("name"), row, str.upper) == "A"


def test_a_heading_has_no_unit_since_the_value_names_it():
    field = models.IntegerField("decay hours", name="decay_hours")
    assert label_of(field) == "Decay"


def test_hours_of_a_week_are_read_by_day():
    week = [[[540, 1020]], [[480, 720], [780, 1440]], [], [], [], [], []]

    assert week_text(week) == "<div>Mon 09:00-17:00</div><div>Tue 08:00-12:00, 13:00-24:00</div>"
