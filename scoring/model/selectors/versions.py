"""The model in force."""

from mauntic.kernel.conditions import fields_of
from scoring.model.domain.points import Weighted
from scoring.model.models import ModelState, ModelVersion


def version_in_force() -> ModelVersion:
    """Return the version that computes scores."""
    return ModelVersion.objects.prefetch_related("factors").get(state=ModelState.IN_FORCE)


def model_reads(field: str) -> bool:
    """Return whether an enabled factor of the model in force reads a fact, such as `contact.email`."""
    return bool(factors_reading(field))


def factors_reading(field: str) -> list[Weighted]:
    """Return the enabled factors of the model in force that read a fact."""
    enabled = version_in_force().model().enabled
    return [weighted for weighted in enabled if field in fields_of(weighted.factor.conditions)]
