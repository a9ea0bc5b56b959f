"""The settings of the splits of journeys."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms

from mauntic.automation.forms.rows import BRANCH, Cells, Column, RowsField
from mauntic.journeys.domain.splits import DEFAULT, WrongSplit, read_grades, read_ranges, read_shares
from mauntic.kernel.grades import LETTERS
from mauntic.kernel.translation import gettext_lazy as _

NAME = Column(BRANCH, _("Branch"))


class GradesField(RowsField):
    """The branch of each grade, as an object; as rows one for each grade, and one for all others."""

    def to_rows(self, value: Any) -> list[Cells]:
        """Return the branch of each grade; empty where it goes with all others."""
        given = value if isinstance(value, Mapping) else {}
        return [{BRANCH: str(given.get(grade) or "")} for grade in (*LETTERS, DEFAULT)]

    def from_rows(self, rows: Sequence[Cells]) -> Any:
        """Return the branches that have a name, by grade."""
        named = zip((*LETTERS, DEFAULT), rows, strict=False)  # a form that was cut short
        return {grade: name for grade, row in named if (name := row[BRANCH].strip())}


def _checked(read: Callable[[Any], object], given: Any) -> Any:
    try:
        read(given)
    except WrongSplit as error:
        raise forms.ValidationError(str(error)) from error
    return given


class ScoreRangeForm(forms.Form):
    """Which scores take which branch."""

    ranges = RowsField(
        label=_("Branches by score"),
        columns=(NAME, Column("min", _("From score"), is_number=True)),
        initial=[{"min": 60, "branch": "High"}, {"branch": "Low"}],
        help_text=_(
            "The first branch that fits counts, from the highest score down. Leave the score of the last one "
            "empty: it is for all others."
        ),
    )

    def clean_ranges(self) -> Any:
        """Refuse ranges that are none, or that nobody reaches."""
        return _checked(read_ranges, self.cleaned_data["ranges"])


class LeadGradeForm(forms.Form):
    """Which grades take which branch."""

    grades = GradesField(
        label=_("Branches by grade"),
        columns=(NAME,),
        labels=(*LETTERS, _("All others")),
        initial={"A": "Best", "B": "Best", "default": "Others"},
        help_text=_("Grades with the same branch go together. An empty one goes with all others."),
    )

    def clean_grades(self) -> Any:
        """Refuse grades that do not exist."""
        return _checked(read_grades, self.cleaned_data["grades"])


class RandomForm(forms.Form):
    """How many of a hundred leads take which branch."""

    shares = RowsField(
        label=_("Branches by chance"),
        columns=(NAME, Column("percent", _("Share in %"), is_number=True)),
        initial=[{"branch": "A", "percent": 50}, {"branch": "B", "percent": 50}],
        help_text=_(
            "The shares of all branches add up to 100. To hold leads out, end their branch with “End here”."
        ),
    )

    def clean_shares(self) -> Any:
        """Refuse shares that do not add up to 100%."""
        return _checked(read_shares, self.cleaned_data["shares"])
