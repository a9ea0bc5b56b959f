"""Admin pages of users, teams, access, invitations and API keys.

All are read-only: the pages of the team and of keys have rules, and require the password for what matters.
"""

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.models import Group
from unfold.admin import ModelAdmin

from mauntic.accounts.models import AccessPolicy, ApiKey, Invitation, Team, User
from mauntic.kernel.admin import ReadOnly

# The login form of the admin has no rate limits: use the one of allauth.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

# An address added there would receive the password resets of another person.
admin.site.unregister(EmailAddress)
# Roles decide what people may do. Django's groups would have no effect.
admin.site.unregister(Group)


@admin.register(User)
class UserAdmin(ReadOnly, ModelAdmin):
    list_display = ("email", "name", "role", "team", "is_active", "last_login")
    list_filter = ("role", "team", "is_active")
    list_select_related = ("team",)
    search_fields = ("email", "name")
    fields = ("email", "name", "role", "team", "time_zone", "is_active", "last_login", "created_at")


@admin.register(Team)
class TeamAdmin(ReadOnly, ModelAdmin):
    list_display = ("name", "manager")
    list_select_related = ("manager",)
    search_fields = ("name",)


@admin.register(AccessPolicy)
class AccessPolicyAdmin(ReadOnly, ModelAdmin):
    list_display = ("seen_by_reps",)


@admin.register(Invitation)
class InvitationAdmin(ReadOnly, ModelAdmin):
    list_display = ("email", "role", "invited_by", "created_at", "expires_at", "accepted_at")
    list_select_related = ("invited_by",)
    exclude = ("token_digest",)


@admin.register(ApiKey)
class ApiKeyAdmin(ReadOnly, ModelAdmin):
    list_display = ("name", "user", "token_key", "created", "last_used_at")
    list_select_related = ("user",)
    fields = ("name", "user", "scopes", "token_key", "created", "expiry", "last_used_at")
