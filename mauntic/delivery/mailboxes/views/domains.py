"""What people do with the domain of a mailbox: look its records up again, and sign its emails."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mauntic.accounts.context import signed_in
from mauntic.accounts.models import User
from mauntic.delivery.domains.selectors import domain_name
from mauntic.delivery.domains.services.keys import create_key, switch_signing
from mauntic.delivery.domains.services.lookups import look_up
from mauntic.delivery.mailboxes.models import Mailbox
from mauntic.delivery.mailboxes.selectors import mailbox_of
from mauntic.delivery.mailboxes.services.settings import may_change
from mauntic.kernel.errors import Invalid, NotAllowed
from mauntic.kernel.pages.refusals import sentence_of


@login_required
@require_POST
def domain_look(request: HttpRequest, mailbox_id: UUID) -> HttpResponse:
    """Look up the records of a mailbox's domain."""
    user = signed_in(request)
    mailbox = mailbox_of(user, mailbox_id)
    if not may_change(mailbox, user):
        raise NotAllowed(_("Only ops and admins change shared mailboxes. Ask one of them."))
    name = _domain(mailbox)
    look_up(name=name)
    messages.success(request, _("{domain} was looked up.").format(domain=name))
    return redirect("delivery:mailbox", mailbox.pk)


@login_required
@require_POST
def domain_key(request: HttpRequest, mailbox_id: UUID) -> HttpResponse:
    """Make a key for a mailbox's domain."""
    mailbox = _signable(signed_in(request), mailbox_id)
    name = _domain(mailbox)
    create_key(name=name)
    messages.success(request, _("Key for {domain} created. Publish its record next.").format(domain=name))
    return redirect("delivery:mailbox", mailbox.pk)


@login_required
@require_POST
def domain_signing(request: HttpRequest, mailbox_id: UUID) -> HttpResponse:
    """Sign the emails of a mailbox's domain, or stop."""
    mailbox = _signable(signed_in(request), mailbox_id)
    name, is_on = _domain(mailbox), request.POST.get("on")
    if is_on not in {"yes", "no"}:
        raise Invalid({"on": _("Use yes or no.")})
    try:
        switch_signing(name=name, on=is_on == "yes")
    except Invalid as error:
        messages.error(request, sentence_of(error))
    else:
        done = _("Emails of {domain} are signed.") if is_on == "yes" else _("{domain} signs no more emails.")
        messages.success(request, done.format(domain=name))
    return redirect("delivery:mailbox", mailbox.pk)


def _signable(user: User, mailbox_id: UUID) -> Mailbox:
    mailbox = mailbox_of(user, mailbox_id)
    if not user.is_ops:  # the key is of all mailboxes of the domain
        raise NotAllowed(_("Only ops and admins sign the emails of a domain. Ask one of them."))
    return mailbox


def _domain(mailbox: Mailbox) -> str:
    name = domain_name(mailbox.address)
    if not name:
        raise Invalid({"domain": _("{address} is of a public mail service.").format(address=mailbox.address)})
    return name
