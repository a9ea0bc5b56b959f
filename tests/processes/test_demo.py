"""The demonstration gets up again, wherever it was interrupted and whatever dies."""

import os
import signal
import time

import psutil
import pytest

from demo.pipeline import DEALS_A_MONTH, MONTHS
from demo.prospects import OTHERS, UNKNOWN
from tests.processes.demonstration import READY, Demonstration
from tests.processes.house import wait_for

pytestmark = pytest.mark.processes

LEADS = 30
# What is printed before the kill, and the seconds until it: in the middle of the stage that follows. The kill
# comes at the end where that stage was done already.
MOMENTS = [
    ("✓ Schema", 1.0),
    ("✓ Sandbox vendors", 0.05),
    ("✓ Teams, targets", 0.1),
    ("✓ Leads imported", 0.5),
    ("✓ Visits and forms", 0.5),
    ("✓ Deals of fifteen months", 0.2),
    ("✓ Ideal customer profile", 0.5),
    ("✓ Workflows and journeys", 0.5),
]


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demonstration")
    leads = folder / "leads.csv"
    rows = [f"Ann,Lee{n},ann{n}@firm{n % 6}.example,Firm {n % 6},firm{n % 6}.example" for n in range(LEADS)]
    leads.write_text("\n".join(["first_name,last_name,email,company,website", *rows]))
    running = Demonstration(folder, leads=leads)
    yield running
    running.kill_all()


def test_a_demo_that_is_killed_at_any_stage_is_whole_after_the_next_start(demonstration):
    for text, seconds in MOMENTS:
        demonstration.start()
        demonstration.wait_for(text, READY)
        time.sleep(seconds)
        demonstration.kill()
    demonstration.start()
    demonstration.wait_for(READY)

    assert "Traceback" not in demonstration.said()
    tables = {
        "accounts_team": 2,
        "revops_routingrule": 3,
        "revops_absence": 1,
        "crm_import": 1,
        "crm_importrow": LEADS,
        "crm_contact": LEADS + len(UNKNOWN) + len(OTHERS),
        "revops_deal": MONTHS * DEALS_A_MONTH,
        "demo_stage": 12,
        "crm_customfield": 4,
        "crm_segment": 3,
        "delivery_mailbox": 2,
        "revops_sequence": 3,
        "automation_definition": 6,
        "revops_llmaccount": 1,
        "revops_promptinstructions": 2,
    }
    assert {table: demonstration.count(table) for table in tables} == tables
    assert demonstration.count("tracking_visit") > LEADS
    assert demonstration.count("revops_researchinsight") > 10
    assert demonstration.count("revops_forecastsnapshot") > 10

    for process in (demonstration.child("uvicorn"), psutil.Process(demonstration.servers.valkey.pid())):
        os.kill(process.pid, signal.SIGKILL)
    demonstration.wait_for("The process “web” ended with code -9 and is started again")
    demonstration.wait_for("The server “valkey-server” ended and is started again.")
    wait_for(demonstration.answers, seconds=120, what="the web server answers again")
    assert demonstration.stop() == 0
    assert "Stopped." in demonstration.said()


def test_a_started_demo_makes_nothing_twice_and_its_mails_name_the_port(demonstration):
    demonstration.start()
    demonstration.wait_for(READY)
    web = demonstration.child("uvicorn")
    assert web.environ()["MAUNTIC_PUBLIC_PORT"] == str(demonstration.port)
    assert demonstration.count("revops_deal") == MONTHS * DEALS_A_MONTH
    assert demonstration.stop() == 0
