"""E-mail addresses, alone, with a name and several in a cell."""

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given
from hypothesis import strategies as st

from mauntic.kernel.normalize.emails import ReadEmail, ascii_email, clean_email, email_key, read_email


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("\u200bada@engines.com\ufeff", "ada@engines.com"),
        ("a\u00adda@engines.com", "ada@engines.com"),
        ("ａｄａ＠engines.com", "ada@engines.com"),
        ("MAILTO: ada@engines.com", "ada@engines.com"),
        ("ada@engines.com.", "ada@engines.com"),
        ("ada@engines.com;", "ada@engines.com"),
        ("<ada@engines.com>,", "ada@engines.com"),
        ("ada@engines.com..", None),
        ("ada@engines.com?subject=x", None),
        ("mail to:ada@engines.com", None),
    ],
)
def test_what_programs_put_around_an_address_is_no_part_of_it(raw, clean):
    assert clean_email(raw) == clean


def test_an_address_has_at_most_320_characters_around_it():
    assert clean_email("ada@engines.com".rjust(320)) == "ada@engines.com"
    assert clean_email("ada@engines.com".rjust(321)) is None


@pytest.mark.parametrize(
    ("raw", "key"),
    [(" Ada@Engines.com ", "ada@engines.com"), (" Not An Address ", "not an address"), ("", "")],
)
def test_addresses_are_compared_without_case_and_spaces_and_so_is_what_is_none(raw, key):
    assert email_key(raw) == key


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("ada@engines.com", ReadEmail("ada@engines.com", (), is_whole=True)),
        ("Ada <ADA@engines.com>", ReadEmail("ada@engines.com", (), is_whole=False)),
        ('"Byron, Ada" <ada@engines.com>', ReadEmail("ada@engines.com", (), is_whole=False)),
        (
            "ada@engines.com; Bo <bo@engines.com>",
            ReadEmail("ada@engines.com", ("bo@engines.com",), is_whole=False),
        ),
        (
            "a@engines.com,b@engines.com|c@engines.com\nd@engines.com:::e@engines.com",
            ReadEmail("a@engines.com", tuple(f"{name}@engines.com" for name in "bcde"), is_whole=False),
        ),
        ("ada＠engines.com; none", ReadEmail("ada@engines.com", (), is_whole=False)),
        # One part that is no address makes the cell doubtful.
        ("ada@engines.com; bo@", None),
        ("ada@engines.com <bo@engines.com>", None),
        ("none; nobody", None),
        ("", None),
    ],
)
def test_of_a_cell_the_first_address_is_read_with_the_others(raw, read):
    assert read_email(raw) == read


def test_a_cell_has_at_most_1000_characters():
    two = "ada@engines.com;bo@engines.com"

    assert read_email(two.ljust(1000, ";")) == ReadEmail(
        "ada@engines.com", ("bo@engines.com",), is_whole=False
    )
    assert read_email(two.ljust(1001, ";")) is None


@pytest.mark.parametrize(
    ("raw", "carried"),
    [
        ("jo@bücher.example", "jo@xn--bcher-kva.example"),
        ("jo@engines.com", "jo@engines.com"),
        ("jörg@engines.com", ""),
        ("a..b@engines.com", ""),
        ("jo@engines.com\r\nBcc: x@engines.com", ""),
        ("nope", ""),
        ("", ""),
    ],
)
def test_mail_servers_take_ascii_addresses_alone(raw, carried):
    assert ascii_email(raw) == carried


LONG = (".".join(["a" * 63, "b" * 63, "com"]), ".".join(["c" * 60] * 4))


@given(
    local=st.text(alphabet="abz09._+-@ ü\n", max_size=70),
    domain=st.sampled_from(["engines.com", "bücher.example", "-x.com", "x..com", "localhost", "", *LONG]),
)
def test_plain_addresses_are_read_quickly_as_all_others_are(local, domain):
    raw = f"{local}@{domain}"
    try:
        wanted = validate_email(raw, check_deliverability=False, allow_smtputf8=False).ascii_email
    except EmailNotValidError:
        wanted = ""
    assert ascii_email(raw) == wanted
