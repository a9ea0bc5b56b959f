"""Admins look at every row of revenue operations, and change none past the services."""

import pytest
from django.apps import apps
from django.contrib import admin as administration
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from revops.activities.models import Activity
from revops.attachments.models import Attachment
from revops.deals.models.deals import Deal
from tests.conftest import ACME_HOST
from tests.factories.revops import DealFactory

REGISTERED = {
    model: each for model, each in administration.site._registry.items() if model._meta.app_label == "revops"
}


@pytest.fixture
def office(admin) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(admin)
    return client


def address(model: type[Model], action: str, *args: object) -> str:
    return reverse(f"admin:revops_{model._meta.model_name}_{action}", args=args)


def test_every_kind_of_row_is_there_by_itself_or_within_another():
    within = {inline.model for each in REGISTERED.values() for inline in each.inlines}
    assert set(REGISTERED) | within == set(apps.get_app_config("revops").get_models())


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model.__name__)
def test_rows_are_listed_and_none_is_added(office, model):
    assert office.get(address(model, "changelist")).status_code == 200
    assert office.get(address(model, "add")).status_code == 403


def test_a_deal_is_shown_with_its_history_and_not_changed(office, rep):
    deal = DealFactory(owner=rep, name="Wire")
    Activity.objects.create(deal=deal, type="call")
    Attachment.objects.create(deal=deal, name="Offer.pdf", size=1)
    page = office.get(address(Deal, "change", deal.pk)).content.decode()
    assert ("Offer.pdf" in page, 'name="_save"' in page) == (True, False)
    assert office.post(address(Deal, "change", deal.pk), {"name": "Mine"}).status_code == 403
    assert office.post(address(Deal, "delete", deal.pk), {"post": "yes"}).status_code == 403


def test_a_list_takes_as_many_queries_however_long_it_is(office, rep, django_assert_num_queries):
    DealFactory(owner=rep)
    with django_assert_num_queries(6):
        office.get(address(Deal, "changelist"))
    DealFactory.create_batch(4, owner=rep)
    with django_assert_num_queries(6):
        office.get(address(Deal, "changelist"))


def test_managers_are_kept_out(manager):
    client = Client(headers={"host": ACME_HOST})
    client.force_login(manager)
    assert client.get(address(Deal, "changelist")).status_code == 302
