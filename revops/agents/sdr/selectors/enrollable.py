"""Why a proposed enrollment does not hold any more."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from mauntic.delivery.inbox.selectors.answers import answers_of
from revops.agents.approvals.models import Proposal
from revops.agents.sdr.selectors.closed import deals_closed_since
from revops.prospects.models import Prospect, Recommended
from revops.sequences.models.sequences import Sequence, Switch
from revops.sequences.selectors.contacted import contacted


def enroll_changes(rows: Collection[Proposal]) -> Mapping[UUID, str]:
    """Return why leads must not be enrolled any more, by proposal: in ten queries, however many they are."""
    leads = [row.contact for row in rows if row.contact]
    ids = [lead.pk for lead in leads]
    written = contacted(leads)
    answers = answers_of(ids)
    now_is = dict(Prospect.objects.filter(contact__in=ids).values_list("contact_id", "recommendation"))
    sequences = _sequences({row.payload["sequence_id"] for row in rows})
    closed = deals_closed_since(rows)
    found = {}
    for row in rows:
        why = written.get(row.contact_id) if row.contact_id else None
        if why:
            found[row.pk] = _("The lead is not new any more: {reason}.").format(reason=why.words)
        elif any(each.contact_id == row.contact_id and each.at > row.created_at for each in answers):
            found[row.pk] = _("The lead wrote to us since.")
        elif now_is.get(row.target_id) != Recommended.SEQUENCE:
            found[row.pk] = _("The qualification does not recommend a sequence any more.")
        elif why_not := _sequence_changed(row, sequences):
            found[row.pk] = why_not
        elif row.pk in closed:
            found[row.pk] = closed[row.pk]
    return found


def _sequences(ids: Collection[str]) -> dict[str, tuple[str, int]]:
    """Return the state and the newest version of sequences, by id as text."""
    rows = Sequence.objects.filter(pk__in=ids).annotate(newest=Max("versions__number"))
    return {str(pk): (state, newest or 0) for pk, state, newest in rows.values_list("pk", "state", "newest")}


def _sequence_changed(row: Proposal, sequences: Mapping[str, tuple[str, int]]) -> str:
    state, newest = sequences.get(row.payload["sequence_id"], ("", 0))
    if state != Switch.ON:
        return _("The sequence is not on any more.")
    if newest != row.payload["version"]:
        return _("The steps of the sequence were changed since.")
    return ""
