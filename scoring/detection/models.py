"""Detection rules."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mauntic.kernel.codes import code_words
from mauntic.kernel.ids import new_id
from scoring.detection.domain.rules import Rule, Trigger
from scoring.signals.models import SignalType

LONGEST_VALUE = 200


class DetectsBy(models.TextChoices):
    PAGE_VISITED = Trigger.PAGE_VISITED.value, _("Page visit")
    RETURN_VISIT = Trigger.RETURN_VISIT.value, _("Return after a day or more")
    FORM_SUBMITTED = Trigger.FORM_SUBMITTED.value, _("Form submitted")
    ASSET_DOWNLOADED = Trigger.ASSET_DOWNLOADED.value, _("Asset downloaded")
    EVENT_TRACKED = Trigger.EVENT_TRACKED.value, _("Tracked event")
    USAGE_SPIKE = Trigger.USAGE_SPIKE.value, _("Spike of product usage")
    MESSAGE_OPENED = Trigger.MESSAGE_OPENED.value, _("Message opened")
    MESSAGE_CLICKED = Trigger.MESSAGE_CLICKED.value, _("Link in a message clicked")
    MESSAGE_REPLIED = Trigger.MESSAGE_REPLIED.value, _("Message answered")
    CONTACT_REFERRED = Trigger.CONTACT_REFERRED.value, _("Contact created with a referrer")
    FIELD_REPLACED = Trigger.FIELD_REPLACED.value, _("Enrichment replaced a field")
    TECHNOLOGY_ADDED = Trigger.TECHNOLOGY_ADDED.value, _("Technology added")
    TECHNOLOGY_REMOVED = Trigger.TECHNOLOGY_REMOVED.value, _("Technology removed")


class DetectionRule(models.Model):
    """A rule that detects a signal. A type has at most one rule per trigger, with all its values."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    signal_type = models.ForeignKey(
        SignalType, on_delete=models.CASCADE, related_name="rules", db_column="signal_type", db_index=False
    )
    trigger = models.CharField(max_length=20, choices=DetectsBy)
    values = ArrayField(
        models.CharField(max_length=LONGEST_VALUE),
        default=list,
        blank=True,
        help_text=_("Parts of a path, form types, event names; empty for any"),
    )
    any_other = models.BooleanField(
        default=False, help_text=_("Only what no other rule of the trigger matches")
    )
    enabled = models.BooleanField(default=True)

    class Meta:
        ordering = ["-signal_type__weight", "signal_type", "trigger"]
        verbose_name = _("detection rule")
        verbose_name_plural = _("detection rules")
        constraints = [
            models.UniqueConstraint(fields=["signal_type", "trigger"], name="one_rule_per_type_and_trigger"),
            models.CheckConstraint(
                condition=Q(any_other=False) | Q(values=[]), name="any_other_has_no_values"
            ),
        ]

    def __str__(self) -> str:
        signal = code_words("signalType", self.signal_type_id)
        return f"{signal}: {self.get_trigger_display()} {', '.join(self.values)}".strip()

    def rule(self) -> Rule:
        """Return the rule for the detector."""
        return Rule(self.signal_type_id, Trigger(self.trigger), tuple(self.values), self.any_other)

    @classmethod
    def of(cls, rule: Rule) -> Self:
        """Return an unsaved row for a rule."""
        return cls(
            signal_type_id=rule.signal_type,
            trigger=rule.trigger.value,
            values=list(rule.values),
            any_other=rule.any_other,
        )
