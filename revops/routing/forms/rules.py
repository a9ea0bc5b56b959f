"""The form of a rule: name, strategy, condition builder, and reps with weights."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mauntic.accounts.models import User
from mauntic.kernel.conditions import from_json
from mauntic.kernel.conditions.builder import Builder, builder_from, builder_of
from mauntic.kernel.conditions.descriptions import words
from mauntic.kernel.errors import Invalid
from revops.routing.models import RoutingRule, Strategy
from revops.routing.selectors.fields import FIELDS
from revops.routing.services.drafts import LONGEST_NAME, RuleDraft, TargetDraft

_PREFIX, MOST_DIGITS = "when", 9


@dataclass(slots=True, eq=False)
class TargetRow:
    """A rep who can be selected. `name` is the prefix of the input names."""

    person: User
    name: str
    ticked: bool = False
    weight: str = "1"
    errors: list[str] = field(default_factory=list)


class RuleForm(forms.Form):
    """The form of a rule. Errors of conditions and reps are shown at their rows.

    While `is_draft`, nothing is validated.
    """

    name = forms.CharField(max_length=LONGEST_NAME, error_messages={"required": _("Enter a name.")})
    strategy = forms.ChoiceField(choices=Strategy.choices, label=_("Strategy"))
    enabled = forms.BooleanField(required=False, label=_("On"), initial=True)

    def __init__(
        self,
        data: Mapping[str, str] | None = None,
        *,
        row: RoutingRule | None,
        people: Sequence[User],
        is_draft: bool = False,
    ) -> None:
        super().__init__(None if is_draft else data, initial=_initial(data, row))
        self.row, self.fields_known = row, FIELDS
        tree = from_json(row.conditions if row else {})
        self.builder: Builder | None = builder_of(tree)
        self.conditions_text = words(tree, FIELDS)
        weights = {target.rep_id: target.weight for target in row.targets.all()} if row else {}
        self.targets = [_target(person, weights.get(person.pk), data) for person in people]
        self.target_errors: list[str] = []
        if data is not None and self.builder:
            self.builder = builder_from(data, _PREFIX)
        self._settle()

    def edit(self, action: str) -> None:
        """Apply a button of the condition builder. Unknown positions change nothing."""
        verb, *where = action.split(":")
        with suppress(IndexError, ValueError):
            if self.builder:
                self.builder.edit(verb, [int(index) for index in where], FIELDS)
        self._settle()

    def draft(self) -> RuleDraft | None:
        """Return the entered rule, or None after adding errors to its rows."""
        weights = {row: _whole(row.weight) for row in self._ticked()}
        for row, weight in weights.items():
            if weight is None:
                row.errors.append(gettext("Enter a whole number, such as 2."))
        if not self.is_valid() or None in weights.values():
            return None
        return RuleDraft(
            id=self.row.pk if self.row else None,
            name=self.cleaned_data["name"],
            strategy=self.cleaned_data["strategy"],
            enabled=self.cleaned_data["enabled"],
            conditions=self._conditions(),
            targets=[
                TargetDraft(row.person.pk, weight) for row, weight in weights.items() if weight is not None
            ],
        )

    def refuse(self, error: Invalid) -> None:
        """Add the errors of the service to their rows and fields."""
        for path, problems in error.fields.items():
            if path.startswith("targets["):
                self._ticked_at(path).errors.extend(problems)
            elif path == "targets":
                self.target_errors.extend(problems)
            elif not (self.builder and self.builder.blame(path, problems)):
                self.add_error(path if path in self.fields else None, problems)

    @property
    def is_wrong(self) -> bool:
        """Whether any part of the form has an error."""
        rows = [*self.targets, *(self.builder.rows if self.builder else ())]
        return bool(self.errors or self.target_errors) or any(row.errors for row in rows)

    def _conditions(self) -> Mapping[str, Any]:
        if self.builder is None:
            return self.row.conditions if self.row else {}
        return self.builder.as_json() if any(True for _ in self.builder.rows) else {}

    def _settle(self) -> None:
        if self.builder:
            # A group without conditions has no effect.
            self.builder.groups = [group for group in self.builder.groups if group.conditions]
            self.builder.settle(_PREFIX, FIELDS)

    def _ticked(self) -> Iterator["TargetRow"]:
        return (row for row in self.targets if row.ticked)

    def _ticked_at(self, path: str) -> TargetRow:
        index = int(path.removeprefix("targets[").partition("]")[0])
        return list(self._ticked())[index]


def _initial(data: Mapping[str, str] | None, row: RoutingRule | None) -> dict[str, object]:
    if data is not None:
        return {"name": data.get("name"), "strategy": data.get("strategy"), "enabled": "enabled" in data}
    return {"name": row.name, "strategy": row.strategy, "enabled": row.enabled} if row else {}


def _target(person: User, weight: int | None, data: Mapping[str, str] | None) -> TargetRow:
    name = f"rep-{person.pk}"
    if data is None:
        return TargetRow(person, name, weight is not None, str(weight or 1))
    return TargetRow(person, name, f"{name}-on" in data, data.get(f"{name}-weight", "1"))


def _whole(text: str) -> int | None:
    digits = text.strip()
    return int(digits) if digits.isdecimal() and len(digits) <= MOST_DIGITS else None
