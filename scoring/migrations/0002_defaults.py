"""Gives an organization the 44 signal types and the default model as version 1."""

from django.db import migrations
from django.utils import timezone

from scoring.domain.default_rules import DEFAULT_RULES
from scoring.domain.model import default_model
from scoring.domain.signal_kinds import SIGNAL_KINDS
from scoring.domain.sla import DEFAULT_HOURS


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
    rule = apps.get_model("scoring", "DetectionRule")
    rule.objects.bulk_create(
        rule(
            signal_type_id=each.signal_type,
            trigger=each.trigger.value,
            values=list(each.values),
            any_other=each.any_other,
        )
        for each in DEFAULT_RULES
    )
    policy = apps.get_model("scoring", "AlertPolicy")
    policy.objects.bulk_create(
        policy(priority=priority, minutes=60 * hours) for priority, hours in DEFAULT_HOURS.items()
    )
    version = apps.get_model("scoring", "ModelVersion").objects.create(
        version=1, state="in_force", published_at=timezone.now()
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
        for position, weighted in enumerate(default_model().factors)
    )


class Migration(migrations.Migration):
    dependencies = [("scoring", "0001_initial")]
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
