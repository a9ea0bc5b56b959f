"""A model is learned from an organization's own outcomes."""

import sys
from datetime import timedelta
from decimal import Decimal

import pytest

from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, Misconfigured
from scoring.learning.domain.learned import training_set
from scoring.learning.domain.recall import totals
from scoring.learning.models import Outcome, OutcomeKind, RunState, ShadowScore, TrainingRun
from scoring.learning.selectors.outcomes import FEWEST, Readiness, leads_to_learn_from, readiness
from scoring.learning.selectors.past_facts import facts_before
from scoring.learning.services.outcomes import record_outcomes
from scoring.learning.services.shadow import score_shadow
from scoring.learning.services.training import begin_training, start_training, train
from scoring.model.models import ModelVersion
from scoring.model.selectors.versions import version_in_force
from scoring.versions.services.publish import FactorChange, set_factors
from tests.factories.learning import make_market, settle

LEADS = 260


@pytest.fixture
def market(acme) -> list[Contact]:
    contacts = make_market(LEADS)
    settle(contacts)
    return contacts


def test_a_training_ends_with_a_version_in_the_shadow_and_its_figures(market, admin, run_jobs):
    with run_jobs():
        started = start_training(by=admin)
    run = TrainingRun.objects.get()
    assert (run.pk, run.state, run.error, run.started_by) == (started.pk, RunState.DONE, "", admin)
    assert (run.n, run.wins) == (LEADS, Outcome.objects.filter(kind="won").count())
    version = run.version
    assert (version.state, version.kind, version.created_by) == ("shadow", "learned", admin)
    assert version_in_force().version == 1
    for test, leads in (("cross_validated", LEADS), ("out_of_time", LEADS * 3 // 10)):
        assert set(run.figures[test]) == {"scorecard", "logistic", "naive_bayes", "in_force"}
        assert {figures["n"] for figures in run.figures[test].values()} == {leads}
    learned, rules = (run.figures["cross_validated"][name]["auc"] for name in ("scorecard", "in_force"))
    assert learned > 0.65 > rules
    assert 0 < run.probability(20) < run.probability(80) < 1
    assert [sum(band["n"] for band in run.bands), len(run.bands)] == [LEADS, 10]


def test_what_was_learned_is_what_wins_and_scores_the_same_in_sql(market):
    version = train(run_id=begin_training().pk).version
    points = {row.label: row.weight for row in version.factors.all()}
    none = Decimal(0)
    assert points.get("Country: DE", none) > points.get("Country: FR", none)
    assert points.get("Phone number: on file", none) < points.get("Phone number: unknown", none)
    assert all(weight == int(weight) for weight in points.values())

    assert score_shadow() == LEADS
    at = ShadowScore.objects.values_list("scored_at", flat=True)[0]
    facts = facts_before([contact.pk for contact in market], at)
    by_card = dict(
        zip(facts, totals(version.model(), [(known, at) for known in facts.values()]), strict=True)
    )
    assert dict(ShadowScore.objects.values_list("pk", "total")) == by_card
    assert len(set(by_card.values())) > 10


def test_rules_that_the_kept_facts_cannot_tell_of_count_for_nothing_in_the_figures(market):
    before = train(run_id=begin_training().pk).figures["cross_validated"]["in_force"]
    conditions = {"not": {"field": "contact.phone", "operator": "starts_with", "value": "+49"}}
    own = FactorChange(
        category="fit", factor="own", weight=Decimal(50), enabled=True, label="Own", conditions=conditions
    )
    set_factors(changes=[own])

    run = train(run_id=begin_training().pk)

    assert (run.state, run.error) == (RunState.DONE, "")
    assert run.figures["cross_validated"]["in_force"] == before


def test_a_second_training_replaces_the_version_in_the_shadow_and_a_second_message_does_nothing(market):
    first, second = (train(run_id=begin_training().pk) for _ in range(2))
    train(run_id=second.pk)
    states = dict(ModelVersion.objects.values_list("version", "state"))
    assert states == {1: "in_force", first.version.version: "kept", second.version.version: "shadow"}


def test_two_trainings_at_a_time_are_refused(market):
    start_training()
    with pytest.raises(Conflict, match="already running"):
        start_training()


def test_a_training_whose_worker_died_does_not_block_the_next(acme):
    dead = begin_training()
    TrainingRun.objects.filter(pk=dead.pk).update(started_at=now() - timedelta(hours=2))
    begin_training()
    dead.refresh_from_db()
    assert (dead.state, dead.error) == (RunState.FAILED, "The worker stopped. Train again.")


def test_too_few_outcomes_are_refused_with_the_counts(acme):
    settle(make_market(20))
    wins = Outcome.objects.filter(kind="won").count()
    with pytest.raises(Conflict) as error:
        start_training()
    said = f"Not enough outcomes: {wins} of 100 won leads, {20 - wins} of 100 not won."
    assert error.value.message == said
    run = train(run_id=begin_training().pk)
    assert (run.state, run.error) == (RunState.FAILED, said)


def test_without_scikit_learn_it_is_said_what_to_install(acme, monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn", None)
    with pytest.raises(Misconfigured, match=r"pip install mauntic\[learning\]"):
        start_training()


def test_without_lost_deals_leads_that_waited_count_as_not_won(acme):
    settle(make_market(LEADS), lost=False, won=OutcomeKind.CONVERTED)
    ready = readiness()
    assert (ready.by_deals, ready.enough, ready.losses) == (False, True, 0)
    leads = leads_to_learn_from(ready)
    assert (len(leads), sum(not lead.won for lead in leads)) == (LEADS, ready.waiting)
    assert "at least 90 days earlier" in ready.rule


def test_customers_and_leads_of_late_do_not_count_as_not_won(acme):
    young, customer, gone, _ = make_market(4)
    Contact.objects.filter(pk=young.pk).update(created_at=now() - timedelta(days=89))
    Contact.objects.filter(pk=customer.pk).update(lifecycle_stage="customer")
    record_outcomes(kind=OutcomeKind.LEFT, contact_ids=[gone.pk], happened_at=now(), event="e")
    assert readiness().waiting == 1


def test_a_lead_that_was_lost_and_won_later_is_one_win(contact):
    for kind, days in ((OutcomeKind.LOST, 3), (OutcomeKind.WON, 2), (OutcomeKind.LOST, 1)):
        at = now() - timedelta(days=days)
        record_outcomes(kind=kind, contact_ids=[contact.pk], happened_at=at, event=f"{days}")
    enough = Readiness(wins=FEWEST, losses=FEWEST, waiting=0)
    assert [lead.won for lead in leads_to_learn_from(enough)] == [True]


def test_spellings_of_a_word_are_one_level():
    rows = training_set([{"contact.country": "us"}, {"contact.country": "US"}], [True, False])
    country = next(column for column in rows.columns if column.name == "contact.country")
    assert country.cells == ["us", "us"]
