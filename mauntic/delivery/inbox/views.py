"""The inbox: replies of leads, each with its thread, and what to do with it."""

from datetime import timedelta
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mauntic.accounts.context import signed_in
from mauntic.accounts.models import User
from mauntic.accounts.selectors import posted_owner
from mauntic.delivery.inbox.forms import AnswerForm
from mauntic.delivery.inbox.models import Reply, ReplyClass
from mauntic.delivery.inbox.selectors import lists
from mauntic.delivery.inbox.selectors import replies as selectors
from mauntic.delivery.inbox.selectors.answering import why_no_answer
from mauntic.delivery.inbox.selectors.meanings import meaning_of
from mauntic.delivery.inbox.services import handling
from mauntic.delivery.mailboxes.selectors import mailboxes_of, mailboxes_read_by, people_who_send_from
from mauntic.kernel import display
from mauntic.kernel.clock import now
from mauntic.kernel.db.paging import Keyset
from mauntic.kernel.errors import Invalid, MaunticError
from mauntic.kernel.pages.forms import add_errors
from mauntic.kernel.pages.rendering import form_page

SNOOZES = {"tomorrow": timedelta(days=1), "three_days": timedelta(days=3), "week": timedelta(days=7)}
FROM_REPLY = "reply"
"""The value of `from` in the address of an action: it was on the page of the reply, not in the list."""


@login_required
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """List replies: those that wait for the user, or of another tab, of everyone, of a class or mailbox."""
    user = signed_in(request)
    wanted = lists.wanted_by(request.GET)
    page = Keyset(lists.inbox(user, wanted), "arrived_at").page(
        after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    counts = lists.counts(user, wanted)
    context = {
        "wanted": wanted,
        "tabs": [(value, label, display.number(counts[value])) for value, label in lists.TABS.items()],
        "page": page,
        "handled": set(mailboxes_of(user).values_list("pk", flat=True)),
        "mailboxes": mailboxes_read_by(user).order_by("address"),
        "classes": ReplyClass.choices,
        "corrected": lists.corrections(user),
    }
    return render(request, "delivery/inbox/index.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def reply_detail(request: HttpRequest, reply_id: UUID) -> HttpResponse:
    """Show a reply with its thread, and answer it."""
    user, wanted = signed_in(request), lists.wanted_by(request.GET)
    is_post = request.method == "POST"
    read = selectors.reply_handled_by if is_post else selectors.reply_read_by
    reply = read(user, reply_id)
    form = AnswerForm(request.POST or None, initial={"once": uuid4().hex})
    if is_post and form.is_valid():
        try:
            handling.answer(reply_id=reply.pk, by=user, **form.cleaned_data)
        except MaunticError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Answer to {name} is on its way.").format(name=_name(reply)))
            return _go_on(request, user, reply, is_on_reply=True)
    may_handle = is_post or selectors.may_handle(reply, user)
    context = {
        "reply": reply,
        "form": form,
        "wanted": wanted,
        "actions": f"{wanted.query}&from={FROM_REPLY}",
        "older": lists.older_than(reply, user, wanted),
        "newer": lists.newer_than(reply, user, wanted),
        "may_handle": may_handle,
        "no_answer": why_no_answer(reply) if may_handle else selectors.why_not_handled(reply),
        "meaning": meaning_of(reply),
        "thread": selectors.thread_of(reply),
        "classes": ReplyClass.choices,
        "people": people_who_send_from(reply.mailbox),
        # Of the coach, whose button is on the page.
        "coach": urlencode({"text": "text", "contact": str(reply.contact_id or "")}),
        "is_snoozed": reply.snoozed_until is not None and reply.snoozed_until > now(),
    }
    return form_page(request, "delivery/inbox/reply.html", context)


@login_required
@require_POST
def reply_done(request: HttpRequest, reply_id: UUID) -> HttpResponse:
    """Mark a reply as done, or as to do."""
    user = signed_in(request)
    reply = selectors.reply_handled_by(user, reply_id)
    is_done = request.POST.get("done") or request.GET.get("done", "yes")
    if is_done not in {"yes", "no"}:
        raise Invalid({"done": _("Use yes or no.")})
    handling.finish(reply_id=reply.pk, is_done=is_done == "yes")
    if is_done == "no":
        messages.success(request, _("Reply of {name} is to do.").format(name=_name(reply)))
        return _back(request, reply)
    done = _("Reply of {name} done.").format(name=_name(reply))
    messages.success(request, done, extra_tags=_undo(request, "reply-done", reply, done="no"))
    return _go_on(request, user, reply)


@login_required
@require_POST
def reply_snooze(request: HttpRequest, reply_id: UUID) -> HttpResponse:
    """Put a reply aside for some days."""
    user = signed_in(request)
    reply = selectors.reply_handled_by(user, reply_id)
    wait = SNOOZES.get(request.POST.get("for", ""))
    if wait is None:
        raise Invalid({"for": _("Use one of {values}.").format(values=", ".join(SNOOZES))})
    until = handling.snooze(reply_id=reply.pk, until=now() + wait).snoozed_until
    back = _("Reply of {name} comes back on {time}.").format(name=_name(reply), time=display.moment(until))
    messages.success(request, back, extra_tags=_undo(request, "reply-done", reply, done="no"))
    return _go_on(request, user, reply)


@login_required
@require_POST
def reply_assign(request: HttpRequest, reply_id: UUID) -> HttpResponse:
    """Assign a reply to a user, or to nobody."""
    reply = selectors.reply_handled_by(signed_in(request), reply_id)
    to = posted_owner(request.POST.get("owner", request.GET.get("owner")))
    handling.assign(reply_id=reply.pk, to=to)
    done = _("Reply of {name} assigned to {person}.").format(name=_name(reply), person=to or _("nobody"))
    undo = _undo(request, "reply-assign", reply, owner=str(reply.assignee_id or ""))
    messages.success(request, done, extra_tags="" if "owner" in request.GET else undo)
    return redirect(_address("reply", reply, lists.wanted_by(request.GET).query))


@login_required
@require_POST
def reply_correct(request: HttpRequest, reply_id: UUID) -> HttpResponse:
    """Correct the class of a reply."""
    user = signed_in(request)
    reply = selectors.reply_handled_by(user, reply_id)
    changed = handling.correct(reply_id=reply.pk, label=request.POST.get("label", ""), by=user)
    messages.success(request, _("Class changed to {label}.").format(label=changed.get_label_display()))
    return redirect(_address("reply", reply, lists.wanted_by(request.GET).query))


def _go_on(request: HttpRequest, user: User, reply: Reply, *, is_on_reply: bool = False) -> HttpResponse:
    """Lead on to the next reply of the list, or back to the list if that is where the person was."""
    wanted = lists.wanted_by(request.GET)
    if is_on_reply or request.GET.get("from") == FROM_REPLY:
        following = lists.next_after(reply, user, wanted)
        if following:
            return redirect(_address("reply", following, wanted.query))
    return redirect(f"{reverse('delivery:inbox')}?{wanted.query}")


def _back(request: HttpRequest, reply: Reply) -> HttpResponse:
    wanted = lists.wanted_by(request.GET)
    if request.GET.get("from") == FROM_REPLY:
        return redirect(_address("reply", reply, wanted.query))
    return redirect(f"{reverse('delivery:inbox')}?{wanted.query}")


def _undo(request: HttpRequest, name: str, reply: Reply, **values: str) -> str:
    given = {key: FROM_REPLY for key in ("from",) if request.GET.get(key) == FROM_REPLY}
    return _address(name, reply, f"{lists.wanted_by(request.GET).query}&{urlencode({**given, **values})}")


def _address(name: str, reply: Reply, query: str) -> str:
    return f"{reverse(f'delivery:{name}', args=[reply.pk])}?{query}"


def _name(reply: Reply) -> str:
    return reply.contact.name if reply.contact else (reply.sender_name or reply.sender_address or str(reply))
