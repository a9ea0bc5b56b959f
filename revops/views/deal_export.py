"""Deals as a CSV file, streamed: the first bytes leave at once, and memory stays flat."""

from collections.abc import AsyncIterator

from asgiref.sync import sync_to_async
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, StreamingHttpResponse

from mauntic.kernel.clock import now
from mauntic.kernel.paging import Keyset
from mauntic.tenants.context import current_organization, entered
from mauntic.tenants.models import Organization
from revops.models import Deal
from revops.selectors.deal_export import deal_head, deal_lines, exportable
from revops.views.deal_table import in_order, narrowed

CHUNK = 1000


@login_required
async def export(request: HttpRequest) -> StreamingHttpResponse:
    """The deals that the table's address means, as far as the person sees them."""
    organization, rows = await sync_to_async(_wanted)(request)
    answer = StreamingHttpResponse(_lines(organization, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="deals-{now():%Y-%m-%d}.csv"'
    return answer


def _wanted(request: HttpRequest) -> tuple[Organization, Keyset[Deal]]:
    return current_organization(), in_order(request, exportable(narrowed(request).qs), CHUNK)


async def _lines(organization: Organization, rows: Keyset[Deal]) -> AsyncIterator[str]:
    yield deal_head()
    after = ""
    while True:
        text, after = await sync_to_async(_chunk)(organization, rows, after)
        yield text
        if not after:
            return


def _chunk(organization: Organization, rows: Keyset[Deal], after: str) -> tuple[str, str]:
    with entered(organization):
        page = rows.page(after=after)
        return deal_lines(page.rows), page.after
