"""Check the rows of a file of deals."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.crm.models import Contact
from mauntic.imports.models import Verdict
from mauntic.imports.services.read import FILE_IS_GONE
from mauntic.kernel.errors import Invalid
from mauntic.kernel.files import UnreadableError
from mauntic.kernel.normalize import email_key
from mauntic.kernel.parsing import uuids
from revops.deal_imports.domain.rows import DealLine, read_lines
from revops.deal_imports.models import DealImport
from revops.deal_imports.services.read import stored_rows
from revops.deals.models.choices import DealStage
from revops.deals.models.deals import Deal
from revops.deals.selectors.days import today

VERDICT_LABELS: Mapping[str, Any] = {
    verdict: verdict.label for verdict in (Verdict.CREATE, Verdict.SKIP, Verdict.ERROR)
}
"""An import changes no deal that exists, so that no row is an update."""


@dataclass(frozen=True, slots=True)
class CheckedLine:
    """A row with its verdict. `values` has the cells of the file by column."""

    line: DealLine
    values: Mapping[str, str]
    verdict: Verdict
    reason: str = ""
    owner_id: UUID | None = None
    contact_id: UUID | None = None
    company_id: UUID | None = None

    @property
    def verdict_label(self) -> str:
        """The verdict in words."""
        return str(self.verdict.label)

    @property
    def stage_label(self) -> str:
        """The name of its stage."""
        return str(DealStage(self.line.stage).label)


def check_deals(job: DealImport) -> list[CheckedLine]:
    """Return the verdict on every row, in three queries.

    Raises:
        Invalid: the file cannot be read or is gone.
    """
    try:
        rows = stored_rows(job)
    except UnreadableError as error:
        raise Invalid({"file": str(error)}) from error
    except FileNotFoundError as error:
        raise Invalid({"file": str(FILE_IS_GONE)}) from error
    lines = list(read_lines(rows, job.mapping, today=today()))
    known = _Known.of(lines, strict=job.unknown_owner == DealImport.UnknownOwner.ERROR)
    return [known.check(line, values) for line, values in zip(lines, rows, strict=True)]


@dataclass(slots=True)
class _Known:
    """The users, leads and deals that rows name, and the ids of earlier rows."""

    owners: Mapping[str, UUID]
    contacts: Mapping[str, tuple[UUID, UUID | None]]
    deals: set[str]
    rows: dict[str, int]
    strict: bool

    @classmethod
    def of(cls, lines: Sequence[DealLine], *, strict: bool) -> "_Known":
        ids = {line.external_id for line in lines if line.external_id}
        leads = Contact.objects.with_emails(line.email for line in lines)
        return cls(
            owners=_owners(User.objects.values_list("pk", "email", "name")),
            contacts={
                email.lower(): (pk, company)
                for pk, email, company in leads.values_list("pk", "email", "company")
            },
            deals=_deals(ids),
            rows={},
            strict=strict,
        )

    def check(self, line: DealLine, values: Mapping[str, str]) -> CheckedLine:
        """Return the verdict on a row. Rows are checked in the order of the file."""
        owner_id = self.owners.get(line.owner.lower())
        contact_id, company_id = self.contacts.get(email_key(line.email), (None, None))
        if line.no_deal:
            return CheckedLine(line, values, Verdict.SKIP, line.no_deal)
        problems = [*line.problems.values(), *self._problems(line, owner_id, contact_id)]
        if problems:
            return CheckedLine(line, values, Verdict.ERROR, " ".join(problems))
        if line.external_id:
            self.rows[line.external_id] = line.number
        if line.external_id in self.deals:
            return CheckedLine(line, values, Verdict.SKIP, _("A deal with this ID already exists."))
        remarks = list(line.remarks)
        if line.owner and owner_id is None:
            remarks.append(
                _('"{owner}" is not a user. The deal is imported without an owner.').format(owner=line.owner)
            )
        return CheckedLine(line, values, Verdict.CREATE, " ".join(remarks), owner_id, contact_id, company_id)

    def _problems(self, line: DealLine, owner_id: UUID | None, contact_id: UUID | None) -> Iterable[str]:
        if line.external_id in self.rows:
            yield _("Row {number} has the same ID.").format(number=self.rows[line.external_id])
        if line.email and contact_id is None:
            yield _("No lead has the email {email}. Import the leads first.").format(email=line.email)
        if self.strict and line.owner and owner_id is None:
            yield _('"{owner}" is not a user. Invite them, or import without an owner.').format(
                owner=line.owner
            )


def _deals(ids: set[str]) -> set[str]:
    """Return the ids that belong to deals: ids of earlier imports, and own ids from an export."""
    rows = Deal.objects.filter(Q(external_id__in=ids) | Q(pk__in=uuids(ids)))
    names = rows.values_list("pk", "external_id")
    return {text for pk, external in names for text in (str(pk), external) if text}


def _owners(people: Iterable[tuple[UUID, str, str]]) -> dict[str, UUID]:
    """Return users by email address and by name, in lower case. Ambiguous names are left out."""
    rows = list(people)
    times = Counter(name.lower() for _, _, name in rows)
    named = {name.lower(): pk for pk, _, name in rows if name and times[name.lower()] == 1}
    return named | {email: pk for pk, email, _ in rows}
