"""The proposal to answer a reply."""

from collections.abc import Sequence as Many

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mauntic.accounts.models import User
from mauntic.delivery.inbox.services.handling import answer, subject_of_answer
from mauntic.delivery.mailboxes.selectors import mailboxes_of
from mauntic.delivery.messages.services.writing import MOST_TEXT
from mauntic.delivery.models import Reply
from revops.agents.approvals.domain.payloads import Payload
from revops.agents.approvals.models import Proposal
from revops.agents.approvals.registry import Done, Part, ProposalKind
from revops.agents.sdr.selectors.answerable import answer_changes
from revops.agents.sdr.selectors.rested import INSIGHT, evidence_of

ANSWER = "answer"


def _words(payload: Payload) -> str:
    return _('Answer "{subject}"').format(subject=payload["subject"] or _("the reply"))


def _parts(payload: Payload) -> Many[Part]:
    return [
        (_("To"), payload["to"]),
        (_("From"), payload["mailbox"]),
        (_("Subject"), subject_of_answer(payload["subject"])),
        (_("Text"), payload["text"]),
    ]


def _visible(user: User) -> Q:
    replies = Reply.objects.filter(mailbox__in=mailboxes_of(user))
    return Q(target_id__in=replies.values("pk"))


def _execute(row: Proposal, by: User) -> Done:
    # The key of the answer is that of the proposal: however often it runs, one email goes out.
    answer(reply_id=row.target_id, text=row.payload["text"], by=by, once=row.pk.hex)
    return Done(_("Answer to {address} is on its way.").format(address=row.payload["to"]))


KIND = ProposalKind(
    key=ANSWER,
    label=gettext_lazy("Answer a reply"),
    icon="chat-bubble-left-right",
    words=_words,
    parts=_parts,
    facts={
        "reply": gettext_lazy("Reply"),
        "class": gettext_lazy("Class"),
        "source": gettext_lazy("Source"),
        INSIGHT: gettext_lazy("Insight"),
        "lead": gettext_lazy("Lead"),
        "sequence": gettext_lazy("Sequence"),
    },
    visible=_visible,
    changed=answer_changes,
    execute=_execute,
    source=lambda row: reverse("delivery:reply", args=[row.target_id]),
    texts={"text": MOST_TEXT},
    evidence=evidence_of,
)
