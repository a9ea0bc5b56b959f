"""The form of values while fields, choices and people change: nothing is lost unseen."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mauntic.crm.contacts.services.edit import update_contact
from mauntic.crm.fields.services.defining import archive_field
from mauntic.crm.models import Contact, CustomField
from tests.factories.crm import CompanyFactory, ContactFactory
from tests.factories.fields import define

pytestmark = pytest.mark.django_db


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def form_of(lead: Contact) -> str:
    return reverse("lead-fields", args=[lead.pk])


def take_off(key: str, choice: str) -> None:
    field = CustomField.objects.get(key=key)
    field.choices = [each | {"is_off": each["key"] == choice} for each in field.choices]
    field.save()


def test_a_removed_choice_stays_with_the_lead_that_has_it_and_is_offered_to_no_other(web):
    define("plan", kind="choice", choices="Pro Free")
    define("likes", kind="multi_choice", choices="Tea Pie")
    holder = ContactFactory(custom_fields={"plan": "pro", "likes": ["tea"]})
    other = ContactFactory()
    take_off("plan", "pro")
    take_off("likes", "tea")
    assert '<option value="pro" selected>Pro</option>' in text_of(web.get(form_of(holder)))
    page = text_of(web.get(form_of(other)))
    assert ">Pro<" not in page
    assert 'value="tea"' not in page
    same = {"custom:plan": "pro", "opened-custom:plan": "pro"}
    ticked = {"custom:likes": ["tea", "pie"], "opened-custom:likes": "tea"}
    assert web.post(form_of(holder), same | ticked).status_code == 302
    holder.refresh_from_db()
    assert holder.custom_fields == {"plan": "pro", "likes": ["tea", "pie"]}
    for entered in ({"custom:plan": "pro"}, {"custom:likes": ["tea"]}):
        answer = web.post(form_of(other), entered)
        assert answer.status_code == 422
        assert "This choice is no longer offered. Choose another one." in text_of(answer)


@pytest.mark.parametrize("is_deleted", [False, True])
def test_somebody_who_left_stays_in_the_field(web, make_user, is_deleted):
    define("keeper", kind="person")
    left = make_user(email="kim@acme.example", name="Kim Novak")
    left.is_active = False
    left.save()
    person = str(left.pk)
    lead = ContactFactory(custom_fields={"keeper": person})
    name = "Somebody who left" if is_deleted else "Kim Novak"
    if is_deleted:
        left.delete()
    assert f'<option value="{person}" selected>{name}</option>' in text_of(web.get(form_of(lead)))
    assert (
        web.post(form_of(lead), {"custom:keeper": person, "opened-custom:keeper": person}).status_code == 302
    )
    lead.refresh_from_db()
    assert lead.custom_fields == {"keeper": person}
    other = ContactFactory()
    assert person not in text_of(web.get(form_of(other)))
    assert web.post(form_of(other), {"custom:keeper": person}).status_code == 422


def test_what_was_entered_for_a_field_archived_meanwhile_is_not_lost_unseen(web):
    (size, _plan) = define("size", "plan")
    lead = ContactFactory(custom_fields={"size": "38"})
    archive_field(field_id=size.pk)
    entered = {
        "custom:size": "39",
        "opened-custom:size": "38",
        "custom:plan": "Pro",
        "opened-custom:plan": "",
    }
    answer = web.post(form_of(lead), entered)
    assert answer.status_code == 422
    assert "Meanwhile ops archived size: what you entered there is not saved." in text_of(answer)
    assert web.post(form_of(lead), entered | {"custom:size": "38"}).status_code == 302
    lead.refresh_from_db()
    assert lead.custom_fields == {"size": "38", "plan": "Pro"}


def test_a_conflict_about_several_choices_names_all_of_both(web):
    define("likes", kind="multi_choice", choices="Tea Pie Jam")
    lead = ContactFactory(custom_fields={"likes": ["jam"]})
    update_contact(contact=lead, values={"custom_fields": {"likes": ["tea", "jam"]}})
    answer = web.post(form_of(lead), {"custom:likes": ["tea", "pie"], "opened-custom:likes": "jam"})
    assert answer.status_code == 422
    assert "Yours: <strong>Tea, Pie</strong>" in text_of(answer)
    assert "Theirs: <strong>Tea, Jam</strong>" in text_of(answer)


def test_pages_need_no_query_per_field(web, ops_web):
    lead = ContactFactory(company=CompanyFactory())
    pages = [
        (web, form_of(lead)),
        (web, reverse("lead", args=[lead.pk])),
        (web, reverse("leads")),
        (web, reverse("company-edit", args=[lead.company_id])),
        (ops_web, reverse("crm:segment-new")),
    ]

    def counts() -> list[int]:
        found = []
        for browser, address in pages:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert browser.get(address).status_code == 200
            found.append(len(queries))
        return found

    for owner in ("contact", "company"):
        define("one", owner=owner, kind="person")
    counts()  # fills the caches
    few = counts()
    for owner in ("contact", "company"):
        define(*(f"p{place}" for place in range(25)), owner=owner, kind="person")
        define(*(f"t{place}" for place in range(25)), owner=owner, kind="choice", choices="Pro Free")
    assert counts() == few
