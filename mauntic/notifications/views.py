"""Pages of notifications and preferences."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mauntic.accounts.context import signed_in
from mauntic.kernel.pages.rendering import form_page
from mauntic.notifications import selectors, services
from mauntic.notifications.forms import PreferencesForm


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """List notifications, newest first."""
    rows = selectors.notifications_of(signed_in(request))
    return render(request, "notifications/index.html", {"rows": rows, "shown": selectors.SHOWN})


@login_required
@never_cache
@require_GET
def bell(request: HttpRequest) -> HttpResponse:
    """Show the bell, which refreshes itself."""
    return render(request, "notifications/bell.html")


@login_required
@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest, notification_id: UUID) -> HttpResponse:
    """Mark a notification as read, and redirect to its page."""
    row = services.mark_read(user=signed_in(request), notification_id=notification_id)
    return redirect(row.url if row.url and request.method == "GET" else "notifications:index")


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all notifications as read."""
    services.mark_all_read(user=signed_in(request))
    return redirect("notifications:index")


@login_required
@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Show and change notification preferences."""
    user = signed_in(request)
    form = PreferencesForm(request.POST or None, ways=selectors.ways_of([user.pk])[user.pk])
    if request.method == "POST" and form.is_valid():
        services.set_preferences(user=user, ways=form.ways())
        messages.success(request, _("Notification preferences saved."))
        return redirect("notifications:preferences")
    return form_page(request, "notifications/preferences.html", {"form": form})
