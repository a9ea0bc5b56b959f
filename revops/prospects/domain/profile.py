"""The ideal customer profile: whom the organization wants to sell to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from mauntic.kernel.errors import Invalid
from mauntic.kernel.normalize.people import Seniority
from mauntic.kernel.normalize.places import country_code
from mauntic.kernel.translation import gettext as _

MOST_VALUES = 50
LONGEST_VALUE = 100
MOST_EMPLOYEES = 10_000_000


class Criterion(StrEnum):
    """What a lead is compared by. The names are those of stored findings."""

    TITLE = "title"
    SENIORITY = "seniority"
    COMPANY_SIZE = "company_size"
    INDUSTRY = "industry"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The wanted leads. An empty criterion does not count.

    `titles` and `industries` are as people wrote them, or search forms (`in_forms`), which the rule compares.
    A title matches if the lead's title has all of its words. Both limits of `employees` are included.
    """

    titles: tuple[str, ...] = ()
    seniorities: tuple[str, ...] = ()
    employees_least: int | None = None
    employees_most: int | None = None
    industries: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()

    @property
    def has_size(self) -> bool:
        """Whether the company size counts."""
        return self.employees_least is not None or self.employees_most is not None

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """Return the criteria that count, in their order."""
        counts = {
            Criterion.TITLE: bool(self.titles),
            Criterion.SENIORITY: bool(self.seniorities),
            Criterion.COMPANY_SIZE: self.has_size,
            Criterion.INDUSTRY: bool(self.industries),
            Criterion.COUNTRY: bool(self.countries),
        }
        return tuple(each for each in Criterion if counts[each])

    def in_forms(self, forms: Mapping[str, str]) -> "Profile":
        """Return the profile with search forms instead of texts.

        Args:
            forms: the search form of each title and industry.
        """
        return replace(
            self,
            titles=tuple(forms[each] for each in self.titles),
            industries=tuple(forms[each] for each in self.industries),
        )


def checked(entered: Profile) -> Profile:
    """Return a profile without doubles and blanks, and with codes for countries.

    Args:
        entered: as a person wrote it; countries by code or name.

    Raises:
        Invalid: names each wrong field.
    """
    found = replace(
        entered,
        titles=_distinct(entered.titles),
        seniorities=_distinct(entered.seniorities),
        industries=_distinct(entered.industries),
        countries=_distinct([country_code(each) or each for each in entered.countries]),
    )
    problems = {
        "titles": _texts_problem(found.titles),
        "seniorities": _seniority_problem(found.seniorities),
        "industries": _texts_problem(found.industries),
        "countries": _country_problem(found.countries),
        **_size_problems(found.employees_least, found.employees_most),
    }
    if wrong := {name: problem for name, problem in problems.items() if problem}:
        raise Invalid(wrong)
    if not found.criteria:
        raise Invalid({"titles": _("Enter at least one criterion.")})
    return found


def _distinct(values: Sequence[str]) -> tuple[str, ...]:
    """Return the values without blanks, each once whatever its case, in their order."""
    by_key: dict[str, str] = {}
    for text in (" ".join(each.split()) for each in values):
        by_key.setdefault(text.casefold(), text)
    return tuple(text for text in by_key.values() if text)


def _texts_problem(texts: Sequence[str]) -> str:
    if len(texts) > MOST_VALUES:
        return _("Enter at most {most} values.").format(most=MOST_VALUES)
    if long := [text for text in texts if len(text) > LONGEST_VALUE]:
        return _('"{text}…" is too long. Use at most {most} characters.').format(
            text=long[0][:20], most=LONGEST_VALUE
        )
    if empty := [text for text in texts if not any(letter.isalnum() for letter in text)]:
        return _('"{text}" has no letters. Remove it.').format(text=empty[0])
    return ""


def _seniority_problem(codes: Sequence[str]) -> str:
    unknown = [code for code in codes if code not in set(Seniority)]
    if not unknown:
        return ""
    return _('Unknown seniority "{code}". Use one of {codes}.').format(
        code=unknown[0], codes=", ".join(Seniority)
    )


def _country_problem(codes: Sequence[str]) -> str:
    unknown = [code for code in codes if country_code(code) != code]
    if not unknown:
        return ""
    return _('Unknown country "{name}". Enter a name or code such as DE.').format(name=unknown[0][:60])


def _size_problems(least: int | None, most: int | None) -> dict[str, str]:
    limits = {"employees_least": least, "employees_most": most}
    problems = {
        name: _("Enter a number from 0 to 10,000,000.")
        for name, limit in limits.items()
        if limit is not None and not 0 <= limit <= MOST_EMPLOYEES
    }
    if not problems and least is not None and most is not None and least > most:
        problems["employees_most"] = _("Enter a number that is not below the lower limit.")
    return problems
