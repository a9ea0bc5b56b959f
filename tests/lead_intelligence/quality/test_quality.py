"""The data quality of all leads: as time fades it, as the database counts it, and what would raise it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from lead_intelligence.enrichment.models.jobs import EnrichmentBatch, EnrichmentJob
from lead_intelligence.quality import services as quality_services
from lead_intelligence.quality.selectors.leads import quality_of
from lead_intelligence.quality.selectors.overview import faded, lacking, quality_overview
from mauntic.crm.models import Contact
from mauntic.events.models import StoredEvent
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, Invalid
from mauntic.kernel.ids import new_id
from tests.factories.lead_intelligence import connect_vendors, make_company, make_lead
from tests.support.queries import queries_of

PAGE = "/lead-intelligence/quality/"


def enriched(days: float, **values: object) -> Contact:
    """A lead that was enriched so many days ago and assessed then."""
    return make_lead(
        **{
            "email": f"{new_id().hex}@engines.example",
            "last_enriched_at": now() - timedelta(days=days),
            **values,
        }
    )


def show(lead: Contact, days_ago: float = 0) -> None:
    """Have the lead show the quality that it had so many days ago."""
    faded_by = Decimal(str(round(0.3 * days_ago / 90, 3)))
    now_is = Decimal(str(quality_of(lead).overall))
    Contact.objects.filter(pk=lead.pk).update(data_quality_score=now_is + faded_by)


def test_time_alone_moves_the_quality_and_that_is_told(acme, run_jobs):
    old, fresh, never = enriched(30), enriched(30), make_lead()
    show(old, days_ago=5)
    show(fresh, days_ago=1)
    show(never)
    with run_jobs():
        assert quality_services.refresh_quality() == 1
    old.refresh_from_db()
    assert float(old.data_quality_score) == quality_of(old).overall
    (row,) = StoredEvent.objects.filter(type="leadIntelligence.DataQualityChanged")
    assert [fact["contactId"] for fact in row.facts] == [str(old.pk)]
    assert quality_services.refresh_quality() == 0


def test_leads_that_were_never_assessed_are(acme):
    make_lead()
    assert quality_services.refresh_quality() == 1


def test_an_address_that_is_none_is_no_reason_to_look_again_and_again(acme):
    lead = make_lead(email="no address")
    show(lead)
    assert faded(least=0.01, limit=10) == []


def test_a_run_is_bounded(acme):
    make_lead()
    make_lead(email="b@engines.example")
    assert len(faded(least=0.01, limit=1)) == 1


@pytest.mark.parametrize("days", [0, 12.3, 45, 89.9, 90, 400, None])
def test_the_database_counts_as_the_rules_do(acme, days):
    lead = make_lead(
        first_name="Ada",
        last_name="Lovelace",
        phone="+44",
        company=make_company(),
        last_enriched_at=None if days is None else now() - timedelta(days=days),
    )
    assert quality_overview().average == pytest.approx(quality_of(lead).overall, abs=0.0006)


def test_the_overview_tells_the_spread_and_what_is_lacking(acme):
    enriched(0, first_name="Ada", last_name="Lovelace", phone="+44", title="Countess", company=make_company())
    make_lead(first_name="Eve")
    make_lead(email="", first_name="Nobody")
    shown = quality_overview()
    assert (shown.leads, [band.count for band in shown.bands]) == (3, [0, 1, 1, 0, 1])
    lacks = {lack.name: (lack.count, lack.askable) for lack in shown.lacks}
    assert lacks == {
        "email": (1, 0),
        "firstName": (0, 0),
        "lastName": (2, 1),
        "phone": (2, 1),
        "company": (2, 1),
        "title": (2, 1),
        "stale": (2, 1),
    }


def test_an_empty_organization_has_an_overview(acme):
    shown = quality_overview()
    assert (shown.leads, shown.average, {lack.expected for lack in shown.lacks}) == (0, 0.0, {0.0})


def test_vendors_tell_what_it_costs_and_brings(acme, sandbox):
    make_lead()
    assert {lack.most for lack in quality_overview().lacks} == {Decimal(0)}
    connect_vendors(sandbox, "apollo")
    title = next(lack for lack in quality_overview().lacks if lack.name == "title")
    assert (title.most, title.is_guess) == (Decimal("0.02"), True)
    # Half of the titles found: a sixth of 40% more complete, and 30% fresher.
    assert title.expected - quality_overview().average == pytest.approx(0.5 * (0.4 / 6 + 0.3), abs=1e-3)


def test_who_was_asked_for_in_vain_lately_is_not_asked_again(acme):
    lead = make_lead(first_name="Ada")
    job = EnrichmentJob.objects.create(
        contact=lead, status="exhausted", field_requests=["title"], created_at=now() - timedelta(days=29)
    )
    assert (list(lacking("title")), list(lacking("phone"))) == ([], [lead])
    assert next(lack for lack in quality_overview().lacks if lack.name == "title").askable == 0
    EnrichmentJob.objects.filter(pk=job.pk).update(created_at=now() - timedelta(days=31))
    assert list(lacking("title")) == [lead]


def test_the_hottest_leads_that_lack_something_are_enriched_once(acme, admin):
    cold, hot = make_lead(email="cold@engines.example"), make_lead(email="hot@engines.example")
    Contact.objects.filter(pk=hot.pk).update(lead_score=90)
    wish = new_id()
    for _ in range(2):
        batch = quality_services.enrich_lacking(lack="title", limit=1, by=admin, batch_id=wish)
    job = EnrichmentJob.objects.get()
    assert (job.contact_id, job.field_requests, str(job.batch)) == (hot.pk, ["title"], "Leads without title")
    assert (batch.pk, EnrichmentBatch.objects.count()) == (wish, 1)
    assert list(lacking("title")) == [cold]


def test_wrong_wishes_are_refused(acme, admin):
    with pytest.raises(Invalid, match="shoeSize"):
        quality_services.enrich_lacking(lack="shoeSize", limit=1, by=admin)
    with pytest.raises(Invalid, match="at least one"):
        quality_services.enrich_lacking(lack="title", limit=0, by=admin)
    with pytest.raises(Conflict):
        quality_services.enrich_lacking(lack="title", limit=1, by=admin)


def test_assessing_takes_as_many_queries_for_many_as_for_one(acme):
    leads = [make_lead(email=f"{number}@engines.example") for number in range(5)]
    one = queries_of(lambda: quality_services.assess_quality(contact_ids=[leads[0].pk]))
    assert queries_of(lambda: quality_services.assess_quality(contact_ids=[lead.pk for lead in leads])) == one


def test_ops_see_the_quality_and_have_leads_enriched(client_of, sandbox):
    ops = client_of("ops")
    assert "No leads" in ops.get(PAGE).content.decode()
    connect_vendors(sandbox, "apollo")
    make_lead()
    page = ops.get(PAGE).content.decode()
    for shown in ("Improvements", "Not enriched for 90 days", "Enrich", "rough estimate"):
        assert shown in page
    answer = ops.post(PAGE, {"lack": "title", "limit": "1", "batch": str(new_id())})
    assert answer.url == f"/lead-intelligence/batches/{EnrichmentBatch.objects.get().pk}/"


def test_a_wrong_wish_is_told_on_the_page(client_of):
    ops = client_of("ops")
    make_lead()
    answer = ops.post(PAGE, {"lack": "title", "limit": "0", "batch": str(new_id())})
    assert (answer.status_code, "greater than or equal to 1" in answer.content.decode()) == (422, True)
    answer = ops.post(PAGE, {"lack": "shoeSize", "limit": "1", "batch": str(new_id())})
    assert (answer.status_code, "Unknown improvement &quot;shoeSize&quot;" in answer.content.decode()) == (
        422,
        True,
    )


def test_reps_see_no_page_of_quality(web):
    assert web.get(PAGE).status_code == 403
