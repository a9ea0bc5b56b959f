"""My day, and the companies."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from lead_intelligence.spending.services.kill_switch import stop_spending
from mauntic.accounts.models import User
from mauntic.crm.contacts.services.edit import create_contact
from mauntic.crm.models import Company, Contact, Import
from mauntic.events.models import Delivery, StoredEvent
from mauntic.kernel.clock import now
from mauntic.tenants.models import Organization
from scoring.scores.models import ScoreHistory
from tests.conftest import ACME_HOST
from tests.support.queries import queries_of

GOOD = {"title": "CEO", "phone": "+49 30 5550100", "employees": "2500"}


@pytest.fixture
def quiet(acme: Organization) -> Organization:
    """Acme, whose new leads are not enriched by themselves."""
    acme.enriches_new_contacts = False
    acme.save()
    return acme


def grow(run_jobs, *names: str, **values) -> list[Contact]:
    """Scored leads."""
    with run_jobs():
        return [
            create_contact(
                values={"first_name": name, "email": f"{name}@{name}.example", "company": name} | values,
                source="manual",
            )
            for name in names
        ]


def test_an_empty_organization_is_told_to_import(web: Client) -> None:
    assert "Import your leads" in web.get("/").content.decode()


def entries(web: Client, path: str = "/") -> list[Any]:
    return [entry for part in web.get(path).context["day"].parts for entry in part.entries]


def test_hot_leads_are_mine_and_everyones_on_request(
    web: Client, rep: User, admin: User, quiet, run_jobs
) -> None:
    grow(run_jobs, "Ann", owner=rep, **GOOD)
    grow(run_jobs, "Bob", **GOOD, direct_phone="+49 30 5550101")
    grow(run_jobs, "Cy", owner=admin, **GOOD)
    assert [(one.contact.first_name, one.row.action) for one in entries(web)] == [("Ann", "call")]
    everyones = entries(web, "/?whose=all")
    assert sorted((one.contact.first_name, one.row.action) for one in everyones) == [
        ("Ann", "call"),
        ("Bob", "take"),
        ("Cy", "call"),
    ]
    assert all(one.why for one in everyones)


def test_what_moved_is_mine_and_everyones_on_request(web: Client, rep: User, quiet, run_jobs) -> None:
    for lead in (*grow(run_jobs, "Ann", owner=rep, **GOOD), *grow(run_jobs, "Bob", **GOOD)):
        ScoreHistory.objects.filter(contact=lead).update(day=now().date() - timedelta(days=8), total=1)
    names = [
        [one.score.contact.first_name for one in web.get(path).context["moved"]]
        for path in ("/", "/?whose=all")
    ]
    assert [names[0], sorted(names[1])] == [["Ann"], ["Ann", "Bob"]]


def test_a_lead_is_taken_from_my_day_and_one_stays_there(web: Client, rep: User, quiet, run_jobs) -> None:
    [bob] = grow(run_jobs, "Bob", **GOOD)
    answer = web.post(f"/leads/{bob.pk}/owner/", {"owner": rep.pk, "next": "/"})
    assert answer["Location"] == "/"
    assert [one.contact for one in entries(web)] == [bob]


def test_the_list_comes_alone_for_its_reload(web: Client, rep: User, quiet, run_jobs) -> None:
    grow(run_jobs, "Ann", owner=rep, **GOOD)
    part = web.get("/", headers={"hx-request": "true", "hx-target": "day"}).content.decode()
    assert ("<html" in part, "Ann" in part, "What moved" in part) == (False, True, False)
    jobs = web.get("/", headers={"hx-request": "true", "hx-target": "day-jobs"}).content.decode()
    assert ("Ann" in jobs, "My leads" in jobs) == (False, True)


def test_a_rep_without_leads_is_told_where_to_get_some(web: Client, quiet, run_jobs) -> None:
    grow(run_jobs, "Bob", **GOOD)
    page = web.get("/").content.decode()
    assert "You have no leads yet" in page
    assert "/leads/?tab=unowned" in page


def test_a_manager_without_leads_sees_those_of_everyone_until_they_ask_for_their_own(
    make_user, rep: User, quiet, run_jobs
) -> None:
    [ann] = grow(run_jobs, "Ann", owner=rep, **GOOD)
    manager = make_user("manager")
    browser = Client(headers={"host": ACME_HOST})
    browser.force_login(manager)
    assert [one.contact for one in entries(browser)] == [ann]
    assert entries(browser, "/?whose=mine") == []
    grow(run_jobs, "Bob", owner=manager)
    assert entries(browser) == []


def test_a_rep_whose_leads_are_quiet_is_told_what_will_show_up(
    web: Client, rep: User, quiet, run_jobs
) -> None:
    grow(run_jobs, "Ann", owner=rep)
    assert "Nothing is due" in web.get("/").content.decode()


def test_an_import_that_runs_is_shown_and_followed(web: Client, quiet) -> None:
    Import.objects.create(file_name="fair.csv", status=Import.Status.RUNNING, total=10, processed=4)
    page = web.get("/").content.decode()
    assert "Importing fair.csv" in page
    assert 'hx-trigger="every 3s"' in page


def test_dead_deliveries_are_told_to_ops_only(web: Client, make_user, quiet) -> None:
    event = StoredEvent.objects.create(type="crm.ContactCreated", facts=[], fact_count=0, subject_ids=[])
    Delivery.objects.create(event=event, receiver="x", status=Delivery.Status.DEAD, due_at=now())
    ops = Client(headers={"host": ACME_HOST})
    ops.force_login(make_user("ops"))
    assert ops.get("/").context["dead"] == 1
    assert web.get("/").context["dead"] == 0


def test_my_day_costs_the_same_for_more_leads(web: Client, rep: User, quiet, run_jobs) -> None:
    grow(run_jobs, "Ann", owner=rep, **GOOD)
    for_one = queries_of(lambda: web.get("/"))
    grow(run_jobs, "Bob", "Cy", owner=rep, **GOOD)
    assert queries_of(lambda: web.get("/")) == for_one


def test_companies_are_found_by_a_part_of_name_or_domain(web: Client, acme: Organization) -> None:
    Company.objects.create(name="Works", domain="works.example")
    Company.objects.create(name="Acre", domain="land.example")
    found = web.get("/companies/?q=LAND").context["page"].rows
    assert [company.name for company in found] == ["Acre"]


def test_the_page_of_a_company_lists_its_leads_the_best_first(web: Client, acme: Organization) -> None:
    works = Company.objects.create(name="Works")
    Contact.objects.create(first_name="Low", company=works, lead_score=10)
    Contact.objects.create(first_name="High", company=works, lead_score=90)
    Contact.objects.create(first_name="Elsewhere", lead_score=99)
    rows = web.get(f"/companies/{works.pk}/").context["rows"]
    assert [row.contact.first_name for row in rows] == ["High", "Low"]


@pytest.mark.parametrize("path", ["/companies/", "one"])
def test_companies_cost_the_same_for_more_rows(web: Client, acme: Organization, path: str) -> None:
    works = Company.objects.create(name="Works")
    Contact.objects.create(first_name="A", company=works)
    address = f"/companies/{works.pk}/" if path == "one" else path
    for_one = queries_of(lambda: web.get(address))
    Company.objects.create(name="Other")
    for name in "BC":
        Contact.objects.create(first_name=name, company=works)
    assert queries_of(lambda: web.get(address)) == for_one


def test_strangers_see_no_company(stranger: Client, acme: Organization) -> None:
    works = Company.objects.create(name="Works")
    for path in ("/companies/", f"/companies/{works.pk}/", "/"):
        assert stranger.get(path).status_code == 302


def test_ops_are_told_of_money_that_is_stopped_and_reps_are_not(web, admin) -> None:
    stop_spending(by=admin)
    said = "Paid lookups are stopped."
    assert said not in web.get("/").content.decode()
    web.force_login(admin)
    assert said in web.get("/").content.decode()
