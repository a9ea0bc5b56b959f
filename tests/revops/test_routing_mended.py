"""Routing withstands odd input, keeps turns fair when rules change, and shows what is one's own."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid
from revops.models import Absence, RuleTarget
from revops.services.routing_people import add_absence
from revops.services.routing_rules import current_drafts, save_rule
from tests.factories.routing import make_leads, make_rep, make_rule, owners_after

BASE = "/revops/routing/"


@pytest.mark.parametrize(
    ("field", "moment"),
    [
        ("starts_at", datetime(1, 1, 1, tzinfo=UTC)),
        ("ends_at", datetime(9999, 12, 31, tzinfo=UTC)),
    ],
)
def test_an_absence_more_than_five_years_away_is_refused(rep, field, moment):
    times = {"starts_at": now(), "ends_at": now() + timedelta(days=1)} | {field: moment}

    with pytest.raises(Invalid) as refused:
        add_absence(rep_id=rep.pk, by=rep, **times)

    assert list(refused.value.fields) == [field]
    assert not Absence.objects.exists()


def test_turns_begin_anew_when_a_rule_changes_how_it_shares(acme):
    make_rule((make_rep("Ann"), 3), make_rep("Bob"), strategy="weighted")
    owners_after(make_leads(1))
    assert set(RuleTarget.objects.values_list("credit", flat=True)) != {0}

    [draft] = current_drafts()
    save_rule(draft=replace(draft, strategy="round_robin"))

    assert set(RuleTarget.objects.values_list("credit", flat=True)) == {0}


def test_a_rep_sees_no_simulation_of_everybody(web, rep):
    make_rule(rep)

    assert web.get(f"{BASE}simulation/").status_code == 403
    assert f"{BASE}simulation/" not in web.get(BASE).content.decode()
