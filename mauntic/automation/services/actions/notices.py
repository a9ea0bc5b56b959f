"""Notify people in the product, and by email if they want that."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from mauntic.accounts.models import Role, User
from mauntic.accounts.selectors import active_people
from mauntic.automation.domain.outcomes import Call, Done, Outcome, Planned
from mauntic.automation.models import Kind
from mauntic.automation.registry.subjects import subject_of
from mauntic.automation.selectors.people import owners_of, values_of
from mauntic.delivery.messages.domain.tokens import fill
from mauntic.kernel import display
from mauntic.notifications.models import Kind as NoticeKind
from mauntic.notifications.services.notices import Notice, notify

Settings = Mapping[str, Any]
OWNER, PERSON, ROLE = "owner", "person", "role"
NAMED = 5
"""So many people are named in a plan."""
UNKNOWN = "–"


def notice_words(settings: Settings) -> str:
    """Say a notification, such as 'Notify the owner: "Call them"'."""
    return _('Notify {people}: "{text}"').format(people=_people_words(settings), text=settings["text"])


def _people_words(settings: Settings) -> str:
    if settings["to"] == PERSON:
        return str(settings["person"])
    if settings["to"] == ROLE:
        return _("everybody with the role {role}").format(role=Role(settings["role"]).label)
    return _("the owner")


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its tokens replaced, those without value and fallback by a dash."""
    missing = fill(text, values).missing
    return (
        fill(text, {**values, **dict.fromkeys(missing, UNKNOWN)}).text if missing else fill(text, values).text
    )


def plan_notice(calls: Sequence[Call], settings: Settings) -> Mapping[UUID, Planned]:
    """Say who would be told what."""
    people, values = _recipients(calls, settings), values_of(calls)
    return {
        call.run_id: _planned(people[call.run_id], filled(settings["text"], values[call.run_id]), settings)
        for call in calls
    }


def _planned(people: Sequence[User], text: str, settings: Settings) -> Planned:
    names = [str(user) for user in people[:NAMED]]
    if len(people) > NAMED:
        names.append(_("and {count} more").format(count=display.number(len(people) - NAMED)))
    inputs = {"to": ", ".join(names), "text": text}
    if people:
        return Planned(inputs)
    if settings["to"] == OWNER:
        return Planned(inputs, _("The record has no active owner."))
    return Planned(inputs, _("Nobody active has this role."))


def send_notice(
    calls: Sequence[Call], settings: Settings, planned: Mapping[UUID, Planned]
) -> Mapping[UUID, Outcome]:
    """Notify people, each once per run and step, as they want to be told."""
    people = _recipients(calls, settings)
    named = subject_of(calls[0].subject_kind).names([call.subject_id for call in calls])
    notify(
        Notice(
            user_id=user.pk,
            kind=NoticeKind.AUTOMATION,
            title=_title(call),
            body=planned[call.run_id].inputs["text"],
            url=named[call.subject_id].url if call.subject_id in named else "",
            dedupe_key=f"automation:{call.key}",
        )
        for call in calls
        for user in people[call.run_id]
    )
    return {call.run_id: Done({"people": len(people[call.run_id])}) for call in calls}


def _title(call: Call) -> str:
    text = _('The journey "{name}" notified you')
    if call.kind == Kind.WORKFLOW:
        text = _('The workflow "{name}" notified you')
    return text.format(name=call.name)


def _recipients(calls: Sequence[Call], settings: Settings) -> Mapping[UUID, list[User]]:
    if settings["to"] == OWNER:
        owners = owners_of(calls)
        return {call.run_id: [owners[call.run_id]] if call.run_id in owners else [] for call in calls}
    people = [settings["person"]] if settings["to"] == PERSON else list(active_people([settings["role"]]))
    return {call.run_id: people for call in calls}
