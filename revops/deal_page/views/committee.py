"""The buying committee of a deal."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from mauntic.accounts.context import signed_in
from mauntic.kernel.errors import Invalid
from mauntic.kernel.pages.forms import add_errors
from revops.committee import services as writes
from revops.committee.forms import MemberForm
from revops.deal_page.views.parts import UNPROCESSABLE, changed_answer, committee_part, part_answer
from revops.deals.models.deals import Deal
from revops.deals.selectors import visible


@login_required
@require_http_methods(["GET", "POST"])
def deal_committee(request: HttpRequest, deal_id: UUID) -> HttpResponse:
    """Show the committee. POST adds a member."""
    deal = visible.deal(deal_id, signed_in(request))
    if request.method == "GET":
        return part_answer(request, deal, "committee", committee_part(deal))
    form = MemberForm(request.POST, deal=deal, auto_id="member_%s")
    if not form.is_valid() or not _added(request, form, deal):
        return part_answer(request, deal, "committee", committee_part(deal, form), UNPROCESSABLE)
    return changed_answer(request, deal, "committee", committee_part(deal))


@login_required
@require_POST
def member_role(request: HttpRequest, deal_id: UUID, contact_id: UUID) -> HttpResponse:
    """Change the role of a member."""
    deal, user = visible.deal(deal_id, signed_in(request)), signed_in(request)
    role = request.POST.get("role", "")
    writes.set_member(deal_id=deal_id, contact_id=contact_id, role=role, by=user)
    return changed_answer(request, deal, "committee", committee_part(deal))


@login_required
@require_POST
def member_left(request: HttpRequest, deal_id: UUID, contact_id: UUID) -> HttpResponse:
    """Mark a member as left."""
    deal, user = visible.deal(deal_id, signed_in(request)), signed_in(request)
    writes.member_left(deal_id=deal_id, contact_id=contact_id, by=user)
    return changed_answer(request, deal, "committee", committee_part(deal))


@login_required
@require_POST
def member_back(request: HttpRequest, deal_id: UUID, contact_id: UUID) -> HttpResponse:
    """Restore a member who had left."""
    deal, user = visible.deal(deal_id, signed_in(request)), signed_in(request)
    writes.member_back(deal_id=deal_id, contact_id=contact_id, by=user)
    return changed_answer(request, deal, "committee", committee_part(deal))


def _added(request: HttpRequest, form: MemberForm, deal: Deal) -> bool:
    contact_id, role = form.cleaned_data["contact_id"], form.cleaned_data["role"]
    try:
        writes.set_member(deal_id=deal.pk, contact_id=contact_id, role=role, by=signed_in(request))
    except Invalid as error:
        add_errors(form, error)
        return False
    return True
