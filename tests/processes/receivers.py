"""What the workers of these tests do: an event of the tests' own, whose effects can be counted.

Nothing keeps an effect from being written twice but the event log itself.
"""

import os
import time
import uuid
from dataclasses import dataclass

from django.db import connection
from django.dispatch import receiver

from mauntic.events.catalog import Event

EFFECTS = "CREATE TABLE effect (number integer NOT NULL, process integer NOT NULL)"
# Seconds a batch takes, so that servers can be stopped while work goes on.
WORK = float(os.environ.get("SECONDS_PER_BATCH", "0.01"))


@dataclass(frozen=True, kw_only=True)
class Happened(Event, context="processes"):
    """Something that must have one effect."""

    contact_id: uuid.UUID
    number: int


@receiver(Happened.signal, dispatch_uid="tests.processes.write_effects")
def write_effects(events: list[Happened], **_: object) -> None:
    numbers = [event.number for event in events]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO effect (number, process) SELECT unnest(%s::integer[]), %s", [numbers, os.getpid()]
        )
    time.sleep(WORK)
