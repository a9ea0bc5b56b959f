import pytest
from django.contrib import admin as administration
from django.test import Client
from django.urls import reverse

from tests.conftest import ACME_HOST
from tests.support.queries import queries_of
from tests.tracking.test_pages import fill

OURS = [model for model in administration.site._registry if model._meta.app_label == "tracking"]


@pytest.fixture
def office(admin) -> Client:
    """The browser of an admin."""
    client = Client(headers={"host": ACME_HOST})
    client.force_login(admin)
    return client


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_rows_are_looked_at_and_not_changed(office, model):
    page = reverse(f"admin:tracking_{model._meta.model_name}_changelist")
    fill(1)
    one = queries_of(lambda: office.get(page))
    fill(2)

    assert office.get(page).status_code == 200
    assert queries_of(lambda: office.get(page)) == one
    assert office.get(reverse(f"admin:tracking_{model._meta.model_name}_add")).status_code == 403
