"""Deals leave as CSV: those of the table, as far as the person sees them, harmless in a spreadsheet."""

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from asgiref.sync import async_to_sync
from django.test import RequestFactory

from mauntic.accounts.models import User
from revops.deal_imports.services import run as services
from revops.deal_imports.services.check import check_deals
from revops.deals.models.deals import Deal
from revops.pipeline.selectors.export import COLUMNS
from revops.pipeline.views.export import export
from tests.factories.crm import ContactFactory
from tests.factories.revops import DealFactory


def exported(user: User, query: str = "") -> str:
    """The text of the exported file, which tells Excel its encoding."""
    request = RequestFactory().get(f"/revops/deals/export.csv?{query}")
    request.user = user

    async def asked() -> User:
        return user

    async def read() -> str:
        request.auser = asked
        answer = await export(request)
        content = b"".join([chunk async for chunk in answer.streaming_content])
        assert content.startswith(b"\xef\xbb\xbf")
        return content.decode("utf-8-sig")

    return async_to_sync(read)()


def names(text: str) -> list[str]:
    return [row["Name"] for row in csv.DictReader(text.splitlines())]


def state() -> list[tuple[object, ...]]:
    """What a file tells of all deals."""
    fields = (
        "name, contact, company, owner, stage, value, currency, probability, priority, closed_at, "
        "lost_reason, expected_close_on, next_step, created_at"
    )
    return sorted(Deal.objects.values_list(*fields.split(", ")), key=str)


@pytest.fixture
def wire(rep):
    contact = ContactFactory(first_name="Ann", last_name="Lee", email="ann@x.example", company__name="Isdom")
    made = datetime(2026, 1, 2, tzinfo=UTC)
    return DealFactory(
        owner=rep, name="=Wire()", contact=contact, created_at=made, expected_close_on=date(2026, 5, 1)
    )


def test_a_deal_is_a_line_and_a_formula_is_text(rep, wire):
    (row,) = csv.DictReader(exported(rep).splitlines())
    assert row == {
        "Id": str(wire.pk),
        "Name": "'=Wire()",
        "Company": "Isdom",
        "Contact": "Ann Lee",
        "Contact email": "ann@x.example",
        "Owner": "rep@acme.example",
        "Stage": "Prospecting",
        "Value": "1000.00",
        "Currency": "USD",
        "Probability": "0.100",
        "Priority": "Medium",
        "Forecast category": "pipeline",
        "Created": "2026-01-02",
        "Close date": "2026-05-01",
        "Lost reason": "",
        "Next step": "",
    }


def test_only_what_the_person_sees_and_asked_for_leaves(rep, colleague):
    DealFactory(owner=colleague, name="Theirs")
    DealFactory(owner=rep, name="High", priority="high")
    DealFactory(owner=rep, name="Low", priority="low")
    assert names(exported(rep, "priority=high")) == ["High"]
    assert sorted(names(exported(rep))) == ["High", "Low"]


def test_what_was_exported_and_deleted_comes_back_as_it_was(rep, wire, media):
    DealFactory(
        owner=rep,
        name="'=Lost",
        contact=None,
        company=wire.contact.company,
        stage="closed_lost",
        probability=0,
        closed_at=datetime(2026, 3, 4, tzinfo=UTC),
        created_at=datetime(2026, 1, 2, tzinfo=UTC),
        expected_close_on=date(2026, 3, 4),
        lost_reason="-2 budgets",
        priority="critical",
        value=Decimal("1250.50"),
        currency="EUR",
        external_id="A1",
    )
    Deal.objects.filter(pk=wire.pk).update(next_step="+call @Ann", priority="low", value=Decimal("0.05"))
    before, text = state(), exported(rep) + exported(rep, "tab=lost")
    Deal.objects.all().delete()
    job = services.upload_deals(file=BytesIO(text.encode("utf-8-sig")), file_name="deals.csv", created_by=rep)
    services.set_deal_mapping(job=job, mapping=job.mapping, unknown_owner="error")
    services.start_deal_import(job=job, in_background=False)
    services.run_deal_import(import_id=job.pk)
    job.refresh_from_db()
    assert (job.failures, job.created_count, job.skipped_count) == ([], 2, 1)  # the second heading
    assert state() == before
    assert job.note == (
        "Columns that Mauntic computes were skipped: Contact, Probability, Forecast category."
    )


def test_what_was_exported_is_known_when_it_comes_back(rep, wire, media):
    DealFactory(owner=wire.owner, external_id="A1", contact=None, company=None)
    job = services.upload_deals(file=BytesIO(exported(rep).encode()), file_name="deals.csv")
    assert [row.verdict for row in check_deals(job)] == ["skip", "skip"]


def test_the_export_tells_the_day_where_the_organization_is(acme, rep):
    acme.time_zone = "Europe/Berlin"
    begun = datetime(2016, 10, 20, tzinfo=ZoneInfo("Europe/Berlin"))
    assert COLUMNS["Created"](DealFactory(owner=rep, created_at=begun)) == date(2016, 10, 20)
