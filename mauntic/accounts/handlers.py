"""Receivers of sign-ins."""

import time
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from mauntic.accounts.context import SIGNED_IN_AT


@receiver(user_logged_in, dispatch_uid="accounts.note_sign_in")
def note_sign_in(request: HttpRequest, **_: Any) -> None:
    """Store the time of the sign-in in the session."""
    request.session[SIGNED_IN_AT] = time.time()
