"""The page where outcomes become a model."""

from decimal import Decimal

import pytest
from django.test import Client

from scoring.learning.models import OutcomeKind, RunState, TrainingRun
from scoring.model.domain.points import Kind
from scoring.model.models import ModelState, ModelVersion
from scoring.model.selectors.versions import version_in_force
from scoring.versions.services.publish import store_version
from tests.conftest import ACME_HOST
from tests.factories.crm import ContactFactory
from tests.factories.learning import make_market, settle
from tests.support.queries import queries_of

PAGE = "/scoring/settings/learning/"
FIGURES = {"auc": 0.8123, "ece": 0.0214, "brier": 0.2, "top10_lift": 2.5, "n": 300}
BANDS = [
    {"n": 30, "wins": wins, "lowest": 0.1, "highest": 0.9, "promised": wins / 32, "rate": wins / 30}
    for wins in range(20, 0, -2)
]


@pytest.fixture
def boss(admin) -> Client:
    """A browser of an admin."""
    client = Client(headers={"host": ACME_HOST})
    client.force_login(admin)
    return client


@pytest.fixture
def run(acme) -> TrainingRun:
    """A finished training with a version in the shadow."""
    version = store_version(factors=[], kind=Kind.LEARNED, base_points=Decimal(20), state=ModelState.SHADOW)
    in_force = {name: FIGURES[name] for name in ("top10_lift", "n")} | {"auc": 0.7001}
    figures = {"scorecard": FIGURES, "logistic": FIGURES, "naive_bayes": FIGURES, "in_force": in_force}
    return TrainingRun.objects.create(
        state=RunState.DONE,
        version=version,
        n=300,
        wins=110,
        rule="Not won are leads with a lost deal.",
        figures={"cross_validated": figures, "out_of_time": figures},
        bands=BANDS,
        warnings=["close_value tells the outcome by itself"],
        intercept=-3.0,
        slope=0.05,
        finished_at=version_in_force().created_at,
    )


def text(client: Client, path: str = PAGE) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_without_outcomes_it_says_how_many_are_missing_and_what_to_do(boss):
    shown = text(boss)
    assert "Not enough outcomes: 0 of 100 won leads, 0 of 100 not won." in shown
    assert "Mark deals as won or lost" in shown
    assert "Train model" not in shown


def test_with_enough_outcomes_a_click_learns_a_model(boss, run_jobs):
    settle(make_market(260))
    assert "Train model" in text(boss)
    with run_jobs():
        assert boss.post(f"{PAGE}train/").headers["location"] == PAGE
    run = TrainingRun.objects.get()
    assert run.state == RunState.DONE
    assert f"Version {run.version.version}" in text(boss)


def test_while_a_model_is_learned_the_page_asks_again_by_itself(boss, run):
    TrainingRun.objects.create()
    shown = text(boss)
    assert 'hx-trigger="every 2s"' in shown
    part = boss.get(PAGE, headers={"HX-Request": "true", "HX-Target": "live"}).content.decode()
    assert part.strip().startswith('<div id="live"')


def test_what_is_shown_stands_in_the_run(boss, run):
    shown = text(boss)
    for said in (
        "0.812",
        "0.700",
        "0.021",
        "2.50",
        "close_value tells the outcome",
        "Put in force",
        "Discard",
    ):
        assert said in shown
    assert shown.count("<circle") == 10
    assert "0 of 20 wins and 0 of 20 losses so far" in shown


def test_a_version_is_put_in_force_with_one_click(boss, run):
    assert boss.post(f"{PAGE}{run.version.version}/promote/").status_code == 302
    assert version_in_force() == run.version
    assert "Put in force" not in text(boss)


def test_a_version_is_discarded_with_one_click(boss, run):
    boss.post(f"{PAGE}{run.version.version}/discard/")
    assert ModelVersion.objects.get(pk=run.version.pk).state == ModelState.ARCHIVED


def test_an_old_page_is_told_what_changed(boss, run):
    ModelVersion.objects.filter(pk=run.version.pk).update(state=ModelState.ARCHIVED)
    said = boss.post(f"{PAGE}{run.version.version}/promote/", follow=True).content.decode()
    assert "is no longer in shadow" in said
    assert version_in_force().version == 1


def test_training_with_too_few_outcomes_is_told(boss):
    assert "Not enough outcomes" in boss.post(f"{PAGE}train/", follow=True).content.decode()
    assert TrainingRun.objects.count() == 0


@pytest.mark.parametrize("action", ["train", "2/promote", "2/discard"])
def test_reps_look_and_change_nothing(web, run, action):
    assert web.post(f"{PAGE}{action}/").status_code == 403
    shown = text(web)
    assert "Only ops and admins" in shown
    assert "Put in force" not in shown
    assert version_in_force().version == 1


@pytest.mark.parametrize("action", ["", "train/", "2/promote/", "2/discard/"])
def test_strangers_are_sent_to_the_door(stranger, action):
    response = stranger.post(PAGE + action) if action else stranger.get(PAGE)
    assert response.status_code == 302
    assert "/sign-in" in response.headers["location"] or "login" in response.headers["location"]


def test_the_page_asks_as_many_questions_of_one_training_as_of_three(boss, run):
    one = queries_of(lambda: text(boss))
    for _ in range(2):
        TrainingRun.objects.create(state=RunState.FAILED, error="It failed.")
    ContactFactory.create_batch(3)
    settle(make_market(10), won=OutcomeKind.CONVERTED)
    assert queries_of(lambda: text(boss)) == one
