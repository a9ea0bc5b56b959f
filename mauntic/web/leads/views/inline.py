"""Edit one field of a lead in place, also while somebody else edits it."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.crm.changes.domain.differences import Subject
from mauntic.crm.changes.selectors.history import last_authors
from mauntic.crm.changes.services.merging import text_of
from mauntic.crm.contacts.selectors.lists import lead
from mauntic.crm.contacts.services.edit import update_contact
from mauntic.crm.fields.domain.catalog import FIELDS
from mauntic.kernel.display import NONE
from mauntic.kernel.errors import EditConflict, Invalid
from mauntic.kernel.pages.merging import CHOICE, CONFLICT, MINE, OPENED, THEIRS, Author, ConflictShown


@dataclass(frozen=True, slots=True)
class InlineField:
    """The posted field. `opened` is the text that it was opened with, None if the form did not send it."""

    name: str
    value: str
    opened: str | None
    choice: str
    is_pending: bool

    @classmethod
    def of(cls, data: QueryDict) -> "InlineField":
        """Return the field from the data of the form."""
        name = data.get("field", "")
        return cls(
            name=name,
            value=data.get("value", "").strip(),
            opened=data.get(f"{OPENED}{name}"),
            choice=data.get(f"{CHOICE}{name}", ""),
            is_pending=name in data.getlist(CONFLICT),
        )

    def refused(self, problem: str) -> dict[str, Any]:
        """Return the context of the page that shows why the value is refused."""
        conflict = self._shown(self.opened or "", None) if self.is_pending else None
        return self._context(problem, self.opened, conflict)

    def conflict(self, contact_id: uuid.UUID, error: EditConflict) -> dict[str, Any]:
        """Return the context of the page that shows both values."""
        theirs = text_of(error.stored[self.name])
        return self._context(error.message, theirs, self._shown(theirs, _author(contact_id, self.name)))

    def _context(self, problem: str, opened: str | None, conflict: ConflictShown | None) -> dict[str, Any]:
        return {
            "editing": self.name,
            "typed": self.value,
            "problem": problem,
            "opened": opened,
            "conflict": conflict,
        }

    def _shown(self, theirs: str, author: Author | None) -> ConflictShown:
        return ConflictShown(
            name=self.name,
            label=str(FIELDS[self.name].label),
            yours=self.value or NONE,
            theirs=theirs or NONE,
            choice=self.choice,
            author=author,
        )


def save_inline(contact_id: uuid.UUID, field: InlineField, *, by: User) -> bool:
    """Save the field, unless the person chose the value of somebody else.

    Returns: whether the own value was saved.
    Raises: `EditConflict` if somebody else changed the field since it was opened; as `update_contact`.
    """
    if field.is_pending and field.choice not in {MINE, THEIRS}:
        raise Invalid({field.name: _("Choose one of the two values.")})
    if field.is_pending and field.choice == THEIRS:
        return False
    opened = None if field.opened is None else {field.name: field.opened}
    update_contact(contact=lead(contact_id), values={field.name: field.value}, by=by, opened=opened)
    return True


def _author(contact_id: uuid.UUID, name: str) -> Author | None:
    spec, contact = FIELDS[name], lead(contact_id)
    if spec.of_company and name != "company":
        if contact.company_id is None:
            return None
        found = last_authors(Subject.COMPANY, contact.company_id, [spec.column_name])
        return found.get(spec.column_name)
    return last_authors(Subject.CONTACT, contact_id, [name]).get(name)
