"""Write the deals of a file, with their history."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.broker.actor import Actor, ActorKind, acting
from mauntic.crm.companies.services.matching import get_or_create_companies
from mauntic.events.attribution import attribution
from mauntic.events.catalog import DealCreated
from mauntic.events.services import publish_many
from mauntic.kernel.db.rows import insert_rows
from mauntic.kernel.time.calendar import time_zone
from mauntic.tenants.context import current_organization
from revops.deal_imports.domain.rows import FIRST_STAGE, DealLine
from revops.deal_imports.services.check import CheckedLine
from revops.deals.domain.stages import PROBABILITIES
from revops.deals.models.choices import DealPriority
from revops.deals.models.deals import Deal, StageMove
from revops.deals.services.outcomes import record_outcomes_of
from revops.deals.services.positions import tops
from revops.deals.services.writing import DAY

LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class _Setting:
    """The settings of an import, the same for all rows."""

    zone: ZoneInfo
    currency: str
    at: datetime
    by: User | None
    source: str

    def moment(self, day: date | None) -> datetime:
        """Return the start of a day in the organization's time zone; the time of the import without a day."""
        return datetime.combine(day, time(), self.zone) if day else self.at


def write_deals(rows: Sequence[CheckedLine], *, source: str, by: User | None, at: datetime) -> list[Deal]:
    """Create the deals of rows in a few statements, with stage moves on the days of the file.

    A closed deal starts at `FIRST_STAGE` on its first day. Unknown companies are created.

    Returns: the deals.

    Publishes: DealCreated for open deals. Closed ones are history that requires no action; scoring learns
        from their outcomes.
    """
    with acting(Actor(ActorKind.IMPORT, label=source)):
        return _write(rows, source=source, by=by, at=at)


def _write(rows: Sequence[CheckedLine], *, source: str, by: User | None, at: datetime) -> list[Deal]:
    organization = current_organization()
    setting = _Setting(time_zone(organization.time_zone), organization.currency, at, by, source)
    companies = _companies([row.line.company for row in rows])
    deals = [_deal(row, companies, setting) for row in rows]
    _set_positions(deals)
    insert_rows(Deal.objects, deals)
    pairs = zip(rows, deals, strict=True)
    insert_rows(StageMove.objects, [move for row, deal in pairs for move in _moves(row.line, deal, setting)])
    publish_many(
        DealCreated(deal_id=deal.pk, contact_id=deal.contact_id, value=deal.value, stage=deal.stage)
        for deal in deals
        if deal.is_open
    )
    record_outcomes_of(deals)
    return deals


def _companies(names: Sequence[str]) -> dict[str, UUID]:
    wanted = sorted({name for name in names if name})
    found = get_or_create_companies(wanted=[(name, "") for name in wanted])
    return {name: company.pk for name, company in zip(wanted, found, strict=True)}


def _deal(row: CheckedLine, companies: dict[str, UUID], setting: _Setting) -> Deal:
    line = row.line
    closed_at = setting.moment(line.closes) if line.is_closed else None
    began = setting.moment(line.began or (line.closes if line.is_closed else None))
    return Deal(
        name=line.name,
        contact_id=row.contact_id,
        company_id=companies.get(line.company) or row.company_id,
        owner_id=row.owner_id,
        stage=line.stage.value,
        probability=PROBABILITIES[line.stage],
        value=line.value,
        currency=line.currency or setting.currency,
        priority=line.priority or DealPriority.MEDIUM,
        expected_close_on=line.closes,
        next_step=line.next_step,
        closed_at=closed_at,
        lost_reason=line.lost_reason,
        stage_entered_at=closed_at or began,
        external_id=line.external_id,
        created_by=setting.by,
        created_at=began,
        updated_at=setting.at,
    )


def _set_positions(deals: Sequence[Deal]) -> None:
    """Place deals on top of their columns, in the order of the file."""
    counts, above = Counter[str](), tops({deal.stage for deal in deals})
    totals = Counter(deal.stage for deal in deals)
    for deal in deals:
        deal.position = above[deal.stage] - totals[deal.stage] + counts[deal.stage]
        counts[deal.stage] += 1


def _moves(line: DealLine, deal: Deal, setting: _Setting) -> list[StageMove]:
    who = attribution()
    first = StageMove(
        deal=deal,
        to_stage=FIRST_STAGE.value if line.is_closed else deal.stage,
        at=deal.created_at,
        by=setting.by,
        reason=_reason(line, deal, setting),
        **who,
    )
    if deal.closed_at is None:
        return [first]
    days = Decimal((deal.closed_at - deal.created_at).total_seconds()) / DAY
    closing = StageMove(
        deal=deal,
        from_stage=first.to_stage,
        to_stage=deal.stage,
        at=deal.closed_at,
        by=setting.by,
        reason=line.lost_reason,
        days=round(days, 3),
        **who,
    )
    return [first, closing]


def _reason(line: DealLine, deal: Deal, setting: _Setting) -> str:
    reason = _("Imported from %(source)s")
    if line.owner and deal.owner_id is None:
        reason = _("Imported from %(source)s, where its owner is %(owner)s")
    return (reason % {"source": setting.source, "owner": line.owner})[:LONGEST_REASON]
