"""No text that a stranger sends may keep the process busy: patterns and normalizers over hostile texts."""

import re
import time

import pytest

from mauntic.crm.fields.domain.catalog import FIELDS
from mauntic.crm.fields.domain.cleaning import clean
from mauntic.kernel import normalize
from mauntic.tracking.visitors.domain.names import name_of
from tests.kernel.patterns import hostile_texts, patterns

LIMIT_SECONDS = 0.05
# A pattern without trouble over a text of 12,000 characters takes about 1 ms of a processor of 2025.
FLOOR = re.compile(r"(?:\d{1,3}|[a-z]{1,3})+!")
FLOOR_TEXT = "12 ab " * 2_000
LIMIT_FLOORS = 50
# The shorter one first: a pattern that is much too slow fails at once.
LENGTHS = (4_000, 64 * 1024)
# Patterns whose text is cut before they see it, and where.
CUT = {
    "mauntic.delivery.replies.domain.dates.WEEKDAY.0": 3_000,
    "mauntic.delivery.replies.domain.mime.headers.BARE_ID.0": 10_000,
    "mauntic.delivery.replies.domain.bounces.SAYS.0": 3_000,
    "mauntic.delivery.replies.domain.bounces.SUBJECT.0": 2_000,
    "mauntic.delivery.replies.domain.people.NOT_FOR_SHOW.0": 400,
    "mauntic.delivery.replies.domain.quoting.quotes.RULED.0": 1_000,
    "mauntic.delivery.replies.domain.sentences.END.0": 3_000,
    "mauntic.delivery.replies.domain.sentences.INSTRUCTIONS.0": 400,
    "mauntic.delivery.replies.domain.statuses.FULL.0": 4_000,
    "mauntic.delivery.replies.domain.statuses.UNKNOWN.0": 4_000,
    "mauntic.kernel.bots._CRAWLERS.0": 1_000,
    "mauntic.kernel.bots._CRAWLERS_THEMSELVES.0": 1_000,
    "mauntic.kernel.normalize.companies._RANGE.0": 100,
}
FOUND = patterns()
PIECES = ("1", "a", "chief ", "chief a ", "1 ", "1-", "a.", "@", "-", "ß", "a/", "1,111")
TEXTS = [piece * (length // len(piece)) for length in (12_000, 64 * 1024) for piece in PIECES]
NORMALIZERS = (
    normalize.clean_email,
    normalize.clean_name,
    normalize.company_size,
    normalize.country_code,
    normalize.domain_of,
    normalize.e164,
    normalize.is_disposable,
    normalize.is_free_mail,
    normalize.linkedin_profile,
    normalize.seniority_of,
    normalize.shared_host,
    lambda raw: normalize.technology_names([raw]),
)


def processor_seconds(call, text) -> float:
    started = time.thread_time()
    call(text)
    return time.thread_time() - started


def is_quick(call, text) -> bool:
    """Whether a call takes 50 ms at most; on a slow machine, 50 times the floor measured beside it."""
    for _ in range(3):
        took = processor_seconds(call, text)
        if took < LIMIT_SECONDS or took < LIMIT_FLOORS * processor_seconds(FLOOR.search, FLOOR_TEXT):
            return True
    return False


@pytest.mark.parametrize("name", sorted(FOUND))
def test_a_pattern_answers_within_50_ms_whatever_the_text(name):
    pattern = FOUND[name]
    most = CUT.get(name, max(LENGTHS))
    for length in sorted({min(length, most) for length in LENGTHS}):
        for text in hostile_texts(pattern, length):
            for call in (pattern.search, pattern.fullmatch):
                assert is_quick(call, text), f"{pattern.pattern!r} is slow over {text[:40]!r}…"


def test_patterns_are_found_in_modules_containers_and_calls():
    places = set(FOUND)
    assert {
        "mauntic.kernel.normalize.companies._RANGE.0",
        "mauntic.kernel.normalize.people._LEVELS.4",
    } <= places
    assert any(place.startswith("mauntic/crm/fields/domain/catalog.py:") for place in places)


@pytest.mark.parametrize("name", sorted(FIELDS))
def test_a_field_of_a_lead_is_cleaned_within_50_ms_whatever_is_sent(name):
    for text in TEXTS:
        assert is_quick(lambda raw: clean({name: raw}), text), text[:40]


@pytest.mark.parametrize("normalizer", NORMALIZERS)
def test_a_value_of_a_vendor_is_read_within_50_ms_whatever_is_sent(normalizer):
    for text in TEXTS:
        assert is_quick(normalizer, text), text[:40]


def test_an_id_is_read_within_50_ms_whatever_is_sent():
    for piece in (*PIECES, " ", "\u200b", "${a", "[object]"):
        text = f"é{piece * (64 * 1024 // len(piece))}é"
        assert is_quick(name_of, text), text[:40]


@pytest.mark.parametrize("raw", [float("inf"), float("nan"), "9" * 12_000, "1-" * 6_000])
def test_what_is_no_size_of_a_company_is_none(raw):
    assert normalize.company_size(raw) is None
