"""Connect the SMS account, test it, and remove it."""

import re

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid, NotAllowed, NotFound
from mauntic.kernel.normalize import e164
from revops.sms.adapters.base import Receipt
from revops.sms.domain.outcomes import Verdict
from revops.sms.domain.senders import SERVICE
from revops.sms.models import SmsAccount
from revops.sms.selectors import sms_account, vendor_of

_ACCOUNT = re.compile(r"AC[0-9a-fA-F]{32}")
_SERVICE = re.compile(rf"{SERVICE}[0-9a-fA-F]{{32}}")


@transaction.atomic
def save_account(*, account_sid: str, token: str, sender: str, by: User) -> SmsAccount:
    """Connect an account, or change it. The stored token is used only for the account it was entered for.

    Args:
        account_sid: Twilio's id of the account.
        token: the auth token, stored encrypted; empty keeps the stored one.
        sender: a number in E.164, or the id of a messaging service.
        by: ops or admin.

    Returns: the account.
    Raises: `Invalid` per field, `NotAllowed`.
    """
    _check(by)
    row = SmsAccount.objects.select_for_update(of=("self",)).first() or SmsAccount()
    problems = _problems(account_sid, sender)
    if not token and (not row.token or row.account_sid != account_sid):
        problems["token"] = _("Enter the auth token of this account.")
    if problems:
        raise Invalid(problems)
    row.account_sid, row.sender = account_sid, _sender(sender)
    row.credentials = {"token": token} if token else row.credentials
    row.last_error, row.updated_at = "", now()
    row.save()
    return row


@transaction.atomic
def remove_account(*, by: User) -> None:
    """Forget the account with its token. SMS steps are skipped from then on.

    Raises: `NotAllowed`.
    """
    _check(by)
    SmsAccount.objects.all().delete()


def try_account(*, by: User) -> Receipt:
    """Ask the vendor whether it accepts the account. If it does, waiting texts go on.

    Returns: what the vendor says.
    Raises: `NotAllowed`; `NotFound` without an account.
    """
    _check(by)
    account = sms_account()
    if account is None:
        raise NotFound(_("No SMS account is connected."))
    receipt = vendor_of(account).check()
    is_good = receipt.verdict == Verdict.ACCEPTED
    SmsAccount.objects.filter(pk=account.pk).update(last_error="" if is_good else receipt.words[:300])
    return receipt


def _check(by: User) -> None:
    if not by.is_ops:
        raise NotAllowed(_("Only ops and admins change the SMS account. Ask one of them."))


def _problems(account_sid: str, sender: str) -> dict[str, str]:
    found = {}
    if not _ACCOUNT.fullmatch(account_sid):
        found["account_sid"] = _("Enter the account SID: AC and 32 letters or digits.")
    if not _sender(sender):
        found["sender"] = _("Enter a number with its country prefix, such as +14155550123.")
    return found


def _sender(text: str) -> str:
    if _SERVICE.fullmatch(text):
        return text
    number = e164(text) if text.startswith("+") else ""
    return number if number and ";" not in number else ""
