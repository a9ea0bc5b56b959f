"""My day: what do I do next?"""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from mauntic.accounts.context import signed_in
from mauntic.crm.models import Contact
from mauntic.kernel.rendering import page_or_part
from mauntic.web import my_day
from revops.selectors.activities import tasks_of
from revops.selectors.health import deals_at_risk
from scoring.selectors import waiting_alerts


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Alerts, tasks, deals at risk, hot leads, news, imports that run, and for ops what broke.

    It follows itself while leads come.
    """
    user = signed_in(request)
    context = {
        "alerts": waiting_alerts(user, limit=my_day.SHOWN_ALERTS),
        "tiles": my_day.tiles(user),
        "tasks": tasks_of(user, until=my_day.tonight())[: my_day.SHOWN_TASKS],
        "deals": deals_at_risk(user, limit=my_day.SHOWN_DEALS),
        "hot": my_day.hot_leads(user),
        "news": my_day.news(),
        "imports": my_day.running_imports(),
        "dead": my_day.dead_deliveries(user),
        "is_empty": not Contact.objects.exists(),
    }
    return page_or_part(request, "web/home.html", "day", context)
