"""Forms and their submissions."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from mauntic.tracking.visitors.models import Visitor


class FormType(models.TextChoices):
    """Purpose of a form. It decides which signal a submission is."""

    DEMO = "demo", _("Demo request")
    TRIAL = "trial", _("Free trial")
    CONTACT = "contact", _("Contact")
    ROI = "roi", _("ROI calculator")
    WEBINAR = "webinar", _("Webinar")
    OTHER = "other", _("Other")


@dataclass(frozen=True, slots=True)
class FormField:
    """A question of a form: its name on the page, and the field of the lead that the answer fills.

    Without a `contact_field` the answer is stored with the submission only.
    """

    name: str
    label: str
    contact_field: str = ""
    required: bool = False


def email_field() -> FormField:
    """Return the question that identifies the lead, with its label in the current language."""
    return FormField("email", gettext("Email"), "email", required=True)


def _default_fields() -> list[dict[str, Any]]:
    return [
        asdict(email_field()),
        asdict(FormField("full_name", gettext("Name"), "full_name")),
        asdict(FormField("company", gettext("Company"), "company")),
        asdict(FormField("message", gettext("Message"))),
    ]


class TrackingForm(models.Model):
    """A form. `slug` is its path below /forms/. It accepts submissions while it is enabled."""

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
        """Return the questions, in order."""
        return [FormField(**field) for field in self.fields]


class FormSubmission(models.Model):
    """A submission of a form. Spam is stored with its reason, creates no lead and is no signal.

    `sender` is a keyed digest of the network address, and `says` of the text: they can be counted, but not
    read.
    """

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        SPAM = "spam", _("Spam")

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
            # The two counts of the spam rules, and the signals of the last days.
            models.Index(fields=["sender", "-submitted_at"], name="submissions_of_sender"),
            models.Index(fields=["says", "-submitted_at"], name="submissions_alike"),
            models.Index(fields=["-submitted_at", "-id"], name="submissions_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.submitted_at:%Y-%m-%d %H:%M}"

    @property
    def is_spam(self) -> bool:
        """Return whether its current verdict is spam."""
        return self.verdict == self.Verdict.SPAM
