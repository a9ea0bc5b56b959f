"""End signals that do not count any more, before they have faded."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from scoring.scores.services.lock import lock_scoring
from scoring.scores.services.rescoring import rescore
from scoring.signals.models import IntentSignal

EMAIL = "delivery"
"""The source of signals of emails."""


@transaction.atomic
def end_email_signals(*, contact_ids: Collection[UUID], at: datetime) -> set[UUID]:
    """End the active signals of emails of contacts, and rescore these contacts.

    Whoever unsubscribed clicked and answered to be left alone, and at an address without a person only
    machines open and click. The rows stay as history.

    Args:
        contact_ids: contacts who unsubscribed, or whose address does not exist.
        at: when that happened. Later signals stay.

    Returns: the contacts whose signals ended.
    """
    lock_scoring()
    found = IntentSignal.objects.filter(contact__in=contact_ids, source=EMAIL, detected_at__lt=at).active(at)
    ended = set(found.order_by().values_list("contact_id", flat=True))
    found.update(expires_at=at)
    rescore(contact_ids=sorted(ended))
    return ended
