"""The model in force and its versions."""

from django.db.models import QuerySet

from scoring.models import ModelVersion


def version_in_force(*, lock: bool = False) -> ModelVersion:
    """The version that scores are computed with; `lock` keeps others from publishing until commit."""
    versions = ModelVersion.objects.filter(published=True).prefetch_related("factors")
    return versions.select_for_update().get() if lock else versions.get()


def versions() -> QuerySet[ModelVersion]:
    """All versions with who made them, the latest first."""
    return ModelVersion.objects.select_related("created_by")


def model_reads(field: str) -> bool:
    """Whether an enabled factor of the model in force looks at this fact of a contact."""
    return any(
        condition.field == field
        for weighted in version_in_force().weights()
        if weighted.enabled
        for condition in weighted.factor.conditions
    )
