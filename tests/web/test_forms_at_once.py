"""Every form of the product is sent by several people at the same moment, beside real workers."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from itertools import chain

import dramatiq
import pytest
from django.db import connection
from django.test import Client

from mauntic.accounts.models import Role, User
from tests.factories.odd_rows import make_odd_base
from tests.web.crawling import Form, forms_of

SENDERS = 4
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


@pytest.fixture
def workers():
    """Two threads that do the jobs that the forms send, with the real broker and middleware."""
    broker = dramatiq.get_broker()
    broker.flush_all()
    worker = dramatiq.Worker(broker, worker_timeout=100, worker_threads=2)
    worker.start()
    yield worker
    worker.stop()
    broker.flush_all()


def test_no_form_fails_when_it_is_sent_by_several_at_once(committed, workers):
    make_odd_base(datetime.now(UTC))
    admin = User.objects.create_user("ada@odd.example", "a password", role=Role.ADMIN)
    host = f"{committed.schema_name}.localhost"

    def browser() -> Client:
        client = Client(headers={"host": host}, raise_request_exception=False)
        client.force_login(admin)
        return client

    start = threading.Barrier(SENDERS)
    browsers = [browser() for _ in range(SENDERS)]

    def send(number: int, form: Form) -> list[str]:
        start.wait()
        try:
            answers = [browsers[number].post(form.action, form.filled(number + more)) for more in (0, 1)]
        finally:
            connection.close()
        return [f"{each.status_code} {each.exc_info}" for each in answers if each.status_code >= 500]

    failed = {}
    forms = list(forms_of(browser(), start="/settings/", skipped=SKIPPED))
    with ThreadPoolExecutor(SENDERS) as pool:
        for route, form in forms:
            said = list(chain.from_iterable(pool.map(partial(send, form=form), range(SENDERS))))
            if said:
                failed[route] = said

    assert failed == {}
    assert len(forms) > 40
