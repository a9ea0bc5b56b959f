"""Custom fields as their list shows them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from mauntic.crm.fields.models import CustomField, FieldOwner
from mauntic.crm.fields.selectors.definitions import custom_fields


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """Fields under a heading. Those that are archived can be restored."""

    title: str
    fields: Sequence[CustomField]
    is_archived: bool = False


def listed_fields() -> list[FieldGroup]:
    """Return the fields of leads, of companies, and archived ones, in one query, without empty groups."""
    rows = list(custom_fields())
    active = [row for row in rows if not row.archived_at]
    groups = [
        FieldGroup(str(owner.label), [row for row in active if row.owner == owner]) for owner in FieldOwner
    ]
    archived = FieldGroup(_("Archived"), [row for row in rows if row.archived_at], is_archived=True)
    return [group for group in (*groups, archived) if group.fields]
