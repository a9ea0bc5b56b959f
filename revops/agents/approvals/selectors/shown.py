"""Proposals as pages show them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from revops.agents.approvals.domain.payloads import Piece, difference
from revops.agents.approvals.labels import AGENTS
from revops.agents.approvals.models import Proposal
from revops.agents.approvals.registry import Part, ProposalKind, kind_named


@dataclass(frozen=True, slots=True)
class Fact:
    """What a proposal rests on. `source` is the address of a page, or empty."""

    label: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Edit:
    """A text that a person changed before the approval."""

    by: str
    at: datetime | None
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Shown:
    """A proposal in words. `changed` says why it cannot be executed any more; empty if it can."""

    row: Proposal
    kind: ProposalKind
    changed: str = ""

    @property
    def words(self) -> str:
        """What would be done."""
        return self.kind.words(self.row.payload)

    @property
    def parts(self) -> Sequence[Part]:
        """The exact payload."""
        return self.kind.parts(self.row.payload)

    @property
    def source(self) -> str:
        """The address of what it is about."""
        return self.kind.source(self.row)

    @property
    def agent(self) -> str:
        """Who proposes it."""
        return str(AGENTS.get(self.row.agent, self.row.agent))

    @property
    def is_editable(self) -> bool:
        """Whether people may change its texts."""
        return bool(self.kind.texts)

    @property
    def facts(self) -> Sequence[Fact]:
        """What it rests on."""
        labels = self.kind.facts
        return [
            Fact(str(labels.get(each["key"], each["key"])), each["value"], each.get("source", ""))
            for each in self.row.facts
        ]

    @property
    def edits(self) -> Sequence[Edit]:
        """What people changed, the last edit first."""
        return [
            Edit(each["by"], parse_datetime(each["at"]), difference(each["before"], each["after"]))
            for each in reversed(self.row.edits)
        ]


def shown(rows: Iterable[Proposal], *, with_changes: bool = False) -> list[Shown]:
    """Return proposals in words.

    Args:
        rows: of kinds of this release; others are left out.
        with_changes: whether to look what they rest on: a constant number of queries for each kind.
    """
    rows = list(rows)
    changed = changes(rows) if with_changes else {}
    found = ((row, kind_named(row.kind)) for row in rows)
    return [Shown(row, kind, changed.get(row.pk, "")) for row, kind in found if kind]


def changes(rows: Collection[Proposal]) -> Mapping[UUID, str]:
    """Return why proposals cannot be executed any more, by id."""
    of_kind: dict[str, list[Proposal]] = defaultdict(list)
    for row in rows:
        of_kind[row.kind].append(row)
    found: dict[UUID, str] = {}
    for key, some in of_kind.items():
        kind = kind_named(key)
        gone = {row.pk: _("This release does not know this kind of proposal.") for row in some}
        found |= kind.changed(some) if kind else gone
    return found
