"""How an address is stored among the suppressed ones."""

from mauntic.delivery.suppression.domain.digests import digest_of, hint_of


def test_case_and_blanks_do_not_count() -> None:
    assert digest_of(" Bo@Client.example ", "salt") == digest_of("bo@client.example", "salt")


def test_organizations_store_one_address_differently() -> None:
    assert digest_of("bo@client.example", "one") != digest_of("bo@client.example", "two")


def test_the_hint_has_one_letter_and_the_domain() -> None:
    assert hint_of("bo@client.example") == "b•••@client.example"
