"""What can be learned from: the facts of a lead that are known before its outcome."""

from dataclasses import dataclass

from mauntic.kernel.conditions import Leaf, Operator
from scoring.model.domain.factors import Category
from scoring.model.domain.facts import strength_of
from scoring.signals.domain.kinds import SIGNAL_KINDS


@dataclass(frozen=True, slots=True)
class Learnable:
    """A fact by the name that conditions know it by. Only whether it is there is kept where `presence`."""

    field: str
    label: str
    category: Category
    numeric: bool = False
    presence: bool = False

    def tells(self, leaf: Leaf) -> bool:
        """Return whether what is kept of the fact says if the condition held."""
        return not self.presence or leaf.operator in (Operator.IS_SET, Operator.IS_NOT_SET)


def _contact_data(name: str, label: str) -> Learnable:
    return Learnable(f"contact.{name}", label, Category.DATA_QUALITY, presence=True)


def _signal(code: str) -> Learnable:
    label = code.replace("_", " ").capitalize()
    return Learnable(strength_of(code), label, Category.INTENT, numeric=True)


LEARNABLE = (
    _contact_data("email", "Email address"),
    _contact_data("phone", "Phone number"),
    _contact_data("direct_phone", "Direct phone number"),
    _contact_data("title", "Title"),
    _contact_data("linkedin_url", "LinkedIn"),
    Learnable("contact.seniority", "Seniority", Category.FIT),
    Learnable("contact.country", "Country", Category.FIT),
    Learnable("contact.source", "Source", Category.FIT),
    Learnable("company.employees", "Employees", Category.FIT, numeric=True),
    Learnable("company.industry", "Industry", Category.FIT),
    Learnable("company.country", "Country of the company", Category.FIT),
    Learnable("activity.visits_7d", "Visits in 7 days", Category.ENGAGEMENT, numeric=True),
    Learnable("activity.visits_30d", "Visits in 30 days", Category.ENGAGEMENT, numeric=True),
    *(_signal(kind.code) for kind in SIGNAL_KINDS),
)
LEARNABLE_BY_FIELD = {each.field: each for each in LEARNABLE}
