"""The owners whose deals a forecast covers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.accounts.selectors import owned_by_visible, visible_people
from mauntic.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Owners:
    """Owners of deals. `nobody` includes unassigned deals; `ids` None means all, also deleted users."""

    ids: frozenset[UUID] | None = None
    nobody: bool = False

    def has(self, owner_id: UUID | None) -> bool:
        """Whether deals of this owner count."""
        return self.ids is None or (self.nobody if owner_id is None else owner_id in self.ids)

    def parameters(self) -> Mapping[str, Any]:
        """Return the parameters for the statements of `history_sql`."""
        ids = [] if self.ids is None else sorted(self.ids)
        return {"everybody": self.ids is None, "owners": ids, "nobody": self.nobody}


EVERYBODY = Owners()


def owners_seen_by(user: User, rep_id: UUID | None = None) -> Owners:
    """Return the owners whose deals `user` can see, or only `rep_id`.

    Raises:
        NotFound: `user` cannot see deals of `rep_id`.
    """
    if rep_id is not None:
        return Owners(frozenset([visible_person(user, rep_id).pk]))
    if owned_by_visible(user) == Q():
        return EVERYBODY
    ids = visible_people(user).values_list("pk", flat=True)
    return Owners(frozenset(ids), nobody=user.is_manager)


def visible_person(user: User, rep_id: UUID) -> User:
    """Return a user whose deals `user` can see.

    Raises:
        NotFound: there is no such user, or `user` cannot see their deals.
    """
    person = visible_people(user).filter(pk=rep_id).first()
    if person is None:
        raise NotFound(_("There is no such user, or you cannot see their deals."))
    return person
