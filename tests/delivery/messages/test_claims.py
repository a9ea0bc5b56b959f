"""How many messages one look decides about, and how many it claims."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mauntic.delivery.messages.services import claims
from mauntic.delivery.models import Mailbox, Message, MessageState
from mauntic.tenants.models import Organization
from tests.factories.delivery import MailboxFactory, MessageFactory


@pytest.fixture
def mailbox(acme: Organization, monkeypatch: pytest.MonkeyPatch) -> Mailbox:
    monkeypatch.setattr(claims, "PER_CLAIM", 2)
    monkeypatch.setattr(claims, "PER_LOOK", 3)
    return MailboxFactory()


def in_order(mailbox: Mailbox, *bodies: str) -> list[Message]:
    """Make one message after the other; those whose text needs a title may not go."""
    return [MessageFactory(mailbox=mailbox, rank=1, body=body, contact__title="") for body in bodies]


HELD, FREE = "{{ title }}", "Hello"


def test_messages_beyond_those_that_go_are_not_looked_at(mailbox: Mailbox) -> None:
    first, _second, *rest = in_order(mailbox, FREE, HELD, FREE, FREE)

    found = claims.claim_due(mailbox_id=mailbox.pk)

    assert (found.ids, found.decided) == ([first.pk], 2)
    assert Message.objects.filter(pk__in=[row.pk for row in rest], state=MessageState.WAITING).count() == 2
    assert claims.claim_due(mailbox_id=mailbox.pk).ids == [row.pk for row in rest]


def test_messages_that_are_held_do_not_hide_those_behind_them(mailbox: Mailbox) -> None:
    *_held, free, _beyond = in_order(mailbox, HELD, HELD, HELD, HELD, FREE, FREE)

    found = claims.claim_due(mailbox_id=mailbox.pk)

    assert (found.ids, found.decided) == ([free.pk], 5)
    assert Message.objects.filter(hold="missing_value").count() == 4


def test_a_look_at_messages_that_are_held_needs_the_same_queries_for_few_and_many(mailbox: Mailbox) -> None:
    in_order(mailbox, HELD)
    claims.claim_due(mailbox_id=mailbox.pk)  # fills caches
    counts = []
    for bodies in ([HELD] * 3, [HELD] * 5):
        in_order(mailbox, *bodies)
        with CaptureQueriesContext(connection) as queries:
            assert claims.claim_due(mailbox_id=mailbox.pk).decided == len(bodies)
        counts.append(len(queries))
    assert counts[0] == counts[1]
