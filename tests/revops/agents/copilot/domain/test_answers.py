import json

import pytest

from revops.agents.copilot.domain.answers import DraftAnswer, whole_part

ANSWER = {
    "subjects": ["Pumps in Bonn", "Your second plant"],
    "paragraphs": [
        {"sentences": [{"text": "One.", "facts": ["a"]}, {"text": "Two.", "facts": []}]},
        {"sentences": [{"text": "Three.", "facts": ["b", "c"]}]},
    ],
}
TEXT = json.dumps(ANSWER)


def _flat(answer):
    return [*answer.subjects, *((s.text, *s.facts) for p in answer.paragraphs for s in p.sentences)]


def test_a_beginning_gives_only_whole_parts_which_never_change():
    whole = _flat(DraftAnswer.model_validate(ANSWER))
    before = []
    for end in range(len(TEXT) + 1):
        now = _flat(whole_part(TEXT[:end]))
        assert now[: len(before)] == before
        assert now == whole[: len(now)]
        before = now
    assert before == whole[:-1]  # the last sentence is given with the whole answer


@pytest.mark.parametrize(
    "text", ["", "[", "nonsense", "[1]", '{"subjects": 3, "paragraphs": {"a": 1}}', "```json"]
)
def test_what_is_no_answer_gives_nothing(text):
    assert _flat(whole_part(text)) == []


def test_a_sentence_of_another_shape_ends_the_reading():
    sentences = [{"text": "A.", "to": "x"}, {"text": "B.", "facts": []}, 1]
    text = json.dumps({"subjects": [], "paragraphs": [{"sentences": sentences}]})

    assert _flat(whole_part(text)) == []
