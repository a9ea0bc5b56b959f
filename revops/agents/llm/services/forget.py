"""Forget people who are deleted in what models were asked about others."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q

from mauntic.crm.models import Contact
from revops.agents.llm.models.runs import AgentRun


def forget_people(*, contact_ids: Sequence[UUID]) -> int:
    """Delete the prompts and answers about colleagues and companies that name people who are being deleted.

    Their own runs go with them. Costs, tokens and outcomes of the others stay. Contents are encrypted, so
    those about the same companies are read in Python. Runs in the transaction that deletes the people.

    Returns: the number of runs whose contents were deleted.
    """
    people = Contact.objects.filter(pk__in=contact_ids).exclude(company=None)
    names = [
        (each.company_id, _texts(each)) for each in people.only("company", "first_name", "last_name", "email")
    ]
    told = {text.casefold() for _company, texts in names for text in texts}
    if not told:
        return 0
    companies = {company for company, _of_person in names}
    about = Q(company__in=companies) | Q(contact__company__in=companies)
    rows = AgentRun.objects.filter(about, content__isnull=False).exclude(contact__in=contact_ids)
    found = [row.pk for row in rows.only("content").order_by().iterator() if _names(row.content, told)]
    return AgentRun.objects.filter(pk__in=found).update(content=None)


def _texts(person: Contact) -> list[str]:
    """Return what names a person: the full name and the address. One name alone is many people's."""
    name = f"{person.first_name} {person.last_name}" if person.first_name and person.last_name else ""
    return [text for text in (name, person.email) if text]


def _names(content: Any, told: set[str]) -> bool:
    said = "\n".join(_all_texts(content)).casefold()
    return any(text in said for text in told)


def _all_texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _all_texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _all_texts(each)
