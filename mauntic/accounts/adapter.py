"""Behavior of allauth: sign-up by invitation, and links with the host of the organization."""

import secrets
import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mauntic.accounts.context import SIGNED_IN_AT
from mauntic.accounts.models import User
from mauntic.tenants.context import current_organization, current_schema
from mauntic.tenants.selectors import address_of

DEVICE_COOKIE = "device"
_DEVICE_DAYS = 365


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by email, no open sign-up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("Wrong email address or password."),
        "too_many_login_attempts": (
            _("Too many failed attempts. Wait five minutes, or reset your password.")
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Refuse sign-up without an invitation: see `services.invitations`."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address from `TrustedProxyMiddleware`. Empty behind a socket without a proxy."""
        return str(request.META.get("REMOTE_ADDR") or "")

    def format_email_subject(self, subject: str) -> str:
        """Prefix the subject with the name of the organization instead of the host of the request."""
        return f"[{' '.join(current_organization().name.split())}] {subject}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send emails with the name and host of the organization, never with the host of the request."""
        organization = current_organization()
        site = {"name": organization.name, "domain": address_of(organization)}
        super().send_mail(template_prefix, email, {"current_site": site, **context})

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the link of a reset email with the host of the organization."""
        uid, _, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return f"{address_of(current_organization())}{path}"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        """Return to the settings instead of the empty form."""
        return reverse("settings")

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Ask for the password again unless it was given a few minutes ago, at the sign-in too."""
        signed_in_at = float(self.request.session.get(SIGNED_IN_AT, 0))
        if time.time() - signed_in_at < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app))

    def post_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponseBase:
        """Remember the browser, so that its failed attempts are counted apart from those of others."""
        response: HttpResponseBase = super().post_login(request, user, **options)
        if not self._device_of(request, user.email):
            response.set_signed_cookie(
                DEVICE_COOKIE,
                secrets.token_urlsafe(16),
                salt=_device_salt(user.email),
                max_age=_DEVICE_DAYS * 24 * 3600,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # The key of allauth contains the host with the port of the client, so that each port would have its
        # own count. A browser that signed in to this account before has its own count, so that failed
        # attempts of others do not lock it out.
        email = str(credentials.get("email", "")).strip().lower()
        return f"{email}:{self._device_of(request, email)}"

    def _device_of(self, request: HttpRequest, email: str) -> str:
        cookie = request.get_signed_cookie(DEVICE_COOKIE, default="", salt=_device_salt(email))
        return str(cookie or "")


def _device_salt(email: str) -> str:
    return f"mauntic.device:{current_schema()}:{email}"
