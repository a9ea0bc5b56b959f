"""Users, teams, access, business hours, API keys and invitations."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken

from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id


class Role(models.TextChoices):
    """Roles. Each has the permissions of those before it."""

    REP = "rep", _("Rep")
    MANAGER = "manager", _("Manager")
    OPS = "ops", _("Ops")
    ADMIN = "admin", _("Admin")


class Team(models.Model):
    """Users with a common manager."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=100)
    manager = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="teams_managed"
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="one_team_per_name",
                violation_error_message=_("A team with this name exists. Choose another name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a user. Without a password they can sign in after an invitation only."""
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an admin, for the command of Django."""
        return self.create_user(email, password, role=Role.ADMIN, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A user of the organization, identified by the email address."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=150, blank=True)
    role = models.CharField(max_length=10, choices=Role, default=Role.REP)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="members")
    time_zone = models.CharField(max_length=64, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ["name", "email"]

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.lower()
        # The Django admin checks this flag, which follows the role.
        self.is_superuser = self.role == Role.ADMIN
        super().save(*args, **kwargs)

    @property
    def is_staff(self) -> bool:
        """Return whether the user may use the Django admin."""
        return self.role == Role.ADMIN

    @property
    def is_ops(self) -> bool:
        """Return whether the user may change rules, connections and imports of others."""
        return self.role in {Role.OPS, Role.ADMIN}

    @property
    def is_manager(self) -> bool:
        """Return whether the user may reopen deals, set quotas and see the work of teams."""
        return self.role != Role.REP

    @property
    def initials(self) -> str:
        """Return one or two letters for the avatar."""
        words = (self.name or self.email.partition("@")[0].replace(".", " ")).split()
        return "".join(word[0] for word in words[:2]).upper()

    def get_full_name(self) -> str:
        """Return the name, where Django asks for it: in the administration."""
        return str(self)

    @property
    def short_name(self) -> str:
        """Return `J. Reyes` for Jo Reyes, or the whole name if it is one word."""
        first, _, rest = self.name.partition(" ")
        return f"{first[0]}. {rest}" if rest else str(self)


class SeenByReps(models.TextChoices):
    """Whose deals and tasks a rep sees and changes."""

    OWN = "own", _("Their own")
    TEAM = "team", _("Those of their team")
    ALL = "all", _("All")


class AccessPolicy(models.Model):
    """Access of reps. There is at most one row. Without it reps see their own deals and tasks."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    seen_by_reps = models.CharField(max_length=4, choices=SeenByReps, default=SeenByReps.OWN)

    class Meta:
        verbose_name_plural = _("access policy")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_row_of_access_policy")]

    def __str__(self) -> str:
        return gettext("Access of reps: %(access)s") % {"access": self.get_seen_by_reps_display().lower()}


class OpeningHours(models.Model):
    """Business hours. There is at most one row. Without it every minute counts.

    `week` has seven days from Monday on, each a list of [from, until] in minutes after midnight. An empty
    time zone stands for that of the organization.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    time_zone = models.CharField(max_length=64, blank=True)
    week = models.JSONField()
    country = models.CharField(
        max_length=2, blank=True, help_text=_("Public holidays of this country are closed.")
    )
    subdivision = models.CharField(max_length=10, blank=True)
    closed_on = ArrayField(models.DateField(), default=list, blank=True)

    class Meta:
        verbose_name_plural = _("business hours")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_row_of_opening_hours")]

    def __str__(self) -> str:
        return gettext("Business hours")


class Scope(models.TextChoices):
    """Scopes of API keys. Write scopes include reading."""

    CRM_READ = "crm:read", _("Read leads, companies and imports")
    CRM_WRITE = "crm:write", _("Change leads and companies, import files")
    SCORING_READ = "scoring:read", _("Read scores, signals and alerts")
    SCORING_WRITE = "scoring:write", _("Change scoring, record signals, acknowledge alerts")
    ENRICHMENT_READ = "lead-intelligence:read", _("Read enrichment results")
    ENRICHMENT_WRITE = "lead-intelligence:write", _("Enrich leads (spends budget), change vendors")
    DELIVERY_READ = "delivery:read", _("Read mailboxes, emails and suppressed addresses")
    DELIVERY_WRITE = "delivery:write", _("Suppress email addresses, allow them again")
    REVOPS_READ = "revops:read", _("Read deals, activities and forecasts")
    REVOPS_WRITE = "revops:write", _("Change deals and activities, route leads, commit forecasts")
    JOURNEYS_READ = "journeys:read", _("Read journeys and who is in them")
    JOURNEYS_WRITE = "journeys:write", _("Change journeys, enroll leads")


class ApiKey(AbstractAuthToken):
    """An API key with the permissions of its user. Only a hash is stored.

    `scopes` limits its permissions. None means no limit, as for keys created before scopes existed.
    """

    name = models.CharField(max_length=100)
    scopes = ArrayField(models.CharField(max_length=40), null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created"]
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")

    def __str__(self) -> str:
        return f"{self.name} ({self.token_key}…)"

    @property
    def scope_labels(self) -> list[str]:
        """Return the labels of the scopes. Empty without a limit."""
        return [str(Scope(value).label) for value in self.scopes or () if value in Scope.values]

    @property
    def is_expired(self) -> bool:
        """Return whether it has expired."""
        return self.expiry is not None and self.expiry <= now()


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, at: datetime) -> "InvitationQuerySet":
        """Return invitations that can still be accepted."""
        return self.filter(accepted_at=None, expires_at__gt=at)


class Invitation(models.Model):
    """An invitation link for one person. Only a hash of its token is stored."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=10, choices=Role, default=Role.REP)
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.email
