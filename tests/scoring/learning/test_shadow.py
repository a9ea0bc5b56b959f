"""A learned version in the shadow scores, is judged by outcomes, and is put in force or not."""

from datetime import timedelta
from decimal import Decimal

import pytest

from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict
from scoring.learning.models import Outcome, OutcomeKind, RunState, ShadowScore, TrainingRun
from scoring.learning.selectors.runs import compare_shadow, drift_text, noticed_drift
from scoring.learning.services.outcomes import record_outcomes
from scoring.learning.services.shadow import discard, promote, score_shadow
from scoring.model.domain.points import Kind
from scoring.model.models import ModelState, ModelVersion
from scoring.model.selectors.versions import version_in_force
from scoring.scores.models import LeadScore
from scoring.scores.services.rescoring import rescore
from scoring.versions.services.factors import FactorSpec
from scoring.versions.services.publish import publish_version, store_version
from tests.factories.crm import ContactFactory
from tests.factories.learning import make_market, settle

GERMANY = {"field": "contact.country", "operator": "equals", "value": "DE"}


@pytest.fixture
def version(acme) -> ModelVersion:
    """20 points for everybody and 30 more in Germany."""
    germany = FactorSpec(
        key="germany", category="fit", weight=Decimal(30), label="Germany", conditions=GERMANY
    )
    return store_version(
        factors=[germany], kind=Kind.LEARNED, base_points=Decimal(20), state=ModelState.SHADOW
    )


@pytest.fixture
def run(version) -> TrainingRun:
    """Of 200 leads 50 were won."""
    return TrainingRun.objects.create(state=RunState.DONE, version=version, n=200, wins=50)


def test_every_lead_is_scored_in_the_shadow_and_nobody_sees_it(version):
    german, french = ContactFactory(country="DE"), ContactFactory(country="FR")
    rescore()
    seen = list(LeadScore.objects.values_list("pk", "total"))
    assert score_shadow() == 2
    assert dict(ShadowScore.objects.values_list("pk", "total")) == {german.pk: 50, french.pk: 20}
    assert list(LeadScore.objects.values_list("pk", "total")) == seen


def test_scoring_again_takes_over_what_changed(version):
    contact = ContactFactory(country="FR")
    score_shadow()
    type(contact).objects.update(country="DE")
    score_shadow()
    assert ShadowScore.objects.get().total == 50


def test_without_a_version_in_the_shadow_nothing_is_scored(version):
    ContactFactory()
    score_shadow()
    ModelVersion.objects.filter(pk=version.pk).update(state=ModelState.ARCHIVED)
    assert (score_shadow(), ShadowScore.objects.count()) == (0, 0)


def test_outcomes_since_compare_the_shadow_with_the_model_in_force(version):
    leads = make_market(120)
    rescore()
    score_shadow()
    settle(leads)
    found = compare_shadow(version)
    assert (found.n, found.wins) == (120, Outcome.objects.filter(kind="won").count())
    assert found.shadow > 0.55 > found.in_force


def test_a_few_outcomes_compare_nothing(version):
    leads = make_market(30)
    rescore()
    score_shadow()
    settle(leads)
    found = compare_shadow(version)
    assert (found.n, found.in_force, found.shadow) == (30, None, None)


def test_outcomes_of_leads_that_the_shadow_had_not_scored_do_not_count(version):
    settle(make_market(30))
    assert compare_shadow(version).n == 0


def test_a_version_in_the_shadow_is_put_in_force_and_rolled_back(version, run_jobs):
    contact = ContactFactory(country="DE")
    score_shadow()
    with run_jobs():
        promote(version=version)
    assert version_in_force() == version
    assert LeadScore.objects.get(pk=contact.pk).total == 50
    assert ShadowScore.objects.count() == 0
    publish_version(version=1)
    assert version_in_force().version == 1


def test_only_what_is_in_the_shadow_can_be_promoted_or_discarded(version):
    discard(version=version)
    version.refresh_from_db()
    assert version.state == ModelState.ARCHIVED
    for action in (promote, discard):
        with pytest.raises(Conflict, match="no longer in shadow"):
            action(version=version)


def lose(leads: int) -> None:
    ids = [contact.pk for contact in ContactFactory.create_batch(leads)]
    at = now() + timedelta(hours=1)
    record_outcomes(kind=OutcomeKind.LOST, contact_ids=ids, happened_at=at, event="e")


def test_a_base_rate_that_moved_is_noticed(run):
    lose(60)
    text = drift_text(noticed_drift())
    assert text == "The win rate moved from 25% to 0% over the last 60 outcomes. Train a new model."


def test_a_base_rate_is_not_judged_by_a_few_outcomes_or_before_the_training(run):
    lose(49)
    assert noticed_drift() is None
    TrainingRun.objects.update(started_at=now() + timedelta(days=1))
    lose(60)
    assert noticed_drift() is None


def test_a_model_that_is_not_used_does_not_drift(run):
    lose(60)
    discard(version=run.version)
    assert noticed_drift() is None
