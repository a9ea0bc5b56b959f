"""The pages of prompts."""

import pytest
from django.test import Client

from mauntic.accounts.models import Role
from revops.agents.llm.models.instructions import PromptInstructions
from tests.conftest import ACME_HOST
from tests.revops.agents.llm.views.conftest import text

ROOT = "/revops/agents/prompts/"
READ = f"{ROOT}research.read/"
BACK = f"{READ}restore/"


def save(desk: Client, words: str, based_on: int = 0):
    return desk.post(READ, {"text": words, "based_on": based_on}, follow=True)


def test_all_prompts_are_listed_with_their_agents_and_versions(desk):
    page = text(desk.get(ROOT))
    for name in ("research.read", "sdr.reply", "coach.comment", "inspector.word", "copilot.draft"):
        assert f"{ROOT}{name}/" in page
    save(desk, "Be brief.")
    page = text(desk.get(ROOT))
    assert "Version 1" in page
    assert "Olga Ops" in page


def test_a_prompt_shows_the_rules_that_protect_as_text_only(desk):
    page = text(desk.get(READ))
    assert "copied from the page letter by letter" in page
    assert page.count("<textarea") == 1
    assert "No versions yet" in page


def test_instructions_are_saved_compared_and_taken_back(desk):
    assert "House instructions saved as version 1." in text(save(desk, "Be brief."))
    save(desk, "Be <b>formal</b>.", 1)
    page = text(desk.get(f"{READ}?to=2"))
    assert "<del>brief.</del><ins>&lt;b&gt;formal&lt;/b&gt;.</ins>" in page
    assert "<ins>Be brief.</ins>" in text(desk.get(f"{READ}?from=0&to=1"))
    assert "The texts are the same." in text(desk.get(f"{READ}?from=1&to=1"))
    page = text(desk.post(BACK, {"number": 1, "based_on": 2}, follow=True))
    assert "Version 3 has the text of version 1." in page
    assert "Text of version 1" in page
    assert PromptInstructions.objects.count() == 3


def test_nothing_changed_is_said(desk):
    save(desk, "Be brief.")
    assert "Nothing changed." in text(save(desk, "Be brief.", 1))


def test_what_somebody_saved_meanwhile_is_not_overwritten(desk):
    save(desk, "Be brief.")
    answer = desk.post(READ, {"text": "Be formal.", "based_on": 0})
    assert answer.status_code == 422
    assert "Olga Ops saved version 1 meanwhile" in text(answer)
    assert "Be formal." in text(answer)  # what was typed is not lost
    assert "saved version 1 meanwhile" in text(desk.post(BACK, {"number": 1, "based_on": 0}, follow=True))


@pytest.mark.parametrize(
    "sent", [{"text": "x" * 2_001, "based_on": 0}, {"text": "x"}, {"text": "x", "based_on": "many"}]
)
def test_a_wrong_form_is_refused(desk, sent):
    assert desk.post(READ, sent).status_code == 422
    assert not PromptInstructions.objects.exists()


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        (f"{ROOT}research.rread/", None),
        (f"{READ}?to=9", None),
        (f"{READ}?to=x", None),
        (f"{READ}?from=-1&to=1", None),
        (f"{READ}?to=99999999999999999999", None),
        (BACK, {"number": 9, "based_on": 0}),
    ],
)
def test_what_does_not_exist_is_not_found(desk, address, sent):
    answer = desk.get(address) if sent is None else desk.post(address, sent)
    assert answer.status_code == 404


@pytest.mark.parametrize("role", [Role.REP, Role.MANAGER])
def test_reps_and_managers_neither_read_nor_change_prompts(make_user, role):
    client = Client(headers={"host": ACME_HOST})
    client.force_login(make_user(role))
    assert {client.get(each).status_code for each in (ROOT, READ)} == {403}
    assert {
        client.post(each, {"text": "x", "based_on": 0, "number": 1}).status_code for each in (READ, BACK)
    } == {403}
    assert not PromptInstructions.objects.exists()
