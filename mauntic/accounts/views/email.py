"""Pages to change the email address."""

from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from mauntic.accounts import services
from mauntic.accounts.context import identity_confirmed, link_template, signed_in
from mauntic.accounts.forms import EmailForm
from mauntic.kernel.errors import MaunticError
from mauntic.kernel.pages.forms import add_errors
from mauntic.kernel.pages.rendering import form_page


@login_required
@rate_limit(action="manage_email")
@identity_confirmed
def change_email(request: HttpRequest) -> HttpResponse:
    """Ask for the new address and send it a link."""
    user = signed_in(request)
    form = EmailForm(request.POST or None)
    if form.is_valid():
        address, confirm_url = form.cleaned_data["email"], link_template("accounts:email-confirm")
        try:
            services.request_email_change(user=user, email=address, confirm_url=confirm_url)
        except MaunticError as error:
            add_errors(form, error)
        else:
            messages.success(
                request,
                _("We sent a link to %(email)s. Open it to confirm the address.") % {"email": address},
            )
            return redirect("settings")
    return form_page(request, "accounts/email.html", {"form": form})


@login_required
@never_cache
def confirm_email(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm the new address. A GET does not change it, since email scanners open links."""
    user = signed_in(request)
    address = services.new_email_of(user=user, token=token)
    if request.method == "POST":
        services.confirm_email_change(user=user, token=token)
        messages.success(request, _("Email address changed to %(email)s.") % {"email": address})
        return redirect("settings")
    return render(request, "accounts/email_confirm.html", {"address": address})
