"""Taking an import back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mauntic.crm.contacts.services.edit import create_contact, update_contact
from mauntic.crm.imports.services import revert
from mauntic.crm.models import Company, Contact
from mauntic.kernel.errors import Conflict
from revops.activities.models import Activity
from revops.committee.models import CommitteeMember
from tests.crm.files import HEADERS, bring_in, lead, undo
from tests.factories.revops import DealFactory

pytestmark = pytest.mark.usefixtures("acme")


def test_taking_an_import_back_deletes_what_it_made_and_restores_what_it_replaced():
    grace = create_contact(
        values={"first_name": "Grace", "email": "grace@navy.example", "title": "Admiral", "company": "Navy"},
        source="form",
    )
    job = bring_in(
        HEADERS,
        lead("Ada", "Lovelace", "ada@engines.example", "Engines", "engines.example"),
        lead("Grace", "Hopper", "grace@navy.example", "Navy", "navy.example", "900", title="Rear Admiral"),
        lead("Grace", "Murray", "grace@navy.example"),
    )
    undo(job)
    assert [contact.name for contact in Contact.objects.all()] == ["Grace"]
    grace.refresh_from_db()
    assert (grace.title, grace.seniority, grace.last_name) == ("Admiral", "other", "")
    assert list(Company.objects.values_list("name", "domain", "employees")) == [
        ("Navy", "navy.example", None)
    ]
    assert (job.status, job.reverted_count, job.kept_count) == ("reverted", 2, 0)
    with pytest.raises(Conflict):
        revert.revert_import(job=job)


def test_what_somebody_changed_since_is_kept():
    create_contact(
        values={"first_name": "Grace", "email": "grace@navy.example", "title": "Admiral"}, source="form"
    )
    job = bring_in(
        HEADERS,
        lead("Ada", "Lovelace", "ada@engines.example", "Engines"),
        lead("Kay", "McNulty", "kay@engines.example", "Engines"),
        lead("Grace", "Hopper", "grace@navy.example", title="CTO"),
    )
    update_contact(contact=Contact.objects.get(first_name="Ada"), values={"region": "London"})
    update_contact(contact=Contact.objects.get(first_name="Grace"), values={"title": "CEO"})
    undo(job)
    assert set(Contact.objects.values_list("first_name", "last_name", "title")) == {
        ("Ada", "Lovelace", ""),
        ("Grace", "", "CEO"),
    }
    assert Company.objects.get().name == "Engines"
    assert (job.reverted_count, job.kept_count) == (1, 2)
    kept = job.rows.filter(reason="Not reverted: changed after the import.")
    assert set(kept.values_list("number", flat=True)) == {1, 3}


def test_the_preview_of_a_revert_says_what_the_revert_then_does():
    create_contact(values={"first_name": "Grace", "email": "grace@navy.example"}, source="form")
    create_contact(values={"first_name": "Jean", "email": "jean@navy.example"}, source="form")
    job = bring_in(
        HEADERS,
        lead("Ada", "Lovelace", "ada@engines.example", "Engines"),
        lead("Kay", "McNulty", "kay@engines.example", "Engines"),
        lead("Betty", "Holberton", "betty@looms.example", "Looms"),
        lead("Grace", "Hopper", "grace@navy.example", title="CTO"),
        lead("Jean", "Bartik", "jean@navy.example", title="CTO"),
    )
    update_contact(contact=Contact.objects.get(first_name="Ada"), values={"region": "London"})
    update_contact(contact=Contact.objects.get(first_name="Jean"), values={"title": "CEO"})
    Activity.objects.create(type="call", contact=Contact.objects.get(first_name="Kay"))
    preview = revert.revert_preview(job)
    assert preview == revert.RevertPreview(
        deleted=1, changed=1, in_use=1, restored=2, changed_since=1, companies=2
    )
    undo(job)
    assert Contact.objects.filter(first_name="Betty").count() == 0
    assert Contact.objects.count() == 2 + preview.changed + preview.in_use
    assert job.kept_count == preview.changed + preview.in_use + preview.changed_since


def test_leads_that_hold_work_of_people_are_kept():
    names = ["Ada", "Grace", "Kay", "Jean", "Betty"]
    job = bring_in(HEADERS, *(lead(name, "Engines", f"{name.lower()}@engines.example") for name in names))
    ada, grace, kay = (Contact.objects.get(first_name=name) for name in names[:3])
    call = Activity.objects.create(type="call", contact=ada, notes="Wants an offer.")
    deal = DealFactory(contact=grace)
    seat = CommitteeMember.objects.create(deal=deal, contact=kay)
    undo(job)
    assert set(Contact.objects.values_list("first_name", flat=True)) == {"Ada", "Grace", "Kay"}
    for row in (call, deal, seat):
        row.refresh_from_db()
    assert (call.contact, deal.contact, seat.contact) == (ada, grace, kay)
    assert (job.reverted_count, job.kept_count) == (2, 3)
    kept = job.rows.filter(reason="Not reverted: changed after the import.")
    assert set(kept.values_list("number", flat=True)) == {1, 2, 3}


def test_asking_for_work_of_people_costs_as_many_queries_for_many_leads_as_for_one():
    def queries_of(count):
        people = (lead("Ada", "Engines", f"{number}.{count}@engines.example") for number in range(count))
        job = bring_in(HEADERS, *people)
        with CaptureQueriesContext(connection) as queries:
            undo(job)
        return len(queries)

    assert queries_of(20) == queries_of(2)


def test_companies_that_have_deals_are_kept():
    job = bring_in(
        HEADERS,
        lead("Ada", "Lovelace", "ada@engines.example", "Engines"),
        lead("Grace", "Hopper", "grace@navy.example", "Navy"),
    )
    deal = DealFactory(contact=None, company=Company.objects.get(name="Engines"))
    undo(job)
    deal.refresh_from_db()
    assert [deal.company] == list(Company.objects.all())
    assert (job.reverted_count, job.kept_count) == (2, 0)
