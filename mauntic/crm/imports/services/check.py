"""Set the verdict of every row of a file before anything is written."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mauntic.crm.companies.selectors.employers import EmployersToCome
from mauntic.crm.contacts.models.contact import Contact
from mauntic.crm.contacts.selectors.export import CustomCells, exported_cell
from mauntic.crm.contacts.services.edit import taken_email
from mauntic.crm.fields.domain.catalog import CUSTOM, FIELDS
from mauntic.crm.fields.domain.cleaning import Cleaned as CleanedFields
from mauntic.crm.fields.domain.cleaning import clean, custom_text
from mauntic.crm.fields.domain.custom import custom_problem
from mauntic.crm.fields.domain.definitions import Definition, FieldKind
from mauntic.crm.fields.domain.names import words
from mauntic.crm.fields.selectors.definitions import CustomReader, definitions
from mauntic.crm.fields.selectors.words import emails_of_people
from mauntic.crm.imports.domain.mapping import RECORD, label_of, new_custom_fields
from mauntic.crm.imports.models import Import, ImportRow
from mauntic.crm.imports.services.matching import (
    Cleaned,
    Matcher,
    PersonKey,
    changes,
    company_changes,
    merged_custom,
    with_forms,
)
from mauntic.crm.imports.services.run import start_import
from mauntic.imports.models import Verdict
from mauntic.kernel.clock import now
from mauntic.kernel.db.jsonb import json_text
from mauntic.kernel.db.rows import update_rows
from mauntic.kernel.display import without_stop
from mauntic.kernel.files import is_error_cell, is_report_line, problem_of_row
from mauntic.kernel.normalize import Notation, currency_of, notation_of, read_amount
from mauntic.kernel.normalize.days import day_order_of
from mauntic.kernel.parsing import uuids

CHUNK = 1_000
AMOUNT = "revenue"
LONGEST_REASON = 500
BY_ID = gettext_lazy("Duplicate of row %(row)s: same ID.")
BY_EMAIL = gettext_lazy("Duplicate of row %(row)s: same email address.")
BY_NAME = gettext_lazy("Duplicate of row %(row)s: same name and company.")


def check_import(*, job_id: UUID) -> None:
    """Set the verdict and reason of each row in chunks, then show the preview.

    A second run starts over. Does nothing unless the import waits for its check.
    """
    job = Import.objects.filter(pk=job_id, status=Import.Status.CHECKING).first()
    if job is None:
        return
    mapping = {column: job.mapping.get(column, "") for column in job.columns}
    checker = Checker.of(job, mapping)
    last = 0
    while rows := list(job.rows.filter(number__gt=last).order_by("number")[:CHUNK]):
        last = rows[-1].number
        with transaction.atomic():
            # First, since it locks the import: nobody starts it or changes its mapping in the middle of a
            # chunk.
            if not _still_ours(job).update(processed=last, progressed_at=now()):
                return
            checker.check(rows)
            update_rows(ImportRow.objects, rows, {"verdict", "reason", "cleaned", "contact"})
    _show(job)


@transaction.atomic
def _show(job: Import) -> None:
    shown = _still_ours(job).update(status=Import.Status.PREVIEW, processed=0, progressed_at=now())
    if shown and job.starts_itself:
        start_import(job=job)


def _still_ours(job: Import) -> "models.QuerySet[Import]":
    return job.still(Import.Status.CHECKING).filter(mapping=job.mapping)


@dataclass(slots=True)
class Checker:
    """Checks rows in the order of the file, and finds duplicates of earlier rows."""

    mapping: Mapping[str, str]
    notation: Notation | None
    custom: CustomReader
    cells: CustomCells
    matcher: Matcher = field(default_factory=Matcher)
    employers: EmployersToCome = field(default_factory=EmployersToCome)
    records: dict[str, Contact] = field(default_factory=dict)
    seen: dict[UUID, int] = field(default_factory=dict)
    emails: dict[str, int] = field(default_factory=dict)
    people: dict[PersonKey, int] = field(default_factory=dict)
    nameless: dict[PersonKey, int] = field(default_factory=dict)

    @classmethod
    def of(cls, job: Import, mapping: Mapping[str, str]) -> "Checker":
        """Return the checker of a file: each column of amounts or dates decides how it is read."""
        custom = CustomReader(fields_of_mapping(mapping))
        for column, target in mapping.items():
            known = custom.fields.get(target.removeprefix(CUSTOM)) if target.startswith(CUSTOM) else None
            if known and known.kind in (FieldKind.NUMBER, FieldKind.MONEY):
                custom.notations[known.key] = notation_of(_texts(job, column))
            elif known and known.kind is FieldKind.DATE:
                custom.orders[known.key] = day_order_of(_texts(job, column))
        cells = CustomCells(custom.fields, emails_of_people(custom.fields))
        return cls(mapping, _notation_of_amounts(job, mapping), custom, cells)

    def check(self, rows: Sequence[ImportRow]) -> None:
        self.records = self._records(rows)
        waiting = self._first_of_each(self._cleaned(rows))
        self.matcher.load([cleaned for _, cleaned, _ in waiting])
        self.employers.load([cleaned.details for _, cleaned, _ in waiting])
        for row, cleaned, notes in waiting:
            row.cleaned = cleaned.as_json
            contact = self.matcher.match(cleaned)
            if contact is None and cleaned.record:
                _decide(row, Verdict.SKIP, _("Another row of the file is the same lead."))
            elif contact and (holder := self.matcher.holder(cleaned, contact)):
                _decide(row, Verdict.ERROR, taken_email(cleaned.email, holder.name))
            else:
                _compare(row, cleaned, contact, notes, self.employers)

    def _cleaned(self, rows: Sequence[ImportRow]) -> list[tuple[ImportRow, Cleaned, str]]:
        """Return the valid rows with clean values and notes. The others get their verdict."""
        fitting: list[tuple[ImportRow, Cleaned, str]] = []
        for row in rows:
            row.contact, row.cleaned = None, None
            cleaned, notes = self._clean(row)
            if cleaned is not None:
                fitting.append((row, cleaned, notes))
        named = with_forms([cleaned for _, cleaned, _ in fitting])
        return [(row, cleaned, notes) for (row, _, notes), cleaned in zip(fitting, named, strict=True)]

    def _first_of_each(
        self, rows: Sequence[tuple[ImportRow, Cleaned, str]]
    ) -> list[tuple[ImportRow, Cleaned, str]]:
        """Return the rows without duplicates of earlier ones."""
        return [each for each in rows if not self._is_double(each[0], each[1])]

    def _records(self, rows: Sequence[ImportRow]) -> dict[str, Contact]:
        """Return the leads of an exported file by the text of their id."""
        column = next((column for column, target in self.mapping.items() if target == RECORD), None)
        ids = uuids(row.values.get(column, "").strip() for row in rows) if column else []
        found = Contact.objects.select_related("company").filter(pk__in=ids) if ids else ()
        return {str(contact.pk): contact for contact in found}

    def _clean(self, row: ImportRow) -> tuple[Cleaned | None, str]:
        """Return the clean values of a row and notes about them, or set its verdict."""
        if broken := problem_of_row(row.values):
            return _decide(row, Verdict.ERROR, broken)
        if no_lead := _no_lead(row):
            return _decide(row, Verdict.SKIP, no_lead)
        given, refused = self._given(row)
        record = given.pop(RECORD, "")
        own = self.records.get(record.lower())
        if own:
            given = self._differing(given, own)
        cleaned = clean(given, country=own.country if own else "", of_list=True)
        refused += self._read_custom(cleaned)
        named = own or any(cleaned.contact.get(name) for name in ("email", "first_name", "last_name"))
        nameless = {} if named else {"name": _("The row has no name and no email address.")}
        for problem in ("email", "name", "custom_fields"):
            if sentence := (cleaned.problems | nameless).get(problem):
                return _decide(row, Verdict.ERROR, sentence)
        notes = [
            *refused,
            *([_("ID not imported: no lead has this ID.")] if record and not own else []),
            *(
                _("%(field)s not imported: %(problem)s") % {"field": FIELDS[name].label, "problem": problem}
                for name, problem in cleaned.problems.items()
            ),
            *(f"{FIELDS[name].label}: {remark}" for name, remark in cleaned.remarks.items()),
        ]
        record_id = own.pk if own else None
        return Cleaned(cleaned.contact, cleaned.company, record_id, derived=cleaned.derived), " ".join(notes)

    def _given(self, row: ImportRow) -> tuple[dict[str, Any], list[str]]:
        """Return the filled cells by field, and a note about each cell that cannot be used.

        Text of custom fields keeps its line breaks. An error in the email address fails the row, since
        nothing else identifies the person.
        """
        filled = [
            (target, text)
            for column, target in self.mapping.items()
            if target and (text := row.values.get(column, "")).strip()
        ]
        given: dict[str, Any] = {}
        refused: list[str] = []
        for target, text in filled:
            if target != "email" and is_error_cell(text):
                note = _('%(field)s not imported: the cell shows the spreadsheet error "%(text)s".')
                refused.append(note % {"field": self._label(target), "text": text.strip()})
                continue
            try:
                given[target] = self._read(target, text)
            except ValueError as error:
                note = _("%(field)s not imported: %(problem)s")
                refused.append(note % {"field": self._label(target), "problem": error})
        # The currency is in the text of the amount, which becomes a number.
        currency = next((currency_of(text) for target, text in filled if target == AMOUNT), "")
        return (given if not currency else {"revenue_currency": currency} | given), refused

    def _read_custom(self, cleaned: CleanedFields) -> list[str]:
        """Read the custom fields of a row by their kinds. Returns: a note about each that is refused."""
        given = cleaned.contact.get("custom_fields")
        if not given:
            return []
        found, problems = self.custom.read(given)
        cleaned.contact["custom_fields"] = found
        note = _("%(field)s not imported: %(problem)s")
        return [
            note % {"field": self._label(f"{CUSTOM}{key}"), "problem": problem}
            for key, problem in problems.items()
        ]

    def _label(self, target: str) -> str:
        return label_of(target, {key: known.label for key, known in self.custom.fields.items()})

    def _differing(self, given: Mapping[str, Any], contact: Contact) -> dict[str, Any]:
        """Return the cells of an exported row that differ from what the export would write now.

        Exported values are not corrected as those of other lists. The values of a company stay together,
        since its name finds it.
        """
        differing = {
            target: value
            for target, value in given.items()
            if _bare(value) != _bare(exported_cell(contact, target, self.cells))
        }
        if not any(target in FIELDS and FIELDS[target].of_company for target in differing):
            return differing
        return differing | {
            target: value for target, value in given.items() if target in FIELDS and FIELDS[target].of_company
        }

    def _read(self, target: str, text: str) -> Any:
        """Return the value of a cell.

        Raises: `ValueError` with a sentence for a custom text that is too long.
        """
        if target == RECORD:
            return text.strip()
        if target.startswith(CUSTOM):
            return custom_text(text)
        if target != AMOUNT:
            return text
        # An amount that the notation of the column does not explain is refused by the field.
        with suppress(ValueError):
            return read_amount(text, self.notation)
        return text

    def _is_double(self, row: ImportRow, cleaned: Cleaned) -> bool:
        """Return whether an earlier row is the same person: same address, else same name and employer."""
        own = self.records.get(str(cleaned.record)) if cleaned.record else None
        email = cleaned.email or (own.email.lower() if own else "")
        first = self.seen.get(own.pk) if own else None
        by = BY_ID if first else BY_EMAIL if email in self.emails else BY_NAME
        first = first or (self.emails.get(email) if email else None)
        if first is None and cleaned.person:
            first = (self.nameless if cleaned.email else self.people).get(cleaned.person)
        if first is not None:
            _decide(row, Verdict.SKIP, str(by) % {"row": first})
            return True
        if own:
            self.seen[own.pk] = row.number
        self._remember(row.number, cleaned, email)
        return False

    def _remember(self, number: int, cleaned: Cleaned, email: str) -> None:
        if email:
            self.emails[email] = number
        if cleaned.person:
            self.people.setdefault(cleaned.person, number)
            if not email:
                self.nameless.setdefault(cleaned.person, number)


def fields_of_mapping(mapping: Mapping[str, str]) -> dict[str, Definition]:
    """Return the custom fields by key that a mapping may name.

    An archived one that it names comes back when the import starts, so that its kind reads the cells. New
    ones are texts: they are defined then, too.
    """
    known = definitions("contact")
    missing = new_custom_fields(mapping, known)
    archived = definitions("contact", with_archived=True) if missing else {}
    new = {key: archived.get(key) or Definition(key, key, FieldKind.TEXT) for key in missing}
    return {**known, **new}


def _no_lead(row: ImportRow) -> str:
    """Return why a row is not a lead: reports end with totals, and joined files repeat their column names."""
    if not any(text.strip() for text in row.values.values()):
        return _("The row is empty.")
    if is_report_line(row.values.values()):
        return _("The row is a line of the report, not a lead.")
    if all(text.strip() == column for column, text in row.values.items()):
        return _("The row repeats the column names.")
    return ""


def _bare(value: object) -> str:
    return " ".join(str(value).split())


def _notation_of_amounts(job: Import, mapping: Mapping[str, str]) -> Notation | None:
    """Return how the column of the revenue writes its amounts: 1.250 alone is ambiguous."""
    column = next((column for column, target in mapping.items() if target == AMOUNT), None)
    return notation_of(_texts(job, column)) if column is not None else None


def _texts(job: Import, column: str) -> Iterator[str]:
    """Yield the different texts of a column."""
    texts = job.rows.order_by().values_list(json_text("values", column), flat=True).distinct()
    return (text for text in texts.iterator(CHUNK) if text)


def _compare(
    row: ImportRow, cleaned: Cleaned, contact: Contact | None, notes: str, employers: EmployersToCome
) -> None:
    # A domain of another company fills nothing, as in the write.
    own = employers.known.own(cleaned.details)
    employer = employers.sentence(cleaned.details)
    if contact is None:
        _decide(row, Verdict.CREATE, f"{notes} {employer}".strip())
        return
    row.contact = contact
    if problem := custom_problem(merged_custom(contact, cleaned)):
        _decide(row, Verdict.ERROR, f"{contact.name}: {problem}")
        return
    changed = [*changes(contact, cleaned), *company_changes(contact.company, own)]
    if changed:
        updates = _("Updates %(fields)s of %(name)s.") % {
            "fields": words(changed),
            "name": without_stop(contact.name),
        }
        notes = f"{notes} {employer}" if "company" in changed else notes
        _decide(row, Verdict.UPDATE, f"{updates} {notes}".strip())
    else:
        unchanged = _("No changes to %(name)s.") % {"name": without_stop(contact.name)}
        _decide(row, Verdict.SKIP, f"{unchanged} {notes}".strip())


def _decide(row: ImportRow, verdict: Verdict, reason: str) -> tuple[None, str]:
    shown = reason if len(reason) <= LONGEST_REASON else f"{reason[: LONGEST_REASON - 1]}…"
    row.verdict, row.reason = verdict, shown
    return None, ""
