"""Write values to leads: decide by the rules, write through the CRM, and record an audit row for each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from decimal import Decimal
from typing import Any
from uuid import UUID

from lead_intelligence.enrichment.models.jobs import EnrichmentJob
from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.values import Found, Json, Value, is_same, to_json
from lead_intelligence.leads.selectors import COMPANY_FACTS, OF_COMPANY, OF_CONTACT, subject_of, value_of
from lead_intelligence.provenance.domain import Decision, Verdict, Written, decide
from lead_intelligence.provenance.models import FieldWrite
from lead_intelligence.provenance.selectors.history import Histories, History, histories
from lead_intelligence.vendors.selectors.accounts import vendor_names
from mauntic.broker.actor import Actor, ActorKind, acting
from mauntic.crm.companies.services.matching import get_or_create_companies
from mauntic.crm.contacts.services.enriched import EnrichedChange, write_enriched
from mauntic.crm.models import Company, Contact
from mauntic.kernel.clock import now
from mauntic.kernel.db.rows import insert_values
from mauntic.kernel.ids import new_id

NO_COMPANY = Decision(Verdict.SUGGEST, "Not applied: the lead has no company.")
TOO_LONG = Decision(Verdict.SUGGEST, "Not applied: the value is too long for this field.")
TAKEN = Decision(Verdict.SUGGEST, "Not applied: another lead has this address.")
SAME_EMPLOYER = Decision(Verdict.SUGGEST, "Not applied: another name of the same company.")

Costs = Mapping[tuple[str, Field], Decimal]
"""The share of each value in the cost of its call."""


@dataclass(slots=True, eq=False)
class Draft:
    """A new `FieldWrite`. A batch has thousands, and a model instance costs many times as much."""

    field: Field
    old_value: Json | None
    new_value: Json
    provider: str
    confidence: float
    cost: Decimal
    status: FieldWrite.Status
    reason: str
    company_id: UUID | None

    @property
    def is_applied(self) -> bool:
        """Whether the value is written (else suggested)."""
        return self.status == FieldWrite.Status.APPLIED


@dataclass(slots=True, eq=False)
class Offer:
    """The values that a job found for a contact (locked, company loaded), with the decisions."""

    contact: Contact
    job: EnrichmentJob
    found: Sequence[Found]
    costs: Costs
    values: dict[str, Any] = dataclass_field(default_factory=dict)
    company_values: dict[str, Any] = dataclass_field(default_factory=dict)
    writes: list[Draft] = dataclass_field(default_factory=list)


@dataclass(slots=True, eq=False)
class CompanyFacts:
    """Facts about companies that the same batch has written, and those that a vendor has suggested."""

    written: dict[tuple[UUID, Field], Written] = dataclass_field(default_factory=dict)
    suggested: dict[tuple[UUID, Field, str], list[Value]] = dataclass_field(default_factory=dict)


def write_back(*, offers: Sequence[Offer]) -> None:
    """Write the values that the rules allow, suggest the others, and record an audit row for each.

    Runs in the caller's transaction. Employers come first, because facts about a company are compared with
    the company that the lead has then. Colleagues of one company are decided one after the other.

    Args:
        offers: the answers of finished jobs, one offer for each lead.
    """
    names = vendor_names() if any(offer.found for offer in offers) else {}
    # Companies that vendors name are created by them; each lead then has its own vendors.
    with acting(Actor(ActorKind.VENDOR, label=", ".join(_used(offers, names)))):
        _decide_and_write(offers, names)


def _decide_and_write(offers: Sequence[Offer], names: Mapping[str, str]) -> None:
    _share_companies(offers)
    history = histories([offer.contact for offer in offers])
    hired = _take_employers(offers, history)
    history |= histories([offer.contact for offer in hired]) if hired else {}
    facts = CompanyFacts()
    for offer in offers:
        for answer in offer.found:
            if answer.field is not Field.COMPANY:
                _take(offer, answer, history[offer.contact.pk].get(answer.field, History()), facts)
    _write(offers, names)
    insert_values(FieldWrite.objects, _rows(offers))


def write_value(contact: Contact, field: Field, value: Value | None) -> bool:
    """Set one field of a contact.

    Args:
        contact: a locked contact with its company.
        field: the field to set; facts about the company are set on the company.
        value: None empties the field.

    Returns: True if the value was written, False if another lead has that email address.
    """
    values: dict[str, Any] = {}
    if field is Field.COMPANY:
        name = str(value or "")
        (employer,) = get_or_create_companies(wanted=[(name, _domain(contact))]) if name else (None,)
        values["company"] = employer
    elif field in OF_CONTACT:
        values[OF_CONTACT[field]] = "" if value is None else to_json(value)
    company_values = {OF_COMPANY[field]: _company_value(field, value)} if field in COMPANY_FACTS else {}
    change = EnrichedChange(contact.pk, values, company_values)
    return not write_enriched(changes=[change])


def _share_companies(offers: Iterable[Offer]) -> None:
    """Give colleagues the same company object, so that each sees the changes of the others."""
    companies: dict[UUID, Company] = {}
    for offer in offers:
        if company := offer.contact.company:
            offer.contact.company = companies.setdefault(company.pk, company)


def _take_employers(offers: Sequence[Offer], history: Mapping[UUID, Histories]) -> list[Offer]:
    """Decide about employers and set them. Return the offers whose contact has a new employer."""
    hired = list[Offer]()
    for offer in offers:
        for answer in offer.found:
            if answer.field is Field.COMPANY:
                past = history[offer.contact.pk].get(answer.field, History())
                if _take(offer, answer, past, CompanyFacts()) is Verdict.APPLY:
                    hired.append(offer)
    names = [(str(offer.values.pop("company")), _domain(offer.contact)) for offer in hired]
    for offer, company in zip(hired, get_or_create_companies(wanted=names), strict=True):
        offer.contact.company = offer.values["company"] = company
        # The CRM may have the employer under another name than the vendor.
        _write_of(offer, Field.COMPANY).new_value = company.name
    _share_companies(offers)
    return hired


def _take(offer: Offer, answer: Found, history: History, facts: CompanyFacts) -> Verdict:
    contact, field, offered = offer.contact, answer.field, answer.value
    current = value_of(contact, field)
    of_company = contact.company_id if field in COMPANY_FACTS else None
    written = facts.written.get((of_company, field)) if of_company else None
    decision = decide(
        field, current=current, written=written or history.written, offered=offered, reverted=history.reverted
    )
    if decision.verdict is Verdict.APPLY:
        decision = _obstacle(contact, field, offered.value) or decision
    if decision.verdict is Verdict.CONFIRM or (
        decision.verdict is Verdict.SUGGEST and history.was_offered(answer.slug, offered.value)
    ):
        return Verdict.CONFIRM
    applies = decision.verdict is Verdict.APPLY
    if applies:
        _stage(offer, field, offered.value)
        if of_company:
            facts.written[of_company, field] = Written(to_json(offered.value), offered.confidence)
    elif of_company:
        # Colleagues share the facts of their company: one suggestion is enough for all of them.
        suggested = facts.suggested.setdefault((of_company, field, answer.slug), [])
        if any(is_same(value, offered.value) for value in suggested):
            return Verdict.CONFIRM
        suggested.append(offered.value)
    offer.writes.append(
        Draft(
            field=field,
            old_value=None if current is None else to_json(current),
            new_value=to_json(offered.value),
            provider=answer.slug,
            confidence=offered.confidence,
            cost=offer.costs.get((answer.slug, field), Decimal(0)),
            status=FieldWrite.Status.APPLIED if applies else FieldWrite.Status.SUGGESTED,
            reason=decision.reason,
            company_id=of_company,
        )
    )
    return decision.verdict


def _obstacle(contact: Contact, field: Field, value: Value) -> Decision | None:
    """Return why an allowed value cannot be written."""
    if not fits(field, value):
        return TOO_LONG
    if field in COMPANY_FACTS and contact.company_id is None:
        return NO_COMPANY
    if field is Field.COMPANY and contact.company is not None:
        same = contact.company.domain == subject_of(contact).company_domain
        return SAME_EMPLOYER if same else None
    return None


def fits(field: Field, value: Value) -> bool:
    """Return whether a value fits into the column of the CRM.

    Args:
        field: a field of a lead or its company.
        value: a text, number or tuple of texts.
    """
    model, column = (Contact, OF_CONTACT[field]) if field in OF_CONTACT else (Company, OF_COMPANY[field])
    model_field = model._meta.get_field(column)  # noqa: SLF001 (Django's public Meta API)
    limit = getattr(getattr(model_field, "base_field", model_field), "max_length", None)
    texts = value if isinstance(value, tuple) else (value,)
    return limit is None or all(len(text) <= limit for text in texts if isinstance(text, str))


def _stage(offer: Offer, field: Field, value: Value) -> None:
    """Set the value on the contact in memory, and stage it for the CRM. An employer is staged by name."""
    if field is Field.COMPANY:
        offer.values["company"] = value
    elif field in COMPANY_FACTS:
        column = OF_COMPANY[field]
        offer.company_values[column] = _company_value(field, value)
        setattr(offer.contact.company, column, offer.company_values[column])
    else:
        column = OF_CONTACT[field]
        offer.values[column] = to_json(value)
        setattr(offer.contact, column, offer.values[column])


def _write(offers: Sequence[Offer], names: Mapping[str, str]) -> None:
    changes = [
        EnrichedChange(offer.contact.pk, offer.values, offer.company_values, _source(offer, names))
        for offer in offers
        if offer.values or offer.company_values
    ]
    refused = write_enriched(changes=changes) if changes else set()
    for offer in offers:
        if offer.contact.pk in refused and (write := _write_of(offer, Field.EMAIL)):
            write.status, write.reason = FieldWrite.Status.SUGGESTED, TAKEN.reason
            offer.contact.email = str(write.old_value or "")


def _used(offers: Iterable[Offer], names: Mapping[str, str]) -> list[str]:
    """Return the names of the vendors that found the values."""
    slugs = dict.fromkeys(answer.slug for offer in offers for answer in offer.found)
    return [names.get(slug, slug) for slug in slugs]


def _source(offer: Offer, names: Mapping[str, str]) -> str:
    used = dict.fromkeys(write.provider for write in offer.writes if write.is_applied)
    return ", ".join(names.get(slug, slug) for slug in used)


def _write_of(offer: Offer, field: Field) -> Draft:
    """Return the applied write of the field."""
    return next(each for each in offer.writes if each.field is field and each.is_applied)


def _rows(offers: Sequence[Offer]) -> list[dict[str, object]]:
    """Return the audit rows as dicts by column."""
    at = now()
    return [
        {
            "id": new_id(),
            "contact_id": offer.contact.pk,
            "company_id": write.company_id,
            "field": write.field,
            "old_value": write.old_value,
            "new_value": write.new_value,
            "provider": write.provider,
            "confidence": write.confidence,
            "cost": write.cost,
            "job_id": offer.job.pk,
            "status": write.status,
            "reason": write.reason,
            "at": at,
        }
        for offer in offers
        for write in offer.writes
    ]


def _domain(contact: Contact) -> str:
    """Return the domain to find the employer by: that of the address for a lead without company."""
    # A lead that changes employers keeps an old address for a while.
    return "" if contact.company_id else subject_of(contact).company_domain


def _company_value(field: Field, value: Value | None) -> object:
    empty: Mapping[Field, object] = {Field.INDUSTRY: "", Field.COMPANY_SIZE: None, Field.TECH_STACK: []}
    return empty[field] if value is None else to_json(value)
