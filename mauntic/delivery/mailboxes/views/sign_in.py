"""The way to a provider and back."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from mauntic.accounts.context import signed_in
from mauntic.delivery.mailboxes.services.signing_in import begin, finish
from mauntic.kernel.errors import Conflict, Invalid
from mauntic.kernel.pages.refusals import sentence_of

KEPT = "mailbox_sign_in"
"""Of the session: the sign-in that is under way, at most one."""


@login_required
@require_GET
def sign_in(request: HttpRequest, provider: str) -> HttpResponse:
    """Go to a provider to connect a mailbox.

    A link and no form: browsers do not follow the redirect of a form to a host that the page's policy
    (`form-action`) does not name. Nothing is stored but in the session.
    """
    begun = begin(
        provider=provider,
        by=signed_in(request),
        is_shared=request.GET.get("shared") == "yes",
        mailbox_id=_id(request.GET.get("mailbox", "")),
    )
    request.session[KEPT] = begun.kept
    return redirect(begun.address)


@login_required
@require_GET
def signed_in_at_provider(request: HttpRequest) -> HttpResponse:
    """Come back from a provider."""
    kept = request.session.pop(KEPT, None)
    try:
        mailbox = finish(kept=kept, answer=request.GET.dict(), by=signed_in(request))
    except (Invalid, Conflict) as error:
        messages.error(request, sentence_of(error))
    else:
        done = _("{address} connected. Test it next.")
        messages.success(request, done.format(address=mailbox.address))
        return redirect("delivery:mailbox", mailbox.pk)
    return redirect("delivery:mailboxes")


def _id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Invalid({"mailbox": _("There is no such mailbox.")}) from None
