"""The ledger of outside calls as a file, streamed: memory stays flat however long it is."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

from asgiref.sync import sync_to_async
from django.http import HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_GET

from lead_intelligence.selectors.call_log import COLUMNS, Place, calls_after
from mauntic.accounts.context import ops_required
from mauntic.kernel.clock import now
from mauntic.kernel.csv_text import csv_lines
from mauntic.tenants.context import current_organization, entered
from mauntic.tenants.models import Organization

PERIODS = (7, 30, 90)
CHUNK = 2000


@ops_required
@require_GET
def ledger(request: HttpRequest) -> StreamingHttpResponse:
    """Every outside call of the chosen days as a file."""
    since = now() - timedelta(days=chosen_days(request))
    lines = _lines(current_organization(), since)
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="vendor-calls-{now():%Y-%m-%d}.csv"'
    return answer


def chosen_days(request: HttpRequest) -> int:
    """The chosen period; what is none of them is the month, as links of old may name others."""
    chosen = request.GET.get("days", "")
    return int(chosen) if chosen in {str(days) for days in PERIODS} else 30


async def _lines(organization: Organization, since: datetime) -> AsyncIterator[str]:
    yield csv_lines([COLUMNS])
    place: Place | None = None
    while True:
        text, place = await sync_to_async(_chunk)(organization, since, place)
        yield text
        if place is None:
            return


def _chunk(organization: Organization, since: datetime, place: Place | None) -> tuple[str, Place | None]:
    with entered(organization):
        rows, after = calls_after(place, since=since, size=CHUNK)
        return csv_lines(rows), after
