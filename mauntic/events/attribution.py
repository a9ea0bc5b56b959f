"""Who made a row: columns for stored events and for the history of records."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from mauntic.accounts.models import User
from mauntic.broker.actor import LONGEST_LABEL, Actor, ActorKind, current_actor
from mauntic.kernel.translation import StrPromise

LONGEST_ID = 64
MAUNTIC = "Mauntic"


def person(user: User) -> Actor:
    """Return a person as an actor."""
    return Actor(ActorKind.PERSON, str(user.pk), str(user)[:LONGEST_LABEL])


def attribution(*, by: User | None = None, actor: Actor | None = None) -> dict[str, Any]:
    """Return the columns of `Attributed` for the current work.

    Args: `by` is the person who asked for it, for work outside of a request. `actor` replaces the current
    actor.
    """
    found = actor or current_actor()
    if by is not None and found.kind == ActorKind.SYSTEM:
        found = replace(person(by), is_undo=found.is_undo)
    return {
        "actor_kind": str(found.kind),
        "actor_id": found.id[:LONGEST_ID],
        "actor_label": found.label[:LONGEST_LABEL],
        "is_undo": found.is_undo,
    }


def derived_from(source: str) -> Actor:
    """Return the actor of values that Mauntic makes of another one: a key of `_SOURCES`."""
    return Actor(ActorKind.DERIVED, source, source, is_undo=current_actor().is_undo)


_ACTORS: Mapping[str, StrPromise] = {
    ActorKind.KEY: _('API key "%(name)s"'),
    ActorKind.IMPORT: _('Import of "%(name)s"'),
    ActorKind.VISITOR: _("Website visitor (%(name)s)"),
    ActorKind.RULE: _('Routing rule "%(name)s"'),
    ActorKind.WORKFLOW: _('Workflow "%(name)s"'),
    ActorKind.JOURNEY: _('Journey "%(name)s"'),
}
_SOURCES: Mapping[str, StrPromise] = {
    "title": _("Mauntic, from the job title"),
    "email": _("Mauntic, from the email address"),
    "stage": _("Mauntic, from the stage"),
}


def actor_words(kind: str, label: str) -> str:
    """Return who acts, in words: see `Attributed.actor`."""
    if not label:
        return MAUNTIC if kind else ""
    if kind == ActorKind.DERIVED:
        return str(_SOURCES.get(label, MAUNTIC))
    words = _ACTORS.get(kind)
    return str(words) % {"name": label} if words else label


_pages: dict[str, Callable[[str], str]] = {}


def register_actor_page(kind: ActorKind, address: Callable[[str], str]) -> None:
    """Say where the page of an actor of a kind is, by its id. Empty if it has none."""
    _pages[kind] = address


def actor_page(kind: str, actor_id: str) -> str:
    """Return the address of the page of an actor; empty if it has none."""
    return _pages[kind](actor_id) if kind in _pages and actor_id else ""


class Attributed(models.Model):
    """A row that knows who made it: see `mauntic.broker.actor`. Rows of earlier releases do not."""

    actor_kind = models.CharField(max_length=10, blank=True, default="", db_default="", editable=False)
    actor_id = models.CharField(max_length=LONGEST_ID, blank=True, default="", db_default="", editable=False)
    actor_label = models.CharField(
        max_length=LONGEST_LABEL, blank=True, default="", db_default="", editable=False
    )

    is_undo = models.BooleanField(default=False, db_default=False, editable=False)

    class Meta:
        abstract = True

    @property
    def actor(self) -> str:
        """Who made the row, in words. "Mauntic" for automatic work, empty if unknown."""
        return actor_words(self.actor_kind, self.actor_label)

    @property
    def actor_page(self) -> str:
        """The address of the page of the actor, such as the run of a workflow. Empty if it has none."""
        return actor_page(self.actor_kind, self.actor_id)
