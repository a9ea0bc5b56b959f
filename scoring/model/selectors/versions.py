"""The model in force."""

from mauntic.kernel.conditions import fields_of
from scoring.model.models import ModelState, ModelVersion


def version_in_force() -> ModelVersion:
    """Return the version that computes scores."""
    return ModelVersion.objects.prefetch_related("factors").get(state=ModelState.IN_FORCE)


def model_reads(field: str) -> bool:
    """Return whether an enabled factor of the model in force reads a fact, such as `contact.email`."""
    enabled = version_in_force().model().enabled
    return any(field in fields_of(weighted.factor.conditions) for weighted in enabled)
