"""`manage.py train_scoring`."""

import json

import pytest
from django.core.management import CommandError, call_command

from scoring.learning.models import TrainingRun
from scoring.learning.services.training import begin_training
from tests.factories.learning import make_market, settle


def test_it_learns_and_tells_the_figures(acme, capsys):
    settle(make_market(260))
    call_command("train_scoring", "--org", "acme", "--json")
    told = json.loads(capsys.readouterr().out)
    assert (told["version"], told["n"], told["rule"]) == (2, 260, "Leads with a lost deal count as not won.")
    assert set(told["cross_validated"]) == {"scorecard", "logistic", "naive_bayes", "in_force"}
    assert len(told["bands"]) == 10

    call_command("train_scoring", "--org", "acme")
    said = capsys.readouterr().out
    assert "Learned scorecard" in said
    assert "Leads in tenths, best first" in said
    assert "Version v3 is now in shadow" in said


@pytest.mark.parametrize(
    ("busy", "said"),
    [(False, "Not enough outcomes: 0 of 100 won leads"), (True, "A training is already running.")],
)
def test_what_cannot_be_done_is_told_and_ends_with_1(acme, busy, said):
    if busy:
        settle(make_market(260))
        begin_training()
    with pytest.raises(CommandError, match=said) as error:
        call_command("train_scoring", "--org", "acme")
    assert error.value.returncode == 1
    assert TrainingRun.objects.count() == int(busy)


def test_an_unknown_organization_is_named_and_ends_with_2(acme):
    with pytest.raises(CommandError, match='--org: unknown organization "nobody"') as error:
        call_command("train_scoring", "--org", "nobody")
    assert error.value.returncode == 2
