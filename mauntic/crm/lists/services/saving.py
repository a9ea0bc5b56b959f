"""Save views of lists. A new one never overwrites another."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.crm.lists.domain.queries import LONGEST_QUERY
from mauntic.crm.lists.models import LONGEST_NAME, DefaultView, SavedView
from mauntic.kernel.clock import now
from mauntic.kernel.db.locks import held
from mauntic.kernel.db.unique import save_or_refuse
from mauntic.kernel.display import number
from mauntic.kernel.errors import Invalid, NotAllowed, NotFound
from mauntic.kernel.values.stored_text import is_storable

MOST_VIEWS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewDraft:
    """A view to save. `is_default` opens the list with it, for the person who saves."""

    name: str
    query: str
    is_shared: bool = False
    is_default: bool = False


@transaction.atomic
def save_view(*, list_name: str, draft: ViewDraft, by: User) -> SavedView:
    """Save a new view of a list.

    Raises: `Invalid` for a name that the person gave another view, and for more than `MOST_VIEWS`.
    """
    if SavedView.objects.filter(list_name=list_name, owner=by).count() >= MOST_VIEWS:
        text = _("You can have at most {most} views. Delete one first.")
        raise Invalid({"name": text.format(most=number(MOST_VIEWS))})
    return _write(SavedView(list_name=list_name, owner=by), draft, by)


@transaction.atomic
def change_view(*, view_id: UUID, draft: ViewDraft, by: User) -> SavedView:
    """Change a view.

    Raises: `NotFound`; `NotAllowed` for one of somebody else, but by ops; `Invalid` as `save_view`.
    """
    return _write(_own(view_id, by), draft, by)


@transaction.atomic
def change_query(*, view_id: UUID, query: str, by: User) -> SavedView:
    """Let a view show what the list shows now. Raises: as `change_view`."""
    view = _own(view_id, by)
    draft = ViewDraft(name=view.name, query=query, is_shared=view.is_shared, is_default=_is_default(view, by))
    return _write(view, draft, by)


@transaction.atomic
def delete_view(*, view_id: UUID, by: User) -> None:
    """Delete a view, for all who see it. Raises: as `change_view`."""
    _own(view_id, by).delete()


def _own(view_id: UUID, by: User) -> SavedView:
    view = held(SavedView.objects.all(), view_id, gone=_("This view was deleted."))
    if view.owner_id == by.pk or (view.is_shared and by.is_ops):
        return view
    if view.is_shared:
        raise NotAllowed(_("This view is somebody else's. Save it as one of your own."))
    raise NotFound(_("This view was deleted."))


def _is_default(view: SavedView, by: User) -> bool:
    return DefaultView.objects.filter(view=view, person=by).exists()


def _write(view: SavedView, draft: ViewDraft, by: User) -> SavedView:
    name = draft.name.strip()
    if not 0 < len(name) <= LONGEST_NAME or not is_storable(name):
        raise Invalid({"name": _("Enter a name of 1 to {most} characters.").format(most=LONGEST_NAME)})
    if len(draft.query) > LONGEST_QUERY or not is_storable(draft.query):
        raise Invalid({"name": _("These filters are too long to be saved. Shorten the search.")})
    view.name, view.query, view.is_shared, view.updated_at = name, draft.query, draft.is_shared, now()
    save_or_refuse(view, field="name", taken=_("You have a view of this name. Choose another name."))
    if not view.is_shared:
        DefaultView.objects.filter(view=view).exclude(person=view.owner_id).delete()
    _set_default(view, by, is_default=draft.is_default)
    return view


def _set_default(view: SavedView, by: User, *, is_default: bool) -> None:
    if not is_default:
        DefaultView.objects.filter(view=view, person=by).delete()
        return
    DefaultView.objects.update_or_create(person=by, list_name=view.list_name, defaults={"view": view})
