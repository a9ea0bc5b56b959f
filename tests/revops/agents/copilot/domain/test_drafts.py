import json

import pytest

from revops.agents.copilot.domain.answers import DraftAnswer
from revops.agents.copilot.domain.checking import Ground, Reason
from revops.agents.copilot.domain.drafts import (
    LONGEST_SENTENCE,
    MOST_SENTENCES,
    Draft,
    Kept,
    Subject,
    Unfilled,
)
from revops.agents.facts.domain.facts import Fact

GROUND = Ground(facts={"size": Fact("size", "Employees of the company: 120.", "CRM")}, names="Ada Hydra")


def _answer(*paragraphs, subjects=()):
    given = [
        {"sentences": [{"text": text, "facts": list(facts)} for text, facts in each]} for each in paragraphs
    ]
    return {"subjects": list(subjects), "paragraphs": given}


ANSWER = _answer(
    [("You have 120 people.", ["size"]), ("You have 300 people.", ["size"])],
    [("Would a call help?", []), ("Ask Bob.", [])],
    subjects=["Pumps for Hydra", "Save 35%", "Tests of pumps"],
)


def _streamed(answer, size):
    draft, text, given = Draft(GROUND), json.dumps(answer), []
    for start in range(0, len(text), size):
        given += draft.feed(text[start : start + size])
    given += draft.finish(DraftAnswer.model_validate(answer))
    return draft, given


@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_a_streamed_draft_is_the_same_whatever_the_size_of_the_pieces(size):
    draft, given = _streamed(ANSWER, size)

    assert draft.text == "You have 120 people.\n\nWould a call help?"
    assert draft.subjects == ["Pumps for Hydra", "Tests of pumps"]
    assert draft.removed == {Reason.FIGURE: 2, Reason.NAME: 1}
    assert draft.used == ["size"]
    assert sorted(map(repr, given)) == sorted(
        map(
            repr,
            [
                Subject("Pumps for Hydra"),
                Subject("Tests of pumps"),
                Kept("You have 120 people.", 0, ("size",)),
                Kept("Would a call help?", 1, ()),
            ],
        )
    )


def test_a_sentence_comes_as_soon_as_the_next_one_begins():
    draft, text = Draft(GROUND), json.dumps(ANSWER)
    end = text.index("You have 300")

    assert Kept("You have 120 people.", 0, ("size",)) in list(draft.feed(text[:end]))


def test_a_draft_with_an_unfilled_placeholder_is_refused():
    with pytest.raises(Unfilled, match="Company"):
        _streamed(_answer([("We help [Company] grow.", [])]), 5)
    with pytest.raises(Unfilled, match="first_name"):
        _streamed(_answer([], subjects=["Hi {{ first_name }}"]), 5)


def test_after_a_restart_nothing_of_the_first_answer_is_left():
    draft = Draft(GROUND)
    list(draft.feed(json.dumps(ANSWER)[:150]))
    draft.restart()
    answer = _answer([("Would a call help?", [])])
    list(draft.finish(DraftAnswer.model_validate(answer)))

    assert (draft.text, draft.subjects, draft.removed) == ("Would a call help?", [], {})


def test_subjects_and_sentences_are_limited():
    many = _answer([("Would a call help?", [])] * (MOST_SENTENCES + 5), subjects=["a", "b", "a", "c", "d"])
    draft, _given = _streamed(many, 50)

    assert draft.subjects == ["a", "b", "c"]
    assert (len(draft.sentences), draft.removed) == (MOST_SENTENCES, {Reason.TOO_LONG: 5})
    long, _given = _streamed(_answer([("a" * (LONGEST_SENTENCE + 1), [])]), 50)
    assert (long.text, long.removed) == ("", {Reason.TOO_LONG: 1})


def test_an_answer_takes_no_subjects():
    draft = Draft(GROUND, has_subjects=False)
    given = list(draft.finish(DraftAnswer.model_validate(ANSWER)))

    assert draft.subjects == []
    assert not any(isinstance(each, Subject) for each in given)
