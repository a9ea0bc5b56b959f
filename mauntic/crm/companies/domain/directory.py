"""Match companies by name and domain."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, TypeVar

from mauntic.kernel.normalize import names_differ

E = TypeVar("E")


class Known(NamedTuple):
    """Name and domain of a company. The domain may be empty."""

    name: str
    domain: str


@dataclass(slots=True)
class Directory(Generic[E]):
    """Companies by domain and by name. Of two companies with the same name the first entered is found."""

    by_domain: dict[str, tuple[Known, E]] = field(default_factory=dict)
    by_name: dict[str, tuple[Known, E]] = field(default_factory=dict)

    def enter(self, company: E, *, name: str, domain: str) -> None:
        """Add a company, or record the domain that a known company got."""
        entry = Known(name, domain), company
        if domain:
            self.by_domain.setdefault(domain.lower(), entry)
        if name and self.by_name.get(name.lower(), entry)[1] is company:
            self.by_name[name.lower()] = entry

    def find(self, details: Mapping[str, Any]) -> E | None:
        """Return the company that the details match, or None.

        The domain decides, unless it belongs to a company with a clearly different name. Otherwise the name
        does.

        Args: `details` are values by column of Company.
        """
        holder = self._holder(details)
        if holder is not None and not _is_another(holder[0], details):
            return holder[1]
        named = self.by_name.get(_low(details, "name"))
        # The same name with another domain is another company, unless that domain belongs to a third company.
        if named is None or (holder is None and _low(details, "domain") and named[0].domain):
            return None
        return named[1]

    def own(self, details: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the details without a domain that belongs to a company with a clearly different name."""
        holder = self._holder(details)
        if holder is None or not _is_another(holder[0], details):
            return details
        return {name: value for name, value in details.items() if name != "domain"}

    def _holder(self, details: Mapping[str, Any]) -> tuple[Known, E] | None:
        return self.by_domain.get(_low(details, "domain"))


def is_same(company: Known, details: Mapping[str, Any]) -> bool:
    """Return whether the details, which have a domain or a name, match this company."""
    domain = _low(details, "domain")
    if domain and company.domain:
        return domain == company.domain.lower() and not _is_another(company, details)
    return company.name.lower() == _low(details, "name")


def _is_another(holder: Known, details: Mapping[str, Any]) -> bool:
    """Return whether the name rules out the holder of the domain. A domain given as the name does not."""
    domain, name = _low(details, "domain"), str(details.get("name") or "")
    return domain not in {holder.name.lower(), name.lower()} and names_differ(holder.name, name)


def _low(details: Mapping[str, Any], name: str) -> str:
    return str(details.get(name) or "").lower()
