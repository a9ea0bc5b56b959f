"""URLs of team, API keys and invitations. allauth has those of the sign-in."""

from django.urls import path

from mauntic.accounts import views

app_name = "accounts"
urlpatterns = [
    path("join/<str:token>/", views.join, name="join"),
    path("settings/email/", views.change_email, name="email"),
    path("settings/email/<str:token>/", views.confirm_email, name="email-confirm"),
    path("settings/team/", views.team, name="team"),
    path("settings/team/<uuid:user_id>/place/", views.change_membership, name="place"),
    path("settings/team/<uuid:user_id>/active/", views.set_active, name="active"),
    path("settings/team/access/", views.change_access, name="access"),
    path("settings/team/invitations/<uuid:invitation_id>/resend/", views.resend, name="invitation-resend"),
    path("settings/team/invitations/<uuid:invitation_id>/cancel/", views.cancel, name="invitation-cancel"),
    path("settings/teams/new/", views.new_team, name="team-new"),
    path("settings/teams/<uuid:team_id>/", views.edit_team, name="team-edit"),
    path("settings/teams/<uuid:team_id>/delete/", views.delete_team, name="team-delete"),
    path("settings/business-hours/", views.business_hours, name="business-hours"),
    path("settings/keys/", views.keys, name="keys"),
    path("settings/keys/<str:token_key>/revoke/", views.revoke_key, name="key-revoke"),
]
