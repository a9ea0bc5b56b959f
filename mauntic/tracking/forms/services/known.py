"""Submissions of known contacts."""

from typing import Any
from uuid import UUID

from django.db import transaction

from mauntic.events.catalog import FormSubmitted
from mauntic.events.services import publish


@transaction.atomic
def submit_form(*, contact_id: UUID, form_type: str, fields: dict[str, Any]) -> None:
    """Publish that a contact submitted a form.

    Publishes: `FormSubmitted`
    """
    publish(FormSubmitted(contact_id=contact_id, form_type=form_type, fields=fields))
