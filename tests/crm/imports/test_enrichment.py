"""An import says what the enrichment of its new leads will cost, and lets it be left out."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from lead_intelligence.enrichment.models.jobs import EnrichmentJob
from lead_intelligence.spending.selectors.estimates import batch_estimate
from lead_intelligence.spending.services.limits import set_budget
from mauntic.crm.contacts.services.edit import create_contact
from mauntic.crm.imports.services.enrichment import price_of_enrichment
from mauntic.crm.models import Contact, Import
from tests.crm.files import preview, upload, write
from tests.factories.lead_intelligence import connect_vendors

HEADERS = ["first_name", "email", "company", "title"]
ROWS = [
    ["Ada", "ada@engines.example", "Engines", "CTO"],
    ["Grace", "grace@navy.example", "Navy", ""],
    ["Kay", "kay@navy.example", "Navy", ""],
]


@pytest.fixture
def checked(acme, sandbox, rep):
    """A checked import of two new leads and a known one, with a vendor."""
    connect_vendors(sandbox, "apollo")
    create_contact(values={"first_name": "Kay", "email": "kay@navy.example"}, source="form")
    EnrichmentJob.objects.all().delete()
    job = upload(HEADERS, *ROWS)
    preview(job)
    Import.objects.filter(pk=job.pk).update(created_by=rep)
    job.refresh_from_db()
    return job


def test_the_price_is_that_of_the_leads_once_they_exist(checked):
    found = price_of_enrichment(checked, new=2)
    write(checked)
    made = Contact.objects.filter(first_name__in=["Ada", "Grace"]).values_list("pk", flat=True)
    EnrichmentJob.objects.all().delete()
    estimate = batch_estimate(list(made))
    cents = Decimal("0.01")
    assert found.leads == len(estimate.askable) == 2
    assert (found.price.likely, found.price.most) == (
        estimate.likely.quantize(cents),
        estimate.most.quantize(cents),
    )
    assert found.price.most > 0


def test_a_part_of_the_rows_stands_for_all(checked):
    assert (
        price_of_enrichment(checked, new=200).price.most
        == 100 * price_of_enrichment(checked, new=2).price.most
    )


def test_the_rest_of_the_smaller_budget_is_shown_and_exceeded(checked):
    set_budget(day=None, month=None)
    assert price_of_enrichment(checked, new=2).price.left is None
    set_budget(day=Decimal(5), month=Decimal(100))
    found = price_of_enrichment(checked, new=2)
    assert (found.price.left, found.is_over) == (Decimal(5), False)
    assert price_of_enrichment(checked, new=200_000).is_over


def test_there_is_no_price_where_new_leads_are_not_enriched(checked, acme):
    acme.enriches_new_contacts = False
    acme.save()
    assert price_of_enrichment(checked, new=2) is None


@pytest.mark.parametrize(("sent", "enriched"), [({"enrich": "1"}, 2), ({}, 0)])
def test_the_person_leaves_enrichment_out_on_the_preview(web: Client, checked, run_jobs, sent, enriched):
    page = web.get(reverse("crm:import-preview", args=[checked.pk])).text
    assert "Enrich 2 new leads" in page
    assert "at most $" in page
    with run_jobs():
        web.post(reverse("crm:import-start", args=[checked.pk]), {"asks_enrichment": "1", **sent})
    assert Contact.objects.filter(first_name__in=["Ada", "Grace"]).count() == 2
    assert EnrichmentJob.objects.count() == enriched


def test_the_result_says_that_enrichment_was_left_out(web: Client, checked, run_jobs):
    with run_jobs():
        web.post(reverse("crm:import-start", args=[checked.pk]), {"asks_enrichment": "1"})
    shown = web.get(reverse("crm:import-detail", args=[checked.pk])).text
    assert "Left out" in shown
    assert "Enriched" not in shown


def test_the_result_counts_enriched_leads_only_where_new_leads_are_enriched(
    web: Client, checked, acme, run_jobs
):
    address = reverse("crm:import-detail", args=[checked.pk])
    acme.enriches_new_contacts = False
    acme.save()
    with run_jobs():
        write(checked)
    assert "Enriched" not in web.get(address).text
    Contact.objects.filter(first_name="Ada").update(enrichment_status="exhausted")
    assert "0 of 3" in web.get(address).text


def test_an_import_that_was_not_asked_enriches(checked, run_jobs):
    with run_jobs():
        write(checked)
    assert EnrichmentJob.objects.count() == 2
