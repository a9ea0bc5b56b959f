"""The factors that every organization starts with."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from mauntic.kernel.conditions import All, Leaf, Operator, Tree

EVERYBODY = All()


class Category(StrEnum):
    """The component of the score that the points of a factor count in."""

    DATA_QUALITY = "data_quality"
    FIT = "fit"
    ENGAGEMENT = "engagement"
    INTENT = "intent"


@dataclass(frozen=True, slots=True)
class Factor:
    """A rule that gives points.

    It applies when its `conditions` hold. A factor with a `signal` also needs an active signal of that type,
    and `fades` with it or not. At most one factor of a `group` applies, the first in the order of the model.
    `advice` says how to earn the points; empty if nobody can change it. Pages show the texts of
    `scoring.model.models`.
    """

    key: str
    label: str
    category: Category
    weight: Decimal
    note: str
    conditions: Tree = EVERYBODY
    signal: str = ""
    group: str = ""
    advice: str = ""
    fades: bool = True


def _between(field: str, low: int, high: int | None) -> Tree:
    if high is None:
        return Leaf(field, Operator.AT_LEAST, low)
    return Leaf(field, Operator.BETWEEN, (low, high))


def _filled(key: str, label: str, weight: int, field: str, advice: str) -> Factor:
    known = Leaf(f"contact.{field}", Operator.IS_SET)
    return Factor(key, label, Category.DATA_QUALITY, Decimal(weight), "on file", known, advice=advice)


def _size(key: str, label: str, weight: int, low: int, high: int | None) -> Factor:
    size = _between("company.employees", low, high)
    return Factor(
        f"company_size_{key}", label, Category.FIT, Decimal(weight), "employees", size, group="size"
    )


def _seniority(level: str, label: str, weight: int) -> Factor:
    at_level = Leaf("contact.seniority", Operator.EQUALS, level)
    return Factor(
        f"seniority_{level}", label, Category.FIT, Decimal(weight), "seniority", at_level, group="seniority"
    )


def _visits(level: str, weight: int, low: int, high: int | None, *, note: str, advice: str) -> Factor:
    return Factor(
        f"{level}_engagement",
        f"{level.capitalize()} engagement",
        Category.ENGAGEMENT,
        Decimal(weight),
        note,
        _between("activity.visits_30d", low, high),
        group="visits",
        advice=advice,
    )


def _signal(category: Category, key: str, weight: int, signal: str, *, advice: str) -> Factor:
    label = key.replace("_", " ").capitalize()
    # By the contract only factors of intent fade.
    fades = category is Category.INTENT
    note = "fades with the signal" if fades else "while the signal lasts"
    return Factor(key, label, category, Decimal(weight), note, signal=signal, advice=advice, fades=fades)


FACTORS = (
    _filled("has_email", "Email address", 10, "email", "Find an email address"),
    _filled("has_phone", "Phone number", 15, "phone", "Find a phone number"),
    _filled("has_direct_phone", "Direct phone number", 10, "direct_phone", "Find a direct phone number"),
    _size("smb", "Company of 1–199", 5, 1, 199),
    _size("mid", "Company of 200–999", 10, 200, 999),
    _size("enterprise", "Company of 1,000 or more", 15, 1000, None),
    _seniority("c_level", "C level", 20),
    _seniority("vp", "Vice president", 15),
    _seniority("director", "Director", 10),
    _seniority("manager", "Manager", 5),
    _visits(
        "high", 15, 6, None, note="more than 5 visits in 30 days", advice="More than 5 visits in 30 days"
    ),
    _visits("medium", 10, 2, 5, note="2–5 visits in 30 days", advice="2 visits in 30 days"),
    _signal(
        Category.ENGAGEMENT, "content_download", 10, "CONTENT_DOWNLOAD", advice="Downloads a white paper"
    ),
    _signal(Category.INTENT, "pricing_page", 20, "PRICING_PAGE", advice="Looks at the prices"),
    _signal(Category.INTENT, "demo_request", 30, "DEMO_REQUEST", advice="Asks for a demo"),
    _signal(Category.INTENT, "free_trial", 25, "FREE_TRIAL_SIGNUP", advice="Starts a free trial"),
)
FACTORS_BY_KEY = {factor.key: factor for factor in FACTORS}
