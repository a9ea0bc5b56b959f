"""E-mail services: their addresses, and what their answers mean for a message."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

RECIPIENT = re.compile(
    r"personalizations\.\d+\.to\b|'to' parameter|"
    r"(?:BadRequestException|InvalidParameterValue): (?:Missing final '@domain'|Illegal address|"
    r"(?:Local address|Domain) (?:contains|starts|ends))",
    re.IGNORECASE,
)
"""What SendGrid, Mailgun and Amazon SES say of an address that is none. Postmark has a code for it."""
REFUSED_SIGN_IN = frozenset({401, 403})
NOT_SENT = frozenset({402, 404, 413, 429, 503})
"""Answers after which nothing was sent, for a cause that is not the recipient."""
REFUSALS, FAULTS = 400, 500


@dataclass(frozen=True, slots=True)
class MailService:
    """An e-mail service.

    Args:
        slug: how the kind of its mailboxes is stored.
        name: what it calls itself.
        addresses: those of its API, by region.
        signs: whether the key that signs its webhooks is one of the account.
        counts: whether an email says that the service counts no openings and clicks.
        extra: headers that it wants.
    """

    slug: str
    name: str
    addresses: Mapping[str, str]
    signs: bool
    counts: bool = True
    extra: Mapping[str, str] = field(default_factory=dict)


POSTMARK = MailService(
    "postmark",
    "Postmark",
    {"us": "https://api.postmarkapp.com/"},
    signs=False,
    # Else it replaces our Message-ID, by which answers are matched.
    extra={"X-PM-KeepID": "true"},
)
MAILGUN = MailService(
    "mailgun",
    "Mailgun",
    {"us": "https://api.mailgun.net/v3/", "eu": "https://api.eu.mailgun.net/v3/"},
    signs=True,
)
SENDGRID = MailService(
    "sendgrid",
    "SendGrid",
    {"us": "https://api.sendgrid.com/v3/", "eu": "https://api.eu.sendgrid.com/v3/"},
    signs=True,
)
SES_REGIONS = (
    *("us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "sa-east-1"),
    *("eu-central-1", "eu-north-1", "eu-south-1", "eu-west-1", "eu-west-2", "eu-west-3"),
    *("ap-south-1", "ap-southeast-1", "ap-southeast-2", "ap-southeast-3"),
    *("ap-northeast-1", "ap-northeast-2", "ap-northeast-3"),
    *("af-south-1", "il-central-1", "me-south-1"),
)
SES = MailService(
    "ses",
    "Amazon SES",
    {region: f"https://email.{region}.amazonaws.com/" for region in SES_REGIONS},
    signs=False,  # Amazon signs, with a key of its own: it says nothing about the account.
    counts=False,  # that is a matter of its configuration sets
)
SERVICES: Mapping[str, MailService] = {each.slug: each for each in (POSTMARK, MAILGUN, SENDGRID, SES)}
_OLDEST_REGION = "us-east-1"
_SES_SMTP = re.compile(r"email-smtp(?:-fips)?\.([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com")
_SES_TOOK = re.compile(r"250 ok (\S{10,100})", re.IGNORECASE)


def ses_header_id(region: str, provider_id: str) -> str:
    """Return the Message-ID that Amazon SES puts in the place of ours.

    Source: https://docs.aws.amazon.com/ses/latest/dg/header-fields.html
    """
    host = "email" if region == _OLDEST_REGION else region
    return f"<{provider_id}@{host}.amazonses.com>"


def ses_header_id_by_smtp(host: str, words: str) -> str:
    """Return the Message-ID that Amazon SES gave a message by SMTP; empty for other servers."""
    server, taken = _SES_SMTP.fullmatch(host.lower()), _SES_TOOK.match(words)
    return ses_header_id(server[1], taken[1]) if server and taken else ""


class Fault(StrEnum):
    """Whose fault a refusal is. UNCERTAIN: nobody knows whether the message goes out."""

    SIGN_IN = "sign_in"
    RECIPIENT = "recipient"
    OURS = "ours"
    UNCERTAIN = "uncertain"


def fault_of(status: int, words: str) -> Fault:
    """Return whose fault the answer of a service is.

    Args:
        status: of HTTP; one of the 500s may come after the message was taken, except 503, and so does a
            success that says nothing that can be read.
        words: the answer.
    """
    if status in REFUSED_SIGN_IN:
        return Fault.SIGN_IN
    if status in NOT_SENT:
        return Fault.OURS
    if status >= FAULTS or status < REFUSALS:
        return Fault.UNCERTAIN
    return Fault.RECIPIENT if RECIPIENT.search(words) else Fault.OURS


def digest_of_token(token: str) -> str:
    """Return what is stored of the token of a webhook, to find its mailbox."""
    return sha256(token.encode()).hexdigest()
