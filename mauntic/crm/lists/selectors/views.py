"""The saved views that a person sees."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.crm.lists.domain.queries import is_same
from mauntic.crm.lists.models import DefaultView, SavedView, SavedViewQuerySet
from mauntic.kernel.errors import NotFound
from mauntic.kernel.parsing import uuids

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Views:
    """The views of a list, and the one that is open. `is_changed` says that the list shows something else."""

    mine: Sequence[SavedView]
    shared: Sequence[SavedView]
    current: SavedView | None
    is_changed: bool
    may_save: bool

    @property
    def any(self) -> bool:
        """Whether there is one."""
        return bool(self.mine or self.shared)


def views_of(
    list_name: str, person: User, *, opened: str, query: str, usual: Iterable[tuple[str, str]] = ()
) -> Views:
    """Return the views of a list that a person sees, in one query.

    Args:
        list_name: of the list.
        person: who looks.
        opened: the id of the open view, from the address; an unknown one is none.
        query: what the list shows.
        usual: parameters that say what the list shows without them, too.
    """
    rows = list(_seen(list_name, person)[:MOST_SHOWN])
    ids = uuids([opened])
    current = next((row for row in rows if row.pk in ids), None)
    return Views(
        mine=[row for row in rows if row.owner_id == person.pk],
        shared=[row for row in rows if row.owner_id != person.pk],
        current=current,
        is_changed=bool(current and not is_same(current.query, query, usual)),
        may_save=bool(current and (current.owner_id == person.pk or person.is_ops)),
    )


def view_named(view_id: UUID, person: User) -> SavedView:
    """Return a view that a person sees. Raises: `NotFound`"""
    found = SavedView.objects.seen_by(person.pk).select_related("owner").filter(pk=view_id).first()
    if found is None:
        raise NotFound(_("This view was deleted."))
    return found


def default_view(list_name: str, person: User) -> SavedView | None:
    """Return the view with which a list opens for a person."""
    seen = _seen(list_name, person)
    return seen.filter(pk__in=DefaultView.objects.filter(person=person).values("view")).first()


def is_default(view: SavedView, person: User) -> bool:
    """Return whether the list opens with the view for a person."""
    return DefaultView.objects.filter(view=view, person=person).exists()


def _seen(list_name: str, person: User) -> SavedViewQuerySet:
    return SavedView.objects.seen_by(person.pk).filter(list_name=list_name).select_related("owner")
