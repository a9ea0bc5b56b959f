"""Export of deals as a CSV file, streamed so that large exports start at once and need little memory."""

from collections.abc import Iterator
from functools import partial

from asgiref.sync import sync_to_async
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, StreamingHttpResponse

from mauntic.kernel.clock import now
from mauntic.kernel.db.paging import Keyset
from mauntic.kernel.files.downloads import Rows, csv_export
from mauntic.tenants.context import current_organization, entered
from mauntic.tenants.models import Organization
from revops.deals.models.deals import Deal
from revops.pipeline.selectors.export import COLUMNS, deal_rows, exportable
from revops.pipeline.views.table import in_order, narrowed

CHUNK = 1000


@login_required
async def export(request: HttpRequest) -> StreamingHttpResponse:
    """Export the deals that match the filters of the URL and that the user can see."""
    organization, rows = await sync_to_async(_wanted)(request)
    return csv_export(_chunks(rows), name=f"deals-{now():%Y-%m-%d}", around=partial(entered, organization))


def _wanted(request: HttpRequest) -> tuple[Organization, Keyset[Deal]]:
    return current_organization(), in_order(request, exportable(narrowed(request).qs), CHUNK)


def _chunks(rows: Keyset[Deal]) -> Iterator[Rows]:
    yield [COLUMNS]
    for chunk in rows.chunks():
        yield deal_rows(chunk)
