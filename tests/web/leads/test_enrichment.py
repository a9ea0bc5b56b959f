import re
from decimal import Decimal

import pytest
from django.test import Client

from lead_intelligence.enrichment.models.jobs import EnrichmentBatch, EnrichmentJob
from lead_intelligence.enrichment.services import requests
from lead_intelligence.spending.selectors import estimates
from lead_intelligence.spending.services import limits
from lead_intelligence.vendors.models import EnrichmentProvider
from lead_intelligence.waterfall.models import WaterfallConfig
from mauntic.crm.models import Contact
from mauntic.tenants.context import entered
from tests.factories.lead_intelligence import make_lead
from tests.support.queries import queries_of

PATH = "/leads/enrich/"


@pytest.fixture
def leads(acme) -> list[Contact]:
    """Four leads, of whom the last has nothing to look her up by."""
    known = [make_lead(email=f"{name}@engines.example", first_name=name) for name in ("Ann", "Bob", "Cy")]
    return [*known, make_lead(email="", first_name="Di")]


@pytest.fixture
def vendors(acme) -> None:
    """Two vendors with a key, at 0.10 and 0.04; the others have none."""
    for slug, cost in (("apollo", "0.10"), ("hunter", "0.04")):
        EnrichmentProvider.objects.filter(pk=slug).update(config={"apiKey": "k"}, cost_per_lookup=cost)
    WaterfallConfig.objects.update(provider_order=["apollo", "hunter"])


def form(page: str, **values: object) -> dict[str, object]:
    """What a browser would send of the page."""
    hidden = {
        name: re.search(rf'name="{name}" value="([^"]+)"', page)[1]  # type: ignore[index]
        for name in ("batch", "confirmed")
    }
    return {**hidden, "priority": "normal", **values}


def text(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_ticked_leads_are_shown_before_they_are_paid_for(web: Client, leads) -> None:
    chosen = [lead.pk for lead in leads[:2]]
    answer = web.post("/leads/bulk/", {"ids": chosen, "action": "enrich"}, follow=True)
    assert answer.redirect_chain[0][0].startswith(PATH)
    assert "Enrich 2 leads" in text(answer)
    assert not EnrichmentJob.objects.exists()


def test_the_page_tells_who_cannot_be_looked_up_and_what_it_costs(web: Client, leads, vendors) -> None:
    requests.request_enrichment(contact_ids=[leads[0].pk])
    limits.set_budget(day=Decimal("0.20"), month=None)
    page = text(web.get(PATH))
    for told in (
        "To be enriched 2 leads",
        "Too little data 1",
        "Already being enriched 1",
        "Maximum cost $0.28",
        "Left today $0.20 of $0.20",
        "enough for all",
    ):
        assert told in page


def test_the_leads_of_a_filter_become_a_batch(web: Client, leads, rep) -> None:
    address = f"{PATH}?tab=all&q=ann"
    answer = web.post(address, form(web.get(address).content.decode(), wanted=["title"], priority="high"))
    batch = EnrichmentBatch.objects.get()
    assert answer.headers["Location"] == f"/lead-intelligence/batches/{batch.pk}/"
    job = batch.jobs.get()
    assert (job.contact_id, job.field_requests, job.priority) == (leads[0].pk, ["title"], "high")
    assert (str(batch), batch.requested_by) == ("Leads: All (name, email or company ann)", rep)


def test_leads_without_anything_to_look_up_by_are_left_out(web: Client, leads) -> None:
    web.post(PATH, form(web.get(PATH).content.decode()))
    asked = set(EnrichmentBatch.objects.get().jobs.values_list("contact", flat=True))
    assert asked == {lead.pk for lead in leads[:3]}


def test_a_double_click_makes_one_batch(web: Client, leads) -> None:
    sent = form(web.get(PATH).content.decode())
    first, second = (web.post(PATH, sent) for _ in range(2))
    assert EnrichmentBatch.objects.count() == 1
    assert first.headers["Location"].startswith("/lead-intelligence/batches/")
    assert second.headers["Location"] == first.headers["Location"]


def test_more_leads_than_were_told_of_are_shown_first(web: Client, leads) -> None:
    sent = form(web.get(PATH).content.decode())
    make_lead(email="new@engines.example")
    answer = web.post(PATH, sent)
    assert "The selection now has 4 leads." in text(answer)
    assert not EnrichmentBatch.objects.exists()
    web.post(PATH, form(answer.content.decode()))
    assert EnrichmentBatch.objects.get().total == 4


def test_the_cost_follows_the_fields_without_asking_anybody(web: Client, leads, vendors) -> None:
    WaterfallConfig.objects.filter(field_name="title").update(provider_order=["hunter"])
    sent = form(web.get(PATH).content.decode(), wanted=["title"], preview="1")
    answer = web.post(PATH, sent, headers={"HX-Request": "true", "HX-Target": "estimate"})
    assert "Maximum cost $0.12" in text(answer)
    assert "<html" not in answer.content.decode()
    assert not EnrichmentBatch.objects.exists()


@pytest.mark.parametrize(
    ("query", "values", "told"),
    [
        ("score_min=much", {}, "Enter a number"),
        ("", {"priority": "now"}, "now is not one of the available choices"),
        ("", {"wanted": ["shoeSize"]}, "shoeSize is not one of the available choices"),
        ("", {"batch": "x"}, "This page is invalid"),
    ],
)
def test_what_cannot_be_read_is_told_and_costs_nothing(web: Client, leads, query, values, told) -> None:
    sent = form(web.get(PATH).content.decode(), **values)
    answer = web.post(f"{PATH}?{query}", sent)
    assert answer.status_code == 422
    assert told in text(answer)
    assert not EnrichmentJob.objects.exists()


def test_where_nobody_can_be_looked_up_there_is_nothing_to_do(web: Client, leads) -> None:
    address = f"{PATH}?ids={leads[3].pk}"
    answer = web.post(address, form(web.get(address).content.decode()))
    assert "None of these leads can be enriched now." in text(answer)
    assert not EnrichmentBatch.objects.exists()


def test_a_list_without_vendors_says_so(web: Client, leads) -> None:
    assert "No vendor is ready." in text(web.get(PATH))


def test_the_page_takes_a_constant_number_of_queries(web: Client, leads, vendors) -> None:
    one = queries_of(lambda: web.get(f"{PATH}?ids={leads[0].pk}"))
    assert queries_of(lambda: web.get(PATH)) == one


def test_leads_of_another_organization_are_not_found(web: Client, acme, globex) -> None:
    with entered(globex):
        theirs = make_lead()
    with entered(acme):
        assert "Enrich 0 leads" in text(web.get(f"{PATH}?ids={theirs.pk}"))
        assert estimates.batch_estimate([theirs.pk]).askable == []


def test_strangers_sign_in_first(stranger: Client) -> None:
    assert stranger.get(PATH).headers["Location"].startswith("/accounts/login/")
