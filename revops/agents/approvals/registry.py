"""The kinds of proposals. Each is carried out by a service of the topic that registers it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from mauntic.accounts.models import User
from mauntic.kernel.translation import StrPromise
from revops.agents.approvals.domain.payloads import Payload
from revops.agents.approvals.models import Proposal

Part = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a proposal: a sentence for people, and the id of the record that was made."""

    words: str
    record_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a web page says, as it is known now: the claim, and its quote within the sentence around it."""

    text: str
    before: str
    quote: str
    after: str
    source: str
    url: str
    dated: datetime


def _no_evidence(_rows: Collection[Proposal]) -> Mapping[str, Evidence]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalKind:
    """A kind of proposal.

    Args:
        key: stored, such as `enroll`.
        label: for people, such as "Enroll in a sequence".
        icon: of its rows.
        words: says what would be done, in one line.
        parts: the payload as people read it before they approve: labels with texts.
        facts: the labels of the facts that it rests on, by key.
        visible: the proposals of the kind that a person may see, and decide about.
        changed: why proposals rest on something that changed, by id; those that still hold have no entry. In
            a constant number of queries.
        execute: carries it out with the rights of a user and returns what came of it. Called in a
            transaction that also stores the outcome. Raises an error of `kernel.errors` if it is refused.
        texts: the texts of the payload that people may edit: the longest length by key.
        source: the address of the page of a proposal's target.
        evidence: of facts that rest on web pages, by their version, for many proposals at once.
    """

    key: str
    label: StrPromise
    icon: str
    words: Callable[[Payload], str]
    parts: Callable[[Payload], Sequence[Part]]
    facts: Mapping[str, StrPromise]
    visible: Callable[[User], Q]
    changed: Callable[[Collection[Proposal]], Mapping[UUID, str]]
    execute: Callable[[Proposal, User], Done]
    source: Callable[[Proposal], str]
    texts: Mapping[str, int] = field(default_factory=dict)
    evidence: Callable[[Collection[Proposal]], Mapping[str, Evidence]] = _no_evidence


_kinds: dict[str, ProposalKind] = {}


def register_kind(kind: ProposalKind) -> None:
    """Add a kind of proposal."""
    _kinds[kind.key] = kind


def kind_named(key: str) -> ProposalKind | None:
    """Return a kind by its key; None if this release has none of that name."""
    return _kinds.get(key)


def all_kinds() -> list[ProposalKind]:
    """Return the kinds, in the order in which they were added."""
    return list(_kinds.values())
