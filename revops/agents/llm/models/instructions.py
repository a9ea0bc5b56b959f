"""What organizations add to the prompts of agents."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id


class PromptInstructions(models.Model):
    """A version of the house instructions of a prompt. The highest number is used; an empty text adds
    nothing.

    Versions do not change: to go back is a new one with the text of an earlier one, `restored_from`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    prompt = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    restored_from = models.PositiveIntegerField(null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["prompt", "-number"]
        verbose_name = _("house instructions")
        verbose_name_plural = _("house instructions")
        constraints = [
            # Of two who save the same version at once, one is told.
            models.UniqueConstraint(fields=["prompt", "number"], name="one_text_per_prompt_version"),
        ]

    def __str__(self) -> str:
        return f"{self.prompt} {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new version.

        Raises: `ValueError` for one that is stored.
        """
        if not self._state.adding:
            raise ValueError("Versions of instructions do not change.")
        super().save(*args, **kwargs)
