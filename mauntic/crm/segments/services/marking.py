"""Remember which leads changed, so that segments decide anew about them."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from mauntic.broker import enqueue
from mauntic.crm.jobs import REFRESH_SEGMENTS
from mauntic.crm.segments.models import ChangedContact, Segment
from mauntic.events.services import facts_in_sql

_FACTS = f"""
INSERT INTO crm_changedcontact (contact_id)
SELECT DISTINCT fact."contactId" FROM ({facts_in_sql({"contactId": "uuid"})}) AS fact
"""  # noqa: S608 (its parts are constants)


def mark_changed(contact_ids: Collection[UUID]) -> None:
    """Remember leads that changed, in the transaction that changes them or is told of it.

    Nothing is remembered while no segment has conditions.
    """
    if contact_ids and _anybody_asks():
        ChangedContact.objects.bulk_create(
            [ChangedContact(contact_id=pk) for pk in contact_ids], batch_size=5_000
        )
        enqueue(REFRESH_SEGMENTS)


def mark_facts(row_id: UUID) -> None:
    """Remember the leads of a stored row of events, without reading it."""
    if _anybody_asks():
        with connection.cursor() as cursor:
            cursor.execute(_FACTS, [row_id])
        enqueue(REFRESH_SEGMENTS)


def mark_rows(found: Iterable[QuerySet[Any]]) -> int:
    """Remember the leads of queries. Returns: their number; one may count twice."""
    count = 0
    for rows in found:
        sql, parameters = rows.values("pk").query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO crm_changedcontact (contact_id) {sql}", parameters)
            count += cursor.rowcount
    return count


def _anybody_asks() -> bool:
    return Segment.objects.decided_by_conditions().exists()
