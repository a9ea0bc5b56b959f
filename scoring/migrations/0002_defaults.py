"""Gives an organization the 44 signal types and the default model as version 1."""

from django.db import migrations
from django.utils import timezone

from scoring.domain.model import default_weights
from scoring.domain.signal_kinds import SIGNAL_KINDS


def install(apps, schema_editor):
    signal_type = apps.get_model("scoring", "SignalType")
    signal_type.objects.bulk_create(
        signal_type(
            code=kind.code,
            category=kind.category,
            weight=kind.weight,
            decay_hours=kind.decay_hours,
            decay_model=kind.decay_model.value,
            priority=kind.priority,
            tier=kind.tier,
            source=kind.source,
        )
        for kind in SIGNAL_KINDS
    )
    version = apps.get_model("scoring", "ModelVersion").objects.create(
        version=1, published=True, published_at=timezone.now()
    )
    factor = apps.get_model("scoring", "ModelFactor")
    factor.objects.bulk_create(
        factor(
            model_version=version,
            position=position,
            category=weighted.category.value,
            factor=weighted.factor.key,
            weight=weighted.weight,
        )
        for position, weighted in enumerate(default_weights())
    )


class Migration(migrations.Migration):
    dependencies = [("scoring", "0001_initial")]
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
