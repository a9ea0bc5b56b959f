"""The agents of the demonstration: the script is checked like any model, over sites that are really read."""

import threading

import pytest
import uvicorn

from demo import agents
from mauntic.accounts.models import Role
from mauntic.sandbox.company_sites import SiteKind, app, site_kind
from mauntic.sandbox.llm.scripted import MODEL, scripted
from revops.agents.approvals.models import Proposal
from revops.agents.llm.models.accounts import LlmAccount, LlmModel
from revops.agents.llm.models.runs import AgentRun
from revops.agents.llm.selectors.spend import spend
from revops.agents.research.models.insights import ResearchInsight
from revops.agents.research.models.jobs import ResearchJob
from tests.factories.crm import CompanyFactory, ContactFactory
from tests.factories.delivery import ReplyFactory
from tests.factories.proposals import make_recommended
from tests.factories.sequences import make_sequence


@pytest.fixture
def sites(settings):
    """The sites of companies on loopback."""
    server = uvicorn.Server(uvicorn.Config(app(), port=0, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        threading.Event().wait(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    settings.MAUNTIC_HTTP_ALLOW_LOOPBACK = True
    settings.MAUNTIC_RESEARCH_GATEWAY = f"http://127.0.0.1:{port}"
    yield
    server.should_exit = True
    thread.join()


@pytest.fixture
def model(sandbox, monkeypatch, make_user):
    make_user(Role.OPS, name="Robin Laine")
    monkeypatch.setattr(agents, "SCHEMA", "acme")
    sandbox.llm.script = scripted
    agents.connect(port=int(sandbox.url.rpartition(":")[2]))
    return sandbox.llm


def company_with(kind: SiteKind):
    domain = next(name for n in range(200) if site_kind(name := f"firm{n}.example") is kind)
    company = CompanyFactory(name=f"The {kind} firm", domain=domain)
    ContactFactory(company=company, email=f"ann@{domain}")
    return company


def test_the_script_is_connected_by_a_name_that_says_what_it_is(model, sandbox):
    assert "no-ai" in MODEL
    assert (LlmModel.objects.get().name, LlmModel.objects.get().account_id) == (MODEL, "compatible")
    LlmAccount.objects.update(enabled=False)
    agents.connect(port=int(sandbox.url.rpartition(":")[2]))  # the next start
    assert not LlmAccount.objects.get().enabled


def test_a_key_of_ones_own_is_left_alone(model, sandbox):
    LlmAccount.objects.update(credentials={"key": "mine"}, base_url="https://llm.example/v1")
    agents.connect(port=1)
    assert LlmAccount.objects.get().base_url == "https://llm.example/v1"


def test_research_keeps_what_the_sites_say_and_drops_what_the_script_invents(sites, model, run_jobs):
    full, bare, down = (company_with(kind) for kind in SiteKind)
    lost = ContactFactory(company=CompanyFactory(domain=""), email="x@gmail.com")
    with run_jobs():
        assert agents.make() == 4
    jobs = {job.company_id: job for job in ResearchJob.objects.all()}
    assert jobs[full.pk].insights_found >= 6
    assert jobs[full.pk].dropped["not_found"] >= 1
    assert jobs[full.pk].reader == MODEL
    assert (jobs[bare.pk].state, jobs[bare.pk].insights_found) == ("completed", 0)
    assert (jobs[down.pk].state, jobs[down.pk].pages.get().words) == ("completed", "HTTP 503")
    assert (jobs[lost.company_id].state, "no website" in jobs[lost.company_id].problem) == ("failed", True)
    contents = list(ResearchInsight.objects.values_list("content", flat=True))
    assert not [each for each in contents if "Evil" in each or "$900" in each]
    assert agents.waiting() == 0
    assert agents.spread_costs() == AgentRun.objects.count()
    assert spend(30).cost > 0


def test_proposals_wait_for_people(model, run_jobs):
    sequence_owner = agents._ops()
    make_sequence(sequence_owner)
    make_recommended(email="lead@firm1.example")
    ReplyFactory(
        contact=ContactFactory(),
        label="question",
        is_human=True,
        text="Does it work with our warehouse system?",
    )
    with run_jobs():
        agents.make()
    assert {row.status for row in Proposal.objects.all()} == {"pending"}
    assert {"enroll", "answer"} == set(Proposal.objects.values_list("kind", flat=True))
