"""Where providers are asked, and what people allowed."""

from mauntic.delivery.sign_in.domain.providers import GOOGLE, MICROSOFT, Server, changed, missing_scopes


def test_microsoft_is_asked_in_the_directory_of_the_app_or_in_that_of_all():
    assert MICROSOFT.of_directory("acme-id").token_url.endswith("/acme-id/oauth2/v2.0/token")
    assert MICROSOFT.of_directory("").authorize_url.endswith("/common/oauth2/v2.0/authorize")
    assert GOOGLE.of_directory("acme-id") == GOOGLE


def test_a_permission_that_was_unticked_is_missing():
    assert missing_scopes(GOOGLE, "openid email") == ["https://mail.google.com/"]
    assert missing_scopes(GOOGLE, "openid https://mail.google.com/") == []
    assert missing_scopes(MICROSOFT, "https://outlook.office.com/smtp.send") == [MICROSOFT.mail_scopes[1]]


def test_a_provider_that_names_no_scopes_granted_what_was_asked_for():
    assert missing_scopes(MICROSOFT, "") == []


def test_an_installation_changes_addresses_and_servers():
    found = changed(GOOGLE, {"token_url": "http://127.0.0.1/token", "smtp": ["mail.example", 25, "none"]})
    assert (found.token_url, found.smtp) == ("http://127.0.0.1/token", Server("mail.example", 25, "none"))
    assert found.imap == GOOGLE.imap
