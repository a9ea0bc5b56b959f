"""What a row of a file of deals says."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from mauntic.kernel.currencies import is_currency
from mauntic.kernel.files import is_error_cell, is_report_line, problem_of_row
from mauntic.kernel.normalize import (
    AmbiguousDayError,
    DayOrder,
    Notation,
    as_written,
    currency_of,
    day_order_of,
    is_no_company,
    notation_of,
    read_amount,
    read_day,
)
from mauntic.kernel.time.calendar import FIRST_YEAR, LAST_YEAR, is_in_range
from mauntic.kernel.translation import gettext as _
from revops.deal_imports.domain.file import LABELS
from revops.deals.domain.stages import CLOSED, Stage

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
PRIORITIES = ("low", "medium", "high", "critical")
EMPTY_ROW = "The row is empty."
NO_DEAL = "This is a summary line and not a deal."
SAME_AS_HEADING = "The row repeats the column names."
_STAGES = {stage.replace("_", ""): stage for stage in Stage} | _OTHER_WORDS


@dataclass(slots=True)
class DealLine:
    """A row: `number` counts from 1; `problems` has a sentence for each field that cannot be.

    `remarks` tell what was left out, and `no_deal` why the row is none.
    """

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
    priority: str = ""
    problems: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    no_deal: str = ""

    @property
    def is_closed(self) -> bool:
        """Won or lost."""
        return self.stage in CLOSED


def read_lines(
    rows: Sequence[Mapping[str, str]], mapping: Mapping[str, str], *, today: date
) -> Iterable[DealLine]:
    """The rows (column -> text) by what `mapping` (field -> column) says of them.

    The whole column of values decides whether 1.250 is more than a thousand, and all dates of the file
    whether 3/4/2017 is in April.
    """
    notation = notation_of(row.get(mapping["value"], "") for row in rows) if "value" in mapping else None
    days = [mapping[name] for name in ("began", "closes") if name in mapping]
    order = day_order_of(as_written(row.get(column, "")) for row in rows for column in days)
    for number, row in enumerate(rows, 1):
        if broken := problem_of_row(row):
            yield DealLine(number, problems={"row": broken})
            continue
        if no_deal := _no_deal(row):
            yield DealLine(number, no_deal=no_deal)
            continue
        cells = {name: as_written(row.get(column, "")) for name, column in mapping.items()}
        yield _line(number, cells, today, _Notations(notation, order))


def _no_deal(row: Mapping[str, str]) -> str:
    """Why a row is no deal: reports end with totals and copyrights, joined files repeat their headings."""
    if not any(text.strip() for text in row.values()):
        return EMPTY_ROW
    if is_report_line(row.values()):
        return NO_DEAL
    return SAME_AS_HEADING if all(text.strip() == column for column, text in row.items()) else ""


@dataclass(frozen=True, slots=True)
class _Notations:
    """How the file writes amounts and dates. None where it does not tell."""

    amounts: Notation | None
    days: DayOrder | None


def _line(number: int, given: Mapping[str, str], today: date, notations: _Notations) -> DealLine:
    failed = {name: text for name, text in given.items() if is_error_cell(text)}
    cells = {name: "" if name in failed else text for name, text in given.items()}
    nobody = cells.get("company", "")
    if nobody and is_no_company(nobody):
        cells["company"] = ""
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
    line.remarks += [
        _('{field} left out: the spreadsheet shows the error "{text}".').format(field=LABELS[name], text=text)
        for name, text in failed.items()
    ]
    if nobody and not line.company:
        line.remarks.append(
            _('{field} left out: "{text}" is not a company.').format(field=LABELS["company"], text=nobody)
        )
    _read_stage(line, given.get("stage", ""))
    _read_priority(line, cells.get("priority", ""))
    line.began = _day(line, "began", cells.get("began", ""), notations.days)
    line.closes = _day(line, "closes", cells.get("closes", ""), notations.days)
    _read_money(line, cells, notations.amounts)
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
        known = ", ".join(word.replace("_", " ").capitalize() for word in [*Stage, *_OTHER_WORDS])
        line.problems["stage"] = _('"{text}" is not a stage. Use one of {stages}.').format(
            text=text, stages=known
        )


def _read_priority(line: DealLine, text: str) -> None:
    """Read the priority. Unknown priorities of other systems are left out."""
    if text.lower() in PRIORITIES:
        line.priority = text.lower()
    elif text:
        line.remarks.append(
            _('Priority left out: "{text}" is not one of {choices}.').format(
                text=text[:60], choices=", ".join(map(str.capitalize, PRIORITIES))
            )
        )


def _day(line: DealLine, name: str, text: str, order: DayOrder | None) -> date | None:
    if not text:
        return None
    try:
        return read_day(text, order)
    except AmbiguousDayError:
        line.problems[name] = _(
            '"{text}" can be read with the day or the month first. Enter a date such as 2017-03-01.'
        ).format(text=text)
        return None
    except ValueError:
        line.problems[name] = _('"{text}" is not a date. Enter a date such as 2017-03-01.').format(text=text)
        return None


def _read_money(line: DealLine, cells: Mapping[str, str], notation: Notation | None) -> None:
    text, line.currency = cells.get("value", ""), cells.get("currency", "").upper()
    try:
        amount = round(read_amount(text, notation), 2) if text else Decimal(0)
    except ValueError as error:
        line.problems["value"] = str(error)
    else:
        line.value = amount
        if not 0 <= amount <= MOST:
            line.problems["value"] = _("Enter a value of 0 or more, with at most 16 digits.")
    marked = currency_of(text)
    if marked and line.currency and marked != line.currency:
        line.problems.setdefault(
            "value",
            _('"{text}" is in {marked}, but the row is in {currency}.').format(
                text=text, marked=marked, currency=line.currency
            ),
        )
    line.currency = line.currency or marked
    if line.currency and not is_currency(line.currency):
        line.problems["currency"] = _(
            '"{code}" is not a currency. Use a code of three letters such as EUR.'
        ).format(code=line.currency)


def _check(line: DealLine, today: date) -> None:
    """Check the fields against each other."""
    problems = line.problems
    for name in ("name", "company", "lost_reason", "next_step"):
        if len(getattr(line, name)) > LONGEST:
            problems[name] = _("Use at most {number} characters.").format(number=LONGEST)
    if len(line.external_id) > LONGEST // 2:
        problems["external_id"] = _("Use at most {number} characters.").format(number=LONGEST // 2)
    if not line.name:
        problems["name"] = _("The row has no name, product or company. Enter one.")
    _check_days(line)
    if line.began and line.began > today:
        problems["began"] = _("{day} is in the future.").format(day=line.began)
    if line.is_closed and "stage" not in problems:
        _check_closed(line, today)


def _check_days(line: DealLine) -> None:
    for name in ("began", "closes"):
        day = getattr(line, name)
        if day and not is_in_range(day):
            line.problems[name] = _("{day} is not between {first} and {last}.").format(
                day=day, first=FIRST_YEAR, last=LAST_YEAR
            )


def _check_closed(line: DealLine, today: date) -> None:
    if line.closes is None:
        line.problems.setdefault("closes", _("Enter a close date. Won and lost deals need one."))
    elif line.closes > today:
        line.problems["closes"] = _("The deal is closed, but {day} is in the future.").format(day=line.closes)
    elif line.began and line.began > line.closes:
        line.problems["closes"] = _("The close date {closed} is before the creation date {created}.").format(
            closed=line.closes, created=line.began
        )
    if line.stage is Stage.CLOSED_WON and not line.value:
        line.problems.setdefault("value", _("Enter a value above 0. Won deals need one."))
    if line.stage is Stage.CLOSED_LOST and not line.lost_reason:
        line.lost_reason = IMPORTED_AS_LOST
