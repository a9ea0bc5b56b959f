"""Pages of mailboxes."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mauntic.accounts.context import signed_in
from mauntic.accounts.models import User
from mauntic.delivery.domains.selectors import domain_card
from mauntic.delivery.mailboxes.forms import MailboxForm
from mauntic.delivery.mailboxes.models import Mailbox
from mauntic.delivery.mailboxes.selectors import mailbox_of, mailboxes_of, rates_of_domain, usage_of
from mauntic.delivery.mailboxes.services import settings, trials
from mauntic.delivery.mailboxes.services.connecting import connect_mailbox
from mauntic.delivery.mailboxes.services.disconnecting import disconnect_mailbox
from mauntic.delivery.mailboxes.views.by_service import service_edit
from mauntic.delivery.sign_in.selectors import usable_providers
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid, NotAllowed
from mauntic.kernel.pages.forms import add_errors
from mauntic.kernel.pages.rendering import form_page


@login_required
@require_GET
def mailbox_list(request: HttpRequest) -> HttpResponse:
    """List the mailboxes that the user may send from, with what they sent."""
    user = signed_in(request)
    rows = [(usage, settings.may_change(usage.mailbox, user)) for usage in usage_of(mailboxes_of(user))]
    return render(request, "delivery/mailboxes/index.html", {"rows": rows})


@login_required
@require_http_methods(["GET", "POST"])
def mailbox_new(request: HttpRequest) -> HttpResponse:
    """Connect a mailbox."""
    user = signed_in(request)
    form = MailboxForm(request.POST or None, may_share=user.is_ops, initial={"address": user.email})
    if request.method == "POST" and form.is_valid():
        try:
            mailbox = connect_mailbox(
                values=form.settings(),
                password=form.cleaned_data["password"],
                by=user,
                is_shared=bool(form.cleaned_data.get("is_shared")),
            )
        except Invalid as error:
            add_errors(form, error)
        else:
            _tell_of_trial(request, mailbox)
            return redirect("delivery:mailbox", mailbox.pk)
    context = {"form": form, "providers": usable_providers()}
    return form_page(request, "delivery/mailboxes/edit.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def mailbox_edit(request: HttpRequest, mailbox_id: UUID) -> HttpResponse:
    """Show a mailbox with its settings, and change it."""
    user = signed_in(request)
    mailbox = _changeable(user, mailbox_id)
    if mailbox.is_by_service:
        return service_edit(request, mailbox)
    stored = {name: getattr(mailbox, name) for name in settings.FIELDS}
    form = MailboxForm(request.POST or None, initial=stored, stored=mailbox)
    if request.method == "POST" and form.is_valid():
        try:
            settings.change_mailbox(
                mailbox_id=mailbox.pk,
                values=form.settings(),
                by=user,
                password=form.cleaned_data.get("password", ""),
            )
        except Invalid as error:
            add_errors(form, error)
        else:
            messages.success(request, _("{address} saved.").format(address=mailbox.address))
            return redirect("delivery:mailbox", mailbox.pk)
    usage = next(iter(usage_of(mailboxes_of(user).filter(pk=mailbox.pk))))
    context = {
        "form": form,
        "mailbox": mailbox,
        "usage": usage,
        "card": domain_card(mailbox.address, now()),
        "may_sign": user.is_ops,
        "domain_rates": rates_of_domain(mailbox.address, now()),
    }
    return form_page(request, "delivery/mailboxes/edit.html", context)


@login_required
@require_POST
def mailbox_switch(request: HttpRequest, mailbox_id: UUID) -> HttpResponse:
    """Switch a mailbox off or on."""
    user = signed_in(request)
    mailbox = _changeable(user, mailbox_id)
    is_on = request.POST.get("on")
    if is_on not in {"yes", "no"}:
        raise Invalid({"on": _("Use yes or no.")})
    settings.switch_mailbox(mailbox_id=mailbox.pk, on=is_on == "yes", by=user)
    done = _("{address} is on.") if is_on == "yes" else _("{address} is off. Its emails wait.")
    messages.success(request, done.format(address=mailbox.address))
    return redirect("delivery:mailbox", mailbox.pk)


@login_required
@require_POST
def mailbox_test(request: HttpRequest, mailbox_id: UUID) -> HttpResponse:
    """Send a test from a mailbox, or read its inbox."""
    mailbox = _changeable(signed_in(request), mailbox_id)
    what = request.POST.get("what")
    if what == "send":
        trial, good = trials.try_sending(mailbox), _("Test sent to {address}. The server says: {words}")
    elif what == "read":
        trial, good = trials.try_reading(mailbox), _("The inbox of {address} can be read: {words}")
    else:
        raise Invalid({"what": _("Use send or read.")})
    if trial.is_good:
        messages.success(request, good.format(address=mailbox.address, words=trial.words))
    else:
        refused = _("{address} does not work. The server says: {words}")
        messages.error(request, refused.format(address=mailbox.address, words=trial.words))
    return redirect("delivery:mailbox", mailbox.pk)


@login_required
@require_http_methods(["GET", "POST"])
def mailbox_disconnect(request: HttpRequest, mailbox_id: UUID) -> HttpResponse:
    """Say what waits for a mailbox (GET), and disconnect it (POST)."""
    user = signed_in(request)
    mailbox = _changeable(user, mailbox_id)
    if request.method == "POST":
        is_deleted = disconnect_mailbox(mailbox_id=mailbox.pk, by=user)
        done = _("{address} disconnected. Its emails and replies stay.")
        done = _("{address} disconnected and removed.") if is_deleted else done
        messages.success(request, done.format(address=mailbox.address))
        return redirect("delivery:mailboxes")
    usage = next(iter(usage_of(mailboxes_of(user).filter(pk=mailbox.pk))))
    return render(request, "delivery/mailboxes/disconnect.html", {"mailbox": mailbox, "usage": usage})


def _tell_of_trial(request: HttpRequest, mailbox: Mailbox) -> None:
    """Sign in to the servers of a new mailbox, and say what they answer."""
    trial = trials.try_signing_in(mailbox)
    if trial.is_good:
        done = _("{address} connected: the servers accepted the sign-in. {words}")
        messages.success(request, done.format(address=mailbox.address, words=trial.words).strip())
    else:
        failed = _(
            "{address} is stored, but does not work yet. Correct the account. The server says: {words}"
        )
        messages.error(request, failed.format(address=mailbox.address, words=trial.words))


def _changeable(user: User, mailbox_id: UUID) -> Mailbox:
    mailbox = mailbox_of(user, mailbox_id)
    if not settings.may_change(mailbox, user):
        raise NotAllowed(_("Only ops and admins change shared mailboxes. Ask one of them."))
    return mailbox
