"""The model in force and its versions."""

from django.db.models import QuerySet

from mauntic.kernel.conditions import fields_of
from scoring.models import ModelState, ModelVersion


def version_in_force(*, lock: bool = False) -> ModelVersion:
    """The version that scores are computed with; `lock` keeps others from publishing until commit."""
    versions = ModelVersion.objects.filter(state=ModelState.IN_FORCE).prefetch_related("factors")
    return versions.select_for_update().get() if lock else versions.get()


def versions() -> QuerySet[ModelVersion]:
    """All versions with who made them, the latest first."""
    return ModelVersion.objects.select_related("created_by")


def model_reads(field: str) -> bool:
    """Whether an enabled factor of the model in force looks at this fact, such as `contact.email`."""
    enabled = version_in_force().model().enabled
    return any(field in fields_of(weighted.factor.conditions) for weighted in enabled)
