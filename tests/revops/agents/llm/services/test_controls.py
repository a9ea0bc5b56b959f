"""Switches, and the end of what was kept."""

from datetime import timedelta

import pytest
from django.core import mail

from mauntic.crm.contacts.services.removal import erase_contacts
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid, NotAllowed
from mauntic.kernel.ids import new_id
from mauntic.tenants.context import entered
from revops.agents.llm.domain.requests import Agent
from revops.agents.llm.models.budgets import AgentPolicy, AgentSettings
from revops.agents.llm.models.runs import AgentRun
from revops.agents.llm.services import runs
from revops.agents.llm.services.controls import resume_agents, set_agent, set_policy, stop_agents
from tests.factories.agents import connect_llm, make_agent_run
from tests.factories.crm import ContactFactory


def test_agents_are_stopped_and_resumed_once_with_a_mail_each(acme, admin, run_jobs):
    with run_jobs():
        assert [stop_agents(by=admin), stop_agents(by=admin)] == [True, False]
    assert AgentPolicy.objects.get().stopped_by == admin
    with run_jobs():
        assert [resume_agents(by=admin), resume_agents(by=admin)] == [True, False]
    assert AgentPolicy.objects.get().stopped_at is None
    assert [message.subject for message in mail.outbox] == [
        "[Acme] AI agents stopped",
        "[Acme] AI agents resumed",
    ]


def test_an_agent_is_switched_and_gets_its_model(acme, admin, sandbox):
    model = connect_llm(sandbox)
    set_agent(agent=Agent.COACH, is_on=False, model_id=model.pk, by=admin)
    set_agent(agent=Agent.COACH, is_on=True, model_id=model.pk, by=admin)
    row = AgentSettings.objects.get()
    assert (row.agent, row.is_on, row.model) == ("coach", True, model)
    with pytest.raises(Invalid) as raised:
        set_agent(agent=Agent.COACH, is_on=True, model_id=new_id(), by=admin)
    assert list(raised.value.fields) == ["coach-model"]


def test_the_policy_is_kept_and_a_wrong_retention_is_refused(acme, admin):
    set_policy(allows_other_vendor=True, retention_days=30, by=admin)
    row = AgentPolicy.objects.get()
    assert (row.allows_other_vendor, row.retention_days) == (True, 30)
    for wrong in (0, 366):
        with pytest.raises(Invalid) as raised:
            set_policy(allows_other_vendor=True, retention_days=wrong, by=admin)
        assert list(raised.value.fields) == ["retention_days"]


def test_reps_switch_nothing(acme, rep):
    calls = (
        lambda: stop_agents(by=rep),
        lambda: resume_agents(by=rep),
        lambda: set_agent(agent=Agent.COACH, is_on=False, model_id=None, by=rep),
        lambda: set_policy(allows_other_vendor=True, retention_days=30, by=rep),
    )
    for call in calls:
        with pytest.raises(NotAllowed):
            call()


def test_prompts_go_after_the_retention_and_costs_stay(acme, globex):
    AgentPolicy.objects.create(retention_days=30)
    old = make_agent_run(started_at=now() - timedelta(days=31))
    young = make_agent_run(started_at=now() - timedelta(days=29))
    with entered(globex):
        make_agent_run(started_at=now() - timedelta(days=31))
    assert runs.delete_old_content() == 1
    for run in (old, young):
        run.refresh_from_db()
    assert (old.content, young.content is None) == (None, False)
    assert old.cost > 0
    with entered(globex):
        assert AgentRun.objects.get().content


def test_runs_are_erased_with_their_contact(acme):
    contact = ContactFactory()
    make_agent_run(contact=contact)
    other = make_agent_run()
    erase_contacts(contact_ids=[contact.pk])
    assert list(AgentRun.objects.all()) == [other]
