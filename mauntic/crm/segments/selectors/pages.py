"""Segments as pages show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from mauntic.crm.segments.models import Segment
from mauntic.crm.segments.registry import Use, uses_of
from mauntic.crm.segments.selectors.fields import segment_fields
from mauntic.crm.segments.selectors.matching import zone
from mauntic.crm.segments.selectors.segments import history
from mauntic.kernel.charts.lines import Series, line_chart
from mauntic.kernel.charts.shapes import Chart
from mauntic.kernel.clock import now
from mauntic.kernel.conditions import Broken, Field, Tree, parse_strict_many, with_names, words
from mauntic.kernel.display import short_day


@dataclass(frozen=True, slots=True)
class Listed:
    """A segment with its conditions in words, and why it is broken."""

    segment: Segment
    told: str
    problems: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """The page of a segment."""

    told: str
    problems: Sequence[str]
    uses: Sequence[Use]
    chart: Chart | None


def listed(rows: Iterable[Segment]) -> list[Listed]:
    """Return segments for their list, in two queries however many they are."""
    found = list(rows)
    known = segment_fields()
    trees = parse_strict_many({row.pk: (row.conditions, known) for row in found if row.conditions})
    named = with_names(known, trees.values())
    return [_listed(row, trees, named) for row in found]


def _listed(row: Segment, trees: dict[UUID, Tree | Broken], fields: dict[str, Field]) -> Listed:
    tree = trees.get(row.pk)
    if tree is None:
        return Listed(row, row.get_kind_display())
    if isinstance(tree, Broken):
        return Listed(row, "", [str(text) for _path, text in tree.problems])
    return Listed(row, words(tree, fields))


def segment_page(segment: Segment) -> Shown:
    """Return what the page of a segment shows."""
    (row,) = listed([segment])
    return Shown(row.told, row.problems, uses_of(segment.pk), _chart(segment))


def _chart(segment: Segment) -> Chart | None:
    days = history(segment, now().astimezone(zone()).date())
    if len(days) < 2:  # noqa: PLR2004 (a line needs two ends)
        return None
    return line_chart(
        title=_("Leads in the segment, by day"),
        series=[Series(_("Leads"), "main", [each.size for each in days])],
        positions=[each.day.toordinal() for each in days],
        ends=(short_day(days[0].day), short_day(days[-1].day)),
        is_whole=True,
        is_filled=True,
    )
