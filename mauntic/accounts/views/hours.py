"""Page of business hours."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from mauntic.accounts.context import ops_required
from mauntic.accounts.forms import BusinessHoursForm
from mauntic.accounts.selectors import opening_hours
from mauntic.kernel.errors import MaunticError
from mauntic.kernel.pages.forms import add_errors
from mauntic.kernel.pages.rendering import form_page


@ops_required
def business_hours(request: HttpRequest) -> HttpResponse:
    """Show and change the business hours."""
    form = BusinessHoursForm(request.POST or None, row=opening_hours())
    if request.method == "POST" and form.is_valid():
        try:
            form.save()
        except MaunticError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Business hours saved. They apply to new deadlines."))
            return redirect("accounts:business-hours")
    return form_page(request, "accounts/business_hours.html", {"form": form})
