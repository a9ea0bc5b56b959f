"""What enriching these leads would mean, told before it is asked for."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from lead_intelligence.domain.estimates import Estimate, estimate
from lead_intelligence.domain.fields import API_FIELDS, Field
from lead_intelligence.domain.subjects import is_findable
from lead_intelligence.domain.values import LABELS
from lead_intelligence.domain.waterfall import ProviderState, Rule
from lead_intelligence.models import EnrichmentJob, EnrichmentPolicy
from lead_intelligence.selectors.hit_rates import hit_rates
from lead_intelligence.selectors.leads import OF_COMPANY, OF_CONTACT, lead_values, subject_of
from lead_intelligence.selectors.settings import waterfalls
from lead_intelligence.selectors.vendors import accounts
from mauntic.crm.models import Contact
from mauntic.kernel.chunks import chunked

CHUNK = 2000
ENOUGH_CALLS = 20
"""From how many calls on a vendor's own hit rate is believed."""
FIELD_CHOICES = [(field.value, LABELS[field]) for field in API_FIELDS]
PRIORITY_CHOICES: Sequence[tuple[str, str]] = EnrichmentJob.Priority.choices
_COLUMNS = (
    *OF_CONTACT.values(),
    "company__domain",
    *(f"company__{column}" for column in OF_COMPANY.values()),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchEstimate:
    """Of a batch: `askable` leads would be looked up, the others not. Money is in US dollars."""

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
        """Leads that were chosen."""
        return len(self.askable) + self.unfindable + self.under_way


def findable(contact_ids: Sequence[UUID]) -> tuple[int, set[UUID]]:
    """How many of these contacts there are, and those of whom enough is known to look them up."""
    rows = list(Contact.objects.filter(pk__in=contact_ids).select_related("company"))
    return len(rows), {contact.pk for contact in rows if is_findable(subject_of(contact))}


def batch_estimate(contact_ids: Sequence[UUID], fields: Sequence[str] | None = None) -> BatchEstimate:
    """What it would mean to enrich these contacts; without `fields` each one's empty ones are looked for."""
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


@dataclass(frozen=True, slots=True)
class Market:
    """What all estimates need of the vendors, read once."""

    rules: Mapping[Field, Rule]
    states: Mapping[str, ProviderState]
    rates: Mapping[tuple[str, Field], float]
    names: Sequence[str]

    def estimate(self, fields: Sequence[Field]) -> Estimate:
        """Of one lead that lacks these fields."""
        return estimate([self.rules[field] for field in fields], self.states, self.rates)


def market_now() -> Market:
    """The vendors that can be asked now, with what they know and cost."""
    ready = [each for each in accounts().values() if each.provider.enabled and each.vendor.api_key]
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
            for key, found in hit_rates().items()
            if found.rate is not None and found.asked >= ENOUGH_CALLS
        },
        names=[each.provider.name for each in ready],
    )


def _slim(ids: Sequence[UUID]) -> list[Contact]:
    """Contacts with nothing but what an estimate reads, in the order of the ids."""
    found = Contact.objects.select_related("company").only(*_COLUMNS).in_bulk(list(ids))
    return [found[pk] for pk in ids if pk in found]


def _empty(contact: Contact) -> tuple[Field, ...]:
    filled = lead_values(contact)
    return tuple(field for field in API_FIELDS if field not in filled) or API_FIELDS
