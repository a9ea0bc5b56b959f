"""Ops set tracking up: keys of sites, forms, assets, and what is honoured."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.text import slugify

from mauntic.accounts.models import User
from mauntic.kernel.errors import Invalid
from mauntic.tracking.models import (
    EMAIL_FIELD,
    Asset,
    FormField,
    TrackingForm,
    TrackingSettings,
    WriteKey,
)

TAKEN = "Another one has this address already. Choose another."


def create_write_key(*, name: str, by: User) -> WriteKey:
    """A key for a site or product."""
    return WriteKey.objects.create(name=name, created_by=by)


def switch_write_key(*, site: WriteKey, enabled: bool) -> None:
    """Take messages with a key, or no more of them."""
    site.enabled = enabled
    site.save(update_fields=["enabled"])


def honour_privacy_signals(*, honoured: bool) -> None:
    """Say whether Do Not Track and Global Privacy Control count here."""
    TrackingSettings.objects.update_or_create(pk=1, defaults={"honour_privacy_signals": honoured})


@transaction.atomic
def save_form(
    *, form: TrackingForm, values: Mapping[str, Any], questions: Sequence[Mapping[str, Any]]
) -> TrackingForm:
    """Make or change a form. Its address of mail is always asked for: a lead is known by it.

    `questions` are `label`, `contact_field` and `required`; those without a label are left out. A question is
    named by the field that it fills, else by its label. `Invalid` for an address that is taken, and for two
    questions of one name.
    """
    for name, value in values.items():
        setattr(form, name, value)
    form.fields = [asdict(field) for field in _fields(questions)]
    _save(form)
    return form


@transaction.atomic
def save_asset(*, asset: Asset, values: Mapping[str, Any]) -> Asset:
    """Make or change an asset: a `file`, or a `target_url`. `Invalid` when it is both, none, or taken."""
    file: UploadedFile[bytes] | None = values.get("file")
    for name in ("name", "slug", "target_url", "enabled"):
        setattr(asset, name, values[name])
    if file:
        asset.file = file
    if bool(asset.file) == bool(asset.target_url):
        raise Invalid({"target_url": "Give either a file or an address."})
    _save(asset)
    return asset


def _save(row: TrackingForm | Asset) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Invalid({"slug": TAKEN}) from None


def _fields(questions: Sequence[Mapping[str, Any]]) -> list[FormField]:
    fields = [EMAIL_FIELD]
    for question in questions:
        label = question.get("label", "").strip()
        if not label:
            continue
        filled = question.get("contact_field", "")
        name = filled or slugify(label).replace("-", "_") or f"answer_{len(fields)}"
        if name in {field.name for field in fields}:
            raise Invalid({"questions": f"Two questions fill the same field: {label}."})
        fields.append(FormField(name, label, filled, required=bool(question.get("required"))))
    return fields
