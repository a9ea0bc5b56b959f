"""My day: alerts, tasks, deals and leads to work next."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from mauntic.accounts.context import signed_in
from mauntic.crm.models import Contact
from mauntic.kernel.pages.parts import attempt, later
from mauntic.kernel.pages.rendering import page_or_part
from mauntic.web.home import selectors
from revops.activities.selectors.shown import tasks_of
from revops.health.selectors.deals import deals_at_risk
from scoring.alerts.selectors.shown import waiting_alerts


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Show alerts, tasks, deals at risk, hot leads, changes, running imports and, for ops, failed deliveries.

    The page reloads itself while an import runs or leads are being enriched.
    """
    user = signed_in(request)
    tasks = later(lambda: tasks_of(user, until=selectors.tonight())[: selectors.SHOWN_TASKS])
    deals = later(lambda: deals_at_risk(user, limit=selectors.SHOWN_DEALS))
    context = {
        "alerts": later(lambda: waiting_alerts(user, limit=selectors.SHOWN_ALERTS)),
        "tiles": later(lambda: selectors.tiles(user)),
        "tasks": tasks,
        "deals": deals,
        "has_work": attempt("Tasks and deals", lambda: bool(tasks or deals), lambda: True),
        "hot": later(lambda: selectors.hot_leads(user)),
        "news": later(lambda: selectors.news(user)),
        "imports": later(selectors.running_imports),
        "dead": later(lambda: selectors.dead_deliveries(user)),
        "is_empty": not Contact.objects.exists(),
    }
    return page_or_part(request, "web/home/home.html", "day", context)
