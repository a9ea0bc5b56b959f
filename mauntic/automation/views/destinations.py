"""The settings page of webhooks and Slack channels."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from mauntic.accounts.context import identity_confirmed, ops_required, signed_in
from mauntic.automation.forms.destinations import ChannelForm, EndpointForm
from mauntic.automation.selectors.destinations import channels, definitions_naming, endpoints
from mauntic.automation.services.destinations import settings as services
from mauntic.automation.services.destinations.calling import Answered
from mauntic.kernel.errors import Invalid, VendorError
from mauntic.kernel.pages.rendering import form_page
from mauntic.kernel.pages.shown_once import show_once, take_shown

NEW_SECRET = "webhook_secret"  # noqa: S105 (its name in the session)
HOME = "automation:destinations"
WEBHOOK, SLACK = "webhook", "slack"


@ops_required
@never_cache
@identity_confirmed
@require_http_methods(["GET", "POST"])
def destinations(request: HttpRequest) -> HttpResponse:
    """List webhooks and Slack channels, and add one. The secret of a webhook is shown once."""
    what = request.POST.get("what")
    if request.method == "POST" and what not in {WEBHOOK, SLACK}:
        raise Invalid({"what": _("Use webhook or slack.")})
    endpoint_form = EndpointForm(request.POST if what == WEBHOOK else None)
    channel_form = ChannelForm(request.POST if what == SLACK else None)
    if endpoint_form.is_valid() and _is_added(request, endpoint_form, _add_endpoint):
        return redirect(HOME)
    if channel_form.is_valid() and _is_added(request, channel_form, _add_channel):
        return redirect(HOME)
    context = {
        "endpoints": endpoints(),
        "channels": channels(),
        "endpoint_form": endpoint_form,
        "channel_form": channel_form,
        "secret": take_shown(request, NEW_SECRET) if request.method == "GET" else "",
    }
    return form_page(request, "automation/destinations.html", context)


def _is_added(
    request: HttpRequest, form: forms.Form, add: Callable[[HttpRequest, dict[str, Any]], None]
) -> bool:
    try:
        add(request, form.cleaned_data)
    except Invalid as error:
        for name, sentences in error.fields.items():
            form.add_error(name, [str(each) for each in sentences])
        return False
    return True


def _add_endpoint(request: HttpRequest, given: dict[str, Any]) -> None:
    row, secret = services.create_endpoint(by=signed_in(request), **given)
    show_once(request, NEW_SECRET, secret)
    messages.success(request, _('Webhook "{name}" added.').format(name=row))


def _add_channel(request: HttpRequest, given: dict[str, Any]) -> None:
    row = services.create_channel(by=signed_in(request), **given)
    messages.success(request, _('Slack channel "{name}" added.').format(name=row))


@ops_required
@require_POST
def endpoint_test(request: HttpRequest, endpoint_id: UUID) -> HttpResponse:
    """Send a test to a webhook, and say what it answered."""
    return _tried(request, lambda: services.try_endpoint(endpoint_id=endpoint_id))


@ops_required
@require_POST
def channel_test(request: HttpRequest, channel_id: UUID) -> HttpResponse:
    """Post a test message to a channel of Slack, and say what it answered."""
    return _tried(request, lambda: services.try_channel(channel_id=channel_id))


def _tried(request: HttpRequest, attempt: Callable[[], Answered]) -> HttpResponse:
    try:
        answered = attempt()
    except VendorError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The test was taken: status {status}.").format(status=answered.status))
    return redirect(HOME)


@ops_required
@require_POST
def endpoint_switch(request: HttpRequest, endpoint_id: UUID) -> HttpResponse:
    """Switch a webhook on or off."""
    wanted = request.POST.get("on")
    if wanted not in {"yes", "no"}:
        raise Invalid({"on": _("Use yes or no.")})
    row = services.switch_endpoint(endpoint_id=endpoint_id, on=wanted == "yes", by=signed_in(request))
    done = _('Webhook "{name}" switched on.') if row.is_on else _('Webhook "{name}" switched off.')
    messages.success(request, done.format(name=row))
    return redirect(HOME)


@ops_required
@never_cache
@identity_confirmed
@require_http_methods(["GET", "POST"])
def endpoint_rotate(request: HttpRequest, endpoint_id: UUID) -> HttpResponse:
    """Say what a new secret means (GET), and make one (POST), which the list shows once."""
    if request.method == "GET":
        return render(request, "automation/endpoint_rotate.html", {"row": services.endpoint_of(endpoint_id)})
    old = request.POST.get("old")
    if old not in {"stays", "ends"}:
        raise Invalid({"old": _("Use stays or ends.")})
    row, secret = services.rotate_secret(endpoint_id=endpoint_id, ends_now=old == "ends")
    show_once(request, NEW_SECRET, secret)
    messages.success(request, _('Webhook "{name}" has a new secret.').format(name=row))
    return redirect(HOME)


@ops_required
@require_http_methods(["GET", "POST"])
def endpoint_delete(request: HttpRequest, endpoint_id: UUID) -> HttpResponse:
    """Say what calls a webhook (GET), and delete it (POST)."""
    row = services.endpoint_of(endpoint_id)
    if request.method == "POST":
        services.delete_endpoint(endpoint_id=endpoint_id)
        messages.success(request, _('Webhook "{name}" deleted.').format(name=row))
        return redirect(HOME)
    return _deletion(request, row)


@ops_required
@require_http_methods(["GET", "POST"])
def channel_delete(request: HttpRequest, channel_id: UUID) -> HttpResponse:
    """Say what posts to a channel of Slack (GET), and delete it (POST)."""
    row = services.channel_of(channel_id)
    if request.method == "POST":
        services.delete_channel(channel_id=channel_id)
        messages.success(request, _('Slack channel "{name}" deleted.').format(name=row))
        return redirect(HOME)
    return _deletion(request, row)


def _deletion(request: HttpRequest, row: Any) -> HttpResponse:
    context = {"row": row, "definitions": definitions_naming(row.pk)}
    return render(request, "automation/destination_delete.html", context)
