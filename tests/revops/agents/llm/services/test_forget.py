"""Who is erased is named in no prompt and no answer, also in those about colleagues."""

import pytest

from mauntic.crm.contacts.services.removal import erase_contacts
from revops.agents.llm.models.runs import AgentRun
from revops.agents.llm.services.forget import forget_people
from tests.crm.queries import counted
from tests.factories.agents import make_agent_run
from tests.factories.crm import CompanyFactory, ContactFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def zelda(acme):
    company = CompanyFactory()
    return ContactFactory(
        first_name="Zelda", last_name="Zimmer", email="zelda@hydra.example", company=company
    )


def content(**more) -> dict:
    return {"system": "Write.", "user": "Facts", "answer": "{}", "evidence": [], "sources": [], **more}


@pytest.mark.parametrize(
    "told",
    [
        content(user='{"text": "insight-1: ZELDA zimmer hires 14 engineers."}'),
        content(answer="Write to zelda@hydra.example"),
        content(evidence=[{"kind": "page", "url": "https://hydra.example/zelda", "title": "Zelda Zimmer"}]),
    ],
)
def test_contents_about_a_colleague_or_the_company_that_name_her_are_deleted(zelda, told):
    colleague = ContactFactory(company=zelda.company)
    about = [
        make_agent_run(contact=colleague, content=told),
        make_agent_run(contact=colleague, company=zelda.company, content=told),
        make_agent_run(company=zelda.company, content=told),
    ]
    erase_contacts(contact_ids=[zelda.pk])
    for run in about:
        run.refresh_from_db()
        assert (run.content, run.outcome, run.input_tokens) == (None, "answered", 900)


def test_contents_that_do_not_name_her_stay(zelda):
    colleague = ContactFactory(company=zelda.company)
    kept = [
        make_agent_run(contact=colleague, content=content(user="Zelda and Mr Zimmer hire.")),
        make_agent_run(contact=ContactFactory(), content=content(user="Zelda Zimmer of another company")),
        make_agent_run(content=content(user="Zelda Zimmer")),
    ]
    erase_contacts(contact_ids=[zelda.pk])
    assert AgentRun.objects.filter(content__isnull=False).count() == len(kept)


def test_her_own_runs_go_with_her(zelda):
    make_agent_run(contact=zelda)
    erase_contacts(contact_ids=[zelda.pk])
    assert not AgentRun.objects.exists()


def test_nobody_with_a_name_reads_nothing(acme):
    nameless = ContactFactory(first_name="Zelda", last_name="", email="", company=CompanyFactory())
    lonely = ContactFactory(first_name="Zelda", last_name="Zimmer", company=None)
    with counted() as queries:
        assert forget_people(contact_ids=[nameless.pk, lonely.pk]) == 0
    assert len(queries) == 1
