"""Links and words of activities and tasks."""

from datetime import datetime

from django import template
from django.urls import reverse
from django.utils.http import urlencode

from mauntic.crm.models import Contact
from mauntic.kernel import display
from revops.activities.labels import due_words
from revops.deals.models.deals import Deal

register = template.Library()


@register.filter
def due(moment: datetime | None) -> str:
    """Return `today 14:00` or `tomorrow 09:00`; a dash for None."""
    return display.NONE if moment is None else due_words(moment)


@register.inclusion_tag("revops/activities/_log_link.html")
def log_link(
    part: str,
    *,
    back: str,
    contact: Contact | None = None,
    deal: Deal | None = None,
    look: str = "",
) -> dict[str, str]:
    """Link to the panel that logs a call with a lead, or on a deal.

    Args: `part` is the id of the element that the page swaps afterwards, empty to load the page again. `back`
    is the page. `look` has classes of the button.
    """
    record = contact or deal
    ids = {"contact": contact, "deal": deal}
    given = {name: str(row.pk) for name, row in ids.items() if row}
    query = urlencode(given | {"part": part, "next": back})
    return {
        "address": f"{reverse('revops:activity-log')}?{query}",
        "name": record.name if record else "",
        "key": str(record.pk) if record else "",
        "look": look,
    }
