"""Find the companies that hold work of people."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.dispatch import Signal

from mauntic.crm.companies.models import Company

companies_in_use = Signal()
"""Sent with `company_ids`, to ask which of them hold work of people, such as deals. Each receiver returns the
set of their ids, found with one query."""


def used_companies(company_ids: Collection[UUID]) -> set[UUID]:
    """Return the ids of those of the companies that hold work of people."""
    answers: Sequence[tuple[object, Any]] = companies_in_use.send(sender=Company, company_ids=company_ids)
    return set[UUID]().union(*(used for _receiver, used in answers))
