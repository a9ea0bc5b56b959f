"""Saved views of lists."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from mauntic.crm.lists.domain.queries import LONGEST_QUERY
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id

LONGEST_NAME = 80


class ListName(models.TextChoices):
    """The lists that have views."""

    LEADS = "leads", _("Leads")


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def seen_by(self, person_id: object) -> Self:
        """Return the views of a person, and those that others share."""
        return self.filter(Q(owner=person_id) | Q(is_shared=True))


class SavedView(models.Model):
    """Filters, tab and order of a list under a name. `query` is as in the address of the list."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    list_name = models.CharField(max_length=20, choices=ListName)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=LONGEST_NAME)
    query = models.CharField(max_length=LONGEST_QUERY, blank=True)
    is_shared = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=now)
    updated_at = models.DateTimeField(default=now)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [
            models.UniqueConstraint(
                "list_name",
                "owner",
                Lower("name"),
                name="one_view_per_name_and_person",
                violation_error_message=_("You have a view of this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class DefaultView(models.Model):
    """The view with which a list opens for a person."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    list_name = models.CharField(max_length=20, choices=ListName)
    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("default view")
        verbose_name_plural = _("default views")
        constraints = [models.UniqueConstraint(fields=["person", "list_name"], name="one_default_per_list")]

    def __str__(self) -> str:
        return f"{self.person}: {self.view}"
