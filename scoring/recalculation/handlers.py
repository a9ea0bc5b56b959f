"""Score all leads when a custom field that the model reads is archived or comes back."""

from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext as _

from mauntic.crm.fields.registry import FieldUse, fields_changed, register_field_uses
from scoring.model.selectors.versions import factors_reading
from scoring.model.services import lock_model
from scoring.recalculation.services.recalculate import restart_recalculation


def factors_of_field(key: str) -> list[FieldUse]:
    """Return the factors of the model in force whose conditions name a custom field."""
    said = _('Scoring factor "{name}"')
    found = factors_reading(key)
    return [FieldUse(said.format(name=each.factor.label), reverse("scoring:settings")) for each in found]


register_field_uses(factors_of_field)


@receiver(fields_changed, dispatch_uid="scoring.handlers.rescore_by_custom_fields")
def rescore_by_custom_fields(key: str, **_kwargs: object) -> None:
    """Score all leads anew, if an enabled factor reads the field."""
    if factors_reading(key):
        restart_recalculation(instead_of=lock_model())
