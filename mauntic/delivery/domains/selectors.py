"""Reads of sending domains."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from mauntic.delivery.domains.domain.records import Finding, State
from mauntic.delivery.domains.domain.signing import record_of, signed
from mauntic.delivery.domains.domain.words import STATES, meaning
from mauntic.delivery.domains.models import SendingDomain
from mauntic.kernel.normalize import ascii_email
from mauntic.kernel.normalize.domains import is_free_mail

GOOD, BAD = "good", "warning"


def domain_name(address: str) -> str:
    """Return the domain from which an address sends, in ASCII; empty for one of a public mail service."""
    name = (ascii_email(address) or address).rpartition("@")[2].lower()
    return "" if is_free_mail(name) else name


def domain_of(address: str) -> SendingDomain | None:
    """Return the sending domain of an address, if it was looked up before."""
    name = domain_name(address)
    return SendingDomain.objects.filter(name=name).first() if name else None


def held_domain(address: str, at: datetime) -> str:
    """Return the domain of an address if its automatic emails wait for records; else an empty text."""
    found = domain_of(address)
    return found.name if found and found.is_held(at) else ""


def signer_of(address: str) -> Callable[[bytes], bytes] | None:
    """Return what signs the emails of an address; None if its domain does not sign here."""
    found = domain_of(address)
    if found is None or not found.is_signing:
        return None
    name, selector, key = found.name, found.selector, str(found.private_key)
    return lambda message: signed(message, domain=name, selector=selector, private_key=key)


@dataclass(frozen=True, slots=True)
class Record:
    """A record as a page shows it. `tone` colors its state."""

    name: str
    state: str
    tone: str
    meaning: str
    text: str


@dataclass(frozen=True, slots=True)
class DomainCard:
    """A domain as the page of a mailbox shows it. `key_host` and `key_record` are to be published."""

    domain: SendingDomain
    records: list[Record]
    is_held: bool
    key_host: str
    key_record: str


def domain_card(address: str, at: datetime) -> DomainCard | None:
    """Return what is known of the domain of an address; None for that of a public mail service."""
    name = domain_name(address)
    if not name:
        return None
    row = domain_of(address) or SendingDomain(name=name)
    found = row.found
    records = [_record("spf", "SPF", found.spf), _record("dkim", "DKIM", found.dkim)]
    records.append(_record("dmarc", "DMARC", found.dmarc))
    return DomainCard(
        domain=row,
        records=records if row.looked_at else [],
        is_held=row.is_held(at),
        key_host=f"{row.selector}._domainkey.{name}" if row.selector else "",
        key_record=record_of(row.public_key) if row.public_key else "",
    )


def _record(kind: str, name: str, finding: Finding) -> Record:
    is_good = finding.state == State.PRESENT and finding.note != "open"
    tone = GOOD if is_good else BAD if finding.state in {State.MISSING, State.FAULT, State.PRESENT} else ""
    return Record(name, str(STATES[finding.state]), tone, meaning(kind, finding), finding.record)
