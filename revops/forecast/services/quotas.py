"""Set quotas."""

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.accounts.selectors import visible_people
from mauntic.kernel.errors import Invalid, NotAllowed, NotFound
from mauntic.tenants.context import current_organization
from revops.forecast.domain.periods import Period
from revops.forecast.models import Quota
from revops.forecast.services.commits import amount_problems


@transaction.atomic
def set_quotas(*, period: Period, amounts: Mapping[UUID, Decimal | None], by: User) -> None:
    """Set the quotas of reps for a period.

    Args:
        amounts: in the organization's currency, by id of the rep; None removes a quota.

    Raises:
        NotAllowed: `by` is not a manager.
        Invalid: names each wrong amount by the id of the rep. Nothing is written then.
        NotFound: `by` cannot see a rep.
    """
    if not by.is_manager:
        raise NotAllowed(_("Only managers, ops and admins can set quotas. Ask your manager."))
    problems = {
        str(pk): problem
        for pk, amount in amounts.items()
        if amount is not None
        for problem in amount_problems("amount", amount).values()
    }
    if problems:
        raise Invalid(problems)
    if set(amounts) - set(visible_people(by).filter(pk__in=amounts).values_list("pk", flat=True)):
        raise NotFound(_("There is no such user, or you cannot see their deals."))
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
        for pk, amount in sorted(amounts.items())  # one order, so that two users who save cannot deadlock
        if amount is not None
    ]
