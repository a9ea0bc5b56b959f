"""House instructions of prompts: versions, who saved them, and what calls get."""

import pytest

from mauntic.accounts.models import Role, User
from mauntic.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from revops.agents.llm.domain.prompts import LONGEST_INSTRUCTIONS
from revops.agents.llm.domain.requests import Agent, Purpose
from revops.agents.llm.models.instructions import PromptInstructions
from revops.agents.llm.models.runs import AgentRun
from revops.agents.llm.selectors.prompts import compare, prompt_state, prompt_states, versions_of
from revops.agents.llm.services.calls import complete, stream
from revops.agents.llm.services.instructions import restore_instructions, save_instructions
from tests.factories.agents import DRAFT, REQUEST, connect_llm
from tests.support.queries import queries_of

READ = "research.read"
PURPOSE = Purpose(agent=Agent.RESEARCH, prompt=READ)


@pytest.fixture
def ops(make_user) -> User:
    return make_user(Role.OPS, name="Olga Ops")


def save(text: str, by: User, based_on: int = 0, prompt: str = READ) -> PromptInstructions:
    return save_instructions(prompt=prompt, text=text, based_on=based_on, by=by)


def texts() -> list[tuple[int, str, int | None]]:
    return [(row.number, row.text, row.restored_from) for row in versions_of(READ)]


def test_each_save_is_a_version_and_going_back_is_one_too(ops):
    save("Be brief.", ops)
    save("  Be formal.\n", ops, 1)
    row = restore_instructions(prompt=READ, number=1, based_on=2, by=ops)
    assert texts() == [(3, "Be brief.", 1), (2, "Be formal.", None), (1, "Be brief.", None)]
    assert (row.created_by, prompt_state(READ).number) == (ops, 3)


def test_a_version_cannot_be_changed(ops):
    row = save("Be brief.", ops)
    row.text = "Be rude."
    with pytest.raises(ValueError, match="do not change"):
        row.save()


def test_the_same_text_is_no_version(ops):
    assert save("", ops).number == 0
    save("Be brief.", ops)
    assert save("Be brief. ", ops, 1).number == 1
    assert len(texts()) == 1


def test_who_edited_an_old_version_is_told_who_saved_meanwhile(ops):
    save("Be brief.", ops)
    for act in (
        lambda: save("Be formal.", ops, 0),
        lambda: restore_instructions(prompt=READ, number=1, based_on=0, by=ops),
    ):
        with pytest.raises(Conflict, match="Olga Ops saved version 1 meanwhile"):
            act()
    assert len(texts()) == 1


def test_of_two_who_save_at_once_one_is_told(committed, at_once):
    by = User.objects.create_user("ops@acme.example", "a password", role=Role.OPS)

    def work(number: int) -> str:
        try:
            return save(f"Text {number}", by).text
        except Conflict:
            return ""

    saved = [each for each in at_once(4, work) if each]
    assert [(1, saved[0], None)] == texts()
    assert len(saved) == 1


@pytest.mark.parametrize("role", [Role.REP, Role.MANAGER])
def test_only_ops_and_admins_change_prompts(make_user, role):
    by = make_user(role)
    with pytest.raises(NotAllowed):
        save("Be brief.", by)
    with pytest.raises(NotAllowed):
        restore_instructions(prompt=READ, number=1, based_on=0, by=by)


def test_what_does_not_exist_or_is_too_long_is_refused(ops):
    with pytest.raises(NotFound, match="Use one of"):
        save("x", ops, prompt="research.rread")
    with pytest.raises(Conflict, match="takes no house instructions"):
        save("x", ops, prompt="research.search")
    with pytest.raises(Invalid):
        save("x" * (LONGEST_INSTRUCTIONS + 1), ops)
    with pytest.raises(NotFound, match="no version 7"):
        restore_instructions(prompt=READ, number=7, based_on=0, by=ops)
    with pytest.raises(NotFound, match="no version 7"):
        compare(READ, 0, 7)
    assert not PromptInstructions.objects.exists()


def test_two_versions_are_compared_word_by_word(ops):
    save("Be brief.", ops)
    save("Be formal.", ops, 1)
    assert [(each.kind, each.text) for each in compare(READ, 1, 2).pieces] == [
        ("same", "Be "),
        ("removed", "brief."),
        ("added", "formal."),
    ]
    assert [each.kind for each in compare(READ, 0, 1).pieces] == ["added"]
    assert compare(READ, 2, 2).is_same


@pytest.mark.parametrize("call", [complete, lambda **given: list(stream(**given))])
def test_calls_get_the_newest_instructions_and_runs_name_both_versions(ops, sandbox, call):
    connect_llm(sandbox)
    sandbox.llm.say(DRAFT, DRAFT, DRAFT)
    call(request=REQUEST, purpose=PURPOSE)
    save("Look for robots.", ops)
    call(request=REQUEST, purpose=PURPOSE)
    save("", ops, 1)
    call(request=REQUEST, purpose=PURPOSE)
    assert ["Look for robots." in asked.system for asked in sandbox.llm.asked] == [False, True, False]
    assert all(asked.system.startswith(REQUEST.system) for asked in sandbox.llm.asked)
    runs = AgentRun.objects.order_by("started_at", "pk")
    assert [run.instructions_version for run in runs] == [0, 1, 0]
    assert "Look for robots." in runs[1].content["system"]


def test_other_prompts_do_not_get_them(ops, sandbox):
    connect_llm(sandbox)
    sandbox.llm.say(DRAFT)
    save("Look for robots.", ops)
    complete(request=REQUEST, purpose=Purpose(agent=Agent.COACH, prompt="coach.comment"))
    assert "robots" not in sandbox.llm.asked[0].system


def test_the_list_of_prompts_takes_one_query_however_many_versions_there_are(ops):
    one = queries_of(prompt_states)
    for number in range(3):
        save(f"Text {number}", ops, number)
    assert one == queries_of(prompt_states) == 1
    assert {each.prompt.name: each.number for each in prompt_states()}[READ] == 3
