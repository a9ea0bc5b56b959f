"""Who may be answered, and where."""

from django.utils.translation import gettext as _

from mauntic.delivery.inbox.models import Reply, ReplyClass
from mauntic.delivery.messages.selectors.recipients import refusal_of


def address_to_answer(reply: Reply) -> str:
    """Return where an answer goes: to where a person wrote from, else to the address of the lead."""
    stored = reply.contact.email if reply.contact else ""
    return (reply.sender_address or stored) if reply.is_human else stored


def why_no_answer(reply: Reply) -> str:
    """Return why a mail cannot be answered, for people; empty if it can.

    Args: `reply` with its contact.
    """
    if reply.label == ReplyClass.BOUNCE:
        return _("A mail server returned this email, and nobody reads an answer to it.")
    if reply.label == ReplyClass.COMPLAINT:
        return _("The recipient marked an email as spam. Do not write to them again.")
    if reply.contact is None:
        return _("The sender is no lead. Create the lead first, then answer.")
    name, address = reply.contact.name, address_to_answer(reply)
    if not address:
        return _("{name} has no email address. Add it to the lead, then answer.").format(name=name)
    if reason := refusal_of(reply.contact, address):
        return _("{name} must not get email: {reason}.").format(name=name, reason=reason)
    return ""
