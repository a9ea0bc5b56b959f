"""Leads as a CSV file, streamed: the first bytes leave at once, and memory stays flat."""

from collections.abc import AsyncIterator

from asgiref.sync import sync_to_async
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, StreamingHttpResponse

from mauntic.crm.models import Contact
from mauntic.crm.selectors import leads
from mauntic.kernel.clock import now
from mauntic.kernel.csv_text import csv_lines
from mauntic.kernel.paging import Keyset
from mauntic.kernel.parsing import uuids
from mauntic.tenants.context import current_organization, entered
from mauntic.tenants.models import Organization
from mauntic.web.views.leads import in_order, narrowed

CHUNK = 1000
COLUMNS = (
    "id",
    "first_name",
    "last_name",
    "email",
    "phone",
    "direct_phone",
    "title",
    "company",
    "country",
    "owner",
    "lead_score",
    "lead_grade",
    "intent_score",
    "data_quality_score",
    "enrichment_status",
    "source",
    "created_at",
    "last_enriched_at",
)


@login_required
async def export(request: HttpRequest) -> StreamingHttpResponse:
    """The leads that the list's address means, or those of `ids`."""
    organization, rows = await sync_to_async(_wanted)(request)
    answer = StreamingHttpResponse(_lines(organization, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="leads-{now():%Y-%m-%d}.csv"'
    return answer


def _wanted(request: HttpRequest) -> tuple[Organization, Keyset[Contact]]:
    ids = uuids(request.GET.getlist("ids"))
    rows = leads().filter(pk__in=ids) if ids else narrowed(request).qs
    return current_organization(), in_order(request, rows, size=CHUNK)


async def _lines(organization: Organization, rows: Keyset[Contact]) -> AsyncIterator[str]:
    yield csv_lines([COLUMNS])
    after = ""
    while True:
        text, after = await sync_to_async(_chunk)(organization, rows, after)
        yield text
        if not after:
            return


def _chunk(organization: Organization, rows: Keyset[Contact], after: str) -> tuple[str, str]:
    with entered(organization):
        page = rows.page(after=after)
        return csv_lines([getattr(row, name) for name in COLUMNS] for row in page.rows), page.after
