"""The ledger of vendor calls as a streamed CSV file, in constant memory."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from django.http import HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_GET

from lead_intelligence.spending.selectors.calls import COLUMNS, Cursor, calls_after
from mauntic.accounts.context import ops_required
from mauntic.kernel.clock import now
from mauntic.kernel.files.downloads import Rows, csv_export
from mauntic.tenants.context import current_organization, entered

PERIODS = (7, 30, 90)
CHUNK = 2000


@ops_required
@require_GET
def ledger(request: HttpRequest) -> StreamingHttpResponse:
    """Export the calls of the selected period."""
    since = now() - timedelta(days=chosen_days(request))
    around = partial(entered, current_organization())
    return csv_export(_chunks(since), name=f"vendor-calls-{now():%Y-%m-%d}", around=around)


def chosen_days(request: HttpRequest) -> int:
    """Return the selected period; 30 days if the URL has no known one, as old links may."""
    chosen = request.GET.get("days", "")
    return int(chosen) if chosen in {str(days) for days in PERIODS} else 30


def _chunks(since: datetime) -> Iterator[Rows]:
    yield [COLUMNS]
    cursor: Cursor | None = None
    while True:
        rows, cursor = calls_after(cursor, since=since, size=CHUNK)
        yield rows
        if cursor is None:
            return
