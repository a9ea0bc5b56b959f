"""What is stored with a date at an end of the calendar is shown, whoever looks, from wherever."""

from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, models, transaction
from django.test import Client

from mauntic.accounts.models import User
from tests.conftest import ACME_HOST
from tests.factories.odd_rows import make_odd_base
from tests.support.pages import broken_pages

FIRST, LAST = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
# A session that ran out shows no page, and a key that did answers nothing.
LEFT_ALONE = {"session", "apikey"}


def move_all_dates(to: datetime) -> int:
    """Store the moment in every column of dates of every table of the organization; how many took it."""
    moved = 0
    shared = {app.rpartition(".")[2] for app in settings.SHARED_APPS}
    for model in apps.get_models():
        if model._meta.app_label in shared or model._meta.model_name in LEFT_ALONE or model._meta.proxy:
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, models.DateField):
                value = to if isinstance(field, models.DateTimeField) else date(to.year, to.month, to.day)
                moved += _stored(model, field.attname, value)
    return moved


def _stored(model: type[models.Model], column: str, value: date) -> int:
    try:
        with transaction.atomic():
            return model._base_manager.filter(**{f"{column}__isnull": False}).update(**{column: value})
    except DatabaseError:  # a constraint, such as that nothing ends before it begins
        return 0


@pytest.mark.filterwarnings("ignore:The default scheme will be changed")  # the administration's own forms
@pytest.mark.parametrize(
    ("moment", "zone"), [(FIRST, "America/Los_Angeles"), (LAST, "Pacific/Auckland")], ids=["first", "last"]
)
def test_every_page_shows_what_is_stored_at_an_end_of_the_calendar(acme, admin, moment, zone):
    make_odd_base(datetime.now(UTC))
    User.objects.filter(pk=admin.pk).update(is_active=True, time_zone=zone)
    type(acme).objects.filter(pk=acme.pk).update(time_zone=zone)
    connection.tenant.time_zone = zone
    browser = Client(headers={"host": ACME_HOST})
    browser.force_login(admin)
    assert move_all_dates(moment) > 100

    assert broken_pages(browser) == []
