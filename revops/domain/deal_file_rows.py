"""What a row of a file of deals says."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from mauntic.kernel.currencies import is_currency
from revops.domain.stages import CLOSED, Stage

LONGEST = 200
MOST = Decimal("9999999999999999.99")
IMPORTED_AS_LOST = "Imported as lost"
# A deal of a file that tells only where it ended began where people are talked to.
FIRST_STAGE = Stage.DISCOVERY
_OTHER_WORDS = {
    "won": Stage.CLOSED_WON,
    "lost": Stage.CLOSED_LOST,
    "engaging": FIRST_STAGE,
    "engaged": FIRST_STAGE,
}
_STAGES = {stage.replace("_", ""): stage for stage in Stage} | _OTHER_WORDS
# Deals are younger than computers that keep them.
EARLIEST, LATEST = 1970, 2199
_ENGLISH = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?|-?\d+(\.(\d{1,2}|\d{4,}))?", re.ASCII)
_CONTINENTAL = re.compile(r"-?\d{1,3}(\.\d{3})+,\d+|-?\d+,\d{1,2}", re.ASCII)


@dataclass(slots=True)
class DealLine:
    """A row: `number` counts from 1; `problems` has a sentence for each field that cannot be."""

    number: int
    external_id: str = ""
    name: str = ""
    company: str = ""
    email: str = ""
    owner: str = ""
    stage: Stage = Stage.PROSPECTING
    began: date | None = None
    closes: date | None = None
    value: Decimal = Decimal(0)
    currency: str = ""
    lost_reason: str = ""
    next_step: str = ""
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def is_closed(self) -> bool:
        """Won or lost."""
        return self.stage in CLOSED


def read_lines(
    rows: Iterable[Mapping[str, str]], mapping: Mapping[str, str], *, today: date
) -> Iterable[DealLine]:
    """The rows (column -> text) by what `mapping` (field -> column) says of them."""
    for number, row in enumerate(rows, 1):
        cells = {name: " ".join(row.get(column, "").split()) for name, column in mapping.items()}
        yield _line(number, cells, today)


def _line(number: int, cells: Mapping[str, str], today: date) -> DealLine:
    line = DealLine(
        number,
        external_id=cells.get("external_id", ""),
        name=_name(cells),
        company=cells.get("company", ""),
        email=cells.get("email", ""),
        owner=cells.get("owner", ""),
        lost_reason=cells.get("lost_reason", ""),
        next_step=cells.get("next_step", ""),
    )
    _read_stage(line, cells.get("stage", ""))
    line.began = _day(line, "began", cells.get("began", ""))
    line.closes = _day(line, "closes", cells.get("closes", ""))
    _read_money(line, cells)
    _check(line, today)
    return line


def _name(cells: Mapping[str, str]) -> str:
    name, product, company = (cells.get(part, "") for part in ("name", "product", "company"))
    if name:
        return f"{name} ({product})" if product else name
    return f"{product} for {company}" if product and company else product or company


def _read_stage(line: DealLine, text: str) -> None:
    stage = _STAGES.get(re.sub(r"[^a-z]", "", text.lower()))
    if stage:
        line.stage = stage
    else:
        known = ", ".join([*Stage, *_OTHER_WORDS])
        line.problems["stage"] = f"“{text}” is no stage. Use one of {known}."


def _day(line: DealLine, name: str, text: str) -> date | None:
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        line.problems[name] = f"“{text}” is no date. Write it as 2017-03-01."
        return None


def _read_money(line: DealLine, cells: Mapping[str, str]) -> None:
    text, line.currency = cells.get("value", "").replace(" ", ""), cells.get("currency", "").upper()
    amount = _amount(text) if text else Decimal(0)
    if amount is None:
        line.problems["value"] = f"“{text}” is no amount. Write it as 1054 or 1054.50, without the currency."
    elif not 0 <= amount <= MOST:
        line.problems["value"] = "A value cannot be negative, nor have more than 16 digits."
    else:
        line.value = amount
    if line.currency and not is_currency(line.currency):
        line.problems["currency"] = f"“{line.currency}” is no currency. Use three letters such as EUR."


def _amount(text: str) -> Decimal | None:
    if _CONTINENTAL.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    elif not _ENGLISH.fullmatch(text):
        return None
    try:
        return round(Decimal(text.replace(",", "")), 2)
    except InvalidOperation:
        return None


def _check(line: DealLine, today: date) -> None:
    """What the fields mean together."""
    problems = line.problems
    for name in ("name", "company", "lost_reason", "next_step"):
        if len(getattr(line, name)) > LONGEST:
            problems[name] = f"Use at most {LONGEST} characters."
    if len(line.external_id) > LONGEST // 2:
        problems["external_id"] = f"Use at most {LONGEST // 2} characters."
    if not line.name:
        problems["name"] = "The row has no name, product or company to call the deal by."
    _check_days(line)
    if line.began and line.began > today:
        problems["began"] = f"{line.began} is in the future."
    if line.is_closed and "stage" not in problems:
        _check_closed(line, today)


def _check_days(line: DealLine) -> None:
    for name in ("began", "closes"):
        day = getattr(line, name)
        if day and not EARLIEST <= day.year <= LATEST:
            line.problems[name] = f"{day} is not between {EARLIEST} and {LATEST}."


def _check_closed(line: DealLine, today: date) -> None:
    if line.closes is None:
        line.problems.setdefault("closes", "A deal that is won or lost needs the date on which it was.")
    elif line.closes > today:
        line.problems["closes"] = f"{line.closes} is in the future, and the deal is closed."
    elif line.began and line.began > line.closes:
        line.problems["closes"] = f"It closed on {line.closes}, before it began on {line.began}."
    if line.stage is Stage.CLOSED_WON and not line.value:
        line.problems.setdefault("value", "A deal that is won needs a value above 0.")
    if line.stage is Stage.CLOSED_LOST and not line.lost_reason:
        line.lost_reason = IMPORTED_AS_LOST
