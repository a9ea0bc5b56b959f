"""Forms that other sites send here, and what came."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db import models

from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from mauntic.tracking.models.visitors import Visitor


class FormType(models.TextChoices):
    """What a form asks for: it decides which signal a submission shows."""

    DEMO = "demo", "Demo request"
    TRIAL = "trial", "Free trial"
    CONTACT = "contact", "Contact"
    ROI = "roi", "ROI calculator"
    WEBINAR = "webinar", "Webinar"
    OTHER = "other", "Other"


@dataclass(frozen=True, slots=True)
class FormField:
    """One question of a form: its name in the page, and the field of the lead that the answer fills.

    Without a `contact_field` the answer is kept with the submission only.
    """

    name: str
    label: str
    contact_field: str = ""
    required: bool = False


EMAIL_FIELD = FormField("email", "E-mail", "email", required=True)


def _default_fields() -> list[dict[str, Any]]:
    return [
        asdict(EMAIL_FIELD),
        asdict(FormField("full_name", "Name", "full_name")),
        asdict(FormField("company", "Company", "company")),
        asdict(FormField("message", "Message")),
    ]


class TrackingForm(models.Model):
    """A form; `slug` is its address below /forms/. Sites may send it while it is enabled."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=100)
    slug = models.SlugField(max_length=60, unique=True)
    form_type = models.CharField(max_length=20, choices=FormType, default=FormType.CONTACT)
    fields = models.JSONField(default=_default_fields)
    redirect_url = models.URLField(max_length=500, blank=True)
    enabled = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def questions(self) -> list[FormField]:
        """The form's fields, in order."""
        return [FormField(**field) for field in self.fields]


class FormSubmission(models.Model):
    """What somebody sent. Spam is kept with its reason, makes no lead and shows no signal.

    `sender` is a keyed digest of the network address and `says` one of the text: enough to count with, and
    nothing to read.
    """

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        SPAM = "spam", "Spam"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    form = models.ForeignKey(TrackingForm, on_delete=models.CASCADE, related_name="submissions")
    fields = models.JSONField()
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.SET_NULL, related_name="form_submissions"
    )
    visitor = models.ForeignKey(
        Visitor, null=True, blank=True, on_delete=models.SET_NULL, related_name="form_submissions"
    )
    verdict = models.CharField(max_length=10, choices=Verdict)
    spam_reason = models.CharField(max_length=160, blank=True)
    remark = models.CharField(max_length=160, blank=True)
    sender = models.CharField(max_length=64, blank=True, editable=False)
    says = models.CharField(max_length=64, blank=True, editable=False)
    submitted_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-submitted_at", "-id"]
        indexes = [
            models.Index(fields=["sender", "-submitted_at"], name="submissions_of_sender"),
            models.Index(fields=["says", "-submitted_at"], name="submissions_alike"),
            models.Index(fields=["-submitted_at", "-id"], name="submissions_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.submitted_at:%Y-%m-%d %H:%M}"

    @property
    def is_spam(self) -> bool:
        """Whether it is taken for spam now."""
        return self.verdict == self.Verdict.SPAM
