"""The SMS account, and the texts that went out."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mauntic.accounts.context import ops_required, signed_in
from mauntic.kernel.db.paging import Keyset
from mauntic.kernel.errors import Conflict, Invalid
from mauntic.kernel.pages.forms import add_errors
from mauntic.kernel.pages.refusals import refusals_shown
from mauntic.kernel.pages.rendering import form_page
from revops.sms.domain.outcomes import Verdict
from revops.sms.forms import SmsForm
from revops.sms.models import SmsAccount
from revops.sms.selectors import sms_account, texts
from revops.sms.services import account as accounts
from revops.sms.services.queue import settle_text


@login_required
@ops_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """Show the SMS account with the texts that went out, and change it."""
    stored = sms_account()
    form = SmsForm(request.POST or None, initial=_values(stored), is_stored=stored is not None)
    if request.method == "POST" and form.is_valid() and _save(request, form):
        return redirect("revops:sms")
    page = Keyset(texts(), "created_at").page(
        after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    return form_page(request, "revops/sms/sms.html", {"form": form, "account": stored, "page": page})


@login_required
@ops_required
@require_POST
def try_out(request: HttpRequest) -> HttpResponse:
    """Ask the vendor whether it accepts the account."""
    receipt = accounts.try_account(by=signed_in(request))
    if receipt.verdict == Verdict.ACCEPTED:
        messages.success(request, _("Twilio accepts the account {name}.").format(name=receipt.words))
    else:
        messages.error(request, _("Twilio refuses the account: {words}").format(words=receipt.words))
    return redirect("revops:sms")


@login_required
@ops_required
@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Forget the account."""
    accounts.remove_account(by=signed_in(request))
    messages.success(request, _("SMS account removed. SMS steps are skipped from now on."))
    return redirect("revops:sms")


@login_required
@ops_required
@require_POST
def settle(request: HttpRequest, text_id: UUID) -> HttpResponse:
    """Say whether a text whose sending was interrupted went out."""
    answer = request.POST.get("sent")
    if answer not in {"yes", "no"}:
        raise Invalid({"sent": _("Use yes or no.")})
    with refusals_shown(request, Conflict):
        text = settle_text(text_id=text_id, was_sent=answer == "yes", by=signed_in(request))
        done = _("Text to {name} marked as sent.") if answer == "yes" else _("Text to {name} goes again.")
        messages.success(request, done.format(name=text.contact.name))
    return redirect("revops:sms")


def _values(stored: SmsAccount | None) -> dict[str, str]:
    return {"account_sid": stored.account_sid, "sender": stored.sender} if stored else {}


def _save(request: HttpRequest, form: SmsForm) -> bool:
    try:
        accounts.save_account(**form.cleaned_data, by=signed_in(request))
    except Invalid as error:
        add_errors(form, error)
        return False
    messages.success(request, _("SMS account saved. Test it next."))
    return True
