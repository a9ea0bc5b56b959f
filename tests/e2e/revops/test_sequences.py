"""Sequences in a browser: the pages are whole, and the builder changes its steps in place."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from mauntic.crm.models import Contact
from revops.sequences.models.sequences import Sequence
from revops.sequences.services.sweep import run_due
from tests.e2e.faults import faults_of
from tests.e2e.live import Live
from tests.factories.sequences import CALL, EMAIL, SMS, make_enrollment, make_mailbox, make_sequence

pytestmark = pytest.mark.e2e
VARIANTS = EMAIL.__class__(
    type="email", subject="Plan A", body="Hi {{ first_name | there }}", second_subject="B", second_body="Hey"
)


@pytest.fixture
def sequence(live: Live, db: None) -> Iterator[Sequence]:
    """A sequence of the admin with two leads: one waits for the outbox, one was stopped."""
    admin = live.admin()
    with live.inside():
        mailbox = make_mailbox(admin)
        made = make_sequence(admin, (VARIANTS, CALL, SMS))
        rows = [make_enrollment(made, admin, first_name=name, last_name="Poe") for name in ("Ada", "Bo")]
        run_due()
        rows[1].state, rows[1].reason = "stopped", "replied"
        rows[1].save()
    yield made
    with live.inside():
        Contact.objects.filter(pk__in=[row.contact_id for row in rows]).delete()
        made.delete()
        mailbox.delete()


def test_pages_of_sequences_have_no_faults_wide_or_narrow_light_or_dark(
    page: Page, live: Live, sequence: Sequence
) -> None:
    one = f"/revops/sequences/{sequence.pk}/"
    with live.inside():
        enroll = f"/leads/enroll/?ids={sequence.enrollments.order_by('created_at')[0].contact_id}"
    for path in ("/revops/sequences/", one, f"{one}edit/", f"{one}preview/", enroll):
        assert faults_of(page, path) == []


def test_the_builder_adds_moves_and_saves_steps(page: Page, live: Live) -> None:
    page.goto("/revops/sequences/new/")
    page.get_by_role("textbox", name="Name").fill("Browser")
    page.get_by_label("Subject", exact=True).first.fill("Hello")
    page.get_by_role("button", name="Add step").click()
    expect(page.get_by_role("group", name="Step 3")).to_be_visible()
    page.get_by_role("button", name="Remove step 3").click()
    expect(page.get_by_role("group", name="Step 3")).to_have_count(0)
    page.get_by_role("group", name="Step 2").get_by_label("Type").select_option("phone_call")
    expect(page.get_by_role("group", name="Step 2").get_by_label("Subject", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Save").last.click()

    expect(page.get_by_role("heading", name="Browser")).to_be_visible()
    with live.inside():
        made = Sequence.objects.get(name="Browser")
        assert [step.type for step in made.versions.get().steps.all()] == ["email", "phone_call"]
        made.delete()


def test_a_token_goes_where_the_person_wrote_last_and_the_preview_fills_it(
    page: Page, live: Live, sequence: Sequence
) -> None:
    page.goto(f"/revops/sequences/{sequence.pk}/edit/")
    subject = page.get_by_role("group", name="Step 1").get_by_label("Subject", exact=True)
    subject.fill("For ")
    page.get_by_role("button", name="Insert: Company of the lead").click()
    expect(subject).to_have_value("For {{ company }}")
    page.get_by_label("Lead", exact=True).fill("Ada Poe")
    page.keyboard.press("Enter")
    expect(page.get_by_text("As Ada Poe reads it. Nothing is saved.")).to_be_visible()
    expect(subject).to_have_value("For {{ company }}")
