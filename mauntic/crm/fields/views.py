"""Pages of custom fields: the list, and the form of one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mauntic.accounts.context import ops_required, signed_in
from mauntic.crm.fields.forms import DefinitionForm, choices_formset, posted_choices
from mauntic.crm.fields.models import CustomField
from mauntic.crm.fields.registry import field_uses
from mauntic.crm.fields.selectors.conditions import key_in_conditions
from mauntic.crm.fields.selectors.definitions import custom_field
from mauntic.crm.fields.selectors.pages import listed_fields
from mauntic.crm.fields.services.defining import archive_field, restore_field, save_field
from mauntic.kernel.errors import Conflict, MaunticError
from mauntic.kernel.pages.forms import add_errors
from mauntic.kernel.pages.refusals import refusals_shown
from mauntic.kernel.pages.rendering import form_page

PART = "field"
MORE_CHOICES = 5


@ops_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """List the custom fields of leads and companies, archived ones at the end."""
    return render(request, "crm/fields/index.html", {"groups": listed_fields()})


@ops_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, field_id: UUID | None = None) -> HttpResponse:
    """Define or change a field. Changing the kind, or adding inputs for choices, saves nothing."""
    row = custom_field(field_id) if field_id else None
    initial = {name: getattr(row, name) for name in DefinitionForm.base_fields} if row else None
    if request.method != "POST":
        form = DefinitionForm(initial=initial, row=row)
        return _page(request, form, choices_formset(None, row))
    if request.POST.get("do") != "save":
        drafted = {name: request.POST.get(name, "") for name in DefinitionForm.base_fields}
        form = DefinitionForm(initial={**drafted, **_fixed(row)}, row=row)
        more = MORE_CHOICES if request.POST.get("do") == "more" else 1
        return _page(request, form, choices_formset(request.POST, row, more=more))
    form = DefinitionForm(request.POST, initial=initial, row=row)
    choices = choices_formset(request.POST, row)
    if form.is_valid() and choices.is_valid():
        try:
            saved = save_field(
                draft=form.draft(posted_choices(choices)),
                by=signed_in(request),
                field_id=field_id,
                opened=_opened(request) if field_id else None,
            )
        except MaunticError as error:
            add_errors(form, error)
        else:
            messages.success(request, _('Field "{name}" saved.').format(name=saved.label))
            return redirect("crm:fields")
    return _page(request, form, choices)


def _fixed(row: CustomField | None) -> dict[str, str]:
    return {"owner": row.owner, "kind": row.kind} if row else {}


def _opened(request: HttpRequest) -> int:
    given = request.POST.get("opened", "")
    return int(given) if given.isdecimal() and len(given) < 10 else 0  # noqa: PLR2004 (digits of a revision)


def _page(request: HttpRequest, form: DefinitionForm, choices: object) -> HttpResponse:
    context = {"form": form, "choices": choices, "field": form.row}
    return form_page(request, "crm/fields/edit.html", context, part=PART)


@ops_required
@require_http_methods(["GET", "POST"])
def archive(request: HttpRequest, field_id: UUID) -> HttpResponse:
    """Ask before a field is archived, with what uses it."""
    row = custom_field(field_id)
    if request.method == "GET":
        context = {"field": row, "uses": field_uses(key_in_conditions(row))}
        return render(request, "crm/fields/archive.html", context)
    archive_field(field_id=field_id)
    messages.success(request, _('Field "{name}" archived. Its values stay.').format(name=row.label))
    return redirect("crm:fields")


@ops_required
@require_POST
def restore(request: HttpRequest, field_id: UUID) -> HttpResponse:
    """Bring an archived field back."""
    row = custom_field(field_id)
    with refusals_shown(request, Conflict):
        restore_field(field_id=field_id)
        messages.success(request, _('Field "{name}" is back.').format(name=row.label))
    return redirect("crm:fields")
