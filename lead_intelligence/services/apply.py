"""Writing found values to a lead: each decided by the rules, written by the CRM, and kept as an audit row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from decimal import Decimal
from typing import Any

from lead_intelligence.domain.answers import Value
from lead_intelligence.domain.fields import Field
from lead_intelligence.domain.values import is_same, to_json
from lead_intelligence.domain.waterfall import Found
from lead_intelligence.domain.write_back import Decision, Verdict, decide
from lead_intelligence.models import EnrichmentJob, FieldWrite
from lead_intelligence.selectors.leads import COMPANY_FACTS, OF_COMPANY, OF_CONTACT, lead_values, subject_of
from lead_intelligence.selectors.written import History, history_of
from mauntic.crm.models import Company, Contact
from mauntic.crm.services import EnrichedChange, get_or_create_company, write_enriched
from mauntic.kernel.clock import now

NO_COMPANY = Decision(Verdict.SUGGEST, "The lead has no company to keep it on.")
TOO_LONG = Decision(Verdict.SUGGEST, "The value is too long for this field.")
TAKEN = Decision(Verdict.SUGGEST, "Another lead has this address.")
SAME_EMPLOYER = Decision(Verdict.SUGGEST, "It is another name of the same company.")

Costs = Mapping[tuple[str, Field], Decimal]
"""Each value's share of what its vendor's call cost."""


@dataclass(slots=True)
class _Batch:
    """What one job is about to write to one contact."""

    contact: Contact
    job: EnrichmentJob
    costs: Costs
    values: dict[str, Any] = dataclass_field(default_factory=dict)
    company_values: dict[str, Any] = dataclass_field(default_factory=dict)
    writes: list[FieldWrite] = dataclass_field(default_factory=list)


def write_back(
    *, contact: Contact, found: Sequence[Found], job: EnrichmentJob, costs: Costs
) -> list[FieldWrite]:
    """Write what may be written and keep the rest as suggestions; the new audit rows of both.

    In the caller's transaction, with the contact locked and its company loaded. The employer comes first,
    because facts about a company are judged against the one that the lead has then.
    """
    batch = _Batch(contact, job, costs)
    for employer_first in (True, False):
        history = history_of(contact)
        for answer in found:
            if (answer.field is Field.COMPANY) is employer_first:
                _take(batch, answer, history.get(answer.field, History()))
    _write(batch)
    return FieldWrite.objects.bulk_create(batch.writes)


def write_value(contact: Contact, field: Field, value: Value | None) -> bool:
    """Set one field of a contact, or empty it (None); False when another lead has that e-mail address."""
    values: dict[str, Any] = {}
    if field is Field.COMPANY:
        values["company"] = _employer(contact, str(value)) if value else None
    elif field in OF_CONTACT:
        values[OF_CONTACT[field]] = "" if value is None else to_json(value)
    company_values = {OF_COMPANY[field]: _company_value(field, value)} if field in COMPANY_FACTS else {}
    change = EnrichedChange(contact.pk, values, company_values)
    return not write_enriched(changes=[change])


def _take(batch: _Batch, answer: Found, history: History) -> None:
    contact, field, offered = batch.contact, answer.field, answer.value
    current = lead_values(contact).get(field)
    decision = decide(current=current, written=history.written, offered=offered, reverted=history.reverted)
    if decision.verdict is Verdict.APPLY:
        decision = _obstacle(contact, field, offered.value) or decision
    if decision.verdict is Verdict.CONFIRM or (
        decision.verdict is Verdict.SUGGEST and _is_offered(history, answer)
    ):
        return
    if decision.verdict is Verdict.APPLY:
        _stage(batch, field, offered.value)
    batch.writes.append(
        FieldWrite(
            contact=contact,
            company_id=contact.company_id if field in COMPANY_FACTS else None,
            field=field,
            old_value=None if current is None else to_json(current),
            new_value=_as_written(contact, field, offered.value, decision),
            provider=answer.slug,
            confidence=offered.confidence,
            cost=batch.costs.get((answer.slug, field), Decimal(0)),
            job=batch.job,
            status=FieldWrite.Status.APPLIED
            if decision.verdict is Verdict.APPLY
            else FieldWrite.Status.SUGGESTED,
            reason=decision.reason,
            at=now(),
        )
    )


def _obstacle(contact: Contact, field: Field, value: Value) -> Decision | None:
    """Why a value that may be written cannot be."""
    if not fits(field, value):
        return TOO_LONG
    if field in COMPANY_FACTS and contact.company_id is None:
        return NO_COMPANY
    if field is Field.COMPANY and contact.company is not None:
        same = contact.company.domain == subject_of(contact).company_domain
        return SAME_EMPLOYER if same else None
    return None


def fits(field: Field, value: Value) -> bool:
    """Whether the CRM's column has room for the value."""
    model, column = (Contact, OF_CONTACT[field]) if field in OF_CONTACT else (Company, OF_COMPANY[field])
    kept_in = model._meta.get_field(column)  # noqa: SLF001 (Django's public Meta API)
    limit = getattr(getattr(kept_in, "base_field", kept_in), "max_length", None)
    texts = value if isinstance(value, tuple) else (value,)
    return limit is None or all(len(text) <= limit for text in texts if isinstance(text, str))


def _stage(batch: _Batch, field: Field, value: Value) -> None:
    """Set the value on the contact in memory, and keep it for the CRM to write."""
    if field is Field.COMPANY:
        batch.contact.company = batch.values["company"] = _employer(batch.contact, str(value))
    elif field in COMPANY_FACTS:
        column = OF_COMPANY[field]
        batch.company_values[column] = _company_value(field, value)
        setattr(batch.contact.company, column, batch.company_values[column])
    else:
        column = OF_CONTACT[field]
        batch.values[column] = to_json(value)
        setattr(batch.contact, column, batch.values[column])


def _write(batch: _Batch) -> None:
    change = EnrichedChange(batch.contact.pk, batch.values, batch.company_values)
    if not (change.values or change.company_values) or not write_enriched(changes=[change]):
        return
    for write in batch.writes:
        if write.field == Field.EMAIL and write.status == FieldWrite.Status.APPLIED:
            write.status, write.reason = FieldWrite.Status.SUGGESTED, TAKEN.reason
            batch.contact.email = str(write.old_value or "")


def _employer(contact: Contact, name: str) -> Company:
    """The company of that name, or the one that the lead's address tells."""
    # A lead that leaves one company for another keeps an old address for a while.
    domain = "" if contact.company_id else subject_of(contact).company_domain
    return get_or_create_company(name=name, domain=domain)


def _as_written(contact: Contact, field: Field, value: Value, decision: Decision) -> object:
    # The CRM may know the employer under another name than the vendor.
    if field is Field.COMPANY and decision.verdict is Verdict.APPLY and contact.company is not None:
        return contact.company.name
    return to_json(value)


def _company_value(field: Field, value: Value | None) -> object:
    empty: Mapping[Field, object] = {Field.INDUSTRY: "", Field.COMPANY_SIZE: None, Field.TECH_STACK: []}
    return empty[field] if value is None else to_json(value)


def _is_offered(history: History, answer: Found) -> bool:
    return any(
        each.provider == answer.slug and is_same(each.new_value, answer.value.value)
        for each in history.suggestions
    )
