"""One handover is undone by two requests at the same moment, each on a connection of its own."""

import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from mauntic.accounts.models import User
from mauntic.crm.contacts.services.handovers import hand_over, undo_handover
from mauntic.kernel.errors import Conflict
from mauntic.tenants.context import enter
from tests.factories.crm import ContactFactory


def test_of_two_who_undo_at_once_one_is_told(committed):
    """Without the lock, both would count the lead and publish that its owner changed."""
    admin = User.objects.create_user("ada@acme.example", "a password", role="admin")
    lead = ContactFactory(owner=None)
    _, handover = hand_over(contact_ids=[lead.pk], owner=admin, by=admin)
    start = threading.Barrier(2)

    def undo(_: int) -> bool:
        enter(committed)
        try:
            start.wait()
            undo_handover(handover_id=handover, by=admin)
        except Conflict:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(undo, range(2))) == [False, True]
