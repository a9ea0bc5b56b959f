"""The quotas of a period."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms

from mauntic.accounts.models import User
from mauntic.kernel.errors import Invalid
from revops.forms.forecast import amount_field
from revops.models import Quota


class QuotasForm(forms.Form):
    """An amount for each person; an empty one takes the quota away."""

    def __init__(
        self,
        *args: Any,
        people: Sequence[User],
        quotas: Mapping[UUID, Quota],
        may_change: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        for person in people:
            quota = quotas.get(person.pk)
            field = amount_field(
                f"Quota of {person}", required=False, initial=quota.amount if quota else None
            )
            field.widget.attrs["aria-label"] = field.label
            field.disabled = not may_change
            self.fields[str(person.pk)] = field

    def rows(self) -> Iterator[tuple[User, forms.BoundField]]:
        """Each person with their field."""
        return ((person, self[str(person.pk)]) for person in self.people)

    def amounts(self) -> dict[UUID, Decimal | None]:
        """What was entered, of those whose quota is another one than before."""
        return {
            person.pk: self.cleaned_data[str(person.pk)]
            for person in self.people
            if str(person.pk) in self.changed_data
        }

    def refuse(self, error: Invalid) -> None:
        """Show what the service refused at the people's fields."""
        for name, sentences in error.fields.items():
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, sentence)
