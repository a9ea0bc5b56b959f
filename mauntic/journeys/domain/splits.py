"""Splits of journeys: by score, by grade, and by chance. What people send is read strictly."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from mauntic.automation.domain.steps import MOST_BRANCHES
from mauntic.kernel.grades import LETTERS
from mauntic.kernel.translation import gettext as _

LONGEST_BRANCH, MOST_POINTS, ALL = 30, 100, 100
DEFAULT = "default"
_FINENESS = 10_000


class WrongSplit(ValueError):
    """What somebody sent is no split, with a sentence that says why."""


@dataclass(frozen=True, slots=True)
class Range:
    """Scores from `least` on take a branch. Without `least`, all do, also leads without a score."""

    branch: str
    least: float | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """A percentage of the leads takes a branch."""

    branch: str
    percent: int


def read_ranges(given: Any) -> tuple[Range, ...]:
    """Return the ranges of `[{"min", "branch"}, ..., {"branch"}]`.

    Raises: `WrongSplit`.
    """
    rows = _rows(given, {"min", "branch"})
    ranges = tuple(Range(_branch(row), _least(row)) for row in rows)
    lowest: float | None = MOST_POINTS + 1
    for number, each in enumerate(ranges, 1):
        if lowest is None or (each.least is not None and each.least >= lowest):
            raise WrongSplit(
                _("Range {number} is never reached: the first that fits counts.").format(number=number)
            )
        lowest = each.least
    return ranges


def read_grades(given: Any) -> Mapping[str, str]:
    """Return the branches of `{"A": branch, ..., "default": branch}` by grade.

    Raises: `WrongSplit`.
    """
    known = (*LETTERS, DEFAULT)
    if not isinstance(given, Mapping) or not given:
        raise WrongSplit(_("Send a branch for each grade: {known}.").format(known=", ".join(known)))
    if unknown := sorted(str(name) for name in given if name not in known):
        text = _("There is no grade {unknown}. Use {known}.")
        raise WrongSplit(text.format(unknown=", ".join(unknown), known=", ".join(known)))
    return {grade: _name(branch) for grade, branch in given.items()}


def read_shares(given: Any) -> tuple[Share, ...]:
    """Return the shares of `[{"branch", "percent"}, ...]`, which add up to 100.

    Raises: `WrongSplit`.
    """
    rows = _rows(given, {"branch", "percent"})
    shares = tuple(Share(_branch(row), _percent(row)) for row in rows)
    if len({share.branch for share in shares}) < len(shares):
        raise WrongSplit(_("Give each branch another name."))
    if (total := sum(share.percent for share in shares)) != ALL:
        raise WrongSplit(_("The shares add up to {total}%, not to 100%.").format(total=total))
    return shares


def branch_of_score(ranges: Sequence[Range], score: float | None) -> str:
    """Return the branch of a score: the first range from the top that fits. Empty if none does."""
    for each in ranges:
        if each.least is None or (score is not None and score >= each.least):
            return each.branch
    return ""


def branch_of_grade(branches: Mapping[str, str], grade: str) -> str:
    """Return the branch of a grade, or that of all others. Empty if there is none."""
    return branches.get(grade) or branches.get(DEFAULT, "")


def branch_at_random(shares: Sequence[Share], lead: UUID, split: str) -> str:
    """Return the branch that chance gives to a lead: the same each time at this split.

    Args:
        shares: of the branches. Leads keep their branch while these stay as they are.
        lead: who.
        split: what tells this split from all others, so that no two of them divide leads alike.
    """
    digest = hashlib.sha256(f"{split}:{lead}".encode()).digest()
    drawn = int.from_bytes(digest[:8]) % _FINENESS / _FINENESS * ALL
    for share in shares:
        drawn -= share.percent
        if drawn < 0:
            return share.branch
    return shares[-1].branch


def branches_of(parts: Sequence[Range | Share] | Mapping[str, str]) -> list[str]:
    """Return the branches of a split, in order, each once."""
    names = parts.values() if isinstance(parts, Mapping) else [each.branch for each in parts]
    return list(dict.fromkeys(names))


def _rows(given: Any, known: set[str]) -> list[Mapping[str, Any]]:
    if not isinstance(given, list) or not given or not all(isinstance(row, Mapping) for row in given):
        raise WrongSplit(_("Send a list of {known}.").format(known=", ".join(sorted(known))))
    if len(given) > MOST_BRANCHES:
        raise WrongSplit(_("Use at most {most} branches.").format(most=MOST_BRANCHES))
    for row in given:
        if unknown := sorted(str(name) for name in set(row) - known):
            text = _("Leave out {unknown}: use {known}.")
            raise WrongSplit(text.format(unknown=", ".join(unknown), known=", ".join(sorted(known))))
    return given


def _branch(row: Mapping[str, Any]) -> str:
    return _name(row.get("branch"))


def _name(given: Any) -> str:
    name = given.strip() if isinstance(given, str) else ""
    if not 0 < len(name) <= LONGEST_BRANCH or not all(each.isalnum() or each in " _-" for each in name):
        text = _("Name each branch with 1 to {most} letters, digits, spaces, hyphens and underscores.")
        raise WrongSplit(text.format(most=LONGEST_BRANCH))
    return name


def _least(row: Mapping[str, Any]) -> float | None:
    least = row.get("min")
    if least is None:
        return None
    if isinstance(least, bool) or not isinstance(least, int | float) or not 0 <= least <= MOST_POINTS:
        raise WrongSplit(_("Use scores from 0 to 100."))
    return least


def _percent(row: Mapping[str, Any]) -> int:
    percent = row.get("percent")
    if isinstance(percent, bool) or not isinstance(percent, int) or not 1 <= percent <= ALL:
        raise WrongSplit(_("Use whole percentages from 1 to 100."))
    return percent
