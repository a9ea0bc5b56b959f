"""People are told in the product as they want to be, once per run and step."""

import pytest
from django.urls import reverse

from mauntic.automation.models import ActionRun, Kind
from mauntic.automation.selectors.reading import Script
from mauntic.automation.services.definitions.saving import Draft, save_definition
from mauntic.kernel.errors import Invalid
from mauntic.notifications.models import Kind as NoticeKind
from mauntic.notifications.models import Notification, Preference
from tests.automation.conftest import make_definition, rise
from tests.factories.crm import ContactFactory

pytestmark = pytest.mark.django_db
TEXT = "Call {{ full_name }} ({{ title }})"


def notice(**settings):
    return {"action": "notify", "settings": {"to": "owner", "text": TEXT, **settings}}


def test_the_owner_gets_the_filled_text_with_a_link_to_the_lead(acme, admin, rep, shared, run_jobs):
    make_definition(admin, steps=[notice(), notice(text="Again")])
    contact = ContactFactory(owner=rep, first_name="Bo", last_name="Li")
    with run_jobs():
        rise(contact)
    first, second = Notification.objects.order_by("created_at", "pk")
    assert (first.user, first.kind, first.url) == (
        rep,
        NoticeKind.AUTOMATION,
        reverse("lead", args=[contact.pk]),
    )
    assert first.title == 'The workflow "Call risen leads" notified you'
    assert (first.body, second.body) == ("Call Bo Li (–)", "Again")


def test_everybody_with_a_role_is_told_and_nobody_who_left(acme, admin, make_user, shared, run_jobs):
    make_user("ops", "a@acme.example", "Kim")
    away = make_user("ops", "b@acme.example", "Lee")
    away.is_active = False
    away.save()
    make_definition(admin, steps=[notice(to="role", role="ops")])
    with run_jobs():
        rise(ContactFactory())
    assert [str(each.user) for each in Notification.objects.all()] == ["Kim"]
    assert ActionRun.objects.get().inputs["to"] == "Kim"


def test_a_person_who_turned_such_notices_off_is_not_told(acme, admin, rep, shared, run_jobs):
    Preference.objects.create(user=rep, kind=NoticeKind.AUTOMATION, in_app=False)
    make_definition(admin, steps=[notice(to="person", person=str(rep.pk))])
    with run_jobs():
        rise(ContactFactory())
    assert not Notification.objects.exists()


@pytest.mark.parametrize(
    ("given", "note"),
    [
        ({}, "The record has no active owner."),
        ({"to": "role", "role": "ops"}, "Nobody active has this role."),
    ],
)
def test_where_there_is_nobody_it_is_left_out(acme, admin, shared, run_jobs, given, note):
    make_definition(admin, steps=[notice(**given)])
    with run_jobs():
        rise(ContactFactory())
    assert ActionRun.objects.get().note == note


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"to": "person"}, "person"),
        ({"to": "role"}, "role"),
        ({"to": "role", "role": "king"}, "role"),
        ({"to": "owner", "role": "ops"}, "role"),
        ({"to": "everybody"}, "to"),
        ({"text": "x" * 501}, "text"),
        ({"text": "{{ moon }}"}, "text"),
    ],
)
def test_wrong_settings_are_refused_by_their_name(acme, admin, shared, given, wrong):
    draft = Draft(name="Tell", trigger="risen", steps=[notice(**given)])
    with pytest.raises(Invalid) as error:
        save_definition(kind=Kind.WORKFLOW, draft=draft, by=admin)
    assert list(error.value.fields) == [f"steps[0].settings.{wrong}"]


def test_a_person_who_left_breaks_the_definition(acme, admin, rep, shared):
    definition = make_definition(admin, steps=[notice(to="person", person=str(rep.pk))])
    rep.is_active = False
    rep.save()
    assert len(Script(definition.current).problems) == 1
