"""Several people of one company that nobody knows yet arrive at the same moment, through every door."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mauntic.accounts.models import Role, User
from mauntic.crm.companies.services import locks
from mauntic.crm.companies.services.edit import create_company, update_company
from mauntic.crm.companies.services.matching import get_or_create_companies
from mauntic.crm.contacts.services.edit import create_contact, update_contact
from mauntic.crm.contacts.services.enriched import EnrichedChange, write_enriched
from mauntic.crm.imports.services import run
from mauntic.crm.models import Company, Contact, Import
from mauntic.kernel.errors import Conflict
from mauntic.tenants.context import current_organization, entered
from mauntic.tracking.models import TrackingForm, WriteKey
from tests.tracking.visits.collector import CHROME

THREADS = 6
PERSON = {"company": "Newco", "website": "newco.example"}
Door = Callable[[int], object]


def client() -> Client:
    return Client(headers={"host": f"{current_organization().schema_name}.localhost", "User-Agent": CHROME})


def signed_in(number: int) -> Client:
    browser = client()
    user = User.objects.create_user(f"rep{number}@acme.example", "a password", role=Role.REP)
    browser.force_login(user)
    return browser


def email(number: int) -> str:
    return f"p{number}@newco.example"


def by_service(_values: dict[str, str]) -> Door:
    return lambda n: create_contact(values={"email": email(n), **_values}, source="manual")


def by_api(values: dict[str, str]) -> Door:
    browsers = [signed_in(number) for number in range(THREADS)]

    def post(number: int) -> None:
        body = {"email": email(number), **values}
        answer = browsers[number].post("/api/v1/crm/contacts", body, content_type="application/json")
        assert answer.status_code == 201, answer.content

    return post


def by_page(values: dict[str, str]) -> Door:
    browsers = [signed_in(number) for number in range(THREADS)]

    def post(number: int) -> None:
        answer = browsers[number].post("/leads/new/", {"email": email(number), "last_name": "Lee", **values})
        assert answer.status_code == 302, answer.content

    return post


def by_identify(values: dict[str, str]) -> Door:
    key = WriteKey.objects.create(name="www").key
    company = {"name": values["company"], **({"website": values["website"]} if "website" in values else {})}

    def post(number: int) -> None:
        message = {
            "writeKey": key,
            "anonymousId": f"b{number}",
            "traits": {"email": email(number), "company": company},
        }
        answer = client().post("/v1/identify", message, content_type="application/json")
        assert answer.status_code == 200, answer.content

    return post


def by_group(values: dict[str, str]) -> Door:
    key = WriteKey.objects.create(name="www").key
    traits = {"name": values["company"], **({"website": values["website"]} if "website" in values else {})}
    for number in range(THREADS):
        create_contact(values={"email": f"p{number}@gmail.com"}, source="manual")

    def post(number: int) -> None:
        message = {
            "writeKey": key,
            "userId": f"p{number}@gmail.com",
            "groupId": "g",
            "traits": traits,
        }
        answer = client().post("/v1/group", message, content_type="application/json")
        assert answer.status_code == 200, answer.content

    return post


def by_form(values: dict[str, str]) -> Door:
    fields = [{"name": name, "label": name, "contact_field": name} for name in ("email", *PERSON)]
    form = TrackingForm.objects.create(name="Demo", slug="demo", fields=fields)
    assert form

    def post(number: int) -> None:
        answer = client().post(
            "/forms/demo/",
            {"email": email(number), **values},
            content_type="application/json",
            REMOTE_ADDR=f"203.0.113.{number}",
        )
        assert answer.status_code == 200, answer.content

    return post


def by_import(values: dict[str, str]) -> Door:
    def write(number: int) -> None:
        cells = {"E-mail": email(number), "Company": values["company"], "Website": values.get("website", "")}
        job = Import.objects.create(
            file_name=f"{number}.csv", columns=list(cells), total=1, status=Import.Status.RUNNING
        )
        contact = {"email": email(number)}
        company = {"name": values["company"]} | (
            {"domain": values["website"]} if values.get("website") else {}
        )
        job.rows.create(
            number=1, values=cells, verdict="create", cleaned={"contact": contact, "company": company}
        )
        while run.run_import(job_id=job.pk):
            pass
        job.refresh_from_db()
        assert (job.status, job.created_count) == (Import.Status.COMPLETED, 1)

    return write


def by_enrichment(values: dict[str, str]) -> Door:
    leads = [Contact.objects.create(email=email(number)) for number in range(THREADS)]
    facts = {"name": values["company"]} | ({"domain": values["website"]} if "website" in values else {})
    return lambda n: write_enriched(changes=[EnrichedChange(leads[n].pk, {}, facts)])


DOORS = [by_service, by_api, by_page, by_identify, by_group, by_form, by_import, by_enrichment]


@pytest.mark.parametrize("values", [{"company": "Newco"}, PERSON], ids=["by name", "by domain"])
@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__.removeprefix("by_"))
def test_people_of_one_new_company_share_it_and_none_is_refused(at_once, door, values):
    at_once(THREADS, door(values))

    company = Company.objects.get()
    assert (company.name, company.contacts.count()) == ("Newco", THREADS)


def test_enrichment_holds_names_and_domains_before_it_locks_a_company_that_is_there(committed):
    known = Company.objects.create(name="Newco", domain="newco.example")
    lead = Contact.objects.create(email=email(1))

    with CaptureQueriesContext(connection) as queries:
        write_enriched(changes=[EnrichedChange(lead.pk, {}, {"name": "Newco", "domain": "newco.example"})])

    lead.refresh_from_db()
    assert lead.company == known
    asked = [query["sql"] for query in queries]
    names = [place for place, sql in enumerate(asked) if "pg_advisory_xact_lock(key)" in sql]
    rows = [place for place, sql in enumerate(asked) if 'FROM "crm_company"' in sql and "FOR NO KEY" in sql]
    assert names[:1] < rows[:1]
    assert names


def test_batches_that_name_new_companies_in_opposite_orders_both_get_through(at_once):
    key = WriteKey.objects.create(name="www").key

    def people(number: int) -> list[dict]:
        names = range(12) if number % 2 else reversed(range(12))
        return [
            {
                "type": "identify",
                "anonymousId": f"b{number}-{place}",
                # Sorted by address, half of the batches name the companies backwards.
                "traits": {"email": f"{place:02}-{number}@gmail.com", "company": f"Newco {name}"},
            }
            for place, name in enumerate(names)
        ]

    def post(number: int) -> int:
        body = {"writeKey": key, "batch": people(number)}
        return client().post("/v1/batch", body, content_type="application/json").status_code

    assert at_once(THREADS, post) == [200] * THREADS
    assert (Company.objects.count(), Contact.objects.count()) == (12, 12 * THREADS)


def test_large_sets_of_new_companies_wait_for_small_ones_and_for_each_other(at_once):
    many = [(f"Newco {number}", "") for number in range(250)]

    def make(number: int) -> int:
        return len(get_or_create_companies(wanted=many if number % 2 else many[:5]))

    assert sorted(at_once(THREADS, make)) == [5, 5, 5, 250, 250, 250]
    assert Company.objects.count() == 250


def test_a_name_and_a_domain_that_become_one_company_at_the_same_moment_are_one(at_once):
    older = create_company(values={"name": "Newco"})

    def work(number: int) -> None:
        name = "Newco" if number % 2 else "Newco Incorporated"
        create_contact(
            values={"email": email(number), "company": name, "website": "newco.example"}, source="api"
        )

    at_once(THREADS, work)

    assert Company.objects.filter(domain="newco.example").count() == 1
    assert Contact.objects.filter(company__domain="newco.example").count() == THREADS
    assert Company.objects.count() in {1, 2}
    assert Company.objects.filter(pk=older.pk).exists()


def test_a_company_takes_a_domain_that_others_create_at_the_same_moment_or_says_whose_it_is(at_once):
    older = create_company(values={"name": "Older"})
    person = create_contact(values={"email": "old@older.example", "company": "Older"}, source="manual")

    def work(number: int) -> str:
        if number:
            create_contact(values={"email": email(number), **PERSON}, source="api")
            return "created"
        try:
            update_company(company=older, values={"domain": "newco.example"})
        except Conflict as error:
            return error.message
        return "renamed"

    told = at_once(THREADS, work)

    assert told[0] in {"renamed", 'Domain newco.example already belongs to "Newco".'}
    assert Company.objects.filter(domain="newco.example").count() == 1
    assert update_contact(contact=person, values={"company": "Newco"})


def test_organizations_do_not_wait_for_each_others_companies(acme, globex):
    here = locks._number("name:newco")
    with entered(globex):
        assert locks._number("name:newco") != here
