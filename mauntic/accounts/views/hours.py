"""When the organization works."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mauntic.accounts.context import ops_required
from mauntic.accounts.forms import BusinessHoursForm
from mauntic.accounts.selectors import opening_hours
from mauntic.kernel.errors import MaunticError
from mauntic.kernel.forms import add_errors


@ops_required
def business_hours(request: HttpRequest) -> HttpResponse:
    """When the organization works, in which promises to act are counted."""
    form = BusinessHoursForm(request.POST or None, row=opening_hours())
    if request.method == "POST" and form.is_valid():
        try:
            form.save()
        except MaunticError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Saved. It holds for what comes up from now on.")
            return redirect("accounts:business-hours")
    return render(request, "accounts/business_hours.html", {"form": form})
