"""People, invitations and keys in the administration; people come by invitation only."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from mauntic.accounts.models import ApiKey, Invitation, User

# One door: the administration's own login form knows neither our look nor allauth's rate limits.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


class MadeElsewhere(ModelAdmin):
    """Rows that only the product's own services make."""

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 (signature of Django)
        return False


@admin.register(User)
class UserAdmin(MadeElsewhere):
    list_display = ("email", "name", "role", "is_active", "last_login")
    list_filter = ("role", "is_active")
    search_fields = ("email", "name")
    fields = ("email", "name", "role", "time_zone", "is_active", "last_login", "created_at")
    # Roles and locking out have rules of their own: Settings, Team.
    readonly_fields = ("role", "is_active", "last_login", "created_at")


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
