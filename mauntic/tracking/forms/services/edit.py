"""Create and change forms."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mauntic.kernel.db.unique import save_or_refuse
from mauntic.kernel.errors import Invalid
from mauntic.tracking.forms.models import FormField, TrackingForm, email_field

TAKEN = gettext_lazy("This link is already used. Choose another one.")


@transaction.atomic
def save_form(
    *, form: TrackingForm, values: Mapping[str, Any], questions: Sequence[Mapping[str, Any]]
) -> TrackingForm:
    """Create or update a form. It always asks for the email address, which identifies the lead.

    A question is named by the field that it fills, else by its label.

    Args: `questions` hold `label`, `contact_field` and `required`. Those without a label are removed.
    Returns: the saved form.
    Raises: `Invalid` if the slug is used, or two questions have the same name.
    """
    for name, value in values.items():
        setattr(form, name, value)
    form.fields = [asdict(field) for field in _fields(questions)]
    save_or_refuse(form, field="slug", taken=str(TAKEN))
    return form


def _fields(questions: Sequence[Mapping[str, Any]]) -> list[FormField]:
    fields = [email_field()]
    for question in questions:
        label = question.get("label", "").strip()
        if not label:
            continue
        filled = question.get("contact_field", "")
        name = filled or slugify(label).replace("-", "_") or f"answer_{len(fields)}"
        if name in {field.name for field in fields}:
            raise Invalid(
                {
                    "questions": _(
                        "Two questions fill the same field: %(label)s. Choose another field for one of them."
                    )
                    % {"label": label}
                }
            )
        fields.append(FormField(name, label, filled, required=bool(question.get("required"))))
    return fields
