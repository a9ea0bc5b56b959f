"""The form of quotas."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.kernel.errors import Invalid
from mauntic.kernel.pages.forms import add_errors
from revops.forecast.forms.commits import amount_field
from revops.forecast.models import Quota


class QuotasForm(forms.Form):
    """An amount for each rep; an empty one removes the quota."""

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
                _("Quota of {rep}").format(rep=person),
                required=False,
                initial=quota.amount if quota else None,
            )
            field.widget.attrs["aria-label"] = field.label
            field.disabled = not may_change
            self.fields[str(person.pk)] = field

    def rows(self) -> Iterator[tuple[User, forms.BoundField]]:
        """Return the reps with their fields."""
        return ((person, self[str(person.pk)]) for person in self.people)

    def amounts(self) -> dict[UUID, Decimal | None]:
        """Return the changed amounts by id of the rep."""
        return {
            person.pk: self.cleaned_data[str(person.pk)]
            for person in self.people
            if str(person.pk) in self.changed_data
        }

    def refuse(self, error: Invalid) -> None:
        """Add the errors of the service to the fields of the reps."""
        add_errors(self, error)
