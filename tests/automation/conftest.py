"""Triggers and actions of the tests' own: the engine does the same with those of the contexts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django import forms

from mauntic.accounts.models import User
from mauntic.automation.domain.outcomes import Call, Done, Outcome, Planned, Waiting
from mauntic.automation.models import Definition, Kind, Run
from mauntic.automation.registry import actions, triggers
from mauntic.automation.registry.actions import Action, register_action
from mauntic.automation.registry.triggers import Crossing, Happening, Trigger, register_trigger
from mauntic.automation.services.definitions.saving import Draft, save_definition, turn_on
from mauntic.automation.services.starting.firing import fire
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.conditions import Field
from mauntic.kernel.conditions import Kind as FieldKind

BOTH = frozenset({"workflow", "journey"})


class RisenForm(forms.Form):
    least = forms.IntegerField(required=False, min_value=0)


class NoteForm(forms.Form):
    text = forms.CharField(max_length=200)
    owner = forms.ModelChoiceField(User.objects.all(), required=False)


class NoForm(forms.Form):
    """No settings."""


class PauseForm(forms.Form):
    days = forms.IntegerField(min_value=1)


@dataclass
class Desk:
    """What the action "note" did, and what it should do instead: raise, block or act through a service."""

    notes: list[tuple[str, UUID]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    failure: Callable[[Call], Exception | None] = lambda _call: None
    blocked: str = ""
    effect: Callable[[Call], None] = lambda _call: None

    def plan(self, calls: Sequence[Call], settings: Mapping[str, Any]) -> Mapping[UUID, Planned]:
        return {call.run_id: Planned({"text": settings["text"]}, self.blocked) for call in calls}

    def act(
        self, calls: Sequence[Call], settings: Mapping[str, Any], planned: Mapping[UUID, Planned]
    ) -> Mapping[UUID, Outcome]:
        (call,) = calls
        self.keys.append(call.key)
        if error := self.failure(call):
            raise error
        self.notes.append((settings["text"], call.subject_id))
        self.effect(call)
        return {call.run_id: Done({"text": settings["text"]})}


def _pause(
    calls: Sequence[Call], settings: Mapping[str, Any], _planned: Mapping[UUID, Planned]
) -> Mapping[UUID, Outcome]:
    return {call.run_id: Waiting(call.at + timedelta(days=settings["days"])) for call in calls}


def _await(
    calls: Sequence[Call], _settings: Mapping[str, Any], _planned: Mapping[UUID, Planned]
) -> Mapping[UUID, Outcome]:
    return {call.run_id: Waiting(call.at + timedelta(days=2), "risen", {"least": 90}) for call in calls}


def _split(
    calls: Sequence[Call], _settings: Mapping[str, Any], _planned: Mapping[UUID, Planned]
) -> Mapping[UUID, Outcome]:
    grades = dict(
        Contact.objects.filter(pk__in=[call.subject_id for call in calls]).values_list("pk", "lead_grade")
    )
    return {call.run_id: Done(branch="good" if grades[call.subject_id] == "A" else "rest") for call in calls}


def _exit(
    calls: Sequence[Call], _settings: Mapping[str, Any], _planned: Mapping[UUID, Planned]
) -> Mapping[UUID, Outcome]:
    return {call.run_id: Done(ends=True) for call in calls}


def _nothing(calls: Sequence[Call], _settings: Mapping[str, Any]) -> Mapping[UUID, Planned]:
    return {call.run_id: Planned() for call in calls}


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The trigger `risen` and the actions `note`, `outside`, `pause`, `await`, `branch` and `leave`."""
    monkeypatch.setattr(actions, "_actions", {})
    monkeypatch.setattr(triggers, "_triggers", {})
    desk = Desk()
    shared: dict[str, Any] = {"kinds": BOTH, "subjects": frozenset({"contact"})}
    note = Action(
        key="note",
        label="Write a note",
        form=NoteForm,
        sentence=lambda settings: f"Write {settings['text']}",
        plan=desk.plan,
        act=desk.act,
        texts=("text",),
        **shared,
    )
    register_action(note)
    register_action(replace(note, key="outside", is_external=True))
    for key, form, act in (("pause", PauseForm, _pause), ("leave", NoForm, _exit), ("await", NoForm, _await)):
        register_action(
            Action(
                key=key,
                label=key,
                form=form,
                sentence=lambda _: "It",
                plan=_nothing,
                act=act,
                is_set=True,
                **shared,
            )
        )
    register_action(
        Action(
            key="branch",
            label="Split",
            form=NoForm,
            sentence=lambda _: "Split",
            plan=_nothing,
            act=_split,
            is_set=True,
            branches=lambda _: ["good", "rest"],
            **shared,
        )
    )
    register_trigger(
        Trigger(
            key="risen",
            label="A score rose",
            kinds=BOTH,
            subject="contact",
            form=RisenForm,
            sentence=lambda settings: f"a score rose to {settings.get('least') or 0}",
            fields={"event.score": Field("event.score", "New score", FieldKind.NUMBER, is_event=True)},
            matches=lambda settings, facts: facts.get("score", 0) >= (settings.get("least") or 0),
        )
    )
    register_trigger(
        Trigger(
            key="quiet",
            label="Nothing happened",
            kinds=BOTH,
            subject="contact",
            form=PauseForm,
            sentence=lambda _: "nothing happened",
            sweep=_quiet,
        )
    )
    return desk


def _quiet(settings: Mapping[str, Any], after: Any, until: Any) -> Crossing:
    days = timedelta(days=settings["days"])
    rows = Contact.objects.filter(created_at__lte=until - days)
    return Crossing(rows.filter(created_at__gt=after - days) if after else rows, "created_at")


def make_definition(by: User, steps: Sequence[Mapping[str, Any]] | None = None, **given: Any) -> Definition:
    """A workflow that is on and writes a note when a score rises."""
    kind = given.pop("kind", Kind.WORKFLOW)
    steps = steps or [{"action": "note", "settings": {"text": "Call"}}]
    draft = Draft(**{"name": "Call risen leads", "trigger": "risen", "steps": steps, **given})
    definition = save_definition(kind=kind, draft=draft, by=by)
    turned_on = turn_on(definition_id=definition.pk, by=by)
    Definition.objects.filter(pk=turned_on.pk).update(switched_at=now() - timedelta(minutes=1))
    turned_on.refresh_from_db()
    return turned_on


def rise(*contacts: Contact, score: int = 80, at: datetime | None = None) -> int:
    """Tell the engine that the scores of leads rose, at a time."""
    trigger = triggers.trigger_named("risen")
    assert trigger is not None
    told = [Happening(contact.pk, {"score": score}) for contact in contacts]
    return fire(trigger=trigger, happenings=told, occurred_at=at or now())


def the_run() -> Run:
    return Run.objects.get()
