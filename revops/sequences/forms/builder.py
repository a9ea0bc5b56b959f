"""The form of a sequence: its settings, and one form per step."""

from collections.abc import Iterable, Mapping
from collections.abc import Sequence as Many
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.http import urlencode
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from mauntic.kernel.errors import Invalid
from mauntic.kernel.time.business_hours import Opening, parse_openings
from mauntic.kernel.translation import StrPromise
from revops.sequences.domain.steps import (
    LABELS,
    LONGEST_BODY,
    LONGEST_SUBJECT,
    MOST_DELAY,
    MOST_STEPS,
    WITH_TEXT,
    StepDraft,
    StepType,
)
from revops.sequences.services.sequences import LONGEST_NAME, MOST_PER_COMPANY, SequenceDraft

WORKDAYS, CLOSED = 5, "closed"
DAYS = tuple(f"day_{number}" for number in range(7))
"""The fields of the weekdays, Monday first."""
BODY_LABELS: Mapping[str, StrPromise] = {
    StepType.EMAIL: _("Text of the email"),
    StepType.LINKEDIN_MESSAGE: _("Text of the message"),
    StepType.SMS: _("Text of the SMS"),
    StepType.PHONE_CALL: _("Notes for the call"),
}
TEXTS = ("subject", "body", "second_subject", "second_body")
COUNT = "steps"
"""The field that says how many steps the form has."""


class StepForm(forms.Form):
    """One step. The service checks the texts, since they depend on the type and on the steps before."""

    type = forms.ChoiceField(
        choices=[(each.value, LABELS[each]) for each in StepType],
        label=_("Type"),
        # Another type has other fields.
        widget=forms.Select(attrs={"hx-post": "", "hx-vals": '{"do": "type"}', "hx-trigger": "change"}),
    )
    delay_days = forms.IntegerField(
        min_value=0, max_value=MOST_DELAY, initial=0, label=_("Days after the step before")
    )
    in_business_days = forms.BooleanField(required=False, label=_("Business days only"))
    subject = forms.CharField(
        required=False,
        max_length=LONGEST_SUBJECT,
        label=_("Subject"),
        # Where the copilot writes.
        widget=forms.TextInput(attrs={"data-writes": "subject"}),
    )
    body = forms.CharField(
        required=False,
        max_length=LONGEST_BODY,
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 5, "data-writes": "text"}),
    )
    second_subject = forms.CharField(
        required=False, max_length=LONGEST_SUBJECT, label=_("Subject of variant B")
    )
    second_body = forms.CharField(
        required=False,
        max_length=LONGEST_BODY,
        label=_("Text of variant B"),
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].label = BODY_LABELS.get(self.kind, _("Text"))
        if self.prefix == "step-0":
            self.fields["delay_days"].label = _("Days after enrolling")
        else:
            self.fields["subject"].help_text = _("Empty: it continues the thread of the email before.")

    @property
    def kind(self) -> str:
        """Return the chosen type."""
        return str(self["type"].value() or StepType.EMAIL)

    @property
    def has_text(self) -> bool:
        """Return whether the step has a text or notes."""
        return self.kind in WITH_TEXT or self.kind == StepType.PHONE_CALL

    @property
    def is_email(self) -> bool:
        """Return whether the step has a subject and variants."""
        return self.kind == StepType.EMAIL

    @property
    def coach(self) -> str:
        """Return where the coach, whose button is in the form, finds the text: a query."""
        names = {"text": self.add_prefix("body"), "subject": self.add_prefix("subject")}
        return urlencode({**names, "tokens": "yes"})

    def values(self) -> dict[str, Any]:
        """Return what was entered, checked or not."""
        return {name: self[name].value() for name in self.fields}

    def entered(self) -> StepDraft:
        """Return the texts as they stand in the form, checked or not."""
        texts = {name: str(self[name].value() or "") for name in TEXTS}
        return StepDraft(
            type=self.kind,
            subject=texts["subject"],
            body=texts["body"],
            second_subject=texts["second_subject"],
            second_body=texts["second_body"],
        )

    def draft(self) -> StepDraft:
        """Return the entered step."""
        return StepDraft(**self.cleaned_data)


class SequenceForm(forms.Form):
    """The settings of a sequence; `steps` has the forms of its steps."""

    name = forms.CharField(
        max_length=LONGEST_NAME, label=_("Name"), error_messages={"required": _("Enter a name.")}
    )
    window = forms.CharField(
        required=False,
        max_length=100,
        label=_("Send window from Monday to Friday"),
        help_text=_(
            "Such as 09:00-12:00, 13:00-17:00, in the time zone of the lead. Empty: your business hours."
        ),
    )
    per_company = forms.IntegerField(
        min_value=0,
        max_value=MOST_PER_COMPANY,
        initial=0,
        label=_("People of one company at a time"),
        help_text=_("0: no limit"),
    )
    stops_company = forms.BooleanField(
        required=False, label=_("When a lead replies, pause the others of the same company")
    )

    def __init__(self, data: Mapping[str, str] | None = None, *, action: str = "save", **kwargs: Any) -> None:
        """Read the form. Each weekday has a field of its own: `day_0` is Monday.

        Args:
            data: what was sent; None for a form that is shown first.
            action: a button that changes the steps shows them again, and nothing is validated.
            kwargs: `initial` has the settings, and the values of the steps under `steps`.
        """
        drafts = (kwargs.get("initial") or {}).get(COUNT, ())
        super().__init__(data if action == "save" else None, **kwargs)
        self.fields |= {
            name: forms.CharField(required=False, max_length=100, label=WEEKDAYS[number])
            for number, name in enumerate(DAYS)
        }
        if data is None:
            self.steps = _unbound(drafts)
            return
        if action == "save":
            self.steps = [StepForm(data, prefix=f"step-{index}") for index in range(_count(data))]
            return
        self.initial = {**(self.initial or {}), **_entered(data)}
        values = [StepForm(data, prefix=f"step-{index}").values() for index in range(_count(data))]
        self.steps = _unbound(_edited(values, action))

    def is_right(self) -> bool:
        """Return whether settings and steps are valid."""
        return all([self.is_valid(), *(step.is_valid() for step in self.steps)])

    def clean(self) -> dict[str, Any]:
        """Add the week of the entered times: of single days, else from Monday to Friday; empty for none."""
        cleaned = super().clean() or self.cleaned_data
        usual = self._openings("window") or []
        days = [self._openings(name) for name in DAYS]
        week = [
            day if day is not None else (usual if number < WORKDAYS else [])
            for number, day in enumerate(days)
        ]
        if any(day is not None for day in days) and not any(week) and not self.errors:
            self.add_error("window", _now("Enter hours for at least one day."))
        return {**cleaned, "week": week if any(week) else []}

    def _openings(self, name: str) -> list[Opening] | None:
        """Return the openings of a field; none for a closed day, and None if nothing was entered."""
        text = self.cleaned_data.get(name, "").strip()
        if not text:
            return None
        if text.lower() in {CLOSED, str(_now("closed"))}:
            return []
        try:
            return parse_openings(text)
        except ValueError as error:
            self.add_error(name, str(error))
            return []

    @property
    def days(self) -> list[forms.BoundField]:
        """Return the fields of the weekdays, Monday first."""
        return [self[name] for name in DAYS]

    @property
    def has_days(self) -> bool:
        """Return whether a weekday has hours of its own, or an error."""
        return any(day.value() or day.errors for day in self.days)

    def draft(self) -> SequenceDraft:
        """Return the entered sequence."""
        names = ("name", "per_company", "stops_company")
        return SequenceDraft(
            **{name: self.cleaned_data[name] for name in names},
            week=self.cleaned_data["week"],
            steps=[step.draft() for step in self.steps],
        )

    def entered(self) -> list[StepDraft]:
        """Return the steps as they stand in the form, checked or not, for a preview."""
        return [step.entered() for step in self.steps if step.kind in set(StepType)]

    def refuse(self, error: Invalid) -> None:
        """Add the errors of the service to their fields and steps."""
        for path, problems in error.fields.items():
            index, _dot, name = path.removeprefix("steps[").partition("].")
            if index.isdecimal() and path.startswith("steps["):
                step = self.steps[int(index)]
                step.add_error(name if name in step.fields else None, problems)
            else:
                self.add_error(path if path in self.fields else None, problems)

    @property
    def is_wrong(self) -> bool:
        """Return whether any part of the form has an error."""
        return bool(self.errors) or any(step.errors for step in self.steps)

    @property
    def may_add(self) -> bool:
        """Return whether another step fits."""
        return len(self.steps) < MOST_STEPS


def _unbound(values: Iterable[Mapping[str, Any]]) -> list[StepForm]:
    return [StepForm(initial=dict(each), prefix=f"step-{index}") for index, each in enumerate(values)]


def _entered(data: Mapping[str, str]) -> dict[str, Any]:
    entered: dict[str, Any] = {name: data.get(name, "") for name in ("name", "window", "per_company", *DAYS)}
    return entered | {"stops_company": "stops_company" in data}


def _count(data: Mapping[str, str]) -> int:
    text = data.get(COUNT, "")
    # One more than is allowed, so that the service says so.
    return min(int(text), MOST_STEPS + 1) if text.isdecimal() and len(text) <= 2 else 0  # noqa: PLR2004


def _edited(values: list[dict[str, Any]], action: str) -> Many[dict[str, Any]]:
    """Return the steps after a button: `add`, `remove:1`, `up:1`, `down:1`. Unknown ones change nothing."""
    verb, _colon, text = action.partition(":")
    index = int(text) if text.isdecimal() else len(values)
    if verb == "add" and len(values) < MOST_STEPS:
        return [*values, {"type": StepType.EMAIL.value, "delay_days": 3, "in_business_days": True}]
    if index >= len(values):
        return values
    if verb == "remove":
        return values[:index] + values[index + 1 :]
    target = index + {"up": -1, "down": 1}.get(verb, 0)
    if 0 <= target < len(values):
        values[index], values[target] = values[target], values[index]
    return values
