"""Openings and clicks in the figures of a sequence: those of people, and never of machines."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse

from mauntic.delivery.messages.services.engagement import count_touches
from mauntic.delivery.models import Link, Message, Touch
from mauntic.kernel.clock import now
from revops.sequences.domain.steps import StepDraft
from revops.sequences.models.sequences import SequenceVersion
from revops.sequences.selectors.metrics import figures_of
from tests.factories.sequences import FOLLOW_UP, make_enrollment, make_sequence

WITH_LINK = StepDraft(type="email", subject="A question", body="See https://ours.example/prices, please.")


def test_openings_and_clicks_of_people_count_at_their_step(rep, mailbox, sweep_and_send, web: Client) -> None:
    sequence = make_sequence(rep, (WITH_LINK, FOLLOW_UP))
    for _lead in range(3):
        make_enrollment(sequence, rep)
    sweep_and_send()
    later = now() + timedelta(hours=1)
    reader, clicker, scanned = Message.objects.order_by("pk")
    Touch.objects.create(message=reader, at=later)
    Touch.objects.create(message=clicker, at=later, link=Link.objects.get(message=clicker))
    Touch.objects.create(message=scanned, at=later, reason="Email proxy (Mozilla/5.0)")

    count_touches(now=later + timedelta(minutes=1))

    first, second = figures_of(SequenceVersion.objects.get())
    assert (first.figures.sent, first.figures.opened, first.figures.clicked) == (3, 1, 1)
    assert (second.figures.opened, second.figures.clicked) == (0, 0)
    page = web.get(reverse("revops:sequence", args=[sequence.pk])).content.decode()
    assert 'data-label="Opened"' in page
    assert 'data-label="Clicked"' in page
