"""What puts a forecast at risk, as sentences."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from revops.domain.backtest import Figures
from revops.domain.forecast_sums import CategorySums

# From these shares on (0-1) a person should know.
ONE_DEAL_SHARE = Decimal("0.5")
SLIPPED_SHARE = Decimal("0.1")
BIAS_SHARE = 0.1
FEWEST_FORECASTS = 4

NO_FIGURES = Figures(None, None, 0)


class Severity(StrEnum):
    """How much it matters."""

    CRITICAL = "critical"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class RiskAlert:
    """What is at risk, and why."""

    severity: Severity
    title: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Risks:
    """What the alerts of a period look at; amounts in `currency`."""

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


def alerts(risks: Risks) -> Sequence[RiskAlert]:
    """The alerts, the worst first."""
    order = list(Severity)
    return sorted(_all(risks), key=lambda alert: order.index(alert.severity))


def _all(risks: Risks) -> Iterator[RiskAlert]:
    yield from _coverage(risks)
    yield from _concentration(risks)
    yield from _deals(risks)
    yield from _slipped(risks)
    yield from _bias(risks)
    if risks.sums.unconverted:
        apart = ", ".join(f"{amount:,.2f} {currency}" for currency, amount in risks.sums.apart.items())
        yield RiskAlert(
            Severity.WARNING,
            "Deals without an exchange rate",
            f"{_deals_word(risks.sums.unconverted)} worth {apart} are in no sum. Set the rates.",
        )
    if not risks.has_outlook:
        yield RiskAlert(
            Severity.INFO,
            "Too little history",
            "Nothing is expected by the learned model before one whole earlier period is on record.",
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
            "The quota is out of reach",
            f"If all open deals were won, {_money(risks, risks.quota - reachable)} of {quota} would lack.",
        )
    elif gap > 0:
        yield RiskAlert(
            Severity.WARNING,
            "The weighted total is below the quota",
            f"{_money(risks, gap)} of {quota} lack. Open deals: {_money(risks, reachable - sums.closed)}.",
        )


def _concentration(risks: Risks) -> Iterator[RiskAlert]:
    if risks.sums.commit and risks.largest > risks.sums.commit * ONE_DEAL_SHARE:
        share = risks.largest / risks.sums.commit
        yield RiskAlert(
            Severity.WARNING,
            "The commit depends on one deal",
            f"“{risks.largest_name}” is {share:.0%} of it: {_money(risks, risks.largest)}.",
        )


def _deals(risks: Risks) -> Iterator[RiskAlert]:
    if risks.unhealthy:
        yield RiskAlert(
            Severity.WARNING,
            "Commit deals are not well",
            f"{_worth(risks, risks.unhealthy, risks.unhealthy_amount)} in critical health.",
        )
    if risks.overdue:
        yield RiskAlert(
            Severity.WARNING,
            "Close dates are past",
            f"{_worth(risks, risks.overdue, risks.overdue_amount)} due before today. Close them, or say "
            "when they will.",
        )


def _slipped(risks: Risks) -> Iterator[RiskAlert]:
    if risks.slipped and risks.slipped_amount >= risks.open_before * SLIPPED_SHARE:
        yield RiskAlert(
            Severity.WARNING,
            "Deals slipped",
            f"{_worth(risks, risks.slipped, risks.slipped_amount)} moved out of the period within a week.",
        )


def _bias(risks: Risks) -> Iterator[RiskAlert]:
    bias = risks.past.bias
    if bias is None or risks.past.n < FEWEST_FORECASTS or abs(bias) < BIAS_SHARE:
        return
    word = "high" if bias > 0 else "low"
    yield RiskAlert(
        Severity.INFO,
        f"Forecasts were too {word}",
        f"By {abs(bias):.0%} in the mean of {risks.past.n} weekly forecasts of earlier periods.",
    )


def _money(risks: Risks, amount: Decimal) -> str:
    return f"{amount:,.0f} {risks.currency}"


def _worth(risks: Risks, count: int, amount: Decimal) -> str:
    return f"{_deals_word(count)} worth {_money(risks, amount)}"


def _deals_word(count: int) -> str:
    return "1 deal" if count == 1 else f"{count:,} deals"
