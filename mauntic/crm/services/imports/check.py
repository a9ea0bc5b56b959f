"""Every row of a file gets its verdict before anything is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import models, transaction

from mauntic.crm.domain.cleaning import clean, custom_text
from mauntic.crm.domain.fields import CUSTOM, FIELDS
from mauntic.crm.domain.tables import EXTRA_CELLS
from mauntic.crm.domain.timeline import words
from mauntic.crm.models import Contact, Import, ImportRow
from mauntic.crm.services.imports.matching import Cleaned, Matcher, PersonKey, changes, company_changes
from mauntic.crm.services.imports.run import start_import
from mauntic.kernel.clock import now
from mauntic.kernel.rows import update_rows

CHUNK = 1_000
Verdict = ImportRow.Verdict


def check_import(*, job_id: UUID) -> None:
    """Give each row its verdict and reason, chunk by chunk, then show the preview.

    Started again it begins anew; nothing is done unless the import waits for its check.
    """
    job = Import.objects.filter(pk=job_id, status=Import.Status.CHECKING).first()
    if job is None:
        return
    checker = _Checker({column: job.mapping.get(column, "") for column in job.columns})
    last = 0
    while rows := list(job.rows.filter(number__gt=last).order_by("number")[:CHUNK]):
        last = rows[-1].number
        with transaction.atomic():
            # First, as it locks the import: nobody starts it, or maps it anew, in the middle of a chunk.
            if not _still_ours(job).update(processed=last, progressed_at=now()):
                return
            checker.judge(rows)
            update_rows(ImportRow.objects, rows, {"verdict", "reason", "cleaned", "contact"})
    _show(job)


@transaction.atomic
def _show(job: Import) -> None:
    shown = _still_ours(job).update(status=Import.Status.PREVIEW, processed=0, progressed_at=now())
    if shown and job.starts_itself:
        start_import(job=job)


def _still_ours(job: Import) -> "models.QuerySet[Import]":
    return Import.objects.filter(pk=job.pk, status=Import.Status.CHECKING, mapping=job.mapping)


@dataclass(slots=True)
class _Checker:
    """Judges rows in the order of the file, remembering whom it has seen."""

    mapping: Mapping[str, str]
    matcher: Matcher = field(default_factory=Matcher)
    emails: dict[str, int] = field(default_factory=dict)
    people: dict[PersonKey, int] = field(default_factory=dict)
    nameless: dict[PersonKey, int] = field(default_factory=dict)

    def judge(self, rows: Sequence[ImportRow]) -> None:
        waiting: list[tuple[ImportRow, Cleaned, str]] = []
        for row in rows:
            row.contact, row.cleaned = None, None
            cleaned, notes = self._clean(row)
            if cleaned is not None and not self._is_double(row, cleaned):
                waiting.append((row, cleaned, notes))
        self.matcher.load([cleaned for _, cleaned, _ in waiting])
        for row, cleaned, notes in waiting:
            row.cleaned = {"contact": cleaned.contact, "company": cleaned.company}
            _compare(row, cleaned, self.matcher.match(cleaned), notes)

    def _clean(self, row: ImportRow) -> tuple[Cleaned | None, str]:
        """The row's clean values and what was left out of them, or its verdict."""
        if EXTRA_CELLS in row.values:
            return _decide(row, Verdict.ERROR, "The row has more cells than the file has columns.")
        if not any(text.strip() for text in row.values.values()):
            return _decide(row, Verdict.SKIP, "The row is empty.")
        cleaned = clean(self._given(row))
        if "email" in cleaned.problems:
            return _decide(row, Verdict.ERROR, cleaned.problems["email"])
        if not any(cleaned.contact.get(name) for name in ("email", "first_name", "last_name")):
            return _decide(row, Verdict.ERROR, "The row has no name and no e-mail address.")
        left_out = [f"{FIELDS[name].label} left out: {said}" for name, said in cleaned.problems.items()]
        return Cleaned(cleaned.contact, cleaned.company), " ".join(left_out)

    def _given(self, row: ImportRow) -> dict[str, str]:
        """Filled cells by field. Text of custom fields stays as it is, line breaks included."""
        return {
            target: custom_text(text) if target.startswith(CUSTOM) else text
            for column, target in self.mapping.items()
            if target and (text := row.values.get(column, "")).strip()
        }

    def _is_double(self, row: ImportRow, cleaned: Cleaned) -> bool:
        """Whether an earlier row is the same person: the same address, else the same name at a domain."""
        first = self.emails.get(cleaned.email) if cleaned.email else None
        if first is None and cleaned.person:
            first = (self.nameless if cleaned.email else self.people).get(cleaned.person)
        if first is not None:
            by = "e-mail address" if cleaned.email in self.emails else "name and company"
            _decide(row, Verdict.SKIP, f"The same person as row {first}, by {by}.")
            return True
        self._remember(row.number, cleaned)
        return False

    def _remember(self, number: int, cleaned: Cleaned) -> None:
        if cleaned.email:
            self.emails[cleaned.email] = number
        if cleaned.person:
            self.people.setdefault(cleaned.person, number)
            if not cleaned.email:
                self.nameless.setdefault(cleaned.person, number)


def _compare(row: ImportRow, cleaned: Cleaned, contact: Contact | None, notes: str) -> None:
    if contact is None:
        _decide(row, Verdict.CREATE, notes)
        return
    row.contact = contact
    changed = [*changes(contact, cleaned), *company_changes(contact.company, cleaned.details)]
    if changed:
        _decide(row, Verdict.UPDATE, f"Changes {words(changed)} of {contact.name}. {notes}".strip())
    else:
        _decide(row, Verdict.SKIP, f"{contact.name} is known with all of this.")


def _decide(row: ImportRow, verdict: ImportRow.Verdict, reason: str) -> tuple[None, str]:
    row.verdict, row.reason = verdict, reason[:500]
    return None, ""
