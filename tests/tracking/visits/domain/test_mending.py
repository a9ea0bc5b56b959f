import json

import pytest

from mauntic.tracking.visits.domain.mending import mended


@pytest.mark.parametrize(
    ("body", "meant"),
    [
        (
            b'{"a": NaN, "b": Infinity, "c": -Infinity, "d": 1e999}',
            {"a": None, "b": None, "c": None, "d": None},
        ),
        (b'{"a": "\\ud800"}', {"a": "\ufffd"}),
        (b'{"a": "one\\u0000two"}', {"a": "one\ufffdtwo"}),
        (b'{"a": "jos\xe9"}', {"a": "jos\ufffd"}),
        (b'\xef\xbb\xbf{"a": 1}', {"a": 1}),
        (b'{"a": "one\ntwo"}', {"a": "one\ntwo"}),
        (b'{"a\\u0000b": ["\\ud800", {"c": 1.5}]}', {"a\ufffdb": ["\ufffd", {"c": 1.5}]}),
    ],
)
def test_what_is_meant_is_written_as_plain_json(body, meant):
    assert json.loads(mended(body)) == meant


def test_a_number_of_more_digits_than_are_read_is_kept_as_text():
    digits = "9" * 4_001
    assert json.loads(mended(b'{"a": %s}' % digits.encode())) == {"a": digits}
    assert mended(b'{"a": %s}' % (b"9" * 4_000)) == b'{"a":%s}' % (b"9" * 4_000)


@pytest.mark.parametrize("body", [b"", b"{", b'{"a": }', b"plan=pro"])
def test_what_is_no_json_stays_an_error(body):
    with pytest.raises(ValueError, match=r"line 1 column"):
        mended(body)


def test_letters_are_written_as_they_are_and_without_spaces():
    assert mended('{"città": "Zürich",\n "n": [1, 2]}'.encode()) == '{"città":"Zürich","n":[1,2]}'.encode()
