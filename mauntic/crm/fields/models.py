"""The custom fields that organizations define."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from mauntic.crm.fields.domain.definitions import (
    LONGEST_KEY,
    LONGEST_LABEL,
    Choice,
    Definition,
    FieldKind,
)
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id

LONGEST_HELP = 300


class FieldOwner(models.TextChoices):
    """What records have the field."""

    CONTACT = "contact", _("Leads")
    COMPANY = "company", _("Companies")


class FieldType(models.TextChoices):
    """The kinds of values, for people."""

    TEXT = FieldKind.TEXT, _("Text")
    LONG_TEXT = FieldKind.LONG_TEXT, _("Long text")
    NUMBER = FieldKind.NUMBER, _("Number")
    MONEY = FieldKind.MONEY, _("Money")
    DATE = FieldKind.DATE, _("Date")
    CHOICE = FieldKind.CHOICE, _("One of several choices")
    MULTI_CHOICE = FieldKind.MULTI_CHOICE, _("Several choices")
    BOOLEAN = FieldKind.BOOLEAN, _("Yes or no")
    URL = FieldKind.URL, _("Link")
    PERSON = FieldKind.PERSON, _("Person")


class CustomFieldQuerySet(models.QuerySet["CustomField"]):
    def active(self) -> Self:
        """Return the fields that are not archived."""
        return self.filter(archived_at=None)


class CustomField(models.Model):
    """A field that an organization defines. Records keep the values of an archived one; it can come back.

    `choices` are objects with `key`, `label` and `is_off`, in order.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.CharField(max_length=10, choices=FieldOwner)
    key = models.CharField(max_length=LONGEST_KEY)
    label = models.CharField(max_length=LONGEST_LABEL)
    kind = models.CharField(max_length=20, choices=FieldType)
    choices = models.JSONField(default=list, blank=True)
    help_text = models.CharField(max_length=LONGEST_HELP, blank=True)
    position = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=now)

    objects = CustomFieldQuerySet.as_manager()

    class Meta:
        ordering = ["owner", "position", "label", "id"]
        verbose_name = _("custom field")
        verbose_name_plural = _("custom fields")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "key"],
                name="one_custom_field_per_key",
                violation_error_message=_("There is another field of this key."),
            ),
            models.UniqueConstraint(
                "owner",
                Lower("label"),
                condition=Q(archived_at=None),
                name="one_custom_field_per_label",
                violation_error_message=_("There is another field of this name."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def definition(self) -> Definition:
        """The field as the rules read it."""
        choices = tuple(Choice(**each) for each in self.choices)
        return Definition(self.key, self.label, FieldKind(self.kind), choices, self.help_text)
