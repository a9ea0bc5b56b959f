"""Hand texts to the vendor, each at most once, and record what it answered."""

from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _

from mauntic.crm.models import Consent
from mauntic.kernel.clock import now as present
from revops.sms.adapters.base import Receipt
from revops.sms.domain.outcomes import Verdict, wait_after
from revops.sms.models import SmsAccount, SmsOptOut, Text, TextState
from revops.sms.selectors import sms_account, vendor_of

log = structlog.get_logger(__name__)

PER_RUN = 200
STALE = timedelta(minutes=15)
"""A claim that is older lost its worker."""


def send_texts(*, now: datetime | None = None) -> int:
    """Send the texts that wait.

    Each text is claimed by a conditional update, which is committed before the vendor gets it. If the worker
    dies in between, the text becomes unknown, and is never sent again by itself.

    Returns: the number of texts that the vendor accepted.
    """
    at = now or present()
    release_stale(now=at)
    cancel_late(now=at)
    account = sms_account()
    sent = 0
    while account and not account.last_error and sent < PER_RUN and (text := _claim(now or present())):
        receipt = vendor_of(account).send(number=text.number, body=text.body)
        _record(text, receipt, present())
        sent += receipt.verdict == Verdict.ACCEPTED
        if receipt.verdict == Verdict.BROKEN:
            _break(account, receipt)
    return sent


def release_stale(*, now: datetime) -> int:
    """Let texts whose worker died become unknown: nobody knows whether the vendor has them."""
    stale = Text.objects.filter(state=TextState.CLAIMED, claimed_at__lt=now - STALE)
    return stale.update(state=TextState.UNKNOWN, words=_("The worker ended while it sent this text."))


def cancel_late(*, now: datetime) -> int:
    """Cancel texts that did not leave in time, and those whose recipients said no: they are decided anew."""
    waiting = Text.objects.filter(state=TextState.WAITING)
    refused = waiting.filter(contact__consent=Consent.REFUSED)
    count = refused.update(state=TextState.CANCELED, words=_("The lead refused consent."))
    said_stop = SmsOptOut.objects.filter(number=OuterRef("number"))
    count += waiting.filter(Exists(said_stop)).update(
        state=TextState.CANCELED, words=_("The lead wants no text messages.")
    )
    late = waiting.filter(leaves_until__lte=now)
    return count + late.update(state=TextState.CANCELED, words=_("It did not leave in time."))


@transaction.atomic
def _claim(at: datetime) -> Text | None:
    due = Text.objects.filter(state=TextState.WAITING, look_at__lte=at, leaves_until__gt=at)
    # Another worker takes the next one.
    text = due.order_by("created_at", "pk").select_for_update(of=("self",), skip_locked=True).first()
    if text is None:
        return None
    said_stop = SmsOptOut.objects.filter(number=text.number)
    mine = Text.objects.filter(pk=text.pk, state=TextState.WAITING).exclude(contact__consent=Consent.REFUSED)
    taken = mine.filter(~Exists(said_stop)).update(
        state=TextState.CLAIMED, claimed_at=at, attempts=F("attempts") + 1
    )
    if not taken:
        Text.objects.filter(pk=text.pk).update(
            state=TextState.CANCELED, words=_("The lead wants no text messages.")
        )
        return _claim(at)
    text.refresh_from_db()
    return text


@transaction.atomic
def _record(text: Text, receipt: Receipt, at: datetime) -> None:
    values: dict[str, object] = {"code": receipt.code, "words": receipt.words[:300]}
    match receipt.verdict:
        case Verdict.ACCEPTED:
            values |= {"state": TextState.SENT, "sent_at": at, "vendor_id": receipt.vendor_id}
        case Verdict.UNKNOWN:
            values |= {"state": TextState.UNKNOWN}
        case Verdict.LATER if wait := wait_after(text.attempts):
            values |= {"state": TextState.WAITING, "look_at": at + wait, "claimed_at": None}
        case Verdict.BROKEN:
            values |= {"state": TextState.WAITING, "claimed_at": None, "attempts": F("attempts") - 1}
        case _:
            values |= {"state": TextState.REFUSED}
    if receipt.verdict == Verdict.OPTED_OUT:
        SmsOptOut.objects.get_or_create(number=text.number, defaults={"source": receipt.words[:60]})
    Text.objects.filter(pk=text.pk, state=TextState.CLAIMED).update(**values)


def _break(account: SmsAccount, receipt: Receipt) -> None:
    """Stop sending from an account that the vendor does not accept, until a person looks at it."""
    account.last_error = receipt.words[:300] or _("The vendor refused the account.")
    SmsAccount.objects.filter(pk=account.pk).update(last_error=account.last_error)
    log.warning("sms.account_refused", code=receipt.code)
