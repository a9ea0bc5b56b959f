"""Why a suggested answer does not hold any more."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from mauntic.delivery.inbox.selectors.answering import address_to_answer
from mauntic.delivery.messages.selectors.recipients import Refusals
from mauntic.delivery.models import Reply
from mauntic.delivery.suppression.selectors import EVERYTHING
from mauntic.kernel.normalize import email_key
from revops.agents.approvals.models import Proposal
from revops.agents.sdr.domain.answering import ANSWERED_CLASSES
from revops.agents.sdr.selectors.closed import deals_closed_since
from revops.agents.sdr.selectors.rested import insight_changes


def answer_changes(rows: Collection[Proposal]) -> Mapping[UUID, str]:
    """Return why answers must not be sent any more, by proposal, in a constant number of queries."""
    replies = Reply.objects.filter(pk__in=[row.target_id for row in rows]).select_related("contact").in_bulk()
    newest = _newest([reply.contact_id for reply in replies.values()])
    refusals = Refusals(
        (email_key(address_to_answer(reply)), reply.contact, EVERYTHING)
        for reply in replies.values()
        if reply.contact
    )
    closed, faded = deals_closed_since(rows), insight_changes(rows)
    found = {}
    for row in rows:
        reply = replies.get(row.target_id)
        if why := _why(row, reply, newest, refusals) or closed.get(row.pk, "") or faded.get(row.pk, ""):
            found[row.pk] = why
    return found


def _why(row: Proposal, reply: Reply | None, newest: Mapping[UUID | None, UUID], refusals: Refusals) -> str:
    if reply is None or reply.contact is None:
        return _("The reply does not exist any more.")
    address = address_to_answer(reply)
    if why := refusals.why(email_key(address), reply.contact):
        return _("The lead must not get email: {reason}.").format(reason=why)
    label = _("The reply has another class now: {label}.").format(label=reply.get_label_display())
    rules = (
        (reply.done_at is not None, _("The reply was answered or marked as done since.")),
        (reply.label not in ANSWERED_CLASSES, label),
        (newest.get(reply.contact_id) != reply.pk, _("The lead wrote again since.")),
        (address != row.payload["to"], _("The address of the lead changed since.")),
    )
    return next((words for applies, words in rules if applies), "")


def _newest(contact_ids: Collection[UUID | None]) -> dict[UUID | None, UUID]:
    """Return the last mail of each lead, automatic ones apart."""
    rows = Reply.objects.filter(contact__in=contact_ids, is_human=True).order_by(
        "contact_id", "-arrived_at", "-id"
    )
    return dict(rows.distinct("contact_id").values_list("contact_id", "pk"))
