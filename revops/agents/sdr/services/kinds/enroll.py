"""The proposal to enroll a lead in a sequence."""

from collections.abc import Sequence as Many
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mauntic.accounts.models import User
from mauntic.accounts.selectors import owned_by_visible
from mauntic.kernel.display import number
from revops.agents.approvals.domain.payloads import Payload
from revops.agents.approvals.models import Proposal
from revops.agents.approvals.registry import Done, Part, ProposalKind
from revops.agents.sdr.selectors.enrollable import enroll_changes
from revops.sequences.services.enrollments.enrolling import enroll_lead

ENROLL = "enroll"


def _words(payload: Payload) -> str:
    return _('Enroll in "{sequence}"').format(sequence=payload["sequence"])


def _parts(payload: Payload) -> Many[Part]:
    version = _("{sequence}, version {number}").format(
        sequence=payload["sequence"], number=number(payload["version"])
    )
    return [(_("Sequence"), version), *((_("Step {n}").format(n=n), text) for n, text in _steps(payload))]


def _steps(payload: Payload) -> Many[tuple[str, str]]:
    return [(number(at), text) for at, text in enumerate(payload["steps"], 1)]


def _visible(user: User) -> Q:
    about_a_lead, seen = Q(contact__isnull=False), owned_by_visible(user, "contact__owner")
    # An empty condition stands for all leads; joined by `|` it would be dropped.
    if user.is_manager or not seen:
        return about_a_lead
    return about_a_lead & (Q(contact__owner__isnull=True) | seen)


def _execute(row: Proposal, by: User) -> Done:
    sequence_id = UUID(row.payload["sequence_id"])
    made = enroll_lead(sequence_id=sequence_id, contact_id=row.target_id, by=by)
    words = _('{lead} enrolled in "{sequence}".').format(lead=made.contact, sequence=row.payload["sequence"])
    return Done(words, made.pk)


KIND = ProposalKind(
    key=ENROLL,
    label=gettext_lazy("Enroll in a sequence"),
    icon="paper-airplane",
    words=_words,
    parts=_parts,
    facts={
        "recommendation": gettext_lazy("Recommendation"),
        "score": gettext_lazy("Score"),
        "icp": gettext_lazy("ICP match"),
        "completeness": gettext_lazy("Completeness"),
        "findings": gettext_lazy("Customer profile"),
        "touch": gettext_lazy("Last touch by a person"),
    },
    visible=_visible,
    changed=enroll_changes,
    execute=_execute,
    source=lambda row: reverse("lead", args=[row.target_id]),
)
