"""The forecast of a period: amounts by category and rep, commits and quotas."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.accounts.selectors import visible_people
from mauntic.tenants.context import current_organization
from revops.deals.selectors.days import today
from revops.forecast.domain.periods import Period
from revops.forecast.domain.sums import CategorySums, added
from revops.forecast.selectors.commits import Target, targets
from revops.forecast.selectors.scope import Owners, owners_seen_by
from revops.forecast.selectors.sums import sums_by_owner
from revops.rates.selectors import rates_on


@dataclass(frozen=True, slots=True)
class ForecastRow:
    """The forecast of one rep, or the total. Amounts are in `Forecast.currency`.

    `is_known` is false for deleted users.
    """

    rep_id: UUID | None
    name: str
    sums: CategorySums
    target: Target
    may_commit: bool = False
    is_known: bool = True

    @property
    def attainment(self) -> Decimal | None:
        """The closed amount as a share of the quota, 1 for all of it; None without a quota."""
        return self.sums.closed / self.target.quota if self.target.quota else None

    @property
    def committed(self) -> Decimal:
        """The commit of the rep; without one, the sum of their deals in the category."""
        return self.sums.commit if self.target.commit is None else self.target.commit

    @property
    def weighted(self) -> Decimal:
        """The weighted total, with the commit instead of the sum of the deals in that category."""
        return self.sums.weighted_with(self.committed)


@dataclass(frozen=True, slots=True)
class Forecast:
    """The forecast of a period, as a user sees it. `rep` is None if it covers all deals that they can see."""

    period: Period
    rep: User | None
    owners: Owners
    currency: str
    rows: Sequence[ForecastRow]
    total: ForecastRow


def forecast_seen_by(user: User, period: Period, rep_id: UUID | None = None) -> Forecast:
    """Return the forecast of all deals that `user` can see, or of the deals of `rep_id`.

    The number of queries does not depend on the number of reps and deals.

    Raises:
        NotFound: `user` cannot see the deals of `rep_id`.
    """
    owners = owners_seen_by(user, rep_id)
    sums = sums_by_owner(period, owners=owners)
    people = {person.pk: person for person in visible_people(user) if owners.has(person.pk)}
    by_person = targets(period, rates_on(today()))
    rows = _rows(user, people, sums, by_person)
    overall = by_person.get(None) if owners.ids is None else None
    return Forecast(
        period=period,
        rep=people[rep_id] if rep_id else None,
        owners=owners,
        currency=current_organization().currency,
        rows=rows,
        total=_total(rows, overall, may_commit=may_commit_overall(user, owners)),
    )


def may_commit_for(user: User, rep_id: UUID) -> bool:
    """Return whether `user` can set the commit of a rep: users their own, managers those of all reps."""
    return user.pk == rep_id or user.is_manager


def may_commit_overall(user: User, owners: Owners) -> bool:
    """Return whether `user` can set the commit of the organization."""
    return user.is_manager and owners.ids is None


def _rows(
    user: User,
    people: Mapping[UUID, User],
    sums: Mapping[UUID | None, CategorySums],
    by_person: Mapping[UUID | None, Target],
) -> list[ForecastRow]:
    """Return active users and all others with deals or a target, by name."""
    shown = {person.pk for person in people.values() if person.is_active or person.pk in by_person}
    rows = [
        ForecastRow(
            rep_id=pk,
            name=_name(pk, people),
            sums=sums.get(pk, CategorySums()),
            target=by_person.get(pk, Target()) if pk else Target(),
            may_commit=pk is not None and pk in people and may_commit_for(user, pk),
            is_known=pk in people,
        )
        for pk in {*shown, *sums}
    ]
    return sorted(rows, key=lambda row: (row.rep_id is None, row.name.casefold(), str(row.rep_id)))


def _name(rep_id: UUID | None, people: Mapping[UUID, User]) -> str:
    if rep_id is None:
        return _("Unassigned")
    return str(people[rep_id]) if rep_id in people else _("Deleted user")


def _total(rows: Sequence[ForecastRow], overall: Target | None, *, may_commit: bool) -> ForecastRow:
    commit = overall.commit if overall else None
    if commit is None and any(row.target.commit is not None for row in rows):
        commit = sum((row.committed for row in rows), Decimal(0))
    target = Target(commit, _sum_known(row.target.quota for row in rows))
    return ForecastRow(None, _("All"), added(row.sums for row in rows), target, may_commit)


def _sum_known(amounts: Iterable[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None
