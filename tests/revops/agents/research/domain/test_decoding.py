"""Bytes become text whatever the headers say."""

import pytest

from revops.agents.research.domain.decoding import decode

GERMAN, JAPANESE = "Größe: 12 – für „Köln“", "当社は東京にあります。採用を強化しています。"


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        (GERMAN, "utf-8", "utf-8"),
        (GERMAN, "utf-8", "iso-8859-1"),  # the header lies
        (GERMAN, "cp1252", "utf-8"),
        (GERMAN, "cp1252", "iso-8859-1"),  # as browsers read it
        (GERMAN, "utf-8-sig", "cp1252"),
        (GERMAN, "utf-16", ""),
        (JAPANESE, "shift_jis", "shift_jis"),
        (JAPANESE, "euc-jp", "euc-jp"),
        (JAPANESE, "utf-8", "no-such-encoding"),
    ],
)
def test_encodings_that_lie_are_seen_through(text, encoding, said):
    assert decode(text.encode(encoding), said) == text


def test_the_page_may_declare_its_encoding():
    page = f'<html><head><meta charset="shift_jis"></head><body>{JAPANESE}</body></html>'
    assert JAPANESE in decode(page.encode("shift_jis"))
    assert JAPANESE in decode(page.encode("shift_jis"), "utf-8")


def test_any_bytes_become_text():
    assert isinstance(decode(bytes(range(256)) * 20, "utf-8"), str)
    assert decode(b"") == ""
