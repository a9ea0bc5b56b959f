"""Team, keys and invitations; signing in is allauth's."""

from django.urls import path

from mauntic.accounts import views

app_name = "accounts"
urlpatterns = [
    path("join/<str:token>/", views.join, name="join"),
    path("settings/team/", views.team, name="team"),
    path("settings/team/<uuid:user_id>/role/", views.change_role, name="role"),
    path("settings/team/<uuid:user_id>/active/", views.set_active, name="active"),
    path("settings/business-hours/", views.business_hours, name="business-hours"),
    path("settings/keys/", views.keys, name="keys"),
    path("settings/keys/<str:token_key>/revoke/", views.revoke_key, name="key-revoke"),
]
