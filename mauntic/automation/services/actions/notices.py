"""Notify people in the product, and by email if they want that."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class _Recipients:
    """Who is told, and who is left out because they do not see the record."""

    told: Sequence[User]
    left_out: Sequence[User]

    @classmethod
    def of(cls, people: Sequence[User], seeing: Collection[UUID]) -> "_Recipients":
        return cls(
            [user for user in people if user.pk in seeing], [user for user in people if user.pk not in seeing]
        )


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
    """Say who would be told what, and who not because they do not see the record."""
    people, values = _recipients(calls, settings), values_of(calls)
    return {
        call.run_id: _planned(people[call.run_id], filled(settings["text"], values[call.run_id]), settings)
        for call in calls
    }


def _planned(people: _Recipients, text: str, settings: Settings) -> Planned:
    inputs = {"to": _names(people.told), "text": text, "left_out": _names(people.left_out)}
    if people.told:
        return Planned(inputs)
    if people.left_out:
        why = _("{people}: no access to this record.").format(people=_names(people.left_out))
        return Planned(inputs, why)
    if settings["to"] == OWNER:
        return Planned(inputs, _("The record has no active owner."))
    return Planned(inputs, _("Nobody active has this role."))


def _names(people: Sequence[User]) -> str:
    names = [str(user) for user in people[:NAMED]]
    if len(people) > NAMED:
        names.append(_("and {count} more").format(count=display.number(len(people) - NAMED)))
    return ", ".join(names)


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
        for user in people[call.run_id].told
    )
    return {call.run_id: Done({"people": len(people[call.run_id].told)}) for call in calls}


def _title(call: Call) -> str:
    text = _('The journey "{name}" notified you')
    if call.kind == Kind.WORKFLOW:
        text = _('The workflow "{name}" notified you')
    return text.format(name=call.name)


def _recipients(calls: Sequence[Call], settings: Settings) -> Mapping[UUID, _Recipients]:
    chosen = _chosen(calls, settings)
    everybody = {user.pk: user for people in chosen.values() for user in people}
    subject = subject_of(calls[0].subject_kind)
    seen = subject.seen_by(list(everybody.values()), [call.subject_id for call in calls])
    return {
        call.run_id: _Recipients.of(chosen[call.run_id], seen.get(call.subject_id, set())) for call in calls
    }


def _chosen(calls: Sequence[Call], settings: Settings) -> Mapping[UUID, list[User]]:
    if settings["to"] == OWNER:
        owners = owners_of(calls)
        return {call.run_id: [owners[call.run_id]] if call.run_id in owners else [] for call in calls}
    people = [settings["person"]] if settings["to"] == PERSON else list(active_people([settings["role"]]))
    return {call.run_id: people for call in calls}
