"""Emails of sequences name their sequence, and only those who may see an email get a link to it."""

import pytest
from django.test import Client
from django.urls import reverse

from mauntic.delivery.models import Message
from revops.sequences.models.enrollments import StepRun
from revops.sequences.models.sequences import Step
from revops.sequences.services.sweep import run_due
from tests.conftest import ACME_HOST
from tests.factories.delivery import MessageFactory
from tests.factories.sequences import make_enrollment, make_mailbox, make_sequence
from tests.support.queries import queries_of


@pytest.fixture
def colleague(acme, make_user) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(make_user("rep", "kim@acme.example"))
    return client


@pytest.fixture
def row(rep):
    """A lead whose email waits in the mailbox of the rep."""
    make_mailbox(rep)
    made = make_enrollment(make_sequence(rep, name="Spring offer"), rep)
    run_due()
    return made


def test_the_outbox_and_the_email_name_their_sequence(web, row):
    message = Message.objects.get()

    assert "· Spring offer" in web.get(reverse("delivery:outbox")).content.decode()
    page = web.get(reverse("delivery:message", args=[message.pk])).content.decode()
    assert f'<a href="/revops/sequences/{row.sequence_id}/">Spring offer</a>' in page


def test_the_outbox_needs_the_same_queries_for_emails_of_one_and_of_three_leads(web, rep, row):
    MessageFactory()
    web.get(reverse("delivery:outbox"))
    one = queries_of(lambda: web.get(reverse("delivery:outbox")))
    for _lead in range(2):
        make_enrollment(row.sequence, rep)
    run_due()

    assert queries_of(lambda: web.get(reverse("delivery:outbox"))) == one


def test_links_lead_only_to_emails_that_the_user_may_see(web, colleague, row):
    StepRun.objects.update(outcome="sent")
    step = Step.objects.get(version=row.version_id, position=1)
    behind = f"/revops/sequences/{row.sequence_id}/steps/{step.pk}/reached/"
    email = reverse("delivery:message", args=[Message.objects.get().pk])

    assert colleague.get(email).status_code == 404
    assert email in web.get(behind).content.decode()
    page = colleague.get(behind).content.decode()
    assert row.contact.name in page
    assert email not in page


def test_what_an_enrollment_waits_for_is_told_without_the_link(web, colleague, row):
    email = reverse("delivery:message", args=[Message.objects.get().pk])
    for path in (f"/revops/sequences/{row.sequence_id}/", f"/leads/{row.contact_id}/"):
        assert email in web.get(path).content.decode()
        page = colleague.get(path).content.decode()
        assert "Email in the outbox." in page
        assert f'href="{email}"' not in page
