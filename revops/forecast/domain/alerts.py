"""Risk alerts of a forecast."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from mauntic.kernel.display import money, number, percent
from mauntic.kernel.translation import gettext as _
from mauntic.kernel.translation import ngettext
from revops.forecast.domain.backtest.trials import Figures
from revops.forecast.domain.sums import CategorySums

# Alerts start at these shares (0-1).
ONE_DEAL_SHARE = Decimal("0.5")
SLIPPED_SHARE = Decimal("0.1")
BIAS_SHARE = 0.1
FEWEST_FORECASTS = 4

NO_FIGURES = Figures(None, None, 0)


class Severity(StrEnum):
    """The severity of an alert."""

    CRITICAL = "critical"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class RiskAlert:
    """A risk with its explanation."""

    severity: Severity
    title: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Risks:
    """The data for alerts of a period. Amounts are in `currency`."""

    currency: str
    sums: CategorySums
    quota: Decimal | None
    largest: Decimal = Decimal(0)
    largest_name: str = ""
    overdue: int = 0
    overdue_amount: Decimal = Decimal(0)
    unhealthy: int = 0
    unhealthy_amount: Decimal = Decimal(0)
    slipped: int = 0
    slipped_amount: Decimal = Decimal(0)
    open_before: Decimal = Decimal(0)
    past: Figures = NO_FIGURES
    has_outlook: bool = True


def find_alerts(risks: Risks) -> Sequence[RiskAlert]:
    """Return the alerts, most severe first."""
    order = list(Severity)
    return sorted(_all(risks), key=lambda alert: order.index(alert.severity))


def _all(risks: Risks) -> Iterator[RiskAlert]:
    yield from _coverage(risks)
    yield from _concentration(risks)
    yield from _deals(risks)
    yield from _slipped(risks)
    yield from _bias(risks)
    if risks.sums.unconverted:
        apart = ", ".join(money(amount, currency) for currency, amount in risks.sums.apart.items())
        yield RiskAlert(
            Severity.WARNING,
            _("Deals without an exchange rate"),
            ngettext(
                "{count} deal ({amount}) is not in the totals. Set the exchange rates.",
                "{count} deals ({amount}) are not in the totals. Set the exchange rates.",
                risks.sums.unconverted,
            ).format(count=number(risks.sums.unconverted), amount=apart),
        )
    if not risks.has_outlook:
        yield RiskAlert(
            Severity.INFO,
            _("Too little history"),
            _("The learned model needs one whole earlier period."),
        )


def _coverage(risks: Risks) -> Iterator[RiskAlert]:
    if not risks.quota:
        return
    sums = risks.sums
    reachable = sums.closed + sums.commit + sums.best_case + sums.pipeline
    gap, quota = risks.quota - sums.weighted, _money(risks, risks.quota)
    if reachable < risks.quota:
        yield RiskAlert(
            Severity.CRITICAL,
            _("Quota out of reach"),
            _("Even if all open deals are won, {gap} of {quota} is missing.").format(
                gap=_money(risks, risks.quota - reachable), quota=quota
            ),
        )
    elif gap > 0:
        yield RiskAlert(
            Severity.WARNING,
            _("Weighted total below quota"),
            _("{gap} of {quota} is missing. Open deals: {open}.").format(
                gap=_money(risks, gap), quota=quota, open=_money(risks, reachable - sums.closed)
            ),
        )


def _concentration(risks: Risks) -> Iterator[RiskAlert]:
    if risks.sums.commit and risks.largest > risks.sums.commit * ONE_DEAL_SHARE:
        share = risks.largest / risks.sums.commit
        yield RiskAlert(
            Severity.WARNING,
            _("Commit depends on one deal"),
            _('"{deal}" is {share} of the commit: {amount}.').format(
                deal=risks.largest_name, share=percent(share), amount=_money(risks, risks.largest)
            ),
        )


def _deals(risks: Risks) -> Iterator[RiskAlert]:
    if risks.unhealthy:
        yield RiskAlert(
            Severity.WARNING,
            _("Critical deals in commit"),
            _with_amount(
                risks,
                ngettext(
                    "{count} commit deal ({amount}) has critical health.",
                    "{count} commit deals ({amount}) have critical health.",
                    risks.unhealthy,
                ),
                risks.unhealthy,
                risks.unhealthy_amount,
            ),
        )
    if risks.overdue:
        yield RiskAlert(
            Severity.WARNING,
            _("Close dates passed"),
            _with_amount(
                risks,
                ngettext(
                    "{count} open deal ({amount}) is past its close date. Close it or update the date.",
                    "{count} open deals ({amount}) are past their close dates. Close or update them.",
                    risks.overdue,
                ),
                risks.overdue,
                risks.overdue_amount,
            ),
        )


def _slipped(risks: Risks) -> Iterator[RiskAlert]:
    if risks.slipped and risks.slipped_amount >= risks.open_before * SLIPPED_SHARE:
        yield RiskAlert(
            Severity.WARNING,
            _("Deals postponed"),
            _with_amount(
                risks,
                ngettext(
                    "{count} deal ({amount}) moved out of the period within a week.",
                    "{count} deals ({amount}) moved out of the period within a week.",
                    risks.slipped,
                ),
                risks.slipped,
                risks.slipped_amount,
            ),
        )


def _bias(risks: Risks) -> Iterator[RiskAlert]:
    bias = risks.past.bias
    if bias is None or risks.past.n < FEWEST_FORECASTS or abs(bias) < BIAS_SHARE:
        return
    yield RiskAlert(
        Severity.INFO,
        _("Past forecasts were too high") if bias > 0 else _("Past forecasts were too low"),
        _("By {share} on average over {count} weekly forecasts of earlier periods.").format(
            share=percent(abs(bias)), count=number(risks.past.n)
        ),
    )


def _money(risks: Risks, amount: Decimal) -> str:
    return money(amount, risks.currency, whole=True)


def _with_amount(risks: Risks, text: str, count: int, amount: Decimal) -> str:
    return text.format(count=number(count), amount=_money(risks, amount))
