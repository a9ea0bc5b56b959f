"""My day: what to do next, lead by lead."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from mauntic.accounts.context import signed_in
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.pages.parts import later
from mauntic.kernel.pages.rendering import page_or_part
from mauntic.web.home.domain.actions import Section
from mauntic.web.home.selectors import around
from mauntic.web.home.selectors.day import day_of

TEMPLATE, DAY, JOBS = "web/home/home.html", "day", "day-jobs"
TITLES = {Section.NOW: _("Due first"), Section.TOMORROW: _("Tomorrow"), Section.HOT: _("Hot leads")}


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Show what to do: replies, alerts, tasks, deals at risk and hot leads, one row per lead.

    The list reloads itself while the page is in sight, and running imports and enrichment more often.

    Args: in the URL, `whose=all` adds the hot leads and deals at risk of all, and `whose=mine` leaves them
    out. Without it, managers, ops and admins who own no lead see those of all.
    """
    user = signed_in(request)
    whose = request.GET.get("whose")
    is_everyones = whose == "all" or (whose != "mine" and around.oversees(user))
    context = {
        "day": later(lambda: day_of(user, is_everyones=is_everyones)),
        "titles": [(section.value, title) for section, title in TITLES.items()],
        "is_everyones": is_everyones,
        "tiles": later(lambda: around.tiles(user, is_everyones=is_everyones)),
        "moved": later(lambda: around.moved(user, is_everyones=is_everyones)),
        "imports": later(around.running_imports),
        "dead": later(lambda: around.dead_deliveries(user)),
        "is_empty": not Contact.objects.exists(),
        "at": now(),
    }
    htmx = getattr(request, "htmx", None)
    part = JOBS if htmx and htmx.target == JOBS else DAY
    return page_or_part(request, TEMPLATE, part, context)
