"""The check of `check --deploy` for emails."""

import pytest

from mauntic.accounts.checks import check_mail_leaves


@pytest.mark.parametrize("name", ["console", "dummy", "locmem", "filebased"])
def test_an_installation_whose_mail_stays_here_is_warned_of(settings, name):
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{name}.EmailBackend"

    (warning,) = check_mail_leaves()

    assert warning.id == "mauntic.W001"
    assert "EMAIL_URL" in warning.hint


def test_an_installation_that_sends_by_smtp_is_not(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"

    assert check_mail_leaves() == []
