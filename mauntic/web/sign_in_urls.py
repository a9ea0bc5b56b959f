"""Signing in and out, and passwords: the routes of allauth that are served, and no others.

allauth's page of email addresses let anybody claim any address. Ours is `accounts:email`.
"""

from typing import Any

from allauth.account import views
from django.http import HttpResponse
from django.urls import path, re_path
from django.views.generic import RedirectView, TemplateView

UNPROCESSABLE = 422


class SignIn(views.LoginView):
    """The sign-in. A form that is not accepted answers 422, as all forms of the product."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the form with its errors."""
        response: HttpResponse = super().form_invalid(form)
        response.status_code = UNPROCESSABLE
        return response


urlpatterns = [
    path("login/", SignIn.as_view(), name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("signup/", TemplateView.as_view(template_name="account/signup_closed.html"), name="account_signup"),
    path("password/change/", views.password_change, name="account_change_password"),
    # A person without a password proves by mail who they are: allauth's form sets one in any open session.
    path(
        "password/set/",
        RedirectView.as_view(pattern_name="account_reset_password"),
        name="account_set_password",
    ),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
