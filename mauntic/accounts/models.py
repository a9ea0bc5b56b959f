"""Who may do what in an organization."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from knox.models import AbstractAuthToken

from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id


class Role(models.TextChoices):
    """What a person does here; each may do all that the ones before may."""

    REP = "rep", "Rep"
    MANAGER = "manager", "Manager"
    OPS = "ops", "Ops"
    ADMIN = "admin", "Admin"


class Team(models.Model):
    """People who sell together under one manager."""

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
                violation_error_message="There is a team of this name already.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person who signs in with `email`; without a password only an invitation lets them in."""
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An admin, for Django's own command."""
        return self.create_user(email, password, role=Role.ADMIN, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person of the organization, known by the e-mail address."""

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
        # Admins run the Django admin; the flag that its checks read follows the role.
        self.is_superuser = self.role == Role.ADMIN
        super().save(*args, **kwargs)

    @property
    def is_staff(self) -> bool:
        """Whether the Django admin lets this person in."""
        return self.role == Role.ADMIN

    @property
    def is_ops(self) -> bool:
        """Whether this person may change rules, connections and imports of others."""
        return self.role in {Role.OPS, Role.ADMIN}

    @property
    def is_manager(self) -> bool:
        """Whether this person may do what a manager may: reopen deals, set quotas, see a team's work."""
        return self.role != Role.REP

    @property
    def initials(self) -> str:
        """One or two letters for the avatar."""
        words = (self.name or self.email.partition("@")[0].replace(".", " ")).split()
        return "".join(word[0] for word in words[:2]).upper()

    @property
    def short_name(self) -> str:
        """`J. Reyes` for Jo Reyes; the whole name when it is one word."""
        first, _, rest = self.name.partition(" ")
        return f"{first[0]}. {rest}" if rest else str(self)


class SeenByReps(models.TextChoices):
    """Whose deals and tasks a rep sees and changes."""

    OWN = "own", "Their own"
    TEAM = "team", "Those of their team"
    ALL = "all", "Everybody's"


class AccessPolicy(models.Model):
    """The one row of who sees what; without it reps see what is their own."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    seen_by_reps = models.CharField(max_length=4, choices=SeenByReps, default=SeenByReps.OWN)

    class Meta:
        verbose_name_plural = "access policy"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_row_of_access_policy")]

    def __str__(self) -> str:
        return f"Reps see: {self.get_seen_by_reps_display().lower()}"


class OpeningHours(models.Model):
    """The one row of business hours; without it every minute counts.

    `week` is seven days from Monday on, each a list of [from, until] in minutes after midnight. An empty
    time zone is the organization's own.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    time_zone = models.CharField(max_length=64, blank=True)
    week = models.JSONField()
    country = models.CharField(max_length=2, blank=True, help_text="whose public holidays are closed")
    subdivision = models.CharField(max_length=10, blank=True)
    closed_on = ArrayField(models.DateField(), default=list, blank=True)

    class Meta:
        verbose_name_plural = "opening hours"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_row_of_opening_hours")]

    def __str__(self) -> str:
        return "Opening hours"


class ApiKey(AbstractAuthToken):
    """A key for programs, acting as its user. Only a hash of it is kept."""

    name = models.CharField(max_length=100)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created"]

    def __str__(self) -> str:
        return f"{self.name} ({self.token_key}…)"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, at: datetime) -> "InvitationQuerySet":
        """Invitations that can still be accepted."""
        return self.filter(accepted_at=None, expires_at__gt=at)


class Invitation(models.Model):
    """A link that lets one person in, once. Only a hash of its token is kept."""

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
