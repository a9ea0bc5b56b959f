"""The outbox, and the page on which recipients unsubscribe."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mauntic.accounts.context import signed_in
from mauntic.delivery.engagement.selectors import is_tracked, touches_of
from mauntic.delivery.mailboxes.selectors import mailboxes_of
from mauntic.delivery.messages.links import recipient_of
from mauntic.delivery.messages.models import Message, MessageState, PastRecipient
from mauntic.delivery.messages.origins import names_of
from mauntic.delivery.messages.selectors import outbox as selectors
from mauntic.delivery.messages.services.queue import cancel_message, settle_unknown
from mauntic.delivery.messages.services.unsubscribing import scope_of, unsubscribe, unsubscribe_past
from mauntic.delivery.suppression.selectors import EVERYTHING, is_suppressed, suppressed
from mauntic.kernel.db.paging import Keyset
from mauntic.kernel.errors import Invalid

LEFT = (MessageState.SENT, MessageState.UNKNOWN, selectors.BOUNCES)
"""The states whose list says when the emails were handed to the server."""
MOST_ANSWERS = 10
"""Replies that the page of a message links to."""


@login_required
@require_GET
def outbox(request: HttpRequest) -> HttpResponse:
    """List messages of one state, with the reason of each."""
    user = signed_in(request)
    wanted = selectors.wanted_by(request.GET)
    page = Keyset(selectors.outbox(user, wanted), "created_at").page(
        after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    origins = [(message.origin_kind, message.origin_id) for message in page.rows]
    names = names_of(origins)
    context = {
        "wanted": wanted,
        "has_left": wanted.state in LEFT,
        "tabs": selectors.tabs(user, wanted),
        "mailboxes": mailboxes_of(user).order_by("address"),
        "rows": [
            (message, selectors.preview(message).subject, selectors.why(message), names.get(origin))
            for message, origin in zip(page.rows, origins, strict=True)
        ],
        "page": page,
    }
    return render(request, "delivery/messages/outbox.html", context)


@login_required
@require_GET
def message_detail(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Show a message: what goes or went out, and what became of it."""
    message = selectors.message_seen_by(signed_in(request), message_id)
    origin = (message.origin_kind, message.origin_id)
    context = {
        "message": message,
        "origin": names_of([origin]).get(origin),
        "answers": selectors.answers_to(message)[:MOST_ANSWERS],
        "why": selectors.why(message),
        "preview": selectors.preview(message),
        "touches": touches_of(message.pk),
        "is_tracked": is_tracked(message.contact_id),
    }
    return render(request, "delivery/messages/message.html", context)


@login_required
@require_POST
def message_settle(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Say what became of a message whose worker died."""
    user = signed_in(request)
    was_sent = request.POST.get("was_sent")
    if was_sent not in {"yes", "no"}:
        raise Invalid({"was_sent": _("Use yes or no.")})
    message = selectors.message_seen_by(user, message_id)
    settle_unknown(message_id=message.pk, was_sent=was_sent == "yes", by=user.pk)
    done = _("Marked as sent.") if was_sent == "yes" else _("The message waits again and is sent soon.")
    messages.success(request, done)
    return redirect("delivery:message", message.pk)


@login_required
@require_http_methods(["GET", "POST"])
def message_cancel(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Say what canceling a waiting message means (GET), and cancel it (POST)."""
    user = signed_in(request)
    message = selectors.message_seen_by(user, message_id)
    if request.method == "POST":
        cancel_message(message_id=message.pk, by=user)
        messages.success(request, _("Email to {name} canceled.").format(name=message.contact.name))
        return redirect("delivery:message", message.pk)
    context = {"message": message, "subject": selectors.preview(message).subject}
    return render(request, "delivery/messages/cancel.html", context)


@csrf_exempt
@require_http_methods(["GET", "POST"])
def unsubscribe_page(request: HttpRequest, token: str) -> HttpResponse:
    """Ask the recipient of a message (GET changes nothing), and unsubscribe them (POST).

    Mail programs send the POST by themselves, without cookies (RFC 8058): it needs no session and no token
    of a form. The address in the link is the proof.
    """
    recipient = recipient_of(token)
    if request.method == "POST":
        _unsubscribe(recipient, request)
    context = {
        "message": recipient if isinstance(recipient, Message) else None,
        "is_done": request.method == "POST" or _is_suppressed(recipient),
        "has_scope": scope_of(recipient) != EVERYTHING,
    }
    return render(request, "delivery/messages/unsubscribe.html", context)


def _unsubscribe(recipient: Message | PastRecipient, request: HttpRequest) -> None:
    only = request.POST.get("only") == "yes"
    by_click = "List-Unsubscribe" in request.POST
    source = _("one-click unsubscribe") if by_click else _("unsubscribe link")
    if isinstance(recipient, Message):
        unsubscribe(message=recipient, source=source, only_this_sender=only)
    else:
        unsubscribe_past(recipient=recipient, source=source, only_this_sender=only)


def _is_suppressed(recipient: Message | PastRecipient) -> bool:
    if isinstance(recipient, PastRecipient):
        return is_suppressed(recipient.digest)
    return bool(suppressed([(recipient.to_address, EVERYTHING)]))
