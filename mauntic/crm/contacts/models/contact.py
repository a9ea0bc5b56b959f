"""Contacts (leads), with projections that receivers of events update."""

from collections.abc import Iterable
from decimal import Decimal
from functools import reduce
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Concat, Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mauntic.crm.companies.models import Company
from mauntic.kernel.clock import now
from mauntic.kernel.db.search import contains, contains_text_or_phone, words_of
from mauntic.kernel.ids import new_id
from mauntic.kernel.normalize import email_key


class LifecycleStage(models.TextChoices):
    LEAD = "lead", _("Lead")
    QUALIFIED = "qualified", _("Qualified")
    OPPORTUNITY = "opportunity", _("Opportunity")
    CUSTOMER = "customer", _("Customer")
    FORMER = "former", _("Former customer")


class EnrichmentStatus(models.TextChoices):
    NONE = "", _("Not requested")
    PENDING = "pending", _("Pending")
    COMPLETED = "completed", _("Completed")
    FAILED = "failed", _("Failed")
    EXHAUSTED = "exhausted", _("Exhausted")


class Consent(models.TextChoices):
    UNKNOWN = "unknown", _("Unknown")
    GIVEN = "given", _("Given")
    REFUSED = "refused", _("Refused")


class ContactQuerySet(models.QuerySet["Contact"]):
    def search(self, text: str) -> Self:
        """Return contacts that have each word of `text` in name, email, phone or company.

        Case and accents do not count.
        """
        return reduce(lambda found, word: found.filter(pk__in=_with(word)), words_of(text), self)

    def with_emails(self, addresses: Iterable[str]) -> Self:
        """Return contacts with one of the addresses, ignoring case."""
        wanted = {email_key(each) for each in addresses} - {""}
        # Without the exclusion PostgreSQL cannot tell that the index of addresses holds all of them.
        return self.annotate(low_email=Lower("email")).filter(low_email__in=wanted).exclude(email="")

    def ranked(self) -> Self:
        """Order by score, best first. Ties by id, so that the order is total and pages can be read by key."""
        return self.order_by("-lead_score", "-id")


def _with(word: str) -> models.QuerySet["Contact", Any]:
    """The ids of the contacts with a word.

    A union of two indexed look-ups: one condition over both tables would be tested on every contact.
    """
    named = Contact.objects.filter(contains_text_or_phone("text__text", word))
    employed = Contact.objects.filter(company__in=Company.objects.filter(contains("search_text", word)))
    return named.order_by().values("pk").union(employed.order_by().values("pk"))


class Contact(models.Model):
    """A person who may buy. Receivers of events alone write `lead_score` and the columns after it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    first_name = models.CharField(max_length=100, blank=True)
    last_name = models.CharField(max_length=100, blank=True)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    direct_phone = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=200, blank=True)
    seniority = models.CharField(max_length=20, blank=True, help_text="c_level, vp, director, manager, other")
    company = models.ForeignKey(
        Company, null=True, blank=True, on_delete=models.SET_NULL, related_name="contacts"
    )
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2")
    region = models.CharField(max_length=120, blank=True)
    linkedin_url = models.CharField(max_length=300, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="contacts",
        db_index=False,
    )
    lifecycle_stage = models.CharField(max_length=20, choices=LifecycleStage, default=LifecycleStage.LEAD)
    source = models.CharField(max_length=60, blank=True)
    referrer = models.CharField(max_length=300, blank=True)
    consent = models.CharField(max_length=10, choices=Consent, default=Consent.UNKNOWN)
    suppressed_reason = models.CharField(max_length=120, blank=True)
    custom_fields = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=now)
    updated_at = models.DateTimeField(auto_now=True)

    lead_score = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(0), editable=False)
    lead_grade = models.CharField(max_length=1, blank=True, editable=False)
    intent_score = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(0), editable=False)
    scored_at = models.DateTimeField(null=True, editable=False)
    enrichment_status = models.CharField(max_length=10, choices=EnrichmentStatus, blank=True, editable=False)
    last_enriched_at = models.DateTimeField(null=True, editable=False)
    data_quality_score = models.DecimalField(max_digits=4, decimal_places=3, null=True, editable=False)

    search_text = models.GeneratedField(
        expression=Lower(
            Concat("first_name", Value(" "), "last_name", Value(" "), "email"),
            output_field=models.TextField(),
        ),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = ContactQuerySet.as_manager()

    class Meta:
        constraints = [
            # Two transactions that create the same contact cannot both commit.
            models.UniqueConstraint(Lower("email"), condition=~Q(email=""), name="one_contact_per_email"),
        ]
        indexes = [
            # The list of leads in its order, of all people and of one owner, and the newest leads.
            models.Index(fields=["-lead_score", "-id"], name="contacts_ranked"),
            models.Index(fields=["-created_at", "-id"], name="contacts_newest"),
            models.Index(fields=["owner", "-lead_score", "-id"], name="contacts_of_owner_ranked"),
            # The tab of hot leads, and the list by intent.
            models.Index(fields=["-intent_score", "-id"], name="contacts_by_intent"),
            # The tab of leads without a phone, in its order.
            models.Index(
                fields=["-lead_score", "-id"],
                condition=Q(phone="", direct_phone=""),
                name="contacts_without_phone",
            ),
            # The few leads that wait for enrichment or got nothing. Most leads are completed.
            models.Index(
                fields=["enrichment_status", "-lead_score", "-id"],
                condition=Q(enrichment_status__in=["pending", "failed", "exhausted"]),
                name="contacts_not_enriched",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Full name, else the email address, else "Unnamed lead"."""
        return f"{self.first_name} {self.last_name}".strip() or self.email or gettext("Unnamed lead")
