"""Numbers that get text messages."""

from dataclasses import dataclass

import phonenumbers
from phonenumbers import PhoneNumberType

from mauntic.kernel.normalize import e164
from mauntic.kernel.translation import gettext as _

MOBILE = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})
"""North American numbers do not say which of the two they are."""


@dataclass(frozen=True, slots=True)
class Mobile:
    """A mobile number in E.164, or why there is none."""

    number: str
    problem: str = ""


def mobile_of(phones: tuple[str, ...], country: str) -> Mobile:
    """Return the first of the numbers that is a mobile one.

    Args:
        phones: of a lead, in the order in which they are tried.
        country: of the lead, for numbers without a prefix.
    """
    given = [phone for phone in phones if phone.strip()]
    if not given:
        return Mobile("", _("The lead has no phone number."))
    read = [number for phone in given if (number := e164(phone, country))]
    if not read:
        return Mobile("", _("{number} is not a phone number.").format(number=given[0][:40]))
    mobile = next((number for number in read if _is_mobile(number)), "")
    return (
        Mobile(mobile) if mobile else Mobile("", _("{number} is not a mobile number.").format(number=read[0]))
    )


def _is_mobile(number: str) -> bool:
    if ";" in number:  # an extension
        return False
    return phonenumbers.number_type(phonenumbers.parse(number)) in MOBILE
