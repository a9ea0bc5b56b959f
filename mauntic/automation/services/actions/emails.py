"""Put an email to the lead of a record into the outbox."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.automation.domain.outcomes import Call, Done, Outcome, Planned
from mauntic.automation.selectors.origins import ORIGIN
from mauntic.automation.selectors.people import leads_of, owners_of, values_of
from mauntic.crm.models import Contact
from mauntic.delivery.mailboxes.selectors import mailboxes_for, mailboxes_of
from mauntic.delivery.messages.domain.tokens import fill
from mauntic.delivery.messages.models import Message
from mauntic.delivery.messages.selectors.recipients import Refusals
from mauntic.delivery.messages.selectors.values import values_for
from mauntic.delivery.messages.services.queue import Letter, queue_messages
from mauntic.delivery.models import Mailbox
from mauntic.delivery.suppression.selectors import EVERYTHING
from mauntic.kernel.normalize import email_key
from mauntic.kernel.translation import gettext_lazy

Settings = Mapping[str, Any]
TOKENS = {
    "sender_name": gettext_lazy("Name of the sender"),
    "sender_email": gettext_lazy("Address of the sender"),
}


@dataclass(frozen=True, slots=True)
class _Email:
    """What a run would send: whom to, where from, and the values of tokens that only the record has."""

    lead: Contact | None
    mailbox: Mailbox | None
    further: Mapping[str, str]


def email_words(settings: Settings) -> str:
    """Say an email, such as 'Send the email "A question"'."""
    return _('Send the email "{subject}"').format(subject=settings["subject"])


def plan_email(calls: Sequence[Call], settings: Settings) -> Mapping[UUID, Planned]:
    """Fill the email of each run. Those that may not be sent are left out, with the reason."""
    emails = _emails(calls, settings)
    refusals = Refusals(
        (email_key(each.lead.email), each.lead, EVERYTHING) for each in emails.values() if each.lead
    )
    may = _may_send_from(calls[0].by, (each.mailbox for each in emails.values()))
    return {call.run_id: _planned(call, emails[call.run_id], settings, refusals, may) for call in calls}


def _planned(call: Call, email: _Email, settings: Settings, refusals: Refusals, may: set[UUID]) -> Planned:
    lead, mailbox = email.lead, email.mailbox
    if lead is None:
        return Planned(blocked=_("The record has no lead."))
    if mailbox is None:
        return Planned(blocked=_("There is no mailbox: the owner has none, and none is shared."))
    values = values_for(lead, mailbox, email.further)
    subject, body = fill(settings["subject"], values), fill(settings["body"], values)
    inputs = {
        "to": f"{lead.name} <{lead.email}>" if lead.email else lead.name,
        "from": mailbox.address,
        "subject": subject.text,
        "body": body.text,
    }
    return Planned(inputs, _why_not(call, email, refusals, may) or _missing(subject.missing + body.missing))


def _why_not(call: Call, email: _Email, refusals: Refusals, may: set[UUID]) -> str:
    lead, mailbox = email.lead, email.mailbox
    if lead is None or not lead.email:
        return _("The lead has no email address.")
    if why := refusals.why(email_key(lead.email), lead):
        return _("The lead must not get email: {reason}.").format(reason=why)
    if mailbox and mailbox.pk not in may:
        return _("{person}, who turned it on, may not send from {mailbox}.").format(
            person=call.by, mailbox=mailbox.address
        )
    return ""


def _missing(names: Sequence[str]) -> str:
    text = _("There is no value for {names}, and no fallback.")
    return text.format(names=", ".join(dict.fromkeys(names))) if names else ""


def send_email(
    calls: Sequence[Call], settings: Settings, _planned: Mapping[UUID, Planned]
) -> Mapping[UUID, Outcome]:
    """Put emails into the outbox, whose gate says when each goes. One that is there is not added again."""
    emails = _emails(calls, settings)
    queue_messages(letters=[letter for call in calls if (letter := _letter(call, emails, settings))])
    stored = Message.objects.filter(origin_kind=ORIGIN, origin_id__in=[call.run_id for call in calls])
    ids = {
        (origin_id, step): pk
        for pk, origin_id, step in stored.order_by().values_list("pk", "origin_id", "origin_step")
    }
    return {call.run_id: Done({"message": str(ids[call.run_id, call.step])}) for call in calls}


def _letter(call: Call, emails: Mapping[UUID, _Email], settings: Settings) -> Letter | None:
    email = emails[call.run_id]
    if email.lead is None or email.mailbox is None:
        return None
    return Letter(
        mailbox_id=email.mailbox.pk,
        mailbox_address=email.mailbox.address,
        contact_id=email.lead.pk,
        address=email.lead.email,
        subject=settings["subject"],
        body=settings["body"],
        values=email.further,
        origin_kind=ORIGIN,
        origin_id=call.run_id,
        origin_step=call.step,
        due_at=call.at,
    )


def _emails(calls: Sequence[Call], settings: Settings) -> Mapping[UUID, _Email]:
    leads, values = leads_of(calls), values_of(calls)
    chosen = settings.get("mailbox")
    owners = {} if chosen else {run_id: user.pk for run_id, user in owners_of(calls).items()}
    usual = {} if chosen else mailboxes_for({None, *owners.values()})
    return {
        call.run_id: _Email(
            leads.get(call.run_id),
            chosen or usual.get(owners.get(call.run_id)),
            # What is known of the lead when the email goes replaces what was not known when it was queued.
            {name: value for name, value in values[call.run_id].items() if value.strip()},
        )
        for call in calls
    }


def _may_send_from(by: User, mailboxes: Iterable[Mailbox | None]) -> set[UUID]:
    ids = {mailbox.pk for mailbox in mailboxes if mailbox}
    return set(mailboxes_of(by).filter(pk__in=ids).order_by().values_list("pk", flat=True))
