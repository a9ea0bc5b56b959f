"""What an organization's admin reaches by the Django admin."""

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from unfold.admin import ModelAdmin

from mauntic.accounts.models import Team
from mauntic.tenants.models import Organization
from tests.conftest import ACME_HOST

SHARED_MODELS = [
    model
    for config in apps.get_app_configs()
    if config.name in settings.SHARED_APPS
    for model in config.get_models(include_auto_created=True)
]


@pytest.fixture
def boss(admin):
    client = Client(headers={"host": ACME_HOST})
    client.force_login(admin)
    return client


def test_no_model_of_a_shared_app_is_in_the_registry():
    assert {"Schedule", "OrmQ", "Organization", "Domain"} <= {model.__name__ for model in SHARED_MODELS}
    assert [model for model in SHARED_MODELS if admin.site.is_registered(model)] == []


@pytest.mark.parametrize("model", [Organization, ContentType])
def test_a_shared_model_cannot_be_registered(model):
    admin.site.register(model, ModelAdmin)
    assert not admin.site.is_registered(model)


def test_nobody_is_given_another_address_to_sign_in_with():
    assert not admin.site.is_registered(EmailAddress)


def test_models_of_tenants_are_registered():
    assert admin.site.is_registered(Team)


@pytest.mark.parametrize("name", ["schedule", "success", "failure", "ormq"])
def test_an_admin_finds_nothing_of_the_clock(boss, name):
    assert "/django_q/" not in boss.get("/admin/").text
    for path in ("", "add/"):
        assert boss.get(f"/admin/django_q/{name}/{path}").status_code == 404
        assert boss.post(f"/admin/django_q/{name}/{path}", {"func": "builtins.exec"}).status_code == 404


def test_a_list_is_not_narrowed_by_what_it_does_not_offer_to_filter_by(boss):
    assert boss.get("/admin/accounts/user/?role__exact=admin").status_code == 200
    assert boss.get("/admin/accounts/user/?password__startswith=a").status_code == 400


def test_no_secret_of_any_model_is_read_by_narrowing_its_list(rf):
    request = rf.get("/")
    secret = ("password", "digest", "token", "secret", "credentials", "key_hash")
    for model, listed in admin.site._registry.items():
        names = [field.name for field in model._meta.concrete_fields if field.name in secret]
        assert [name for name in names if listed.lookup_allowed(f"{name}__startswith", "a", request)] == []


def test_the_index_has_the_style_of_the_other_pages(boss):
    page = boss.get("/admin/").content.decode()
    assert "tenant-app" not in page  # django-tenants' index, which has none of Unfold's styles
    assert 'href="/admin/crm/contact/"' in page
