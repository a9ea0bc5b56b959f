"""What a failed delivery means for the person it was meant for: our own table of enhanced status codes.

Source: RFC 3463, RFC 7372, and the register "SMTP Enhanced Status Codes" of IANA.
"""

import re
from enum import StrEnum

from mauntic.delivery.replies.domain.folding import folded

STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?!\.?\d)")
CODE = re.compile(r"(?<![\d.:/-])(4[2-7]\d|55\d|5[02]\d)(?:[ -]|$)", re.MULTILINE)
HARD = frozenset({"5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"})
"""The address does not exist, has a syntax error, or has moved without a new one."""
POLICY = ("5.7.", "5.6.")
MAX_TEXT = 20_000
MAX_OPENING = 4_000
"""Letters that are read for words where no code tells."""

FULL = re.compile(
    r"mailbox (?:is )?(?:full|over|exceed)|(?:over|exceed|beyond|out of)[^.\n]{0,48}(?:quota|storage|"
    r"mailbox|size|limit)|quota (?:exceeded|full|violation)|disk ?(?:space|quota)|"
    r"insufficient (?:system )?storage|mailfolder is full|too (?:large|big|long|many (?:hops|messages))|"
    r"size limit|full mailbox|is full\b|inbox is full"
)
UNKNOWN = re.compile(
    r"(?:user|recipient|mailbox|address|account|addressee|destination|local.?part|"
    r"e-?mail)[^.\n]{0,60}(?:unknown|not known|not found|doesn't exist|does ?n[o']t exist|do not exist|"
    r"invalid|not exist|not valid|no longer (?:exists|valid|available|active|on server)|not listed|"
    r"couldn't be found|could not be found|undeliverable|not recogni[sz]ed)|(?:unknown|invalid|no such|"
    r"bad|nonexistent|non-existent|wrong|illegal) (?:local |destination |mailbox |virtual |"
    r"e-?mail )?(?:user|recipient|mailbox|address|account|name|domain|alias|host)|no (?:mailbox|user|"
    r"account|recipient|valid recipients?|such)\b|no one by that name|not our customer|isn't (?:a|our)\b|"
    r"doesn't have an?\b|wasn't found|unrout(?:e)?able|(?:host|domain)(?: name)?[^.\n]{0,30}(?:not found|"
    r"unknown|lookup fail)|couldn't find any host|name or service not known|nxdomain|address (?:not found|"
    r"rejected|error|couldn't)|does not like recipient|recipient(?: address)? rejected|unbekannt|inconnu|"
    r"desconocid|sconosciut|宛先|存在しません|ユーザ"
)
REFUSED = re.compile(
    r"spam|unsolicited|bulk|black ?list|blocklist|block list|blacklisted|blocked|banned|\brbl\b|dnsbl|"
    r"reputation|dmarc|\bspf\b|dkim|polic(?:y|ies)|virus|malware|phish|content (?:reject|filter|restrict)|"
    r"(?:message )?content|not (?:authori[sz]ed|allowed|permitted)|access denied|permission|authenticat|"
    r"relay(?:ing)?\b|rejected for|not accept(?:ed|ing)? (?:mail|message)|listed (?:in|by|on|at)|ptr|"
    r"reverse dns|suspicious|prohibited|refused|not (?:a )?member|restricted|security"
)
DELAYED = re.compile(
    r"delay(?:ed)?\b|will (?:be retried|keep trying|retry|continue)|still (?:being )?(?:retr|try)|"
    r"not yet (?:been )?delivered|could not send (?:mail|message) for past|warning only|do(?:n't|"
    r" not) need to resend|no need to resend|warning: (?:could not|message)"
)


class BounceKind(StrEnum):
    """What to do: HARD suppresses the address, SOFT is counted, POLICY concerns us and never the person."""

    HARD = "hard"
    SOFT = "soft"
    POLICY = "policy"
    DELAYED = "delayed"


def kind_of(status: str, text: str, *, innermost: bool = False) -> BounceKind | None:
    """Return the kind of a failure by its status, else by what the server said.

    Args:
        status: an enhanced status code such as 5.1.1, or an empty text.
        text: the answer of the server, or the whole explanation.
        innermost: the text is one answer: its last code is that of the server that refused, the others
            are of those who passed it on.

    Returns:
        The kind; None for a success.
    """
    plain = folded(text[:MAX_TEXT])
    named = statuses_in(text)[::-1] if innermost else statuses_in(text)
    specific = next((each for each in (status, *named) if _is_specific(each)), "")
    if specific.startswith("2."):
        return None
    if specific:
        return by_status(specific)
    return _by_words(plain, status or _status_of_code(plain))


def by_status(status: str) -> BounceKind:
    """Return the kind that a status of class 4 or 5 stands for."""
    if status.startswith("4."):
        return BounceKind.DELAYED
    if status in HARD:
        return BounceKind.HARD
    return BounceKind.POLICY if status.startswith(POLICY) else BounceKind.SOFT


def says_full(text: str) -> bool:
    """Tell whether a text says that a mailbox is full, or a mail too large."""
    return bool(FULL.search(folded(text[:MAX_TEXT])))


def statuses_in(text: str) -> list[str]:
    """Return the enhanced status codes that a text names, in order."""
    return [".".join(found) for found in STATUS.findall(text[:MAX_TEXT])]


def _is_specific(status: str) -> bool:
    """Tell codes that say something from 5.0.0, which servers write when they do not know."""
    return bool(status) and not status.endswith(".0.0")


def _status_of_code(plain: str) -> str:
    found = CODE.search(plain)
    return f"{found.group(1)[0]}.0.0" if found else ""


def _by_words(plain: str, status: str) -> BounceKind:
    if status.startswith("4.") or (not status and DELAYED.search(plain)):
        return BounceKind.DELAYED
    opening = plain[:MAX_OPENING]
    rules = ((FULL, BounceKind.SOFT), (UNKNOWN, BounceKind.HARD), (REFUSED, BounceKind.POLICY))
    return next((kind for rule, kind in rules if rule.search(opening)), BounceKind.SOFT)
