import pytest

from revops.agents.copilot.domain.answers import DraftSentence
from revops.agents.copilot.domain.checking import Ground, Reason, host_of, one_line
from revops.agents.facts.domain.facts import Fact

FACTS = (
    Fact("size", "Employees of the company: 120.", "CRM"),
    Fact(
        "insight-1",
        "Hydra opens a second plant in Bonn in May 2027.",
        "hydra.example",
        "https://www.hydra.example/n",
    ),
    Fact("insight-2", "Hydra raised $12 million from Northwind.", "hydra.example"),
)
GROUND = Ground(
    facts={fact.id: fact for fact in FACTS},
    names="Ada Lovelace Hydra Jo Reyes Acme",
    hosts=frozenset({"acme.example"}),
)


def _problem(text, *facts):
    return GROUND.problem_of(DraftSentence(text=text, facts=list(facts)))


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("I saw that Hydra opens a plant in Bonn in May 2027.", ["insight-1"]),
        ("Congratulations on the $12 million from Northwind.", ["insight-2"]),
        ("With 120 people, a plant in Bonn needs a plan.", ["size", "insight-1"]),
        ("Would you be open to a short call?", []),
        ("Planning tests by hand takes long.", []),
        ("Ada, we at Acme test pumps. It's quick. I'd show it.", []),
        ("Here is our plan: https://acme.example/plan.", []),
        ("You wrote so at https://www.hydra.example/n.", ["insight-1"]),
    ],
)
def test_sentences_that_their_facts_support_stay(text, facts):
    assert _problem(text, *facts) is None


@pytest.mark.parametrize(
    ("text", "facts", "reason"),
    [
        ("Congratulations on the $15 million.", ["insight-2"], Reason.FIGURE),
        ("Congratulations on the $12 million.", [], Reason.FIGURE),
        ("Hydra opens a plant in May 2026.", ["insight-1"], Reason.FIGURE),
        ("Hydra has two hundred people.", ["size"], Reason.FIGURE),
        ("Hydra opens a plant in Paris.", ["insight-1"], Reason.NAME),
        ("It is fine. Stripe uses it.", [], Reason.NAME),
        ("How about Friday?", [], Reason.NAME),
        ("The plant in Bonn opens.", ["size"], Reason.NAME),
        ("Look at https://evil.example.", ["insight-1"], Reason.LINK),
        ("You wrote so at https://hydra.example/n.", ["size"], Reason.LINK),
        ("See [this](https://acme.example).", [], Reason.MARKUP),
        ("Great.", ["insight-9"], Reason.UNKNOWN_FACT),
        ("   ", [], Reason.EMPTY),
    ],
)
def test_what_no_named_fact_supports_is_removed(text, facts, reason):
    assert _problem(text, *facts) is reason


def test_look_alike_and_invisible_letters_do_not_hide_a_link():
    assert _problem("See ev\u200bil.example") is Reason.LINK
    assert _problem("See ｅvil.example") is Reason.LINK


def test_a_subject_may_rest_on_any_fact():
    assert GROUND.problem_of_subject("Pumps for the plant in Bonn") is None
    assert GROUND.problem_of_subject("Pumps for Paris") is Reason.NAME
    assert GROUND.problem_of_subject("Save 35%") is Reason.FIGURE


def test_tokens_that_are_filled_are_no_placeholders():
    step = Ground(facts={}, tokens=frozenset({"company"}))

    assert step.unfilled("At {{ company }}") == []
    assert step.problem_of(DraftSentence(text="Teams at {{ company }} test pumps.", facts=[])) is None
    assert GROUND.unfilled("At {{ company }} of [Name]") == ["{{ company }}", "[Name]"]


def test_hosts_of_pages():
    assert host_of("https://www.Hydra.example:443/a?b") == "hydra.example"
    assert host_of("https://hydra.example@evil.example/") == "evil.example"
    assert host_of("") == ""


def test_a_sentence_becomes_one_line():
    assert one_line(" One\n\ttwo\u200b\x00 three ") == "One two three"
