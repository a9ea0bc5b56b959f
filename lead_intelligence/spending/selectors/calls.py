"""The ledger of vendor calls in chunks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from lead_intelligence.enrichment.models.jobs import VendorCall

COLUMNS = (
    "started_at",
    "vendor",
    "fields",
    "outcome",
    "http_status",
    "duration_ms",
    "cost_usd",
    "request_id",
    "call",
    "attempt",
)
"""`request_id` is the vendor's id of the call, `call` is that of Mauntic. Rows with the same `call` were one
call for several leads."""
Cursor = tuple[datetime, UUID]


def calls_after(
    cursor: Cursor | None, *, since: datetime, size: int
) -> tuple[list[Sequence[Any]], Cursor | None]:
    """Return the next rows of the ledger, newest first, and the cursor of the next chunk (None at the end).

    The rows have no data of leads.

    Args:
        cursor: from the previous chunk; None for the first.
        since: calls that started before are left out.
        size: the most rows of a chunk.
    """
    rows = VendorCall.objects.filter(started_at__gte=since).order_by("-started_at", "-id")
    if cursor is not None:
        at, pk = cursor
        # Only the first condition uses the index.
        rows = rows.filter(Q(started_at__lte=at), Q(started_at__lt=at) | Q(pk__lt=pk))
    found = list(rows.defer("answer", "detail", "reference")[:size])
    last = found[-1] if len(found) == size else None
    return [_row(call) for call in found], (last.started_at, last.pk) if last else None


def _row(call: VendorCall) -> Sequence[Any]:
    return (
        call.started_at.isoformat(timespec="milliseconds"),
        call.provider_id,
        " ".join(call.fields),
        call.outcome or "under_way",
        call.http_status,
        call.duration_ms,
        call.cost,
        call.request_id,
        call.request,
        call.attempt,
    )
