"""Who takes part in the buying of a deal."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from mauntic.accounts.context import signed_in
from mauntic.kernel.errors import Invalid
from mauntic.kernel.forms import add_errors
from revops import selectors
from revops.forms.committee import MemberForm
from revops.models import Deal
from revops.services import committee as writes
from revops.views.deal_parts import UNPROCESSABLE, changed_answer, committee_part, part_answer


@login_required
@require_http_methods(["GET", "POST"])
def deal_committee(request: HttpRequest, deal_id: UUID) -> HttpResponse:
    """The committee; a POST adds somebody."""
    deal = selectors.deal(deal_id, signed_in(request))
    if request.method == "GET":
        return part_answer(request, deal, "committee", committee_part(deal))
    form = MemberForm(request.POST, deal=deal, auto_id="member_%s")
    if not form.is_valid() or not _added(request, form, deal):
        return part_answer(request, deal, "committee", committee_part(deal, form), UNPROCESSABLE)
    return changed_answer(request, deal, "committee", committee_part(deal))


@login_required
@require_POST
def member_role(request: HttpRequest, deal_id: UUID, contact_id: UUID) -> HttpResponse:
    """Somebody has another part."""
    deal, user = selectors.deal(deal_id, signed_in(request)), signed_in(request)
    role = request.POST.get("role", "")
    writes.set_member(deal_id=deal_id, contact_id=contact_id, role=role, by=user)
    return changed_answer(request, deal, "committee", committee_part(deal))


@login_required
@require_POST
def member_left(request: HttpRequest, deal_id: UUID, contact_id: UUID) -> HttpResponse:
    """Somebody no longer takes part."""
    deal, user = selectors.deal(deal_id, signed_in(request)), signed_in(request)
    writes.member_left(deal_id=deal_id, contact_id=contact_id, by=user)
    return changed_answer(request, deal, "committee", committee_part(deal))


@login_required
@require_POST
def member_back(request: HttpRequest, deal_id: UUID, contact_id: UUID) -> HttpResponse:
    """Somebody takes part again."""
    deal, user = selectors.deal(deal_id, signed_in(request)), signed_in(request)
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
