"""The leads that the query string of a page selects: those ticked, or all that match the filters."""

from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from mauntic.kernel.display import number
from mauntic.kernel.errors import Invalid
from mauntic.kernel.pages.forms import checked
from mauntic.kernel.pages.selection import MOST
from mauntic.kernel.parsing import uuids
from mauntic.web.leads.views.table import narrowed


def chosen_leads(request: HttpRequest) -> list[UUID]:
    """Return the ids of `ids`, or of all leads that match the filters.

    Raises: `Invalid` for none, for more than 10,000, and for filters that cannot be read.
    """
    ticked = uuids(request.GET.getlist("ids"))
    if not ticked and "ids" not in request.GET:
        narrowing = narrowed(request)
        # A filter that cannot be read narrows nothing: then all leads would be enrolled.
        checked(narrowing.form)
        ticked = list(narrowing.qs.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
    if not ticked:
        raise Invalid({"leads": _("No leads are selected. Select leads in the list first.")})
    if len(ticked) > MOST:
        sentence = _("Filter the list first. You can enroll at most {count} leads at once.")
        raise Invalid({"leads": sentence.format(count=number(MOST))})
    return ticked
