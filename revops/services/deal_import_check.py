"""What would become of each row of a file of deals, and why."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import BinaryIO, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from mauntic.accounts.models import User
from mauntic.crm.domain.tables import UnreadableError, read_table
from mauntic.crm.models import Contact
from mauntic.kernel.errors import Invalid
from mauntic.kernel.parsing import uuids
from mauntic.tenants.context import current_organization
from revops.domain.deal_file_rows import DealLine, read_lines
from revops.models import Deal, DealStage
from revops.models.deal_import import DealImport

MOST_ROWS = 100_000


class Verdict(StrEnum):
    """What becomes of a row."""

    CREATE = "create"
    SKIP = "skip"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class CheckedLine:
    """A row with its verdict; `values` is as the file has it, by column."""

    line: DealLine
    values: Mapping[str, str]
    verdict: Verdict
    reason: str = ""
    owner_id: UUID | None = None
    contact_id: UUID | None = None
    company_id: UUID | None = None

    @property
    def stage_label(self) -> str:
        """Its stage in words."""
        return str(DealStage(self.line.stage).label)


def check_deals(job: DealImport) -> list[CheckedLine]:
    """Every row of the file as it would end now; three queries. `Invalid` when it cannot be read."""
    with job.file.open("rb") as file:
        rows = read_file(cast("BinaryIO", file)).rows
    today = timezone.localdate(timezone=ZoneInfo(current_organization().time_zone))
    lines = list(read_lines(rows, job.mapping, today=today))
    known = _Known.of(lines, strict=job.unknown_owner == DealImport.UnknownOwner.ERROR)
    return [known.check(line, values) for line, values in zip(lines, rows, strict=True)]


@dataclass(frozen=True, slots=True)
class DealFile:
    """A file that was read to its end; `note` says what had to be assumed."""

    columns: list[str]
    rows: list[Mapping[str, str]]
    note: str


def read_file(file: BinaryIO) -> DealFile:
    """The columns and rows of a file. `Invalid` for "file" when it cannot be read, or is too long."""
    try:
        table = read_table(file)
        rows: list[Mapping[str, str]] = list(islice(table.rows, MOST_ROWS + 1))
    except UnreadableError as error:
        raise Invalid({"file": str(error)}) from error
    if len(rows) > MOST_ROWS:
        raise Invalid({"file": f"The file has more than {MOST_ROWS:,} rows. Split it into several."})
    return DealFile(table.headers, rows, table.note)


@dataclass(slots=True)
class _Known:
    """The people, leads and deals that rows may name, and the ids that earlier rows had."""

    owners: Mapping[str, UUID]
    contacts: Mapping[str, tuple[UUID, UUID | None]]
    deals: set[str]
    rows: dict[str, int]
    strict: bool

    @classmethod
    def of(cls, lines: Sequence[DealLine], *, strict: bool) -> "_Known":
        emails = {line.email.lower() for line in lines if line.email}
        ids = {line.external_id for line in lines if line.external_id}
        leads = Contact.objects.annotate(address=Lower("email")).filter(address__in=emails)
        return cls(
            owners=_owners(User.objects.values_list("pk", "email", "name")),
            contacts={
                email: (pk, company) for pk, email, company in leads.values_list("pk", "address", "company")
            },
            deals=_deals(ids),
            rows={},
            strict=strict,
        )

    def check(self, line: DealLine, values: Mapping[str, str]) -> CheckedLine:
        """The verdict on a row; rows are checked in the order of the file."""
        owner_id = self.owners.get(line.owner.lower())
        contact_id, company_id = self.contacts.get(line.email.lower(), (None, None))
        problems = [*line.problems.values(), *self._problems(line, owner_id, contact_id)]
        if problems:
            return CheckedLine(line, values, Verdict.ERROR, " ".join(problems))
        if line.external_id:
            self.rows[line.external_id] = line.number
        if line.external_id in self.deals:
            return CheckedLine(line, values, Verdict.SKIP, "A deal of this id is there already.")
        reason = ""
        if line.owner and owner_id is None:
            reason = f"“{line.owner}” is nobody here: the deal belongs to nobody, its history keeps the name."
        return CheckedLine(line, values, Verdict.CREATE, reason, owner_id, contact_id, company_id)

    def _problems(self, line: DealLine, owner_id: UUID | None, contact_id: UUID | None) -> Iterable[str]:
        if line.external_id in self.rows:
            yield f"Row {self.rows[line.external_id]} has the same id."
        if line.email and contact_id is None:
            yield f"There is no lead with the address {line.email}. Import the leads first."
        if self.strict and line.owner and owner_id is None:
            yield f"“{line.owner}” is nobody here. Invite them, or choose to leave such deals to nobody."


def _deals(ids: set[str]) -> set[str]:
    """Those of the ids under which there is a deal: an import's, or our own of an export."""
    rows = Deal.objects.filter(Q(external_id__in=ids) | Q(pk__in=uuids(ids)))
    names = rows.values_list("pk", "external_id")
    return {text for pk, external in names for text in (str(pk), external) if text}


def _owners(people: Iterable[tuple[UUID, str, str]]) -> dict[str, UUID]:
    """People by e-mail address and by name, in lower case; a name that two have means neither."""
    rows = list(people)
    times = Counter(name.lower() for _, _, name in rows)
    named = {name.lower(): pk for pk, _, name in rows if name and times[name.lower()] == 1}
    return named | {email: pk for pk, email, _ in rows}
