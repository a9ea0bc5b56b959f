"""The script that answers instead of a model in the demonstration."""

import json

import pytest

from mauntic.sandbox.llm.model import Asked
from mauntic.sandbox.llm.scripted import ANSWERS, scripted


def ask(title: str, head: str = "", **fences: str) -> object:
    lines = [json.dumps({"untrusted": name, "text": text}) for name, text in fences.items()]
    message = "\n\n".join([head, *lines])
    return scripted(Asked("compatible", "m", "system", message, 1_000, {"title": title}))


def test_the_reader_copies_sentences_and_invents_one():
    page = "News\nWe raised $4 million in May 2026. Our lunch is good. We are hiring 5 engineers in Rome."
    claims = ask("ReaderAnswer", subject="Acme, acme.example", page=page)["claims"]
    assert [each["claim"] for each in claims] == [
        "Acme raised $4 million in May 2026.",
        "Acme raised $900 million in a round led by Big Bank.",
        "Acme is hiring 5 engineers in Rome.",
    ]
    assert [each["quote"] in page for each in claims] == [True, False, True]


def test_a_page_without_facts_has_no_claims():
    assert ask("ReaderAnswer", subject="Acme", page="Welcome. Come back soon!") == {"claims": []}


@pytest.mark.parametrize(
    ("reply", "label"),
    [
        ("Does it work with ours?", "question"),
        ("This sounds interesting. Does Thursday work?", "positive"),
        ("Not now. Please get back to me in March.", "later"),
    ],
)
def test_a_reply_gets_its_class(reply, label):
    assert ask("ReadReply", reply=reply, sources="[]")["label"] == label


def test_a_reply_is_answered_with_its_source():
    sources = json.dumps([{"id": "reply", "text": "…"}, {"id": "mail", "text": "…"}])
    answer = ask("ReadReply", reply="Does it work with ours?", sources=sources)
    assert (answer["label"], answer["answer"][0]["sources"]) == ("question", ["reply"])
    assert ask("ReadReply", reply="Sounds good.", sources="no list")["answer"][0]["sources"] == []


def test_the_others_word_what_they_are_given():
    assert ask("Wording", "Recommendation: sequence\nReasons by rule: Score 80.") == {
        "reasoning": "Score 80."
    }
    assert ask("InspectorAnswer", rules="Health 40.") == {"text": "Health 40."}
    comments = ask("CoachAnswer", email="We make pumps. Can we talk?")["comments"]
    assert [each["quote"] for each in comments] == ["We make pumps."]
    assert ask("CoachAnswer", email="") == {"comments": []}
    draft = ask("DraftAnswer", facts="goal: Show the tool\ninsight-1: Acme grew by 4%.")
    assert [each["facts"] for part in draft["paragraphs"] for each in part["sentences"]] == [
        ["insight-1"],
        ["goal"],
        [],
    ]


@pytest.mark.parametrize("title", list(ANSWERS))
def test_a_message_without_data_stops_nothing(title):
    assert ask(title) is not None


def test_other_calls_are_left_to_the_model():
    assert ask("Draft") is None
    assert scripted(Asked("compatible", "m", "s", "Hello", 10, None)) is None
