"""Whose deals a forecast is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from mauntic.accounts.models import User
from mauntic.accounts.selectors import owned_by_visible, visible_people
from mauntic.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Owners:
    """Deals of these people, and of `nobody`; `ids` None is everybody's, also of people who are gone."""

    ids: frozenset[UUID] | None = None
    nobody: bool = False

    def has(self, owner_id: UUID | None) -> bool:
        """Whether a deal of this owner counts."""
        return self.ids is None or (self.nobody if owner_id is None else owner_id in self.ids)

    def parameters(self) -> Mapping[str, Any]:
        """For the statements of `history_sql`."""
        ids = [] if self.ids is None else sorted(self.ids)
        return {"everybody": self.ids is None, "owners": ids, "nobody": self.nobody}


EVERYBODY = Owners()


def owners_seen_by(user: User, rep_id: UUID | None = None) -> Owners:
    """Those whose deals `user` sees, or of them the one person that is asked for; `NotFound` if not seen."""
    if rep_id is not None:
        return Owners(frozenset([visible_person(user, rep_id).pk]))
    if owned_by_visible(user) == Q():
        return EVERYBODY
    ids = visible_people(user).values_list("pk", flat=True)
    return Owners(frozenset(ids), nobody=user.is_manager)


def visible_person(user: User, rep_id: UUID) -> User:
    """A person whose work `user` sees."""
    person = visible_people(user).filter(pk=rep_id).first()
    if person is None:
        raise NotFound("There is no such person among those whose deals you see.")
    return person
