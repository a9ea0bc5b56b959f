"""Saved views of the list of leads: save what it shows, change, and delete one."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mauntic.accounts.context import signed_in
from mauntic.crm.lists.domain.queries import query_of
from mauntic.crm.lists.forms import ViewForm
from mauntic.crm.lists.selectors.views import is_default, view_named
from mauntic.crm.lists.services.saving import ViewDraft, change_query, change_view, delete_view, save_view
from mauntic.crm.models import ListName, SavedView
from mauntic.kernel.errors import MaunticError
from mauntic.kernel.pages.forms import add_errors
from mauntic.kernel.pages.refusals import refusals_shown
from mauntic.kernel.pages.rendering import form_page


def address_of(view: SavedView) -> str:
    """Return where the list shows a view."""
    return f"{reverse('leads')}?view={view.pk}&{view.query}".rstrip("&")


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Save what the list shows, by the query string, as a new view."""
    query = query_of(dict(request.GET.lists()))
    form = ViewForm(request.POST or None)
    if form.is_valid():
        try:
            view = save_view(
                list_name=ListName.LEADS,
                draft=ViewDraft(query=query, **form.cleaned_data),
                by=signed_in(request),
            )
        except MaunticError as error:
            add_errors(form, error)
        else:
            messages.success(request, _('View "{name}" saved.').format(name=view.name))
            return redirect(address_of(view))
    back = f"{reverse('leads')}?{request.GET.urlencode()}"
    return form_page(request, "web/leads/view.html", {"form": form, "view": None, "back": back})


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, view_id: UUID) -> HttpResponse:
    """Rename or share a view, or let the list open with it."""
    person, view = signed_in(request), view_named(view_id, signed_in(request))
    initial = {"name": view.name, "is_shared": view.is_shared, "is_default": is_default(view, person)}
    form = ViewForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            draft = ViewDraft(query=view.query, **form.cleaned_data)
            view = change_view(view_id=view_id, draft=draft, by=person)
        except MaunticError as error:
            add_errors(form, error)
        else:
            messages.success(request, _('View "{name}" saved.').format(name=view.name))
            return redirect(address_of(view))
    return form_page(request, "web/leads/view.html", {"form": form, "view": view, "back": address_of(view)})


@login_required
@require_POST
def keep(request: HttpRequest, view_id: UUID) -> HttpResponse:
    """Let a view show what the list shows, by the query string."""
    view = view_named(view_id, signed_in(request))
    with refusals_shown(request):
        query = query_of(dict(request.GET.lists()))
        view = change_query(view_id=view_id, query=query, by=signed_in(request))
        messages.success(request, _('View "{name}" saved.').format(name=view.name))
    return redirect(address_of(view))


@login_required
@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, view_id: UUID) -> HttpResponse:
    """Ask before a view is deleted."""
    view = view_named(view_id, signed_in(request))
    if request.method == "GET":
        return render(request, "web/leads/view_delete.html", {"view": view, "back": address_of(view)})
    with refusals_shown(request):
        delete_view(view_id=view_id, by=signed_in(request))
        messages.success(request, _('View "{name}" deleted. The leads stay.').format(name=view.name))
    return redirect(f"{reverse('leads')}?tab=all")
