"""Tokens: nothing unfilled leaves, nothing of a token is evaluated."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mauntic.delivery.messages.domain.tokens import fill, literal, missing_in, tokens_of, unknown_tokens

VALUES = {"first_name": "Bo", "company": "R & D"}


@pytest.mark.parametrize(
    ("text", "filled", "missing"),
    [
        ("Hi {{first_name}},", "Hi Bo,", ()),
        ("Hi {{ first_name | there }},", "Hi Bo,", ()),
        ("Hi {{last_name|there}},", "Hi there,", ()),
        ("Hi {{last_name| }},", "Hi ,", ()),
        ("Hi {{last_name}},", "Hi {{last_name}},", ("last_name",)),
        ("{{a}} {{b}} {{a}}", "{{a}} {{b}} {{a}}", ("a", "b")),
        ("Hi {{first_name", "Hi {{first_name", ("{{",)),
        ("100 % {sure}", "100 % {sure}", ()),
        ("{{first_name.delete}}", "{{first_name.delete}}", ("first_name.delete",)),
        ("{{first_name|upper|lower}}", "Bo", ()),
    ],
)
def test_tokens_are_replaced_or_named(text: str, filled: str, missing: tuple[str, ...]) -> None:
    found = fill(text, VALUES)

    assert (found.text, found.missing) == (filled, missing)


def test_a_blank_value_is_missing() -> None:
    assert fill("Hi {{first_name}},", {"first_name": "  "}).missing == ("first_name",)


def test_values_with_tokens_are_not_filled_again() -> None:
    assert fill("{{a}}", {"a": "{{b}}", "b": "secret"}).text == "{{b}}"


def test_values_are_escaped_where_asked() -> None:
    assert fill("<p>{{company}}</p>", VALUES, escape=html.escape).text == "<p>R &amp; D</p>"


def test_unknown_and_unclosed_tokens_are_named() -> None:
    assert unknown_tokens("{{first_name}} {{firstname}} {{x", VALUES) == ["firstname", "{{"]


@given(st.text(alphabet="{} |ab\n", max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    found = fill(text, {"a": "A", "b": "B"})

    assert found.missing or "{{" not in found.text
    assert all(token.name == token.name.strip() for token in tokens_of(text))


def test_a_token_that_one_text_opens_and_another_closes_is_missing() -> None:
    texts = (fill(text, VALUES) for text in ("Hi {{ first_name", "| there }} and {{last_name}}"))
    assert missing_in(texts) == ("{{", "last_name")


@pytest.mark.parametrize("text", ["{{ company }}", "{{{ company }}}", "a {{{{company|x}}}} b"])
def test_what_others_wrote_has_no_tokens(text: str) -> None:
    filled = fill(literal(text), {"company": "Acme"})

    assert (filled.text.replace(" ", ""), filled.missing) == (text.replace(" ", ""), ())
