"""Records to which an undo would link deals again."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from mauntic.crm.models import Company, Contact
from mauntic.kernel.translation import gettext_lazy as _
from revops.deals.services.drafts import check_owners

_GONE = {
    "owner": _("the previous owner is deactivated"),
    "contact": _("the previous lead was deleted"),
    "company": _("the previous company was deleted"),
}


def lost_links(values: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return why previous values cannot be restored: their record is gone. At most three queries.

    Args:
        values: fields and values as the history stores them; fields that are no links are skipped.

    Returns: a few words by field and value.
    """
    ids: dict[str, set[UUID]] = defaultdict(set)
    for field, value in values:
        if field in _GONE and value:
            ids[field].add(UUID(value))
    found = {field: given - _known(field, given) for field, given in ids.items()}
    return {(field, str(pk)): str(_GONE[field]) for field, gone in found.items() for pk in gone}


def _known(field: str, ids: set[UUID]) -> set[UUID]:
    if field == "owner":
        return check_owners(ids)
    model = Contact if field == "contact" else Company
    return set(model.objects.filter(pk__in=ids).values_list("pk", flat=True))
