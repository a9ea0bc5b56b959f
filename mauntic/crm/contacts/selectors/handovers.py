"""What the undo of an assignment gave back, and the words for what it left."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mauntic.crm.contacts.models.contact import Contact
from mauntic.kernel.display import number

NAMED = 5
"""The leads that a message names at most; others are counted."""


@dataclass(frozen=True, slots=True)
class Returned:
    """The number of leads that went back to their previous owners, and why others did not, by id."""

    leads: int
    left: Mapping[UUID, str] = field(default_factory=dict)


def left_words(left: Mapping[UUID, str]) -> str:
    """Return `Not undone: "Bo Quist" (assigned again), 3 more.`; empty if no lead was left.

    Args:
        left: the reasons by id of the lead.
    """
    if not left:
        return ""
    found = Contact.objects.filter(pk__in=left).order_by("last_name", "first_name", "pk")[:NAMED]
    shown = [_('"{name}" ({reason})').format(name=lead.name, reason=left[lead.pk]) for lead in found]
    if more := len(left) - len(shown):
        shown.append(ngettext("{count} more", "{count} more", more).format(count=number(more)))
    return _("Not undone: {leads}.").format(leads=", ".join(shown))
