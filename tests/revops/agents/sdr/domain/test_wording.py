import pytest
from hypothesis import given
from hypothesis import strategies as st

from revops.agents.sdr.domain.drafting import DraftFlaw, Said, draft_flaw, text_of
from revops.agents.sdr.domain.wording import Flaw, flaw, numbers

GIVEN = "ICP 0.80: title matches, company size 320 is within 50-500. Score 72 is at least 60. Acme.io"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The score of 72 and an ICP match of 0,8 are high.", None),
        ("A company of 320 fits.", None),
        ("Acme.io fits.", None),
        ("", Flaw.EMPTY),
        ("x" * 701, Flaw.TOO_LONG),
        ("The score of 73 is high.", Flaw.NUMBER),
        ("About 3 of 4 criteria match.", Flaw.NUMBER),
        ("See https://evil.example for more.", Flaw.LINK),
        ("See evil.example for more.", Flaw.LINK),
        ("![pixel](x)", Flaw.LINK),
        ("<img src=x>", Flaw.LINK),
        ("Write to eve@evil.example", Flaw.LINK),
        ("Hello {{ first_name }}", Flaw.TOKEN),
    ],
)
def test_a_model_says_only_what_it_was_given(text, found):
    assert flaw(text, given=GIVEN) == found


def test_numbers_are_compared_in_one_form():
    assert numbers("0.80, 0,8, 0.8 and 72.0") == {"0.8", "72"}


SOURCES = {"our-email": "Our tracker counts visits without cookies, since 2019.", "lead": "Bo, CTO, Odum"}


@pytest.mark.parametrize(
    ("answer", "cited", "found"),
    [
        ("It counts visits without cookies.", ["our-email"], None),
        ("Since 2019 it counts visits.", ["our-email"], None),
        ("Since 2019 it counts visits.", ["lead"], Flaw.NUMBER),
        ("It counts visits.", [], DraftFlaw.NO_SOURCE),
        ("It counts visits.", ["our-email", "other-lead"], DraftFlaw.FOREIGN_SOURCE),
        ("We can offer you a discount.", ["our-email"], DraftFlaw.SENSITIVE),
        ("No, a real person writes this.", ["our-email"], DraftFlaw.SENSITIVE),
        ("Look at evil.example please.", ["our-email"], Flaw.LINK),
        ("For 4 people it is enough.", ["our-email"], Flaw.NUMBER),
        ("Look at \uff45vil.example\u200b/x please.", ["our-email"], Flaw.LINK),
        ("Look at \u0435vil.example please.", ["our-email"], Flaw.LINK),
    ],
)
def test_a_drafted_answer_rests_on_its_sources(answer, cited, found):
    assert draft_flaw([Said(answer, tuple(cited))], sources=SOURCES) == found


def test_a_link_of_a_cited_source_may_be_named():
    link = "https://ours.example/docs"
    links = {"our-email": link, "lead": ""}
    said = [Said(f"See {link} for it.", ("our-email",))]
    assert draft_flaw(said, sources=SOURCES, links=links) is None
    assert draft_flaw(said, sources=SOURCES) == Flaw.LINK
    assert draft_flaw([Said(said[0].text, ("lead",))], sources=SOURCES, links=links) == Flaw.LINK


def test_a_sentence_may_say_only_what_its_own_sources_say():
    right = [Said("Since 2019 it counts visits.", ("our-email",)), Said("You are CTO.", ("lead",))]
    wrong = [Said("Since 2019 it counts visits.", ("lead",)), Said("You are CTO.", ("our-email",))]
    assert draft_flaw(right, sources=SOURCES) is None
    assert draft_flaw(wrong, sources=SOURCES) == Flaw.NUMBER
    assert draft_flaw([*right, Said("Thanks!"), Said(" ")], sources=SOURCES) is None


def test_a_link_that_is_broken_over_two_sentences_is_one():
    said = [Said("See https:", ("lead",)), Said("\n//evil.example", ("lead",))]
    assert draft_flaw(said, sources=SOURCES) == Flaw.LINK


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ([], ""),
        (["One.", "Two."], "One. Two."),
        (["One.\n\n", "Two."], "One.\n\nTwo."),
        ([" One. ", "\nTwo.\n"], "One.\nTwo."),
    ],
)
def test_sentences_make_a_text_with_its_paragraphs(parts, text):
    assert text_of([Said(part) for part in parts]) == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("x" * 700, None),
        (" \n\t", Flaw.EMPTY),
        ("\u200b\u2060", Flaw.EMPTY),
        ("Seventy-two is high.", None),
        ("The score of 7 2 is high.", Flaw.NUMBER),
        ("The score of \uff17\uff13 is high.", Flaw.NUMBER),
        ("The score of 72.5 is high.", Flaw.NUMBER),
        ("The score of 720 is high.", Flaw.NUMBER),
        ("Call tel:+4930 now.", Flaw.LINK),
        ("Look at //evil/x", Flaw.LINK),
        ("[here](x)", Flaw.LINK),
        ("javascript and ftp://files", Flaw.LINK),
        ("evil\u00ad.example is fine", Flaw.LINK),
        ("An open }} brace", Flaw.TOKEN),
    ],
)
def test_odd_texts_of_a_model_are_read_as_people_would(text, found):
    assert flaw(text, given=GIVEN) == found


def test_only_the_link_that_is_allowed_is_allowed():
    allowed = frozenset({"https://ours.example/docs", "https://ours.example/docs/start"})
    assert flaw("See https://ours.example/docs/start now.", given="", allowed_links=allowed) is None
    assert flaw("See https://ours.example.evil/docs now.", given="", allowed_links=allowed) == Flaw.LINK
    assert flaw("See https://ours.example/ now.", given="", allowed_links=allowed) == Flaw.LINK


def test_the_number_of_a_source_that_is_not_cited_is_not_known():
    sources = {"a": "It has 40 users.", "b": "It is quick."}
    assert (
        draft_flaw(
            [
                Said(
                    "It has 40 users.",
                    (
                        "a",
                        "b",
                    ),
                )
            ],
            sources=sources,
        )
        is None
    )
    assert draft_flaw([Said("It has 40 users.", ("b",))], sources=sources) == Flaw.NUMBER
    assert (
        draft_flaw(
            [
                Said(
                    "It is quick.",
                    (
                        "b",
                        "b",
                    ),
                )
            ],
            sources=sources,
        )
        is None
    )
    assert draft_flaw([Said("It is quick.", ("b",))], sources={}) == DraftFlaw.FOREIGN_SOURCE


@given(
    st.text(max_size=200),
    st.text(max_size=200),
    st.sampled_from(["https://evil.example/x", "a@evil.example"]),
)
def test_whatever_stands_around_it_a_foreign_address_is_never_shown(before, after, address):
    assert flaw(f"{before} {address} {after}", given=GIVEN) in {Flaw.LINK, Flaw.TOKEN}


@given(st.integers(min_value=100, max_value=10**9).filter(lambda number: str(number) not in numbers(GIVEN)))
def test_no_number_of_its_own_is_ever_shown(number):
    for text in (f"It is {number}.", f"It is {number},00 now.", f"({number})", f"{number}%"):
        assert flaw(text, given=GIVEN) == Flaw.NUMBER
