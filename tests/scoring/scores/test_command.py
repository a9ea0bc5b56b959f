import json
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from mauntic.events.models import StoredEvent
from scoring.versions.services.publish import FactorChange, set_factors


def run(capsys, *arguments: str) -> str:
    call_command("rescore", *arguments)
    return capsys.readouterr().out


def test_all_contacts_are_scored_once(contact, capsys):
    first = json.loads(run(capsys, "--org", "acme", "--json"))
    assert {key: first[key] for key in ("contacts", "changed", "crossings")} == {
        "contacts": 1,
        "changed": 1,
        "crossings": 1,
    }
    assert json.loads(run(capsys, "--org=acme", "--json"))["changed"] == 0


def test_events_say_that_a_command_caused_them(contact, capsys):
    assert run(capsys, "--org", "acme").endswith("Changed scores: 1. Crossed thresholds: 1.\n")
    assert set(StoredEvent.objects.values_list("cause_kind", "cause_id")) == {("command", "rescore")}


def test_what_a_change_of_the_model_has_crossed_is_told_apart(contact, capsys):
    run(capsys, "--org", "acme")
    change = FactorChange(category="fit", factor="has_email", weight=Decimal(70), enabled=True)
    set_factors(changes=[change])

    assert run(capsys, "--org", "acme").endswith("Crossed thresholds: 0 (by a change of the model: 3).\n")
    told = json.loads(run(capsys, "--org", "acme", "--json"))
    assert (told["crossings"], told["crossingsByModel"]) == (0, 0)


def test_an_unknown_organization_is_named(acme):
    with pytest.raises(CommandError, match='--org: unknown organization "nowhere"') as refused:
        call_command("rescore", "--org", "nowhere")

    assert refused.value.returncode == 2
