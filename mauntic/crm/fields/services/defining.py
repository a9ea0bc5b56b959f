"""Define, change, archive and restore custom fields."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from itertools import chain, count
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.crm.fields.domain.custom import LONGEST_NAME, MOST_FIELDS
from mauntic.crm.fields.domain.definitions import (
    LONGEST_LABEL,
    MOST_CHOICES,
    WITH_CHOICES,
    key_of,
    merged_choices,
)
from mauntic.crm.fields.models import LONGEST_HELP, CustomField, FieldOwner, FieldType
from mauntic.crm.fields.registry import fields_changed
from mauntic.crm.fields.selectors.conditions import key_in_conditions
from mauntic.kernel.clock import now
from mauntic.kernel.codes import choices_text
from mauntic.kernel.db.locks import held
from mauntic.kernel.db.unique import save_or_refuse
from mauntic.kernel.display import number
from mauntic.kernel.errors import Conflict, Invalid
from mauntic.kernel.values.stored_text import is_storable


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDraft:
    """A field to save. `choices` are the key and the label of each, in order; a new one has no key.

    `owner` and `kind` are those of the field if it exists; empty ones mean so, too.
    """

    label: str
    owner: str = ""
    kind: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    help_text: str = ""


@transaction.atomic
def save_field(
    *, draft: FieldDraft, by: User, field_id: UUID | None = None, opened: int | None = None
) -> CustomField:
    """Define a custom field, or change its name, help and choices. Its key, records and kind stay.

    Args:
        draft: what to save.
        by: who saves.
        field_id: of one that exists.
        opened: the revision that the person changed; another one there now is a conflict.

    Raises: `Invalid` with a sentence for each wrong part, `NotFound`, `Conflict`.
    """
    row = _held(field_id) if field_id else CustomField(owner=draft.owner, kind=draft.kind, created_by=by)
    if opened is not None and opened != row.revision:
        raise Conflict(_("Somebody changed this field meanwhile. Open it again, then change it."))
    if problems := _problems(draft, row):
        raise Invalid(problems)
    if not field_id:
        _refuse_many(row.owner, 1)
        row.key = key_of(draft.label, _keys(row.owner))
        row.position = len(_keys(row.owner))
    known = row.definition.choices
    row.label, row.help_text = one_line(draft.label), draft.help_text.strip()
    wanted = [(key, one_line(label)) for key, label in draft.choices]
    row.choices = [asdict(each) for each in merged_choices(known, wanted)]
    row.revision += bool(field_id)
    save_or_refuse(row, field="label", taken=_("There is another field of this name. Choose another name."))
    return row


@transaction.atomic
def archive_field(*, field_id: UUID) -> None:
    """Archive a field: forms, lists and files no longer have it. Records keep their values."""
    row = _held(field_id)
    row.archived_at = row.archived_at or now()
    row.save(update_fields=["archived_at"])
    fields_changed.send(CustomField, key=key_in_conditions(row))


@transaction.atomic
def restore_field(*, field_id: UUID) -> None:
    """Bring an archived field back, with the values that records kept.

    Raises: `Conflict` if another field has its name meanwhile, `NotFound`.
    """
    row = _held(field_id)
    row.archived_at = None
    try:
        save_or_refuse(row, field="label", taken="")
    except Invalid:
        text = _('Another field is called "{label}" now. Rename that one first.')
        raise Conflict(text.format(label=row.label)) from None
    fields_changed.send(CustomField, key=key_in_conditions(row))


def define_missing(*, owner: str, keys: Iterable[str]) -> None:
    """Define text fields for keys that a file brings, under these keys. Archived ones come back.

    One whose name another field has gets a number.

    Raises: `Invalid` if there would be too many fields.
    """
    wanted = list(dict.fromkeys(keys))
    if not wanted:
        return
    there = {row.key: row for row in CustomField.objects.filter(owner=owner, key__in=wanted)}
    new = [key for key in wanted if key not in there]
    _refuse_many(owner, len(new))
    labels = {label.casefold() for label in _active_labels(owner)}
    back = [row for row in there.values() if row.archived_at]
    for row in back:
        row.archived_at, row.label = None, _free_label(row.label, labels)
    CustomField.objects.bulk_update(back, ["archived_at", "label"])
    for row in back:
        fields_changed.send(CustomField, key=key_in_conditions(row))
    position = len(_keys(owner))
    CustomField.objects.bulk_create(
        (
            CustomField(
                owner=owner,
                key=key,
                label=_free_label(key, labels),
                kind=FieldType.TEXT,
                position=position + place,
            )
            for place, key in enumerate(new)
        ),
        ignore_conflicts=True,
    )


def _free_label(label: str, taken: set[str]) -> str:
    """Return a label, with a number if it is taken, and take it."""
    ends = chain([""], (f" ({place})" for place in count(2)))
    labels = (f"{label[: LONGEST_LABEL - len(end)].strip()}{end}" for end in ends)
    found = next(each for each in labels if each.casefold() not in taken)
    taken.add(found.casefold())
    return found


def one_line(text: str) -> str:
    """Return a name without tabs, line breaks and outer spaces: files and lists show it on one line."""
    return " ".join(text.split())


def _held(field_id: UUID) -> CustomField:
    return held(CustomField.objects.all(), field_id, gone=_("This custom field does not exist."))


def _keys(owner: str) -> list[str]:
    return list(CustomField.objects.filter(owner=owner).values_list("key", flat=True))


def _active_labels(owner: str) -> list[str]:
    return list(CustomField.objects.active().filter(owner=owner).values_list("label", flat=True))


def _refuse_many(owner: str, more: int) -> None:
    if more and CustomField.objects.filter(owner=owner).count() + more > MOST_FIELDS:
        text = _("There can be at most {most} custom fields.").format(most=number(MOST_FIELDS))
        raise Invalid({"label": text})


def _problems(draft: FieldDraft, row: CustomField) -> dict[str, str]:
    wrong: dict[str, str] = {}
    label = one_line(draft.label)
    if not 0 < len(label) <= LONGEST_LABEL or not is_storable(label):
        wrong["label"] = _("Enter a name of 1 to {most} characters.").format(most=LONGEST_NAME)
    if len(draft.help_text) > LONGEST_HELP or not is_storable(draft.help_text):
        wrong["help_text"] = _("Use at most {number} characters.").format(number=LONGEST_HELP)
    if row.owner not in FieldOwner.values:
        wrong["owner"] = _("Choose one of {choices}.").format(choices=choices_text(FieldOwner.choices))
    elif draft.owner not in ("", row.owner):
        wrong["owner"] = _("A field stays with its records. Make a new one.")
    if row.kind not in FieldType.values:
        wrong["kind"] = _("Choose one of {choices}.").format(choices=choices_text(FieldType.choices))
    elif draft.kind not in ("", row.kind):
        wrong["kind"] = _("The kind of a field cannot be changed. Make a new field.")
    elif problem := _choices_problem(draft, row):
        wrong["choices"] = problem
    return wrong


def _choices_problem(draft: FieldDraft, row: CustomField) -> str:
    if row.kind not in WITH_CHOICES:
        return _("Only fields of choices have choices. Remove them.") if draft.choices else ""
    labels = [one_line(label) for _key, label in draft.choices]
    known = {each.key for each in row.definition.choices}
    unknown = sorted({key for key, _label in draft.choices if key} - known)
    is_long = any(not 0 < len(label) <= LONGEST_LABEL or not is_storable(label) for label in labels)
    problems = {
        _("Enter at least one choice."): not labels,
        _("Enter at most {most} choices.").format(most=MOST_CHOICES): len(labels) > MOST_CHOICES,
        _("Enter choices of 1 to {most} characters.").format(most=LONGEST_LABEL): is_long,
        _("Two choices have the same name."): len({each.casefold() for each in labels}) < len(labels),
        _("Choices cannot contain ; or |, which separate them in files."): any(
            sign in label for label in labels for sign in ";|"
        ),
        _("There is no choice with the key {key}.").format(key="".join(unknown[:1])): bool(unknown),
    }
    return next((sentence for sentence, is_wrong in problems.items() if is_wrong), "")
