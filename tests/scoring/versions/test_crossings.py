"""Thresholds that leads cross: by what they do, or because another version of the model is in force."""

from decimal import Decimal

import pytest

from mauntic.crm.models import Contact
from mauntic.events.catalog import ScoreThresholdCrossed
from mauntic.notifications.models import Notification
from revops.routing.models import RoutingDecision, RoutingRule
from scoring.model.models import ModelVersion
from scoring.recalculation.models import Recalculation
from scoring.scores.services.rescoring import rescore
from scoring.versions.services.factors import FactorSpec
from scoring.versions.services.publish import FactorChange, publish_version, set_factors, store_version
from tests.factories.routing import make_rep, make_rule
from tests.scoring.model_page.test_page import shown_form

RAISED = FactorChange(category="fit", factor="has_email", weight=Decimal(70), enabled=True)
SETTINGS = "/scoring/settings/"
TOLD = {"tell_crossings": "on"}


@pytest.fixture
def rule(acme) -> RoutingRule:
    """Ann gets the leads of nobody, from a score of 60 on."""
    return make_rule(make_rep("Ann"))


@pytest.fixture
def people(rule, run_jobs) -> list[Contact]:
    """Three leads of nobody with 10 points each; with `RAISED` they have 70."""
    found = Contact.objects.bulk_create(Contact(email=f"{number}@example.com") for number in range(3))
    rescore()
    return found


def decisions() -> list[tuple[object, str]]:
    return list(RoutingDecision.objects.order_by("contact").values_list("contact", "trigger"))


def test_a_new_version_routes_nobody_and_tells_who_published_it_how_many_crossed(
    people, admin, run_jobs, facts_of
):
    with run_jobs():
        set_factors(changes=[RAISED], by=admin)

    assert (decisions(), facts_of(ScoreThresholdCrossed)) == ([], [])
    job = Recalculation.objects.get()
    assert (job.changed, job.crossings, job.reweighed) == (3, 0, 9)
    (notice,) = Notification.objects.filter(user=admin)
    assert notice.body == (
        "3 scores changed. The new model caused 9 threshold crossings. No leads are routed."
    )


def test_leads_are_routed_by_a_new_version_where_that_is_asked_for(people, admin, run_jobs):
    with run_jobs():
        set_factors(changes=[RAISED], by=admin, tell_crossings=True)

    assert decisions() == [(each.pk, "threshold") for each in sorted(people, key=lambda each: each.pk)]
    assert "Leads without an owner are being routed." in Notification.objects.get(user=admin).body


def test_going_back_to_a_version_routes_nobody_either(people, run_jobs):
    with run_jobs():
        set_factors(changes=[FactorChange(category="fit", factor="has_email", weight=0, enabled=False)])
        publish_version(version=1)
        set_factors(changes=[RAISED], tell_crossings=True)
        Contact.objects.update(owner=None)
        RoutingDecision.objects.all().delete()
        publish_version(version=2)
    with run_jobs():
        publish_version(version=3)

    assert decisions() == []
    assert not ModelVersion.objects.get(version=3).tells_crossings


def test_a_lead_that_rises_by_itself_is_told_although_a_new_version_came_meanwhile(
    people, run_jobs, facts_of
):
    """It was at 10 points, has 65 by what it did, and 70 more by the new version."""
    riser = people[1]
    set_factors(changes=[FactorChange(category="fit", factor="has_phone", weight=55, enabled=True)])
    rescore()
    Contact.objects.filter(pk=riser.pk).update(phone="+14155550100")
    with run_jobs():
        set_factors(changes=[RAISED])

    assert decisions() == [(riser.pk, "threshold")]
    told = [(fact["threshold"], Decimal(str(fact["score"]))) for fact in facts_of(ScoreThresholdCrossed)]
    assert told == [(bound, Decimal(65)) for bound in (20, 40, 60)]


def test_one_lead_that_is_scored_before_the_others_is_judged_alike(people, facts_of):
    set_factors(changes=[RAISED])  # its recalculation is still to come

    assert rescore(contact_ids=[people[0].pk]).reweighed == 3
    assert facts_of(ScoreThresholdCrossed) == []


def test_a_first_score_is_the_leads_own(people, facts_of):
    set_factors(changes=[RAISED])
    late = Contact.objects.create(email="late@example.com")

    done = rescore()

    assert (done.crossings, done.reweighed) == (3, 9)
    assert {fact["contactId"] for fact in facts_of(ScoreThresholdCrossed)} == {str(late.pk)}


@pytest.mark.parametrize(("ticked", "routed"), [({}, 0), (TOLD, 3)])
def test_who_publishes_on_the_page_chooses(ops_web, people, run_jobs, ticked, routed):
    form = shown_form(ops_web.get(SETTINGS).text) | {"has_email-weight": "70"}
    assert "tell_crossings" not in form

    with run_jobs():
        assert ops_web.post(SETTINGS, form | ticked).status_code == 302

    assert len(decisions()) == routed
    page = ops_web.get(SETTINGS).text
    assert "The new version of the model caused 9 threshold crossings." in page


@pytest.mark.parametrize(("ticked", "routed"), [({}, 0), (TOLD, 3)])
def test_who_rolls_back_chooses(ops_web, people, run_jobs, ticked, routed):
    raised = set_factors(changes=[RAISED])
    publish_version(version=1)
    rescore()
    path = f"{SETTINGS}versions/{raised.version}/publish/"
    assert "Route leads that cross a threshold" in ops_web.get(path).text

    with run_jobs():
        ops_web.post(path, ticked)

    assert len(decisions()) == routed


@pytest.mark.parametrize(("ticked", "routed"), [({}, 0), (TOLD, 3)])
def test_who_promotes_what_was_learned_chooses(ops_web, people, run_jobs, ticked, routed):
    spec = FactorSpec(category="fit", key="has_email", weight=Decimal(70), enabled=True)
    version = store_version(factors=[spec], state="shadow")

    with run_jobs():
        ops_web.post(f"{SETTINGS}learning/{version.version}/promote/", ticked)

    assert len(decisions()) == routed


@pytest.mark.parametrize(("asked", "routed"), [({}, 0), ({"tellCrossings": True}, 3)])
def test_who_publishes_by_the_api_chooses(ops_web, people, run_jobs, asked, routed):
    config = {"category": "fit", "factor": "has_email", "weight": 70, "enabled": True}

    with run_jobs():
        answer = ops_web.put(
            "/api/v1/scoring/scoring/config",
            {"configs": [config], **asked},
            content_type="application/json",
        )

    assert answer.status_code == 200, answer.text
    assert len(decisions()) == routed
