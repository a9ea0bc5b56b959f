"""The approval queue: what agents propose, why, and what became of it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mauntic.accounts.context import signed_in
from mauntic.kernel import display
from mauntic.kernel.db.paging import Keyset
from mauntic.kernel.errors import Conflict, Invalid, MaunticError
from mauntic.kernel.pages.forms import add_errors, checked
from mauntic.kernel.pages.redirects import next_page
from mauntic.kernel.pages.rendering import form_page
from mauntic.kernel.parsing import uuids
from mauntic.kernel.values.stored_text import without_unstorable
from revops.agents.approvals.domain.statuses import Status
from revops.agents.approvals.forms import ApproveForm, EditForm, RejectForm
from revops.agents.approvals.models import Proposal
from revops.agents.approvals.registry import all_kinds
from revops.agents.approvals.selectors import queue
from revops.agents.approvals.selectors.shown import Shown, shown
from revops.agents.approvals.services import deciding
from revops.agents.approvals.services.bulk import MOST, Item, approve_many, reject_many

LIST = "agents:approvals"


@login_required
@require_GET
def home(_request: HttpRequest) -> HttpResponse:
    """Lead to the queue, which is the first page of agents."""
    return redirect(LIST)


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """List the proposals that wait for the user, or those of another tab, newest first."""
    user, wanted = signed_in(request), queue.wanted_by(request.GET)
    rows = Keyset(queue.queue(user, wanted), "created_at")
    page = rows.page(after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    numbers = queue.counts(user, wanted)
    context = {
        "wanted": wanted,
        "tabs": [(name, label, _up_to(numbers[name])) for name, label in queue.TABS.items()],
        "page": page,
        "rows": shown(page.rows, with_changes=wanted.tab == queue.PENDING),
        "kinds": all_kinds(),
    }
    return form_page(request, "revops/agents/approvals/index.html", context, is_refused=False)


@login_required
@require_GET
def proposal(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """Show a proposal: what exactly, why, and what it rests on."""
    return _page(request, _shown(request, proposal_id))


@login_required
@require_POST
def approve(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """Approve a proposal, and execute it."""
    values = checked(ApproveForm(request.POST))
    row = deciding.approve(proposal_id=proposal_id, shown=values["shown"], by=signed_in(request))
    if row.status == Status.EXECUTED:
        messages.success(request, row.detail)
    else:
        messages.error(request, _("Nothing was done: {reason}").format(reason=row.detail))
    return redirect(next_page(request, reverse(LIST)))


@login_required
@require_POST
def reject(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """Reject a proposal with a reason."""
    found, form = _shown(request, proposal_id), RejectForm(request.POST)
    if form.is_valid():
        try:
            deciding.reject(proposal_id=proposal_id, by=signed_in(request), **form.cleaned_data)
        except MaunticError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Proposal for {lead} rejected.").format(lead=_lead(found)))
            return redirect(next_page(request, reverse(LIST)))
    return _page(request, found, form)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """Change the text of a proposal before it is approved."""
    found = _shown(request, proposal_id)
    if not (found.row.is_pending and found.is_editable):
        raise Conflict(_("This proposal cannot be edited any more."))
    form = EditForm(request.POST or None, proposal=found)
    if request.method == "POST" and form.is_valid():
        try:
            deciding.edit(
                proposal_id=proposal_id,
                shown=form.cleaned_data["shown"],
                texts=form.texts(),
                by=signed_in(request),
            )
        except MaunticError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Text saved. Approve it to send it."))
            return redirect("agents:approval", proposal_id)
    context = {"proposal": found, "form": form}
    return form_page(request, "revops/agents/approvals/edit.html", context)


@login_required
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Preview what the selected proposals do, each with its exact payload; then decide about all of them."""
    user, action = signed_in(request), request.POST.get("action", "")
    if action not in {"approve", "reject"}:
        raise Invalid({"action": _("Choose approve or reject.")})
    form = RejectForm()
    if request.POST.get("confirmed") == "yes":
        form = _reason_for_many(request)
        if action == "approve" or form.is_valid():
            return _decide_many(request, action, form)
    ids = uuids(request.POST.getlist("ids"))[:MOST]
    rows = queue.queue(user, queue.Wanted()).filter(pk__in=ids)
    found = shown(rows, with_changes=True)
    if not found:
        messages.warning(request, _("Select proposals that are still pending."))
        return redirect(LIST)
    context = {
        "action": action,
        "rows": [each for each in found if not each.changed or action == "reject"],
        "left_out": [each for each in found if each.changed and action == "approve"],
        "form": form,
    }
    return form_page(request, "revops/agents/approvals/bulk.html", context, is_refused=form.is_bound)


def _reason_for_many(request: HttpRequest) -> RejectForm:
    """Return the form with the reason. The hashes are not its matter: each proposal has its own."""
    reason, note = request.POST.get("reason", ""), request.POST.get("note", "")
    return RejectForm({"shown": "-", "reason": reason, "note": without_unstorable(note)[:300]})


def _decide_many(request: HttpRequest, action: str, form: RejectForm) -> HttpResponse:
    user = signed_in(request)
    pairs = zip(request.POST.getlist("ids"), request.POST.getlist("shown"), strict=False)
    items = [Item(pk, _seen(shown)) for text, shown in pairs for pk in uuids([text])][:MOST]
    if action == "approve":
        done, refused = approve_many(items=items, by=user)
        text = ngettext("{count} proposal approved.", "{count} proposals approved.", done)
    else:
        reason, note = form.cleaned_data["reason"], form.cleaned_data["note"]
        done, refused = reject_many(items=items, reason=reason, note=note, by=user)
        text = ngettext("{count} proposal rejected.", "{count} proposals rejected.", done)
    if done:
        messages.success(request, text.format(count=display.number(done)))
    for name, why in refused:
        messages.error(request, f"{name}: {why}")
    return redirect(LIST)


def _seen(shown: str) -> str:
    """Return the hash that was shown; empty for what is none, which refuses its proposal alone."""
    return shown if ApproveForm({"shown": shown}).is_valid() else ""


def _shown(request: HttpRequest, proposal_id: UUID) -> Shown:
    row = queue.proposal_seen_by(signed_in(request), proposal_id)
    return shown([row], with_changes=row.is_pending, with_evidence=True)[0]


def _page(request: HttpRequest, found: Shown, form: RejectForm | None = None) -> HttpResponse:
    initial = {"shown": found.row.payload_hash}
    context = {"proposal": found, "row": found.row, "form": form or RejectForm(initial=initial)}
    return form_page(request, "revops/agents/approvals/proposal.html", context)


def _lead(found: Shown) -> str:
    row: Proposal = found.row
    return row.contact.name if row.contact else found.words


def _up_to(count: int) -> str:
    return f"{queue.COUNT_UP_TO}+" if count > queue.COUNT_UP_TO else display.number(count)
