"""Page to accept an invitation."""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from mauntic.accounts import services
from mauntic.accounts.forms import JoinForm
from mauntic.accounts.services.invitations import find_invitation
from mauntic.kernel.errors import MaunticError
from mauntic.kernel.pages.forms import add_errors
from mauntic.kernel.pages.rendering import form_page


@never_cache
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Create an invited user, and sign them in."""
    invitation = find_invitation(token)
    form = JoinForm(request.POST or None)
    if form.is_valid():
        try:
            user = services.accept_invitation(token=token, **form.cleaned_data)
        except MaunticError as error:
            add_errors(form, error)
        else:
            login(request, user)
            return redirect("home")
    return form_page(request, "accounts/join.html", {"form": form, "invitation": invitation})
