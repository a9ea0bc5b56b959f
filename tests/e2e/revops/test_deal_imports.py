"""Deals are brought in, and worked on, as a person does it in a browser."""

from collections.abc import Iterator

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import Page, expect

from mauntic.crm.models import Company, Contact
from revops.activities.services.drafts import ActivityDraft
from revops.activities.services.record import log_activity, plan_activity
from revops.attachments.services import attach_file
from revops.committee.models import CommitteeMember
from revops.deal_imports.models import DealImport
from revops.deal_imports.services.run import run_deal_import
from revops.deals.models.deals import Deal
from tests.e2e.faults import faults_of
from tests.e2e.live import Live

pytestmark = pytest.mark.e2e
IMPORT = "/revops/deals/import/"
FILE = {
    "name": "pipeline.csv",
    "mimeType": "text/csv",
    "buffer": b"id,product,account,deal_stage,close_date,close_value,sales_agent\n"
    b"A1,GTX Pro,Cancity,Won,2017-03-01,1054,Moses Frase\nA2,GTX Pro,Isdom,Engaging,,,Moses Frase\n"
    b"A3,MG Special,Isdom,sold,,5,\n",
}


@pytest.fixture
def clean(live: Live, db: None) -> Iterator[None]:
    """What the browser made goes again, files and all."""
    yield
    with live.inside():
        for job in DealImport.objects.all():
            job.file.delete(save=False)
        DealImport.objects.all().delete()
        Deal.objects.all().delete()
        Contact.objects.filter(company__name="Initech").delete()
        Company.objects.filter(name__in=["Cancity", "Isdom", "Initech"]).delete()


@pytest.fixture
def deal(live: Live, clean: None) -> Iterator[Deal]:
    """A deal with something of everything."""
    with live.inside():
        company, owner = Company.objects.create(name="Initech", domain="initech.example"), live.admin()
        ann, bob = (
            Contact.objects.create(first_name=name, last_name="Lee", title="Head of Plants", company=company)
            for name in ("Ann", "Bob")
        )
        deal = Deal.objects.create(
            name="Roll-out", contact=ann, company=company, owner=owner, currency="EUR", value=32_000
        )
        CommitteeMember.objects.create(deal=deal, contact=bob, role="champion", left_at=deal.created_at)
        draft = ActivityDraft(type="task", subject="Send the offer", deal_id=deal.pk)
        plan_activity(draft=draft, due_at=deal.created_at, by=owner)
        log_activity(draft=ActivityDraft(type="call", notes="They like it.", deal_id=deal.pk), by=owner)
        kept = attach_file(deal_id=deal.pk, file=ContentFile(b"An offer"), name="Offer.pdf", by=owner)
    yield deal
    with live.inside():
        kept.file.delete(save=False)


def previewed(page: Page) -> None:
    page.goto(IMPORT)
    page.get_by_label("CSV or Excel file").set_input_files(FILE)
    page.get_by_role("button", name="Upload").click()
    page.get_by_role("button", name="Preview").click()


def test_a_file_is_brought_in_row_by_row(page: Page, live: Live, clean: None) -> None:
    previewed(page)
    expect(page.get_by_role("row", name="MG Special for Isdom")).to_contain_text('"sold" is not a stage.')
    page.get_by_role("button", name="Import 2 deals").click()
    expect(page.get_by_text("Importing 3 rows in one transaction.")).to_be_visible()
    with live.inside():
        run_deal_import(import_id=DealImport.objects.get().pk)
    expect(page.get_by_role("link", name="Failed rows")).to_be_visible()
    with live.inside():
        assert sorted(Deal.objects.values_list("name", flat=True)) == [
            "GTX Pro for Cancity",
            "GTX Pro for Isdom",
        ]


def test_a_deal_is_worked_on_without_leaving_its_page(page: Page, deal: Deal) -> None:
    page.goto(f"/revops/deals/{deal.pk}/")
    page.get_by_role("button", name="Complete Send the offer").click()
    timeline = page.get_by_role("region", name="Timeline")
    expect(timeline.get_by_text("Task · Send the offer")).to_be_visible()
    page.get_by_role("button", name="Reopen Send the offer").click()
    expect(timeline.get_by_text("Task · Send the offer")).to_have_count(0)
    page.get_by_role("button", name="Restore Bob Lee").click()
    expect(page.get_by_role("combobox", name="Role of Bob Lee")).to_have_value("champion")


def test_the_pages_have_no_faults_empty_and_full(page: Page, live: Live, deal: Deal) -> None:
    paths = [f"/revops/deals/{deal.pk}/{part}/" for part in ("activities", "committee", "files", "timeline")]
    with live.inside():
        paths.append(f"/revops/activities/{deal.activities.exclude(subject='').get().pk}/")
        paths.append(f"/revops/files/{deal.attachments.get().pk}/delete/")
    assert faults_of(page, IMPORT) == []
    previewed(page)
    with live.inside():
        job = DealImport.objects.get()
    paths += [f"{IMPORT}{job.pk}/columns/", f"{IMPORT}{job.pk}/"]
    assert [fault for path in paths for fault in faults_of(page, path)] == []
    with live.inside():
        DealImport.objects.update(status="completed", failures=[{"number": 3, "values": {}, "reason": "No"}])
    assert faults_of(page, f"{IMPORT}{job.pk}/") == []
