"""Leads as a CSV file, streamed: the first bytes leave at once, and memory stays flat."""

from collections.abc import Iterator
from functools import partial

from asgiref.sync import sync_to_async
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, StreamingHttpResponse

from mauntic.crm.contacts.selectors.export import CustomCells, export_head, export_rows, exportable
from mauntic.crm.contacts.selectors.lists import leads
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.db.paging import Keyset
from mauntic.kernel.files.downloads import Rows, csv_export
from mauntic.kernel.parsing import uuids
from mauntic.tenants.context import current_organization, entered
from mauntic.tenants.models import Organization
from mauntic.web.leads.views.table import in_order, narrowed

CHUNK = 1000


@login_required
async def export(request: HttpRequest) -> StreamingHttpResponse:
    """The leads that the list's address means, or those of `ids`."""
    organization, rows = await sync_to_async(_wanted)(request)
    name = f"leads-{now():%Y-%m-%d}"
    return csv_export(_chunks(rows), name=name, around=partial(entered, organization))


def _wanted(request: HttpRequest) -> tuple[Organization, Keyset[Contact]]:
    ids = uuids(request.GET.getlist("ids"))
    found = exportable(leads().filter(pk__in=ids) if ids else narrowed(request).qs)
    return current_organization(), in_order(request, found, size=CHUNK)


def _chunks(rows: Keyset[Contact]) -> Iterator[Rows]:
    custom = CustomCells.of_leads()
    yield [export_head(custom)]
    for chunk in rows.chunks():
        yield export_rows(chunk, custom)
