import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lead_intelligence import selectors, services
from lead_intelligence.models import EnrichmentJob, EnrichmentProvider, WaterfallConfig
from mauntic.kernel.ids import new_id
from tests.conftest import ACME_HOST
from tests.factories.lead_intelligence import connect_vendor, connect_vendors, make_lead

OVERVIEW, WATERFALL = "/lead-intelligence/", "/lead-intelligence/waterfall/"
APOLLO = "/lead-intelligence/providers/apollo/"
SECRET = "sk-never-shown"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def ops(make_user) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(make_user("ops"))
    return client


def statements(client: Client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(path).status_code == 200
    return sum(not query["sql"].startswith("SET search_path") for query in seen)


def test_the_overview_shows_vendors_money_and_jobs(web, sandbox, enrich):
    connect_vendors(sandbox, "apollo")
    enrich(make_lead(), "title")
    page = web.get(OVERVIEW).content.decode()
    for shown in (
        "Apollo",
        "Ready",
        "No key",
        "Ada Lovelace",
        "Completed",
        "0.02 USD of 100.00 USD",
        "1 done today",
    ):
        assert shown in page


def test_the_overview_takes_a_constant_number_of_queries(web, sandbox, enrich):
    connect_vendors(sandbox, "apollo", "hunter")
    enrich(make_lead())
    one = statements(web, OVERVIEW)
    for name in ("charles.babbage", "mary.somerville"):
        enrich(make_lead(email=f"{name}@engines.example"))
    assert statements(web, OVERVIEW) == one


def test_the_overview_says_what_to_do_before_the_first_lead(web):
    assert "No lead was enriched yet" in web.get(OVERVIEW).content.decode()


def test_the_live_part_polls_while_jobs_run_and_ends_itself(web):
    services.request_enrichment(contact_ids=[make_lead().pk])
    busy = web.get(OVERVIEW, headers=HTMX).content.decode()
    assert "<html" not in busy
    assert 'hx-trigger="every 2s"' in busy
    EnrichmentJob.objects.update(status="completed")
    assert "hx-trigger" not in web.get(OVERVIEW, headers=HTMX).content.decode()


def test_a_vendor_that_refuses_is_a_banner(web):
    EnrichmentProvider.objects.filter(pk="apollo").update(
        enabled=False, disabled_reason="It refuses the API key.", config={"apiKey": SECRET}
    )
    page = web.get(OVERVIEW).content.decode()
    assert "<strong>Apollo is switched off.</strong> It refuses the API key." in page
    assert SECRET not in page


def test_a_job_shows_its_steps_values_and_reasons(web, sandbox, enrich):
    connect_vendor(sandbox, "apollo")
    sandbox.configure("apollo", miss_rate=1.0)
    job = enrich(make_lead(), "title")
    page = web.get(reverse("lead_intelligence:job", args=[job.pk])).content.decode()
    for shown in ("Exhausted", "No vendor gave: title.", "Has no API key.", "Takes no new customers"):
        assert shown in page


def test_a_job_that_does_not_exist_is_not_found(web):
    assert web.get(reverse("lead_intelligence:job", args=[new_id()])).status_code == 404


def test_ops_set_a_key_that_is_never_shown_again(ops):
    form = {"name": "Apollo", "api_key": SECRET, "base_url": "", "cost_per_lookup": "0.03", "enabled": "on"}
    answer = ops.post(APOLLO, form, follow=True)
    assert "Apollo is saved." in answer.content.decode()
    assert SECRET not in answer.content.decode()
    assert "A key is stored." in ops.get(APOLLO).content.decode()
    assert ops.post(APOLLO, form | {"api_key": "", "name": "Apollo EMEA"}).status_code == 302
    provider = EnrichmentProvider.objects.get(pk="apollo")
    assert (provider.api_key, provider.name) == (SECRET, "Apollo EMEA")


def test_a_wrong_vendor_is_shown_again_with_what_is_wrong(ops):
    answer = ops.post(APOLLO, {"name": "Apollo", "cost_per_lookup": "-1", "api_key": SECRET})
    assert answer.status_code == 400
    assert "greater than or equal to 0" in answer.content.decode()
    assert SECRET not in answer.content.decode()


@pytest.mark.parametrize(("key", "said"), [("", "It works: answered in"), ("wrong", "It does not work:")])
def test_a_connection_can_be_tested(ops, sandbox, key, said):
    connect_vendor(sandbox, "apollo")
    if key:
        config = {"apiKey": key, "baseUrl": sandbox.base_url("apollo")}
        EnrichmentProvider.objects.filter(pk="apollo").update(config=config)
    assert said in ops.post(f"{APOLLO}test/", follow=True).content.decode()
    assert sandbox.stats("apollo")["calls"] == 0


def test_testing_without_a_key_says_what_to_do(ops):
    assert "Enter the key of Apollo first." in ops.post(f"{APOLLO}test/", follow=True).content.decode()


def _orders(page) -> dict[str, str]:
    """What a browser would send of the form as it is."""
    return {
        field.html_name: "" if field.value() is None else field.value()
        for form, _ in page.context["rows"]
        for field in (*form.places, *form.numbers)
    }


def test_ops_set_the_order_of_a_field(ops):
    entered = _orders(ops.get(WATERFALL))
    entered |= {
        "email-first": "hunter",
        "email-second": "apollo",
        "email-third": "",
        "email-max_attempts": "2",
    }
    assert "1 field saved." in ops.post(WATERFALL, entered, follow=True).content.decode()
    config = WaterfallConfig.objects.get(field_name="email")
    assert (config.provider_order, config.max_attempts) == (["hunter", "apollo"], 2)


def test_a_wrong_order_is_shown_again_with_what_is_wrong(ops):
    entered = _orders(ops.get(WATERFALL)) | {"email-first": "hunter", "email-second": "hunter"}
    answer = ops.post(WATERFALL, entered)
    assert (answer.status_code, "Name each vendor once." in answer.content.decode()) == (400, True)


def test_a_wrong_number_is_told_and_nothing_is_saved(ops):
    entered = _orders(ops.get(WATERFALL)) | {
        "email-max_attempts": "2",
        "title-max_attempts": "11",
        "phone-max_cost_per_lead": "-1",
    }
    page = ops.post(WATERFALL, entered).content.decode()
    assert "less than or equal to 10" in page
    assert "greater than or equal to 0" in page
    assert WaterfallConfig.objects.get(field_name="email").max_attempts == 3


def test_one_refused_order_saves_none(ops):
    entered = _orders(ops.get(WATERFALL)) | {"email-max_attempts": "2", "title-second": "clearbit"}
    answer = ops.post(WATERFALL, entered)
    assert "Name each vendor once." in answer.content.decode()
    assert WaterfallConfig.objects.get(field_name="email").max_attempts == 3


def test_a_new_order_with_a_vendor_that_is_off_is_told(ops):
    entered = _orders(ops.get(WATERFALL)) | {"industry-second": "hunter", "industry-third": "apollo"}
    page = ops.post(WATERFALL, entered).content.decode()
    assert "clearbit is switched off. Switch it on first, or leave it out." in page


def test_the_order_shows_what_each_field_gives(ops, sandbox, enrich):
    connect_vendors(sandbox, "apollo")
    enrich(make_lead(), "title")
    assert "100 % found, 0.02 USD each" in ops.get(WATERFALL).content.decode()


def test_ops_set_the_budget(ops):
    assert ops.post("/lead-intelligence/budget/", {"day": "12.50", "month": ""}).status_code == 302
    assert [budget.limit for budget in selectors.budget_states()[:2]] == [12.5, None]
    assert ops.post("/lead-intelligence/budget/", {"day": "-1"}).status_code == 400


@pytest.mark.parametrize("path", [APOLLO, f"{APOLLO}test/", WATERFALL, "/lead-intelligence/budget/"])
def test_reps_may_not_change_how_leads_are_enriched(web, path):
    assert web.post(path, {}).status_code == 403


def test_reps_see_the_order_of_vendors(web):
    page = web.get(WATERFALL).content.decode()
    assert "Only ops and admins may change this." in page


def test_a_rep_enriches_a_lead_at_once_and_sees_the_job(web, rep):
    lead = make_lead()
    answer = web.post(reverse("lead_intelligence:enrich", args=[lead.pk]))
    job = EnrichmentJob.objects.get()
    assert answer.url == reverse("lead_intelligence:job", args=[job.pk])
    assert (job.priority, job.requested_by) == ("high", rep)


def test_a_rep_takes_values_back_and_over_and_returns_to_the_page(web, sandbox, enrich):
    connect_vendor(sandbox, "apollo")
    lead = make_lead(phone="+44 20 7946 0000")
    enrich(lead)
    back = {"field": "title", "next": OVERVIEW}
    assert web.post(reverse("lead_intelligence:revert", args=[lead.pk]), back).url == OVERVIEW
    offer = next(row for row in selectors.provenance(lead.pk) if row.field == "phone").suggestions[0]
    web.post(reverse("lead_intelligence:accept", args=[offer.id]), {"next": "https://evil.example/"})
    lead.refresh_from_db()
    assert (lead.title, lead.phone) == ("", offer.value)


def test_nobody_is_sent_to_another_host(web):
    answer = web.post(
        reverse("lead_intelligence:enrich", args=[make_lead().pk]), {"next": "https://evil.example/"}
    )
    assert answer.url.startswith("/lead-intelligence/jobs/")


@pytest.mark.parametrize("path", [OVERVIEW, WATERFALL, APOLLO])
def test_strangers_sign_in_first(stranger, path):
    assert stranger.get(path).url.startswith("/accounts/login/")


def test_a_revert_of_a_job_without_an_id_is_refused(web):
    answer = web.post(f"/lead-intelligence/leads/{make_lead().pk}/revert/", {"job_id": "nonsense"})
    assert answer.status_code == 400


@pytest.mark.parametrize("name", ["field", "provider"])
def test_a_revert_of_what_is_no_text_is_refused(web, name):
    answer = web.post(f"/lead-intelligence/leads/{make_lead().pk}/revert/", {name: "a\0b"})
    assert answer.status_code == 400


def test_a_bare_word_to_go_back_to_is_an_address_and_no_error(web):
    answer = web.post(f"/lead-intelligence/leads/{make_lead().pk}/enrich/", {"next": "nonsense"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "nonsense")
