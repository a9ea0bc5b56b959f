"""Withdraw evidence that was counted in error."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from scoring.scores.services.lock import lock_scoring
from scoring.scores.services.rescoring import rescore
from scoring.signals.models import IntentSignal


@transaction.atomic
def withdraw_evidence(*, evidence: Sequence[tuple[UUID, str]]) -> set[UUID]:
    """Remove evidence from the signals of contacts, and rescore these contacts.

    The count of a signal falls; a signal without evidence is deleted. The time of detection stays, since all
    evidence of a signal is of the same hour.

    Args:
        evidence: pairs of contact and name.

    Returns: the contacts whose signals changed.
    """
    withdrawn: dict[UUID, set[str]] = defaultdict(set)
    for contact_id, name in evidence:
        withdrawn[contact_id].add(name)
    if not withdrawn:
        return set()
    lock_scoring()
    names = sorted(set().union(*withdrawn.values()))
    rows = IntentSignal.objects.filter(contact_id__in=withdrawn, evidence__overlap=names).order_by()
    changed = [row for row in rows if row.withdraw(withdrawn[row.contact_id])]
    IntentSignal.objects.filter(pk__in=[row.pk for row in changed if not row.count]).delete()
    left = [row for row in changed if row.count]
    IntentSignal.objects.bulk_update(left, ["count", "evidence"], batch_size=500)
    contact_ids = {row.contact_id for row in changed}
    rescore(contact_ids=sorted(contact_ids))
    return contact_ids
