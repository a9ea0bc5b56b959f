"""What a vendor is asked, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from lead_intelligence.domain.fields import Field
from lead_intelligence.domain.outcomes import Outcome
from mauntic.kernel.normalize import domain_of, is_disposable, is_free_mail

Value = str | int | tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is known of the lead that is looked up; unknown is empty. `country` is an alpha-2 code."""

    email: str = ""
    first_name: str = ""
    last_name: str = ""
    company: str = ""
    domain: str = ""
    linkedin_url: str = ""
    country: str = ""
    phone: str = ""

    @property
    def company_domain(self) -> str:
        """The employer's domain, given or of the e-mail address; empty rather than a mail provider's."""
        domain = domain_of(self.domain) or domain_of(self.email) or ""
        return "" if is_free_mail(domain) or is_disposable(domain) else domain

    @property
    def full_name(self) -> str:
        """First and last name, if both are known."""
        return f"{self.first_name} {self.last_name}" if self.first_name and self.last_name else ""


@dataclass(frozen=True, slots=True)
class FieldValue:
    """A normalized value, and how sure it is (0-1)."""

    value: Value
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One vendor's answer to one look-up.

    `cost` is what the vendor bills for it in US dollars, `retry_after` the seconds that it asks to wait,
    `reference` what a pending answer is polled by, `detail` a sentence for people.
    """

    outcome: Outcome
    values: Mapping[Field, FieldValue] = field(default_factory=dict)
    cost: Decimal = Decimal(0)
    http_status: int | None = None
    latency_ms: int = 0
    retry_after: float | None = None
    request_id: str = ""
    reference: str = ""
    detail: str = ""
