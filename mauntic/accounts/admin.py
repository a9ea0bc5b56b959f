"""People, teams, access, invitations and keys in the administration; people come by invitation only."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.db.models import ForeignKey
from django.forms import ModelChoiceField
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from mauntic.accounts.models import AccessPolicy, ApiKey, Invitation, Team, User
from mauntic.accounts.selectors import possible_managers

# One door: the administration's own login form knows neither our look nor allauth's rate limits.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


class MadeElsewhere(ModelAdmin):
    """Rows that only the product's own services make."""

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 (signature of Django)
        return False


@admin.register(User)
class UserAdmin(MadeElsewhere):
    list_display = ("email", "name", "role", "team", "is_active", "last_login")
    list_filter = ("role", "team", "is_active")
    list_select_related = ("team",)
    search_fields = ("email", "name")
    fields = ("email", "name", "role", "team", "time_zone", "is_active", "last_login", "created_at")
    # Roles and locking out have rules of their own: Settings, Team.
    readonly_fields = ("role", "is_active", "last_login", "created_at")


@admin.register(Team)
class TeamAdmin(ModelAdmin):
    list_display = ("name", "manager")
    list_select_related = ("manager",)
    search_fields = ("name",)

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField[Any] | None:
        """Reps manage nobody, here as on the team page."""
        if db_field.name == "manager":
            kwargs["queryset"] = possible_managers()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(AccessPolicy)
class AccessPolicyAdmin(ModelAdmin):
    list_display = ("seen_by_reps",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """There is one row at most."""
        return super().has_add_permission(request) and not AccessPolicy.objects.exists()


@admin.register(Invitation)
class InvitationAdmin(MadeElsewhere):
    list_display = ("email", "role", "invited_by", "created_at", "expires_at", "accepted_at")
    readonly_fields = ("email", "role", "invited_by", "created_at", "accepted_at")
    exclude = ("token_digest",)


@admin.register(ApiKey)
class ApiKeyAdmin(MadeElsewhere):
    list_display = ("name", "user", "token_key", "created", "last_used_at")
    list_select_related = ("user",)
    readonly_fields = ("name", "user", "token_key", "created", "expiry", "last_used_at")
    exclude = ("digest",)
