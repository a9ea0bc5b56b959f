"""Estimated calls and cost of a batch."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from lead_intelligence.enrichment.models.jobs import EnrichmentJob
from lead_intelligence.enrichment.models.policy import EnrichmentPolicy
from lead_intelligence.leads.domain.fields import API_FIELDS, Field
from lead_intelligence.leads.domain.subjects import Subject, is_findable
from lead_intelligence.leads.labels import API_FIELD_CHOICES
from lead_intelligence.leads.selectors import OF_COMPANY, OF_CONTACT, lead_values, subject_of
from lead_intelligence.spending.domain.estimates import Estimate, estimate
from lead_intelligence.spending.selectors.budgets import budget_states
from lead_intelligence.spending.selectors.kill_switch import stopped
from lead_intelligence.vendors.domain.availability import ProviderState
from lead_intelligence.vendors.selectors.accounts import open_accounts
from lead_intelligence.waterfall.domain import Rule
from lead_intelligence.waterfall.selectors.hit_rates import vendor_hit_rates
from lead_intelligence.waterfall.selectors.rules import waterfalls
from mauntic.crm.imports.services.enrichment import Price
from mauntic.crm.imports.services.matching import Cleaned
from mauntic.crm.models import Contact
from mauntic.kernel.db.chunks import chunked

CHUNK = 2000
ENOUGH_CALLS = 20
"""The number of calls from which the hit rate of a vendor is used."""
FIELD_CHOICES = API_FIELD_CHOICES
PRIORITY_CHOICES = EnrichmentJob.Priority.choices
_COLUMNS = (
    *OF_CONTACT.values(),
    "company__domain",
    *(f"company__{column}" for column in OF_COMPANY.values()),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchEstimate:
    """The estimate of a batch. Only `askable` leads can be looked up. Money is in US dollars."""

    askable: Sequence[UUID]
    unfindable: int
    under_way: int
    calls: int
    likely: Decimal
    most: Decimal
    vendors: Sequence[str]
    is_stopped: bool

    @property
    def leads(self) -> int:
        """Return the number of selected leads."""
        return len(self.askable) + self.unfindable + self.under_way


def batch_estimate(contact_ids: Sequence[UUID], fields: Sequence[str] | None = None) -> BatchEstimate:
    """Estimate the enrichment of contacts; by default of the empty fields of each.

    Args:
        contact_ids: contacts; those with an open job are left out.
        fields: names of fields; None for the empty fields of each contact.

    Returns: the leads that can be looked up, with the likely and the highest cost.
    """
    under_way = set(
        EnrichmentJob.objects.open().filter(contact__in=contact_ids).values_list("contact", flat=True)
    )
    wanted = tuple(Field(name) for name in fields or ())
    askable: list[UUID] = []
    groups: Counter[tuple[Field, ...]] = Counter()
    free = [pk for pk in contact_ids if pk not in under_way]
    for some in chunked(free, CHUNK):
        for contact in _slim(some):
            if is_findable(subject_of(contact)):
                askable.append(contact.pk)
                groups[wanted or _empty(contact)] += 1
    market = market_now()
    each = {lacking: market.estimate(lacking) for lacking in groups}
    return BatchEstimate(
        askable=askable,
        unfindable=len(free) - len(askable),
        under_way=len(under_way),
        calls=round(sum(each[lacking].calls * count for lacking, count in groups.items())),
        likely=sum((each[lacking].likely * count for lacking, count in groups.items()), Decimal(0)),
        most=sum((each[lacking].most * count for lacking, count in groups.items()), Decimal(0)),
        vendors=market.names,
        is_stopped=EnrichmentPolicy.objects.filter(stopped_at__isnull=False).exists(),
    )


def price_of_new(leads: Sequence[Cleaned]) -> Price | None:
    """Estimate the enrichment of leads that do not exist yet.

    Args:
        leads: the clean values of rows of an import.

    Returns: the price with the rest of the budgets of the organization; None if enrichment is stopped or no
        vendor can be called.
    """
    market = market_now()
    if not market.states or stopped():
        return None
    groups = Counter(_lacking(lead) for lead in leads if is_findable(_subject(lead)))
    each = {lacking: market.estimate(lacking) for lacking in groups}
    rests = [state.left for state in budget_states() if state.provider is None and state.left is not None]
    return Price(
        likely=sum((each[lacking].likely * count for lacking, count in groups.items()), Decimal(0)),
        most=sum((each[lacking].most * count for lacking, count in groups.items()), Decimal(0)),
        left=min(rests, default=None),
    )


def _subject(lead: Cleaned) -> Subject:
    contact, company = lead.contact, lead.company
    return Subject(
        email=lead.email,
        first_name=str(contact.get("first_name") or ""),
        last_name=str(contact.get("last_name") or ""),
        linkedin_url=str(contact.get("linkedin_url") or ""),
        company=str(company.get("name") or ""),
        domain=str(company.get("domain") or ""),
    )


def _lacking(lead: Cleaned) -> tuple[Field, ...]:
    filled = {field for field, column in OF_CONTACT.items() if lead.contact.get(column)}
    filled |= {field for field, column in OF_COMPANY.items() if lead.company.get(column)}
    filled |= {Field.COMPANY} if lead.company.get("name") else set()
    return tuple(field for field in API_FIELDS if field not in filled) or API_FIELDS


@dataclass(frozen=True, slots=True)
class Market:
    """Data of vendors for estimates, read once."""

    rules: Mapping[Field, Rule]
    states: Mapping[str, ProviderState]
    rates: Mapping[tuple[str, Field], float]
    names: Sequence[str]

    def estimate(self, fields: Sequence[Field]) -> Estimate:
        """Estimate the cost for one lead that lacks these fields."""
        return estimate([self.rules[field] for field in fields], self.states, self.rates)


def market_now() -> Market:
    """Return the vendors that can be called now, with prices and hit rates."""
    ready = [each for each in open_accounts().values() if each.provider.enabled and each.vendor.api_key]
    return Market(
        rules={Field(config.field_name): config.rule for config in waterfalls()},
        states={
            each.provider.slug: ProviderState(
                slug=each.provider.slug,
                supports=each.provider.fields,
                cost=each.vendor.cost_per_lookup,
            )
            for each in ready
        },
        rates={
            key: found.rate
            for key, found in vendor_hit_rates().items()
            if found.rate is not None and found.asked >= ENOUGH_CALLS
        },
        names=[each.provider.name for each in ready],
    )


def _slim(ids: Sequence[UUID]) -> list[Contact]:
    """Return contacts with the columns of an estimate, in the order of the ids."""
    found = Contact.objects.select_related("company").only(*_COLUMNS).in_bulk(list(ids))
    return [found[pk] for pk in ids if pk in found]


def _empty(contact: Contact) -> tuple[Field, ...]:
    filled = lead_values(contact)
    return tuple(field for field in API_FIELDS if field not in filled) or API_FIELDS
