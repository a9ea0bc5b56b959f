"""What DNS records of a sending domain mean."""

from collections.abc import Sequence

import pytest

from mauntic.delivery.domains.domain.records import (
    Finding,
    Findings,
    Lookup,
    State,
    dmarc_of,
    find,
    key_in,
    spf_of,
    tags_of,
)
from mauntic.delivery.domains.domain.words import meaning

PRESENT, MISSING, FAULT, UNKNOWN = State.PRESENT, State.MISSING, State.FAULT, State.UNKNOWN


def zone(**texts: Sequence[str] | None) -> Lookup:
    """Return a look-up of these names under ours.example; `own` is the domain itself."""
    names = {
        "own": "ours.example",
        "dmarc": "_dmarc.ours.example",
        "google": "google._domainkey.ours.example",
    }
    known = {names[each]: texts[each] for each in texts}
    return lambda name: known.get(name, ())


@pytest.mark.parametrize(
    ("texts", "state", "note"),
    [
        (["v=spf1 include:_spf.google.com ~all"], PRESENT, ""),
        (["google-site-verification=abc", "V=SPF1 mx -all"], PRESENT, ""),
        (["v=spf1 +all"], PRESENT, "open"),
        (["v=spf1 mx -all", "v=spf1 include:other.example -all"], FAULT, "several"),
        (["v=spf10 mx"], MISSING, ""),
        ([], MISSING, ""),
        (None, UNKNOWN, ""),
    ],
)
def test_spf(texts: Sequence[str] | None, state: State, note: str) -> None:
    found = spf_of(texts)

    assert (found.state, found.note) == (state, note)
    assert meaning("spf", found)


@pytest.mark.parametrize(
    ("texts", "state", "note"),
    [
        (["v=DMARC1; p=reject; rua=mailto:a@ours.example"], PRESENT, ""),
        (["v=DMARC1;p=none"], PRESENT, "none"),
        (["v = DMARC1 ; p = Quarantine"], PRESENT, ""),
        (["v=DMARC1; rua=mailto:a@ours.example"], FAULT, "no_policy"),
        (["v=DMARC1; p=none", "v=DMARC1; p=reject"], FAULT, "several"),
        (["v=spf1 -all"], MISSING, ""),  # a wildcard record of the domain
        (None, UNKNOWN, ""),
    ],
)
def test_dmarc(texts: Sequence[str] | None, state: State, note: str) -> None:
    found = dmarc_of(texts)

    assert (found.state, found.note) == (state, note)
    assert meaning("dmarc", found)


def test_a_key_under_the_name_of_a_well_known_service_is_found() -> None:
    found = find("ours.example", "ours.example", zone(google=["v=DKIM1; k=rsa; p=MIIB"])).dkim

    assert found == Finding(PRESENT, "google")


@pytest.mark.parametrize("texts", [["v=DKIM1; p="], ["v=spf1 -all"], []])
def test_dkim_without_a_known_key_is_unconfirmed_and_never_missing(texts: list[str]) -> None:
    found = find("ours.example", "ours.example", zone(google=texts)).dkim

    assert found.state == State.UNCONFIRMED
    assert "dkim=pass" in meaning("dkim", found)


def test_a_hiccup_is_unknown_and_nothing_else_is_asked() -> None:
    asked: list[str] = []

    def silent(name: str) -> None:
        asked.append(name)

    found = find("ours.example", "ours.example", silent)

    assert {found.spf.state, found.dkim.state, found.dmarc.state} == {UNKNOWN}
    assert asked == ["ours.example"]
    assert "did not answer" in meaning("spf", found.spf)


def test_a_hiccup_at_one_selector_leaves_dkim_unknown() -> None:
    found = find("ours.example", "ours.example", zone(own=["v=spf1 -all"], google=None))

    assert (found.spf.state, found.dkim.state) == (PRESENT, UNKNOWN)


def test_the_policy_of_the_registered_domain_counts_for_a_subdomain() -> None:
    found = find("mail.ours.example", "ours.example", zone(dmarc=["v=DMARC1; p=none"]))

    assert found.dmarc.state == PRESENT


@pytest.mark.parametrize(
    ("spf", "dmarc", "unproven"),
    [
        (MISSING, MISSING, True),
        (PRESENT, MISSING, False),
        (MISSING, PRESENT, False),
        (MISSING, FAULT, False),
        (UNKNOWN, MISSING, None),
        (UNKNOWN, UNKNOWN, None),
        (UNKNOWN, PRESENT, False),
    ],
)
def test_a_domain_is_unproven_if_both_are_missing_and_nothing_is_unknown(
    spf: State, dmarc: State, unproven: bool | None
) -> None:
    found = Findings(Finding(spf), Finding(State.UNCONFIRMED), Finding(dmarc))

    assert found.is_unproven is unproven


def test_keys_are_read_with_blanks_in_them() -> None:
    assert key_in(["v=DKIM1; k=rsa; p=MII BIj\tAN"]) == "MIIBIjAN"
    assert key_in(None) is None
    assert tags_of("v=DKIM1;; broken; p=a=b") == {"v": "DKIM1", "p": "a=b"}
