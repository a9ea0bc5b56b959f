"""Whatever a program sends is taken or refused with a reason, and the pages show what was taken."""

import copy
import json
import re
from collections import Counter
from contextlib import contextmanager
from functools import partial

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from mauntic.kernel.api.serializers import CamelSerializer
from mauntic.kernel.clock import now
from tests.conftest import ACME_HOST
from tests.factories.crm import CompanyFactory, ContactFactory
from tests.factories.odd_rows import make_odd_base
from tests.factories.revops import DealFactory
from tests.kernel.api.test_declared_limits import OURS, declared
from tests.support.pages import broken_pages
from tests.web.crawling import forms_of

SERVER_FAULTS, REFUSED = 500, 400


def deep(levels):
    value = 1
    for _ in range(levels):
        value = [value]
    return value


NUMBERS = [True, 10**40, 2**63, -1, 0, 1e308, "nan", "1e400", "-0", "٣"]
DATES = ["0001-01-01", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-02-30", "24:00"]
TEXTS = ["", " ", "\0", "\ud800", "x" * 20_000, "=cmd()", "\u202e<script>", f"a@{'b' * 300}.com"]
OTHERS = [None, [], {}, deep(20), "00000000-0000-0000-0000-000000000000"]
SINGLE = st.sampled_from([*NUMBERS, *DATES, *TEXTS, *OTHERS])
MIXED = st.recursive(
    SINGLE | st.text(max_size=20) | st.integers() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
# What a person types, or a program sends as a form: a lone surrogate cannot be sent at all.
TYPED = st.sampled_from(
    [*map(str, NUMBERS), *DATES, *(text for text in TEXTS if text != "\ud800"), "9" * 400, "[" * 400]
) | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
BODIES = {
    "contacts": (
        "post",
        "/api/v1/crm/contacts",
        {"firstName": "Ada", "customFields": {}},
    ),
    "companies": (
        "post",
        "/api/v1/crm/companies",
        {"name": "Engines", "employees": 5, "techStack": []},
    ),
    "contact": (
        "patch",
        "/api/v1/crm/contacts/{contact}",
        {"title": "CEO", "ownerId": None, "phone": ""},
    ),
    "company": ("patch", "/api/v1/crm/companies/{company}", {"revenue": 5, "domain": "e.example"}),
    "deals": (
        "post",
        "/api/v1/revops/deals",
        {"contactId": "{contact}", "name": "D", "value": 1},
    ),
    "deal": (
        "patch",
        "/api/v1/revops/deals/{deal}",
        {"expectedCloseAt": None, "currency": "EUR"},
    ),
    "stage": ("put", "/api/v1/revops/deals/{deal}/stage", {"stage": "proposal", "lostReason": ""}),
    "activities": (
        "post",
        "/api/v1/revops/activities",
        {
            "type": "call",
            "contactId": "{contact}",
            "durationMinutes": 5,
            "completedAt": "2026-11-01T10:00:00Z",
        },
    ),
    "sequences": (
        "post",
        "/api/v1/revops/sequences",
        {"name": "S", "steps": [{"type": "email", "delayDays": 0, "subject": "Hi", "body": "Yes?"}]},
    ),
    "signals": (
        "post",
        "/api/v1/scoring/signals",
        {"contactId": "{contact}", "signalType": "PRICING_PAGE", "source": "api", "metadata": {}},
    ),
    "signal type": ("put", "/api/v1/scoring/signals/config/PRICING_PAGE", {"weight": 0.5, "decayHours": 24}),
    "waterfall": (
        "put",
        "/api/v1/lead-intelligence/waterfall/email",
        {"providerOrder": ["hunter"], "minConfidence": 0.5, "maxCostPerLead": 1},
    ),
    "provider": (
        "put",
        "/api/v1/lead-intelligence/providers/" + "a" * 40,
        {
            "name": "A",
            "providerType": "hunter",
            "supportedFields": ["email"],
            "priority": 1,
            "costPerLookup": 1,
        },
    ),
    "routing rules": (
        "put",
        "/api/v1/revops/routing/rules",
        [
            {
                "name": "All",
                "strategy": "round_robin",
                "conditions": {"all": [{"field": "contact.country", "operator": "equals", "value": "DE"}]},
                "targets": [{"repId": "{admin}", "weight": 1}],
            }
        ],
    ),
    "scoring config": (
        "put",
        "/api/v1/scoring/scoring/config",
        {"configs": [{"category": "fit", "factor": "has_email", "weight": 5, "enabled": True}]},
    ),
    "commit": ("put", "/api/v1/revops/forecasts/2026-Q4/commit", {"repId": None, "value": 5, "note": ""}),
}
# What ends the session of who sends it, or asks the outside world.
SKIPPED = frozenset(
    {
        "account_login",
        "account_logout",
        "account_change_password",
        "account_reset_password",
        "account_reauthenticate",
        "accounts:active",
        "lead_intelligence:provider-test",
    }
)


def drive(strategy, check, *, examples):
    """Check examples of the strategy, the same in every run."""

    @settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(strategy)
    def run(value):
        check(value)

    run()


def places(body, above=()):
    """The ways to every value of a JSON body: keys and positions."""
    for key, value in body.items() if isinstance(body, dict) else enumerate(body):
        yield (*above, key)
        if isinstance(value, dict | list):
            yield from places(value, (*above, key))


def replaced(body, where, value):
    """The body with another value at one place."""
    changed = copy.deepcopy(body)
    inner = changed
    for key in where[:-1]:
        inner = inner[key]
    inner[where[-1]] = value
    return changed


@pytest.fixture
def browser(admin):
    client = Client(headers={"host": ACME_HOST}, raise_request_exception=False)
    client.force_login(admin)
    return client


@pytest.mark.parametrize("app", OURS)
def test_a_serializer_takes_or_refuses_any_value(acme, app):
    shapes = [shape for shape in declared(CamelSerializer) if shape.__module__.startswith(app)]
    assert len(shapes) > 5
    for shape in shapes:
        drive(st.fixed_dictionaries(dict.fromkeys(shape().fields, MIXED)), partial(judge, shape), examples=4)


def judge(shape, sent):
    with atomic_and_back():
        shape(data=sent).is_valid()


@pytest.mark.parametrize("name", BODIES)
def test_an_endpoint_takes_or_refuses_any_value(browser, rows, name):
    method, address, body = BODIES[name]
    address, body = filled(address, rows), json.loads(filled(json.dumps(body), rows))

    def send(sent):
        where, value = sent
        text = json.dumps(replaced(body, where, value))
        with transaction.atomic():
            answer = getattr(browser, method)(address, text, content_type="application/json")
            transaction.set_rollback(answer.status_code >= REFUSED)
        assert answer.status_code < SERVER_FAULTS, answer.content
        assert answer["Content-Type"] == "application/json"

    with transaction.atomic():
        untouched = getattr(browser, method)(address, json.dumps(body), content_type="application/json")
        transaction.set_rollback(True)
    assert untouched.status_code < REFUSED, untouched.content  # else all that follows is refused for it
    drive(st.tuples(st.sampled_from(list(places(body))), MIXED), send, examples=10)


# Django builds the admin's form of an address field, and warns of a default of 6.0.
@pytest.mark.filterwarnings("ignore::django.utils.deprecation.RemovedInDjango60Warning")
def test_a_form_takes_or_refuses_any_value(acme, admin):
    make_odd_base(now())
    client = Client(headers={"host": ACME_HOST}, enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(admin)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get("/settings/").text)[1]
    forms = list(forms_of(client, start="/settings/", skipped=SKIPPED))
    assert len(forms) > 40
    failed, answers = set(), Counter()
    for route, form in forms:

        def send(sent, route=route, form=form):
            variant, where, values = sent
            filled_in = form.filled(variant) | {"csrfmiddlewaretoken": token}
            for name in [where] if where else form.typed:
                filled_in[name] = values[name]
            with transaction.atomic():
                answer = client.post(form.action, filled_in)
                transaction.set_rollback(answer.status_code >= REFUSED)
            answers[answer.status_code] += 1
            if answer.status_code >= SERVER_FAULTS:
                failed.add(f"{answer.status_code} {route} {str(filled_in)[:300]} {answer.exc_info}")

        values = st.fixed_dictionaries(dict.fromkeys(form.typed, TYPED))
        where = st.sampled_from(["", *form.typed])
        drive(st.tuples(st.integers(0, 1), where, values), send, examples=4)
    assert failed == set()
    assert broken_pages(client) == []
    assert answers[403] < sum(answers.values()) / 10, answers  # else the token was refused, or the role lost


@contextmanager
def atomic_and_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def rows(acme, browser, admin):
    """Records that addresses and bodies name; the pages that show them are opened when the test ends."""
    deal = DealFactory(contact=ContactFactory(company=CompanyFactory()))
    found = {"deal": deal.pk, "contact": deal.contact_id, "company": deal.company_id, "admin": admin.pk}
    yield found
    shown = ["/", "/leads/", "/companies/", "/revops/deals/", "/revops/deals/table/", "/scoring/settings/"]
    records = [f"/leads/{deal.contact_id}/", f"/companies/{deal.company_id}/", f"/revops/deals/{deal.pk}/"]
    assert broken_pages(browser, [*shown, *records]) == []


def filled(text, rows):
    for name, pk in rows.items():
        text = text.replace(f"{{{name}}}", str(pk))
    return text
