"""Managers say what people are to sell."""

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from mauntic.accounts.models import User
from mauntic.accounts.selectors import visible_people
from mauntic.kernel.errors import Invalid, NotAllowed, NotFound
from mauntic.tenants.context import current_organization
from revops.domain.periods import Period
from revops.models import Quota
from revops.services.forecast import amount_problems


@transaction.atomic
def set_quotas(*, period: Period, amounts: Mapping[UUID, Decimal | None], by: User) -> None:
    """Set the quotas of people for a period, in the organization's currency; None takes one away.

    `Invalid` names each wrong amount by the person's id, and nothing is written. `NotFound` for a person
    whose deals `by` does not see.
    """
    if not by.is_manager:
        raise NotAllowed("Only managers, ops and admins set quotas. Ask your manager.")
    problems = {
        str(pk): said
        for pk, amount in amounts.items()
        if amount is not None
        for said in amount_problems("amount", amount).values()
    }
    if problems:
        raise Invalid(problems)
    if set(amounts) - set(visible_people(by).filter(pk__in=amounts).values_list("pk", flat=True)):
        raise NotFound("There is no such person among those whose deals you see.")
    Quota.objects.filter(
        period=period.code, rep__in=[pk for pk, amount in amounts.items() if amount is None]
    ).delete()
    Quota.objects.bulk_create(
        _quotas(period, amounts),
        update_conflicts=True,
        unique_fields=["period", "rep"],
        update_fields=["amount", "currency"],
    )


def _quotas(period: Period, amounts: Mapping[UUID, Decimal | None]) -> list[Quota]:
    currency = current_organization().currency
    return [
        Quota(period=period.code, rep_id=pk, amount=amount, currency=currency)
        for pk, amount in amounts.items()
        if amount is not None
    ]
