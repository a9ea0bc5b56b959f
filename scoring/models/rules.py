"""Detection rules: which happenings show which signal."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from mauntic.kernel.ids import new_id
from scoring.domain.detection import Rule, Trigger
from scoring.models.signals import SignalType

LONGEST_VALUE = 200


class DetectsBy(models.TextChoices):
    PAGE_VISITED = Trigger.PAGE_VISITED.value, "Page visit"
    RETURN_VISIT = Trigger.RETURN_VISIT.value, "Return after a day or more"
    FORM_SUBMITTED = Trigger.FORM_SUBMITTED.value, "Form submitted"
    ASSET_DOWNLOADED = Trigger.ASSET_DOWNLOADED.value, "Asset downloaded"
    EVENT_TRACKED = Trigger.EVENT_TRACKED.value, "Tracked event"
    USAGE_SPIKE = Trigger.USAGE_SPIKE.value, "Spike of product usage"
    MESSAGE_OPENED = Trigger.MESSAGE_OPENED.value, "Message opened"
    MESSAGE_CLICKED = Trigger.MESSAGE_CLICKED.value, "Link in a message clicked"
    MESSAGE_REPLIED = Trigger.MESSAGE_REPLIED.value, "Message answered"
    CONTACT_REFERRED = Trigger.CONTACT_REFERRED.value, "Contact created with a referrer"
    FIELD_REPLACED = Trigger.FIELD_REPLACED.value, "Enrichment replaced a field"
    TECHNOLOGY_ADDED = Trigger.TECHNOLOGY_ADDED.value, "Technology taken up"
    TECHNOLOGY_REMOVED = Trigger.TECHNOLOGY_REMOVED.value, "Technology given up"


class DetectionRule(models.Model):
    """One way to show a signal. A type has at most one rule per trigger, which lists all it looks for."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    signal_type = models.ForeignKey(
        SignalType, on_delete=models.CASCADE, related_name="rules", db_column="signal_type", db_index=False
    )
    trigger = models.CharField(max_length=20, choices=DetectsBy)
    values = ArrayField(
        models.CharField(max_length=LONGEST_VALUE),
        default=list,
        blank=True,
        help_text="parts of a path, form types, event names, ...; none: any",
    )
    any_other = models.BooleanField(default=False, help_text="only what no other rule of the trigger finds")
    enabled = models.BooleanField(default=True)

    class Meta:
        ordering = ["-signal_type__weight", "signal_type", "trigger"]
        constraints = [
            models.UniqueConstraint(fields=["signal_type", "trigger"], name="one_rule_per_type_and_trigger"),
            models.CheckConstraint(
                condition=Q(any_other=False) | Q(values=[]), name="any_other_has_no_values"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signal_type_id}: {self.get_trigger_display()} {', '.join(self.values)}".strip()

    def rule(self) -> Rule:
        """The row as the detector knows it."""
        return Rule(self.signal_type_id, Trigger(self.trigger), tuple(self.values), self.any_other)

    @classmethod
    def of(cls, rule: Rule) -> Self:
        """A row for the rule, not saved."""
        return cls(
            signal_type_id=rule.signal_type,
            trigger=rule.trigger.value,
            values=list(rule.values),
            any_other=rule.any_other,
        )
