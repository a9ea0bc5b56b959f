"""Admin pages of users, teams, access, invitations and API keys."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.db.models import ForeignKey
from django.forms import ModelChoiceField
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from mauntic.accounts.models import AccessPolicy, ApiKey, Invitation, Team, User
from mauntic.accounts.selectors import possible_managers
from mauntic.kernel.admin import ReadOnly

# The login form of the admin has no rate limits: use the one of allauth.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

# An address added there would receive the password resets of another person.
admin.site.unregister(EmailAddress)


class NoAddAdmin(ModelAdmin):
    """Rows that only services create."""

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 (signature of Django)
        return False


@admin.register(User)
class UserAdmin(NoAddAdmin):
    list_display = ("email", "name", "role", "team", "is_active", "last_login")
    list_filter = ("role", "team", "is_active")
    list_select_related = ("team",)
    search_fields = ("email", "name")
    fields = ("email", "name", "role", "team", "time_zone", "is_active", "last_login", "created_at")
    # Role, team and status have rules and require the password: see Settings > Team. The email address
    # changes only after verification.
    readonly_fields = ("email", "role", "team", "is_active", "last_login", "created_at")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 (signature of Django)
        """Refuse deletion: users are deactivated, so that their work and the last admin stay."""
        return False


@admin.register(Team)
class TeamAdmin(ModelAdmin):
    list_display = ("name", "manager")
    list_select_related = ("manager",)
    search_fields = ("name",)

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField[Any] | None:
        """Offer only users who may manage a team, as on the team page."""
        if db_field.name == "manager":
            kwargs["queryset"] = possible_managers()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(AccessPolicy)
class AccessPolicyAdmin(ReadOnly, ModelAdmin):
    """Read-only: Settings > Team requires the password to change it."""

    list_display = ("seen_by_reps",)


@admin.register(Invitation)
class InvitationAdmin(NoAddAdmin):
    list_display = ("email", "role", "invited_by", "created_at", "expires_at", "accepted_at")
    readonly_fields = ("email", "role", "invited_by", "created_at", "expires_at", "accepted_at")
    exclude = ("token_digest",)


@admin.register(ApiKey)
class ApiKeyAdmin(NoAddAdmin):
    list_display = ("name", "user", "token_key", "created", "last_used_at")
    list_select_related = ("user",)
    readonly_fields = ("name", "user", "scopes", "token_key", "created", "expiry", "last_used_at")
    exclude = ("digest",)
