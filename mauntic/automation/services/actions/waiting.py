"""Waits: for a time, until a date, or until something happens."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mauntic.automation.domain.outcomes import Call, Outcome, Planned, Waiting
from mauntic.automation.domain.waits import after, on_day, relative_to
from mauntic.automation.registry.actions import Problems
from mauntic.automation.registry.triggers import Trigger, told_by_events, trigger_named
from mauntic.automation.selectors.dates import date_fields, dates_of
from mauntic.automation.selectors.reading import read_settings
from mauntic.automation.selectors.zones import zones_of
from mauntic.kernel import display
from mauntic.kernel.errors import Invalid
from mauntic.kernel.time.calendar import is_in_range

Settings = Mapping[str, Any]
HAPPENED, TOO_LATE = "happened", "too_late"
BRANCHES = (HAPPENED, TOO_LATE)


def wait_words(settings: Settings) -> str:
    """Say a wait, such as "Wait 3 days, then until 09:00"."""
    at = settings.get("at")
    if settings.get("until"):
        words = _("Wait until {date}").format(date=_date_words(settings))
    elif settings.get("on"):
        words = _("Wait until {date}").format(date=display.day(settings["on"]))
    else:
        return _length_words(settings, f"{at:%H:%M}" if at else "")
    return _("{wait}, {time}").format(wait=words, time=f"{at:%H:%M}") if at else words


def _length_words(settings: Settings, at: str) -> str:
    days, hours = settings.get("days") or 0, settings.get("hours") or 0
    parts = []
    if days:
        parts.append(ngettext("{count} day", "{count} days", days).format(count=display.number(days)))
    if hours:
        parts.append(ngettext("{count} hour", "{count} hours", hours).format(count=display.number(hours)))
    if not parts:
        return _("Wait until {time}").format(time=at)
    words = _("Wait {length}").format(length=_(" and ").join(parts))
    return _("{wait}, then until {time}").format(wait=words, time=at) if at else words


def _date_words(settings: Settings) -> str:
    key, shift = settings["until"], settings.get("shift") or 0
    known = date_fields().get(key)
    label = f"“{known.label}”" if known else key
    if not shift:
        return label
    text = ngettext("{count} day before {date}", "{count} days before {date}", abs(shift))
    if shift > 0:
        text = ngettext("{count} day after {date}", "{count} days after {date}", shift)
    return text.format(count=display.number(abs(shift)), date=label)


def check_wait(settings: Settings, trigger: Trigger) -> Problems:
    """Refuse a date that this kind of record does not have."""
    known = date_fields(trigger.subject)
    if settings.get("until") and settings["until"] not in known:
        return {"until": _("Use one of {known}.").format(known=", ".join(known) or "-")}
    return {}


def plan_wait(calls: Sequence[Call], settings: Settings) -> Mapping[UUID, Planned]:
    """Say until when each run would wait. One whose time is over goes on at once."""
    ends = _ends(calls, settings)
    return {call.run_id: _planned_wait(call, ends[call.run_id], settings) for call in calls}


def _planned_wait(call: Call, end: datetime | None, settings: Settings) -> Planned:
    if end is None:
        known = date_fields().get(settings["until"])
        name = known.label if known else settings["until"]
        return Planned(blocked=_("The record has no date “{name}”.").format(name=name))
    if end <= call.at:
        return Planned({"until": end.isoformat()}, _("This time is over."))
    return Planned({"until": end.isoformat()})


def _ends(calls: Sequence[Call], settings: Settings) -> dict[UUID, datetime | None]:
    at = settings.get("at")
    zones = zones_of(calls, calls[0].at)
    if settings.get("on"):
        start = at or datetime.min.time()
        return {call.run_id: on_day(settings["on"], start, zones[call.run_id]) for call in calls}
    if settings.get("until"):
        days = settings.get("shift") or 0
        known = dates_of(calls, settings["until"])
        return {
            call.run_id: relative_to(day, days=days, at=at, zone=zones[call.run_id])
            if (day := known.get(call.subject_id)) and is_in_range(day)
            else None
            for call in calls
        }
    days, hours = settings.get("days") or 0, settings.get("hours") or 0
    return {
        call.run_id: after(call.at, days=days, hours=hours, at=at, zone=zones[call.run_id]) for call in calls
    }


def wait(
    calls: Sequence[Call], _settings: Settings, planned: Mapping[UUID, Planned]
) -> Mapping[UUID, Outcome]:
    """Let runs wait until the time that was planned."""
    return {
        call.run_id: Waiting(datetime.fromisoformat(planned[call.run_id].inputs["until"])) for call in calls
    }


def event_words(settings: Settings) -> str:
    """Say a wait for an event, such as "Wait until a form was submitted, at most 5 days"."""
    text = ngettext(
        "Wait until {event}, at most {count} day",
        "Wait until {event}, at most {count} days",
        settings["days"],
    )
    return text.format(event=_sentence(settings), count=display.number(settings["days"]))


def _sentence(settings: Settings) -> str:
    trigger = trigger_named(settings["event"])
    if trigger is None:
        return str(settings["event"])
    try:
        read = read_settings(trigger.form, settings.get("event_settings") or {}, "settings")
    except Invalid:
        return str(trigger.label)
    return trigger.sentence(read)


def check_event(settings: Settings, trigger: Trigger) -> Problems:
    """Refuse an event of another kind of record, and settings that it does not understand."""
    known = {each.key: each for each in told_by_events(trigger.subject)}
    event = known.get(settings["event"])
    if event is None:
        return {"event": _("Use one of {known}.").format(known=", ".join(known) or "-")}
    try:
        read_settings(event.form, settings.get("event_settings") or {}, "event_settings")
    except Invalid as error:
        return error.fields
    return {}


def plan_event(calls: Sequence[Call], settings: Settings) -> Mapping[UUID, Planned]:
    """Say for what, and until when, each run would wait."""
    zones, words = zones_of(calls, calls[0].at), _sentence(settings)
    ends = {
        call.run_id: after(call.at, days=settings["days"], hours=0, at=None, zone=zones[call.run_id])
        for call in calls
    }
    return {pk: Planned({"event": words, "until": end.isoformat()}) for pk, end in ends.items()}


def wait_for_event(
    calls: Sequence[Call], settings: Settings, planned: Mapping[UUID, Planned]
) -> Mapping[UUID, Outcome]:
    """Let runs wait for an event, and for a time at most."""
    event, of_event = settings["event"], settings.get("event_settings") or {}
    return {
        call.run_id: Waiting(datetime.fromisoformat(planned[call.run_id].inputs["until"]), event, of_event)
        for call in calls
    }
