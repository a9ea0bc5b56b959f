import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from mauntic.kernel.clock import now
from revops.health.models import DealHealth
from tests.factories.revops import DealFactory

MADE = datetime(2026, 10, 1, 9, tzinfo=UTC)


@pytest.fixture
def deals(acme, rep):
    """One that was left alone since October, one that goes well, and one that is lost."""
    left = DealFactory(name="Left alone", owner=rep, created_at=MADE, stage_entered_at=MADE)
    well = DealFactory(name="Well", created_at=MADE, last_activity_at=MADE, next_step="Call")
    ended = datetime(2026, 11, 1, tzinfo=UTC)
    lost = DealFactory(name="Lost", created_at=MADE, stage="closed_lost", closed_at=ended)
    lost.moves.create(from_stage="demo", to_stage="closed_lost", at=ended, days=31)
    return left, well


def printed(capsys, *arguments: str) -> str:
    call_command("inspect_deals", "--org=acme", *arguments)
    return capsys.readouterr().out


def test_the_open_deals_are_listed_worst_first_with_the_reason_and_what_to_do(deals, capsys):
    said = printed(capsys, "--now=2026-11-25T09:00:00Z")

    assert "2 of 2 deals, 25 Nov 2026, 09:00 UTC" in said
    assert said.index("Left alone") < said.index("Well")
    assert "critical" in said
    assert not DealHealth.objects.exists()


def test_the_answer_in_json_is_for_one_deal_or_all_and_for_any_moment(deals, capsys):
    well = deals[1]
    everything = json.loads(printed(capsys, "--now=2026-10-20", "--json"))
    one = json.loads(printed(capsys, "--now=2026-10-20T00:00:00+00:00", "--json", f"--deal={well.pk}"))

    assert (everything["now"], everything["inspected"]) == ("2026-10-20T00:00:00+00:00", 3)
    assert everything["deals"][0]["name"] == "Left alone"
    [found] = one["deals"]
    assert list(found) == [
        "dealId",
        "name",
        "stage",
        "owner",
        "score",
        "level",
        "confidence",
        "signals",
        "action",
    ]
    assert (found["dealId"], len(found["signals"])) == (str(well.pk), 15)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--now=soon"], '--now: "soon" is not a time. Enter one such as 2026-11-25T09:30:00Z.'),
        (["--now=2026-13-40T00:00:00Z"], '--now: "2026-13-40T00:00:00Z" is not a time.'),
        (["--deal=7"], '--deal: "7" is not the id of a deal. Copy it from the URL of the deal.'),
        ([f"--deal={uuid4()}"], "--deal: unknown deal: "),
    ],
)
def test_odd_arguments_are_told_how_to_be_mended(deals, arguments, said):
    with pytest.raises(CommandError, match=r"^--") as refused:
        call_command("inspect_deals", "--org=acme", *arguments)

    assert said in str(refused.value)
    assert refused.value.returncode == 2


def test_a_time_before_the_deal_is_refused(deals):
    with pytest.raises(CommandError, match=r"--now: the deal was created at 2026-10-01T09:00:00\+00:00"):
        call_command("inspect_deals", "--org=acme", f"--deal={deals[0].pk}", "--now=2026-09-01T00:00:00Z")


def test_an_organization_without_deals_has_an_empty_answer(acme, capsys):
    answer = json.loads(printed(capsys, "--json"))

    assert (answer["inspected"], answer["deals"]) == (0, [])
    assert answer["now"] <= now().isoformat()
