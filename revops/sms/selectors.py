"""Reads of texts and of the account that sends them."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from revops.sms.adapters.base import SmsVendor
from revops.sms.adapters.twilio import Twilio
from revops.sms.models import SmsAccount, SmsOptOut, Text


def sms_account() -> SmsAccount | None:
    """Return the account of the organization."""
    return SmsAccount.objects.first()


def vendor_of(account: SmsAccount) -> SmsVendor:
    """Return the vendor of an account, ready to be called."""
    return Twilio(account.account_sid, account.token, account.sender, account.api)


def opted_out(numbers: Iterable[str]) -> set[str]:
    """Return those of the numbers whose owners want no texts."""
    return set(SmsOptOut.objects.filter(number__in=set(numbers)).values_list("number", flat=True))


def texts() -> QuerySet[Text]:
    """Return all texts, newest first, with their leads."""
    return Text.objects.select_related("contact", "by")


def texts_by_id(ids: Iterable[UUID]) -> dict[UUID, Text]:
    """Return texts by their ids."""
    return Text.objects.in_bulk(list(ids))
