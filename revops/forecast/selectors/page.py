"""The forecast of a period: categories by person, commits and quotas."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

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

NOBODY, GONE = "Nobody", "Somebody who is gone"


@dataclass(frozen=True, slots=True)
class ForecastRow:
    """The forecast of one person, or of all of the table's together. Amounts are in `Forecast.currency`.

    `is_known` is false for owners who are no longer here.
    """

    rep_id: UUID | None
    name: str
    sums: CategorySums
    target: Target
    may_commit: bool = False
    is_known: bool = True

    @property
    def attainment(self) -> Decimal | None:
        """What is closed as a share of the quota (1 is all of it); None without a quota."""
        return self.sums.closed / self.target.quota if self.target.quota else None

    @property
    def committed(self) -> Decimal:
        """What the person committed to, or without that what their deals of this category come to."""
        return self.sums.commit if self.target.commit is None else self.target.commit

    @property
    def weighted(self) -> Decimal:
        """The weighted total with what the person committed to in the place of the deals of this category."""
        return self.sums.weighted_with(self.committed)


@dataclass(frozen=True, slots=True)
class Forecast:
    """The forecast of a period as a person sees it; `rep` None is everybody whose deals they see."""

    period: Period
    rep: User | None
    owners: Owners
    currency: str
    rows: Sequence[ForecastRow]
    total: ForecastRow


def forecast_seen_by(user: User, period: Period, rep_id: UUID | None = None) -> Forecast:
    """The forecast of all that `user` sees, or of one of them; `NotFound` for one who is not seen.

    The number of queries is the same however many people and deals there are.
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
    """Whether `user` says what a person whom they see commits to: each for themselves, managers for all."""
    return user.pk == rep_id or user.is_manager


def may_commit_overall(user: User, owners: Owners) -> bool:
    """Whether `user` says what everybody together commits to."""
    return user.is_manager and owners.ids is None


def _rows(
    user: User,
    people: Mapping[UUID, User],
    sums: Mapping[UUID | None, CategorySums],
    by_person: Mapping[UUID | None, Target],
) -> list[ForecastRow]:
    """Those who may sign in, and whoever else has deals or a target; in the order of their names."""
    concerned = {person.pk for person in people.values() if person.is_active or person.pk in by_person}
    rows = [
        ForecastRow(
            rep_id=pk,
            name=_name(pk, people),
            sums=sums.get(pk, CategorySums()),
            target=by_person.get(pk, Target()) if pk else Target(),
            may_commit=pk is not None and pk in people and may_commit_for(user, pk),
            is_known=pk in people,
        )
        for pk in {*concerned, *sums}
    ]
    return sorted(rows, key=lambda row: (row.rep_id is None, row.name.casefold(), str(row.rep_id)))


def _name(rep_id: UUID | None, people: Mapping[UUID, User]) -> str:
    if rep_id is None:
        return NOBODY
    return str(people[rep_id]) if rep_id in people else GONE


def _total(rows: Sequence[ForecastRow], overall: Target | None, *, may_commit: bool) -> ForecastRow:
    commit = overall.commit if overall else None
    if commit is None and any(row.target.commit is not None for row in rows):
        commit = sum((row.committed for row in rows), Decimal(0))
    target = Target(commit, _sum_known(row.target.quota for row in rows))
    return ForecastRow(None, "All", added(row.sums for row in rows), target, may_commit)


def _sum_known(amounts: Iterable[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None
