"""Whatever the model does, the page of a deal has true words, and says whose they are."""

import pytest
from django.test import Client
from django.urls import reverse

from mauntic.kernel.errors import NotFound
from mauntic.kernel.ids import new_id
from mauntic.sandbox.llm.model import Mood
from revops.agents.inspector.services.wording import rule_text, word_health
from revops.agents.llm.domain.requests import Agent
from revops.agents.llm.models.runs import AgentRun
from revops.health.selectors.deals import inspect_deal
from tests.conftest import ACME_HOST, GLOBEX_HOST
from tests.factories.agents import connect_llm
from tests.factories.revops import DealFactory


@pytest.fixture
def deal(rep):
    return DealFactory(owner=rep, name="Big one")


@pytest.mark.parametrize(
    ("mood", "sentence"),
    [
        (Mood.REFUSE, "The model declined to answer."),
        (Mood.NOT_JSON, "The answer is not in the agreed form."),
        (Mood.EXTRA_KEY, "The answer is not in the agreed form."),
        (Mood.NO_BALANCE, "credit"),
    ],
)
def test_a_failure_of_the_model_leaves_the_text_of_the_rules(rep, deal, sandbox, mood, sentence):
    connect_llm(sandbox)
    sandbox.llm.configure(mood=mood)
    worded = word_health(deal_id=deal.pk, by=rep)
    assert worded.text == rule_text(inspect_deal(rep, deal.pk))
    assert not worded.is_of_model
    assert sentence in worded.problem


def test_the_model_sees_the_rules_as_data_and_no_name_of_the_deal_as_an_order(rep, deal, sandbox):
    connect_llm(sandbox)
    sandbox.llm.say({"text": "Fine."})
    word_health(deal_id=deal.pk, by=rep)
    (asked,) = sandbox.llm.asked
    assert deal.name not in asked.system
    assert rule_text(inspect_deal(rep, deal.pk)) not in asked.system
    assert asked.searches == 0
    assert AgentRun.objects.get().agent == Agent.INSPECTOR


def test_lines_and_spaces_of_the_model_become_one_line(rep, deal, sandbox):
    connect_llm(sandbox)
    first = rule_text(inspect_deal(rep, deal.pk)).split(".")[0] + "."
    sandbox.llm.say({"text": f"\n {first} \n\n"})
    worded = word_health(deal_id=deal.pk, by=rep)
    assert (worded.text, worded.is_of_model) == (" ".join(first.split()), True)


def test_markup_in_the_words_of_the_model_stays_text(rep, deal, sandbox):
    connect_llm(sandbox)
    sandbox.llm.say({"text": "<script>alert()</script>"})
    client = Client(headers={"host": ACME_HOST})
    client.force_login(rep)
    page = client.post(reverse("revops:deal-inspector", args=[deal.pk]), headers={"HX-Request": "true"})
    assert page.status_code == 200
    assert "<script>" not in page.text


def test_a_deal_that_one_does_not_see_is_not_found_and_no_model_is_asked(rep, colleague, deal, sandbox):
    connect_llm(sandbox)
    for who, which in ((colleague, deal.pk), (rep, new_id())):
        with pytest.raises(NotFound, match="There is no deal"):
            word_health(deal_id=which, by=who)
    assert sandbox.llm.asked == []


def test_who_may_ask(rep, colleague, deal, stranger, globex):
    address = reverse("revops:deal-inspector", args=[deal.pk])
    answer = stranger.post(address)
    assert answer.status_code == 302
    assert "/login/" in answer["Location"]
    client = Client(headers={"host": ACME_HOST})
    client.force_login(colleague)
    assert client.post(address).status_code == 404
    assert client.get(address).status_code == 405
    # A session of Acme is of no use at the host of another organization.
    assert client.post(address, headers={"host": GLOBEX_HOST}).status_code in {302, 404}


def test_the_text_of_the_rules_says_nothing_twice(rep, deal):
    found = inspect_deal(rep, deal.pk)
    text = rule_text(found)
    sentences = [each for each in text.split(". ") if each]
    assert len(sentences) == len(set(sentences))
    assert found.action.title in text
