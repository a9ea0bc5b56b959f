"""Proposals as pages show them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from mauntic.kernel.differences import Piece, difference
from revops.agents.approvals.labels import AGENTS
from revops.agents.approvals.models import Proposal
from revops.agents.approvals.registry import Evidence, Part, ProposalKind, kind_named


@dataclass(frozen=True, slots=True)
class Fact:
    """What a proposal rests on. `source` is the address of a page, or empty."""

    label: str
    value: str
    source: str
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """A text that a person changed before the approval."""

    by: str
    at: datetime | None
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Shown:
    """A proposal in words. `changed` says why it cannot be executed any more; empty if it can.

    `evidence` has what its facts rest on, by their version.
    """

    row: Proposal
    kind: ProposalKind
    changed: str = ""
    evidence: Mapping[str, Evidence] = field(default_factory=dict)

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
            Fact(
                str(labels.get(each["key"], each["key"])),
                each["value"],
                each.get("source", ""),
                self.evidence.get(each["version"]),
            )
            for each in self.row.facts
        ]

    @property
    def edits(self) -> Sequence[Edit]:
        """What people changed, the last edit first."""
        return [
            Edit(each["by"], parse_datetime(each["at"]), difference(each["before"], each["after"]))
            for each in reversed(self.row.edits)
        ]


def shown(
    rows: Iterable[Proposal], *, with_changes: bool = False, with_evidence: bool = False
) -> list[Shown]:
    """Return proposals in words.

    Args:
        rows: of kinds of this release; others are left out.
        with_changes: whether to look what they rest on: a constant number of queries for each kind.
        with_evidence: whether to read what their facts rest on: one more query for each kind.
    """
    rows = list(rows)
    changed = changes(rows) if with_changes else {}
    evidence = _evidence(rows) if with_evidence else {}
    found = ((row, kind_named(row.kind)) for row in rows)
    return [Shown(row, kind, changed.get(row.pk, ""), evidence) for row, kind in found if kind]


def _evidence(rows: Collection[Proposal]) -> Mapping[str, Evidence]:
    found: dict[str, Evidence] = {}
    for key, some in _by_kind(rows).items():
        if kind := kind_named(key):
            found |= kind.evidence(some)
    return found


def _by_kind(rows: Collection[Proposal]) -> Mapping[str, list[Proposal]]:
    of_kind: dict[str, list[Proposal]] = defaultdict(list)
    for row in rows:
        of_kind[row.kind].append(row)
    return of_kind


def changes(rows: Collection[Proposal]) -> Mapping[UUID, str]:
    """Return why proposals cannot be executed any more, by id."""
    found: dict[UUID, str] = {}
    for key, some in _by_kind(rows).items():
        kind = kind_named(key)
        gone = {row.pk: _("This release does not know this kind of proposal.") for row in some}
        found |= kind.changed(some) if kind else gone
    return found
