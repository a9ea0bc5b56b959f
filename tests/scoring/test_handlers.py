from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from mauntic.crm.models import Contact
from mauntic.crm.tags.services.tagging import add_tag, remove_tag
from mauntic.events.catalog import (
    AssetDownloaded,
    ContactCreated,
    ContactUpdated,
    DataQualityChanged,
    LeadEnriched,
    LeadScored,
    StepExecuted,
)
from mauntic.events.services import publish, publish_many, replay
from mauntic.kernel.clock import now
from mauntic.tracking.forms.services.known import submit_form
from mauntic.tracking.visits.services.record import PageView, record_visits
from scoring.scores.models import LeadScore
from scoring.scores.services.rescoring import rescore
from scoring.signals.models import IntentSignal
from scoring.versions.services.publish import FactorChange, set_factors
from tests.factories.crm import ContactFactory
from tests.factories.scoring import make_signal
from tests.support.queries import queries_of


def types_of(contact) -> list[str]:
    return sorted(IntentSignal.objects.filter(contact=contact).values_list("type_id", flat=True))


def view(contact, path: str, *, ago: timedelta = timedelta(0), is_bot: bool = False) -> PageView:
    return PageView(contact.pk, f"https://www.example.com{path}", now() - ago, is_bot)


@pytest.mark.parametrize(
    "event",
    [
        lambda pk: ContactCreated(contact_id=pk, source="import"),
        lambda pk: ContactUpdated(contact_id=pk, changed_fields=["seniority"]),
        lambda pk: LeadEnriched(contact_id=pk, changed_fields=["seniority"], source="apollo", confidence=0.9),
        lambda pk: StepExecuted(journey_id=uuid4(), contact_id=pk, step_id=uuid4(), outcome="done"),
    ],
)
def test_what_changes_a_contact_scores_it_and_shows_the_score_on_it(contact, run_jobs, event):
    with run_jobs():
        publish(event(contact.pk))

    contact.refresh_from_db()
    assert (contact.lead_score, contact.lead_grade) == (Decimal(35), "D")


def test_data_quality_scores_nobody_while_no_factor_looks_at_it(contact, run_jobs):
    with run_jobs():
        publish(DataQualityChanged(contact_id=contact.pk, old_score=Decimal(0), new_score=Decimal("0.5")))

    assert not LeadScore.objects.exists()


def test_data_quality_scores_a_lead_where_a_factor_looks_at_it(contact, run_jobs):
    well_known = {"field": "contact.data_quality_score", "operator": "at_least", "value": 0.4}
    own = FactorChange(
        category="fit",
        factor="well_known",
        weight=Decimal(5),
        enabled=True,
        label="Well known",
        conditions={"all": [well_known]},
    )
    set_factors(changes=[own])
    with run_jobs():
        publish(DataQualityChanged(contact_id=contact.pk, old_score=Decimal(0), new_score=Decimal("0.5")))

    assert LeadScore.objects.get(pk=contact.pk).total == Decimal(40)


def test_tags_score_leads_in_sets_when_they_are_put_on_and_taken_off(acme, run_jobs):
    own = FactorChange(
        category="fit",
        factor="vip",
        weight=Decimal(5),
        enabled=True,
        label="VIP",
        conditions={"all": [{"field": "contact.tags", "operator": "has", "value": "vip"}]},
    )
    set_factors(changes=[own])
    tagged, other = ContactFactory.create_batch(3), ContactFactory()
    ids = [contact.pk for contact in (*tagged, other)]
    rescore(contact_ids=ids)
    before = dict(LeadScore.objects.values_list("pk", "total"))

    def gained() -> list[Decimal]:
        now_ = dict(LeadScore.objects.values_list("pk", "total"))
        return [now_[pk] - before[pk] for pk in ids]

    with run_jobs():
        add_tag(contact_ids=[contact.pk for contact in tagged], name="VIP")
    assert gained() == [5, 5, 5, 0]
    with run_jobs():
        remove_tag(contact_ids=[tagged[0].pk], name="vip")
    assert gained() == [0, 5, 5, 0]


def test_many_tags_cost_as_many_queries_as_few(acme, run_jobs):
    def tag(count: int) -> int:
        ids = [contact.pk for contact in ContactFactory.create_batch(count)]
        names = iter(["One", "Two"])

        def work() -> None:
            with run_jobs():
                add_tag(contact_ids=ids, name=next(names))

        return queries_of(work)

    assert tag(40) == tag(4)


def test_a_visit_of_the_prices_is_intent_and_is_seen_on_the_contact(contact, run_jobs):
    with run_jobs():
        record_visits(views=[view(contact, "/pricing"), view(contact, "/docs/start")])

    contact.refresh_from_db()
    assert types_of(contact) == ["DOCS_VISIT", "PRICING_PAGE"]
    assert (contact.lead_score, contact.intent_score) == (Decimal(65), Decimal(93))


def test_visits_of_the_prices_that_show_nothing_any_more_still_count_as_visits(contact, run_jobs):
    with run_jobs():
        record_visits(views=[view(contact, "/pricing", ago=timedelta(days=days)) for days in (9, 11)])

    assert types_of(contact) == ["PRICING_PAGE", "PRICING_PAGE", "RETURN_VISIT"]
    # 35 for what the contact is, 10 for two visits within 30 days.
    assert LeadScore.objects.get(contact=contact).total == Decimal(45)


def test_bots_show_no_intent_and_are_not_scored(contact, run_jobs):
    with run_jobs():
        record_visits(views=[view(contact, "/pricing", is_bot=True)])

    assert types_of(contact) == []
    assert not LeadScore.objects.exists()


@pytest.mark.parametrize(("hours", "returned"), [(23, []), (24, ["RETURN_VISIT"])])
def test_who_comes_back_after_a_day_shows_that_too(contact, run_jobs, hours, returned):
    with run_jobs():
        record_visits(views=[view(contact, "/docs", ago=timedelta(hours=hours)), view(contact, "/docs")])

    assert types_of(contact) == ["DOCS_VISIT", "DOCS_VISIT", *returned]


@pytest.mark.parametrize(
    ("form", "type_", "total"),
    [("demo", "DEMO_REQUEST", 65), ("trial", "FREE_TRIAL_SIGNUP", 60), ("x", "FORM_SUBMISSION", 35)],
)
def test_a_form_shows_intent_by_its_type(contact, run_jobs, form, type_, total):
    with run_jobs():
        submit_form(contact_id=contact.pk, form_type=form, fields={})

    assert types_of(contact) == [type_]
    assert LeadScore.objects.get().total == pytest.approx(total, abs=Decimal("0.01"))


def test_taking_an_asset_is_a_content_download(contact, run_jobs):
    with run_jobs():
        publish(AssetDownloaded(contact_id=contact.pk, asset_id=uuid4()))

    assert types_of(contact) == ["CONTENT_DOWNLOAD"]


def test_telling_again_of_what_happened_counts_nothing_twice(contact, run_jobs):
    with run_jobs():
        record_visits(views=[view(contact, "/pricing"), view(contact, "/pricing")])
        submit_form(contact_id=contact.pk, form_type="demo", fields={})
    with run_jobs():
        replay()

    assert dict(IntentSignal.objects.values_list("type_id", "count")) == {
        "PRICING_PAGE": 2,
        "DEMO_REQUEST": 1,
    }


def test_intent_alone_is_shown_on_the_contact_too(contact, run_jobs, facts_of):
    rescore()
    make_signal(contact, "DOCS_VISIT")
    with run_jobs():
        rescore()

    contact.refresh_from_db()
    assert (contact.lead_score, round(contact.intent_score)) == (Decimal(35), 30)
    assert [fact["score"] for fact in facts_of(LeadScored)] == [35.0, 35.0]


def test_a_batch_of_facts_is_scored_as_a_set(acme, run_jobs):
    Contact.objects.bulk_create(Contact(phone="+14155550100") for _ in range(30))
    with run_jobs():
        publish_many(
            ContactCreated(contact_id=contact.pk, source="import") for contact in Contact.objects.all()
        )

    assert set(Contact.objects.values_list("lead_score", flat=True)) == {Decimal(15)}
