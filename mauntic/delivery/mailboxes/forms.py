"""The form of a mailbox."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms

from mauntic.delivery.mailboxes.domain.mail_services import (
    MAILGUN,
    POSTMARK,
    SENDGRID,
    SERVICES,
    SES,
    MailService,
)
from mauntic.delivery.mailboxes.models import MOST_PER_DAY, Mailbox, Security
from mauntic.delivery.mailboxes.services.by_service import KEYS
from mauntic.delivery.mailboxes.services.settings import FIELDS
from mauntic.kernel.translation import StrPromise
from mauntic.kernel.translation import gettext_lazy as _

SECONDS_PER_DAY = 86_400
REGIONS: Mapping[str, StrPromise] = {"us": _("United States"), "eu": _("European Union")}
OF_SERVERS = (
    *("username", "password", "smtp_host", "smtp_port", "smtp_security"),
    *("imap_host", "imap_port", "imap_security"),
)
"""The fields that a mailbox does not have which is connected with the account at a provider."""


class MailboxForm(forms.Form):
    """A mailbox with its servers and limits."""

    address = forms.EmailField(max_length=254, label=_("Email address"))
    from_name = forms.CharField(
        max_length=100,
        required=False,
        label=_("Sender name"),
        help_text=_("Recipients see it as the sender."),
    )
    is_shared = forms.BooleanField(
        required=False, label=_("Shared"), help_text=_("Everyone may send from a shared mailbox.")
    )
    username = forms.CharField(
        max_length=254,
        required=False,
        label=_("User name"),
        help_text=_("Leave empty for the email address."),
    )
    password = forms.CharField(
        max_length=500,
        required=False,
        strip=False,
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    smtp_host = forms.CharField(max_length=253, label=_("SMTP server"))
    smtp_port = forms.IntegerField(min_value=1, max_value=65_535, initial=587, label=_("SMTP port"))
    smtp_security = forms.ChoiceField(
        choices=Security.choices, initial=Security.STARTTLS, label=_("SMTP encryption")
    )
    imap_host = forms.CharField(
        max_length=253,
        required=False,
        label=_("IMAP server"),
        help_text=_("Without it, answers are not seen and follow-ups do not stop."),
    )
    imap_port = forms.IntegerField(min_value=1, max_value=65_535, initial=993, label=_("IMAP port"))
    imap_security = forms.ChoiceField(
        choices=Security.choices, initial=Security.TLS, label=_("IMAP encryption")
    )
    plus_addressing = forms.BooleanField(
        required=False,
        label=_("Plus addressing"),
        help_text=_(
            "Turn it on if mail to name+anything@domain reaches this mailbox. Replies then name the email "
            "that they answer. Send a test to find out."
        ),
    )
    per_day = forms.IntegerField(
        min_value=1, max_value=MOST_PER_DAY, initial=50, label=_("Emails in 24 hours")
    )
    per_hour = forms.IntegerField(
        min_value=1, max_value=MOST_PER_DAY, initial=9, label=_("Emails in an hour")
    )
    gap_shortest = forms.IntegerField(
        min_value=0, max_value=SECONDS_PER_DAY, initial=90, label=_("Shortest gap (seconds)")
    )
    gap_longest = forms.IntegerField(
        min_value=0, max_value=SECONDS_PER_DAY, initial=420, label=_("Longest gap (seconds)")
    )
    ramp_start = forms.IntegerField(
        min_value=0,
        max_value=MOST_PER_DAY,
        initial=10,
        label=_("Emails on the first day"),
        help_text=_("A new mailbox starts slowly. 0 starts at full pace."),
    )
    ramp_step = forms.IntegerField(
        min_value=0, max_value=MOST_PER_DAY, initial=2, label=_("More on each further day")
    )

    tracks_clicks = forms.BooleanField(
        required=False,
        initial=True,
        label=_("Count clicks"),
        help_text=_("Links lead over your own address. Scanners are not counted."),
    )
    tracks_opens = forms.BooleanField(
        required=False,
        label=_("Count openings"),
        help_text=_(
            "Adds a picture, which looks like advertising to some mail services. Apple Mail hides openings."
        ),
    )

    def __init__(
        self, *args: Any, may_share: bool = True, stored: Mailbox | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not may_share or stored:
            del self.fields["is_shared"]
        if stored:
            self.fields["password"].help_text = _("Leave empty to keep the stored password.")
        if stored and stored.is_oauth:
            for name in OF_SERVERS:
                del self.fields[name]

    def settings(self) -> dict[str, Any]:
        """Return the values that are stored as they are."""
        return {name: value for name, value in self.cleaned_data.items() if name in FIELDS}


API_KEYS: Mapping[str, StrPromise] = {
    POSTMARK.slug: _("Server API token"),
    MAILGUN.slug: _("Sending key"),
    SENDGRID.slug: _("API key"),
    SES.slug: _("Secret access key"),
}
"""What the services call the key with which we send."""


class ServiceForm(MailboxForm):
    """A mailbox that sends through an e-mail service, with the fields that this service has.

    IMAP is optional: webhooks bring answers, too.
    """

    service = forms.ChoiceField(
        choices=[(each.slug, each.name) for each in SERVICES.values()], widget=forms.HiddenInput
    )
    region = forms.ChoiceField(label=_("Region"))
    key_id = forms.CharField(
        max_length=200,
        required=False,
        label=_("Access key ID"),
        help_text=_("The ID of the secret access key."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    api_key = forms.CharField(
        max_length=500, required=False, widget=forms.PasswordInput(attrs={"autocomplete": "off"})
    )
    signing_key = forms.CharField(
        max_length=1000,
        required=False,
        label=_("Webhook signing key"),
        help_text=_("Without it, events are refused. SendGrid calls it verification key."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def __init__(
        self, *args: Any, of: MailService = POSTMARK, stored: Mailbox | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, stored=stored, **kwargs)
        for name in ("smtp_host", "smtp_port", "smtp_security"):
            del self.fields[name]
        self.fields["imap_host"].help_text = _("Optional: the webhook brings answers, too.")
        self.fields["api_key"].label = API_KEYS[of.slug]
        region = cast("forms.ChoiceField", self.fields["region"])
        region.choices = [(each, REGIONS.get(each, each)) for each in of.addresses]
        absent = {
            "service": stored is not None,
            "region": len(of.addresses) == 1,
            "key_id": of != SES,
            "signing_key": not of.signs,
        }
        for name in (name for name, is_absent in absent.items() if is_absent):
            del self.fields[name]
        for name in self.fields.keys() & set(KEYS) if stored else ():
            self.fields[name].help_text = _("Leave empty to keep the stored key.")

    def keys(self) -> dict[str, str]:
        """Return the keys that were entered."""
        return {name: "".join(self.cleaned_data.get(name, "").split()) for name in KEYS}
