"""Deals leave as CSV: those of the table, as far as the person sees them, harmless in a spreadsheet."""

import csv
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from asgiref.sync import async_to_sync
from django.test import RequestFactory

from mauntic.accounts.models import User
from revops.services import deal_import as services
from revops.services.deal_import_check import check_deals
from revops.views.deal_export import export
from tests.factories.crm import ContactFactory
from tests.factories.revops import DealFactory


def exported(user: User, query: str = "") -> str:
    """The exported file."""
    request = RequestFactory().get(f"/revops/deals/export.csv?{query}")
    request.user = user

    async def asked() -> User:
        return user

    async def read() -> str:
        request.auser = asked
        answer = await export(request)
        return b"".join([chunk async for chunk in answer.streaming_content]).decode()

    return async_to_sync(read)()


def names(text: str) -> list[str]:
    return [row["Name"] for row in csv.DictReader(text.splitlines())]


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
        "Contact e-mail": "ann@x.example",
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


def test_what_was_exported_is_known_when_it_comes_back(rep, wire, media):
    DealFactory(owner=wire.owner, external_id="A1", contact=None, company=None)
    job = services.upload_deals(file=BytesIO(exported(rep).encode()), file_name="deals.csv", by=None)
    assert [row.verdict for row in check_deals(job)] == ["skip", "skip"]
