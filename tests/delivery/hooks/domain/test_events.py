"""What the events of e-mail services mean."""

from datetime import UTC, datetime

import pytest

from mauntic.delivery.hooks.domain.events import Kind, Tracked, bounce_kind
from mauntic.delivery.replies.domain.statuses import BounceKind

AT = datetime(2026, 12, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        (Tracked(kind=Kind.BOUNCED, words="smtp;550 5.1.1 no such user"), BounceKind.HARD),
        (Tracked(kind=Kind.BOUNCED, words="552 5.2.2 mailbox full", reason="bounced"), BounceKind.SOFT),
        (Tracked(kind=Kind.BOUNCED, words="550 5.7.1 rejected as spam", reason="bounced"), BounceKind.POLICY),
        (Tracked(kind=Kind.BOUNCED, status="5.1.1", words="bounced"), BounceKind.HARD),
        (Tracked(kind=Kind.BOUNCED, words="gave up", reason="bounced"), BounceKind.HARD),
        (Tracked(kind=Kind.BOUNCED, words="gave up", reason="bounced", is_soft=True), BounceKind.SOFT),
        (Tracked(kind=Kind.BOUNCED, words="552 the mailbox is full", reason="bounced"), BounceKind.SOFT),
        (Tracked(kind=Kind.REJECTED, reason="invalid"), BounceKind.HARD),
        (Tracked(kind=Kind.REJECTED, reason="blocked"), BounceKind.POLICY),
        (Tracked(kind=Kind.REJECTED, reason="timed_out"), BounceKind.SOFT),
        # The service gave up: what was delayed never arrived.
        (Tracked(kind=Kind.BOUNCED, words="421 4.4.1 no answer", reason="bounced"), BounceKind.SOFT),
        (Tracked(kind=Kind.REJECTED, reason="unsubscribed", words="550 5.1.1"), None),
    ],
)
def test_the_kind_of_a_bounce(event: Tracked, kind: BounceKind | None):
    assert bounce_kind(event) == kind


def test_an_event_is_known_by_its_id_or_by_what_it_says():
    one = Tracked(kind=Kind.BOUNCED, event_id="4711", recipient="a@b.example")
    assert one.key == Tracked(kind=Kind.BOUNCED, event_id="4711", recipient="a@b.example", at=AT).key
    assert one.key != Tracked(kind=Kind.BOUNCED, event_id="4711", recipient="c@b.example").key
    said = Tracked(kind=Kind.BOUNCED, header_id="<1@ours.example>", at=AT)
    assert said.key == Tracked(kind=Kind.BOUNCED, header_id="<1@ours.example>", at=AT).key
    assert said.key != Tracked(kind=Kind.BOUNCED, header_id="<2@ours.example>", at=AT).key
