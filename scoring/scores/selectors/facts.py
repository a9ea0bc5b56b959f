"""The facts that conditions read, and their columns, joined to contacts."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    Aggregate,
    BooleanField,
    Count,
    Expression,
    ExpressionWrapper,
    Max,
    Q,
    QuerySet,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.db.models.sql.constants import LOUTER
from django_cte import CTE

from mauntic.crm.contacts.selectors.conditions import TAGS, lead_columns
from mauntic.crm.fields.selectors.conditions import CUSTOM_KEY, value_of
from mauntic.crm.models import Contact
from mauntic.kernel.conditions import Kind
from mauntic.kernel.conditions.sql import Column
from mauntic.tracking.models import Visit
from scoring.model.domain.facts import INTENT_SCORE, RECENT, SIGNALS_7D, signal_type_of
from scoring.model.selectors.conditions import kinds_of
from scoring.scores.selectors.fading import intent_by_contact, left_of
from scoring.scores.selectors.rounding import Hundredths, RoundedHundredths
from scoring.scores.selectors.scope import Scope
from scoring.signals.models import IntentSignal

VISITS = {"activity.visits_30d": 30, "activity.visits_7d": 7}
LAST_VISIT = "activity.last_visit_at"
_EVER = timedelta(days=36_500)


@dataclass(frozen=True, slots=True)
class Sources:
    """Contacts joined with facts: `ctes` precede the statement, `columns` are the columns of the facts.

    The contacts always have `intent_strength` (hundredths), and `left_<type>` for each requested signal type.
    """

    contacts: QuerySet[Contact, Any]
    ctes: list[CTE]
    columns: dict[str, Column]
    intent: CTE


def sources(keys: Collection[str], signal_types: Collection[str], scope: Scope, now: datetime) -> Sources:
    """Return the contacts of `scope` with these facts at `now`. Only the tables of these facts are joined.

    Args:
        keys: the keys of the facts that conditions compare.
        signal_types: types of signals whose strength is needed as well.
        scope: the contacts.
        now: the time at which facts and signals count.
    """
    types = set(signal_types) | {type_ for key in keys if (type_ := signal_type_of(key))}
    intent = intent_by_contact(scope, sorted(types), now)
    contacts = scope.narrow(Contact.objects.order_by(), "id")
    contacts = intent.join(contacts, id=intent.col.contact_id, _join_type=LOUTER)
    kinds = kinds_of(keys)
    expressions: dict[str, Combinable] = {**dict(_of_contact(kinds)), **dict(_of_signals(keys, intent))}
    ctes = [intent]
    for cte, found in (_visits(keys, scope, now), _recent_signals(keys, scope, now)):
        if found:
            contacts = cte.join(contacts, id=cte.col.contact_id, _join_type=LOUTER)
            ctes.append(cte)
            expressions |= found
    names = {key: f"fact_{number}" for number, key in enumerate(sorted(expressions))}
    contacts = contacts.annotate(
        intent_strength=Coalesce(intent.col.intent_strength, 0),
        **{names[key]: expression for key, expression in expressions.items()},
    )
    columns = {key: Column(names.get(key) or _path(key), kind) for key, kind in kinds.items()}
    if TAGS in columns:
        columns[TAGS] = lead_columns()[TAGS]
    return Sources(contacts, ctes, columns, intent)


def _path(key: str) -> str:
    """Return `company__employees` for `company.employees`, `email` for `contact.email`."""
    return key.removeprefix("contact.").replace(".", "__")


def _of_contact(kinds: Mapping[str, Kind]) -> Iterator[tuple[str, Expression]]:
    """Yield facts that are not a plain column."""
    for key, kind in kinds.items():
        if CUSTOM_KEY in key:
            yield key, value_of(key, kind)
    if "contact.has_owner" in kinds:
        yield "contact.has_owner", ExpressionWrapper(Q(owner__isnull=False), BooleanField())


def _of_signals(keys: Collection[str], intent: CTE) -> Iterator[tuple[str, Expression]]:
    if INTENT_SCORE in keys:
        yield INTENT_SCORE, Hundredths(Coalesce(intent.col.intent_strength, 0))
    for key in keys:
        if type_ := signal_type_of(key):
            yield key, Hundredths(RoundedHundredths(getattr(intent.col, left_of(type_))))


def _visits(keys: Collection[str], scope: Scope, now: datetime) -> tuple[CTE, dict[str, Combinable]]:
    days = {key: count for key, count in VISITS.items() if key in keys}
    window = _EVER if LAST_VISIT in keys else timedelta(days=max(days.values(), default=0))
    rows = scope.narrow(Visit.objects.counted(now - window).filter(occurred_at__lte=now), "contact_id")
    counts: dict[str, Aggregate] = {
        f"visits_{count}": Count("pk", filter=Q(occurred_at__gte=now - timedelta(days=count)))
        for count in days.values()
    }
    if LAST_VISIT in keys:
        counts["last_visit_at"] = Max("occurred_at")
    cte = CTE(rows.order_by().values("contact_id").annotate(**counts), name="visits_by_contact")
    found: dict[str, Combinable] = {
        key: Coalesce(getattr(cte.col, f"visits_{count}"), 0) for key, count in days.items()
    }
    if LAST_VISIT in keys:
        found[LAST_VISIT] = cte.col.last_visit_at
    return cte, found


def _recent_signals(keys: Collection[str], scope: Scope, now: datetime) -> tuple[CTE, dict[str, Combinable]]:
    rows = IntentSignal.objects.filter(detected_at__range=(now - RECENT, now)).order_by()
    counted = scope.narrow(rows, "contact_id").values("contact_id").annotate(signal_count=Count("*"))
    cte = CTE(counted, name="recent_signals")
    return cte, {SIGNALS_7D: Coalesce(cte.col.signal_count, 0)} if SIGNALS_7D in keys else {}
