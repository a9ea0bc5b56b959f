"""Leads whose scores have risen, or would rise: which of them are routed, and what the rules decide."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Case, CharField, DecimalField, Func, JSONField, QuerySet, TextField, Value, When
from django.db.models.functions import Cast

from mauntic.accounts.models import User
from mauntic.crm.models import Contact
from mauntic.kernel.grades import GRADES
from revops.routing.domain.decisions import Decision, Rule
from revops.routing.models import RoutingSettings
from revops.routing.selectors.desk import LEAD_FIELDS, lead_of, router_for
from revops.routing.selectors.fields import COLUMNS, COLUMNS_OF_RISEN, NEW_GRADE, NEW_SCORE
from revops.routing.selectors.rules import first_that_applies, routing_settings, rules_in_force

Scores = Mapping[UUID, Decimal]


def risen_enough(scores: Scores, settings: RoutingSettings) -> Scores:
    """Return the scores that start routing: those of the organization's minimum or more.

    Args:
        scores: the new scores (0-100) by contact.
        settings: hold the minimum; without one, no score starts routing.
    """
    least = settings.routes_from_score
    return {} if least is None else {pk: score for pk, score in scores.items() if score >= least}


def contacts_to_route(
    ids: Sequence[UUID], rules: Sequence[Rule], at: datetime, *, scores: Scores | None = None
) -> QuerySet[Contact]:
    """Return leads by id, each with `rule_index`, the position of the first rule that matches it.

    Args:
        ids: ids of contacts.
        rules: the active rules, in order.
        at: the time that relative conditions count from.
        scores: new scores by contact, which replace the stored ones in conditions: the receiver that stores
            them may be later than routing.
    """
    found = Contact.objects.filter(pk__in=list(ids)).select_related("company")
    rows: QuerySet[Contact] = found.only(*LEAD_FIELDS)
    if scores is not None:
        rows = _with_scores(rows, scores)
    columns = COLUMNS if scores is None else COLUMNS_OF_RISEN
    return rows.annotate(rule_index=first_that_applies(rules, at, columns)).order_by("pk")


def decisions_about(
    contacts: Sequence[Contact], rules: Sequence[Rule], settings: RoutingSettings, at: datetime
) -> list[Decision]:
    """Return what the rules decide about leads, one after the other.

    Args:
        contacts: of `contacts_to_route`.
        rules: the same rules, whose credits the decisions change.
        settings: the fallback, and whether working hours count.
        at: the time of the decisions.
    """
    indices = [getattr(contact, "rule_index", None) for contact in contacts]
    firsts = [None if index is None else rules[index] for index in indices]
    leads = [lead_of(contact) for contact in contacts]
    used = {rule.id: rule for rule in firsts if rule}
    router = router_for(leads, used.values(), settings, since=at)
    return [router.decide(lead, rule, at) for lead, rule in zip(leads, firsts, strict=True)]


def routing_of_risen(scores: Scores, now: datetime) -> dict[str, int]:
    """Return how many unassigned leads would be routed to each person if their scores rose, most first.

    Args:
        scores: the new scores (0-100) by contact.
        now: the time of the decisions.

    Returns: numbers by name; "" for leads that nobody could take.
    """
    settings, rules = routing_settings(), rules_in_force()
    risen = risen_enough(scores, settings)
    if not risen or not (rules or settings.fallback_id):
        return {}
    contacts = contacts_to_route(list(risen), rules, now, scores=risen).filter(owner=None)
    decisions = decisions_about(list(contacts), rules, settings, now)
    counts = Counter(decision.rep for decision in decisions)
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=[pk for pk in counts if pk])}
    return {names.get(pk, "") if pk else "": count for pk, count in counts.most_common()}


def _with_scores(rows: QuerySet[Contact], scores: Scores) -> QuerySet[Contact]:
    """Annotate the given scores and their grades. They travel as one document, however many there are."""
    document = json.dumps({str(pk): str(score) for pk, score in scores.items()})
    score = Func(
        Cast(Value(document), JSONField()),
        Cast("pk", TextField()),
        template="(%(expressions)s)",
        arg_joiner=" ->> ",
        output_field=TextField(),
    )
    steps = (When(**{f"{NEW_SCORE}__gte": bound}, then=Value(letter)) for bound, letter in GRADES)
    return rows.annotate(**{NEW_SCORE: Cast(score, DecimalField(max_digits=5, decimal_places=2))}).annotate(
        **{NEW_GRADE: Case(*steps, output_field=CharField())}
    )
