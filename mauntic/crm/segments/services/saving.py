"""Make, change and delete segments."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.broker import enqueue
from mauntic.crm.jobs import BUILD_SEGMENT
from mauntic.crm.segments.domain.nesting import in_order
from mauntic.crm.segments.models import LONGEST_DESCRIPTION, LONGEST_NAME, Segment, SegmentKind
from mauntic.crm.segments.registry import uses_of
from mauntic.crm.segments.selectors.fields import named_segments, segment_fields
from mauntic.crm.segments.selectors.matching import Rules
from mauntic.kernel.clock import now
from mauntic.kernel.codes import choices_text
from mauntic.kernel.conditions import Tree, as_json, find_contradictions, leaves, parse
from mauntic.kernel.db.locks import Lock, held, hold
from mauntic.kernel.db.unique import save_or_refuse
from mauntic.kernel.display import number
from mauntic.kernel.errors import Conflict, Invalid
from mauntic.kernel.values.stored_text import is_storable


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentDraft:
    """A segment to save. `conditions` are JSON; one that people decide has none.

    An empty kind is that of the segment, or conditions for a new one.
    """

    name: str
    kind: str = ""
    description: str = ""
    conditions: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def save_segment(
    *, draft: SegmentDraft, by: User, segment_id: UUID | None = None, opened: int | None = None
) -> Segment:
    """Make a segment, or change one. Its members follow new conditions as soon as a worker has decided.

    Args:
        draft: what to save. The kind of a segment stays.
        by: who saves.
        segment_id: of one that exists.
        opened: the revision that the person changed; another one there now is a conflict.

    Raises: `Invalid` with a sentence for each wrong part, `NotFound`, `Conflict`.
    """
    hold(Lock.SEGMENTS)
    row = (
        _existing(segment_id)
        if segment_id
        else Segment(kind=draft.kind or SegmentKind.CONDITIONS, created_by=by)
    )
    draft = replace(draft, kind=draft.kind or row.kind)
    if opened is not None and opened != row.revision:
        raise Conflict(_("Somebody changed this segment meanwhile. Open it again, then change it."))
    conditions = _checked(draft, row)
    row.name, row.description = draft.name.strip(), draft.description.strip()
    has_new_conditions = row.kind == SegmentKind.CONDITIONS and conditions != row.conditions
    if has_new_conditions:
        row.conditions = conditions
        row.revision += bool(segment_id)
    row.updated_at = now()
    save_or_refuse(row, field="name", taken=_("There is another segment of this name. Choose another name."))
    if has_new_conditions:
        enqueue(BUILD_SEGMENT, str(row.pk))
    return row


def _existing(segment_id: UUID) -> Segment:
    return held(Segment.objects.all(), segment_id, gone=_("This segment was deleted."))


def _checked(draft: SegmentDraft, row: Segment) -> dict[str, Any]:
    """Return the conditions as they are stored. Raises: `Invalid` for any part."""
    wrong: dict[str, Any] = _text_problems(draft)
    if draft.kind not in SegmentKind.values:
        wrong["kind"] = _("Choose one of {choices}.").format(choices=choices_text(SegmentKind.choices))
    elif draft.kind != row.kind:
        wrong["kind"] = _("Who decides cannot be changed. Make a new segment.")
    tree: Tree | None = None
    try:
        if draft.kind == SegmentKind.CONDITIONS:
            tree = _tree(draft.conditions, row)
        else:
            _refuse_conditions(draft)
    except Invalid as error:
        wrong |= error.fields
    if wrong:
        raise Invalid(wrong)
    return as_json(tree) if tree else {}


def _text_problems(draft: SegmentDraft) -> dict[str, str]:
    wrong = {}
    if not 0 < len(draft.name.strip()) <= LONGEST_NAME or not is_storable(draft.name):
        wrong["name"] = _("Enter a name of 1 to {most} characters.").format(most=LONGEST_NAME)
    if len(draft.description.strip()) > LONGEST_DESCRIPTION or not is_storable(draft.description):
        most = number(LONGEST_DESCRIPTION)
        wrong["description"] = _("Use at most {number} characters.").format(number=most)
    return wrong


def _refuse_conditions(draft: SegmentDraft) -> None:
    if draft.conditions:
        text = _("People decide about this segment: leave the conditions empty.")
        raise Invalid({"conditions": text})


def _tree(conditions: Mapping[str, Any], row: Segment) -> Tree:
    tree = parse(conditions, segment_fields(without=row.pk), strict=True)
    if not list(leaves(tree)):
        raise Invalid({"conditions": _("Enter at least one condition.")})
    if clashes := find_contradictions(tree, segment_fields()):
        raise Invalid({"conditions": [str(clash) for clash in clashes]})
    named = named_segments(tree)
    others = Rules.of(Segment.objects.decided_by_conditions().exclude(pk=row.pk)) if named else None
    if others:
        try:
            in_order({row.pk: named, **{pk: named_segments(each) for pk, each in others.trees.items()}})
        except ValueError:
            raise Invalid(
                {"conditions": _("These segments would depend on each other in a circle.")}
            ) from None
    return tree


@transaction.atomic
def delete_segment(*, segment_id: UUID) -> None:
    """Delete a segment. Its leads stay.

    Raises: `Conflict` if something uses it, `NotFound`.
    """
    hold(Lock.SEGMENTS)
    row = _existing(segment_id)
    if uses := uses_of(row.pk):
        names = ", ".join(use.name for use in uses[:3])
        raise Conflict(_("{names} uses this segment. Change that first.").format(names=names))
    row.delete()
