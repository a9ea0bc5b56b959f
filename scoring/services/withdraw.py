"""Taking back what was counted in error."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from scoring.models import IntentSignal
from scoring.services.lock import lock_scoring
from scoring.services.rescore import rescore


@transaction.atomic
def withdraw_evidence(*, evidence: Sequence[tuple[UUID, str]]) -> set[UUID]:
    """Take this evidence (contact, name) out of the contacts' signals; the contacts whose signals changed.

    A signal's count falls by what is taken out; one that has nothing left is deleted. When a signal was
    detected does not change: what is left of it was seen within the same hour. The contacts are scored anew.
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
