import pytest

from mauntic.crm.imports.domain.mapping import (
    MAX_CUSTOM_NAME,
    RECORD,
    custom_targets,
    guess_mapping,
    label_of,
    left_out,
    mapping_problems,
)


def test_columns_get_the_field_of_their_name_and_others_become_custom_fields():
    assert guess_mapping(["E-mail", "Shoe size"]) == {"E-mail": "email", "Shoe size": "custom:Shoe size"}


def test_of_two_columns_of_one_meaning_one_is_the_field():
    guessed = guess_mapping(["Email", "E-mail address"])
    assert sorted(guessed.values()) == ["custom:E-mail address", "email"]


def test_our_own_export_is_known_by_its_computed_columns():
    headers = ["id", "email", "lead_score", "owner", "created_at"]
    assert guess_mapping(headers) == {
        "id": RECORD,
        "email": "email",
        "lead_score": "",
        "owner": "",
        "created_at": "",
    }
    assert left_out(headers) == ["lead_score", "owner", "created_at"]


def test_an_id_and_an_owner_of_another_file_are_custom_fields():
    headers = ["id", "email", "owner"]
    assert guess_mapping(headers)["id"] == "custom:id"
    assert left_out(headers) == []


@pytest.mark.parametrize(
    ("mapping", "problems"),
    [
        ({"Mail": "email"}, {}),
        ({"Mail": RECORD}, {}),
        ({"Mail": "email", "Gone": "title"}, {"Gone": "The file has no such column."}),
        ({"Mail": "email", "Size": "shoe_size"}, {"Size": 'Unknown field "shoe_size".'}),
        ({"Mail": "email", "Size": "custom:"}, {"Size": 'Unknown field "custom:".'}),
        ({"Mail": "email", "Size": f"custom:{'x' * MAX_CUSTOM_NAME}"}, {}),
        ({"Size": "title"}, {"mapping": "Map a column to the email address or the name."}),
    ],
)
def test_a_mapping_that_cannot_be_is_refused_by_column(mapping, problems):
    assert mapping_problems(mapping, ["Mail", "Size"]) == problems


def test_a_field_is_given_to_one_column():
    said = mapping_problems({"Mail": "email", "Size": "email"}, ["Mail", "Size"])
    assert said == dict.fromkeys(
        ["Mail", "Size"], f"2 columns are mapped to {label_of('email')}. Choose one of them."
    )


@pytest.mark.parametrize(
    ("target", "label"),
    [
        ("custom:Plan", 'Custom field "Plan"'),
        (RECORD, "ID in Mauntic"),
        ("", "Do not import"),
        ("unheard_of", "Do not import"),
    ],
)
def test_targets_are_named_in_words(target, label):
    assert label_of(target) == label


def test_a_custom_field_is_named_by_its_column_and_not_longer_than_it_may_be():
    long = "x" * 200
    assert custom_targets(["Plan", "custom:Size", "custom:", long]) == {
        "Plan": "custom:Plan",
        "custom:Size": "custom:Size",
        "custom:": "custom:custom:",
        long: f"custom:{'x' * MAX_CUSTOM_NAME}",
    }


def test_columns_whose_names_begin_alike_get_different_custom_fields():
    question = "How satisfied are you with our support? " * 3
    cut = question[:98].rstrip()
    headers = ["Email", f"{question}Phone", f"{question}Chat", f"{question}Mail"]
    mapping = guess_mapping(headers)
    assert list(mapping.values()) == [
        "email",
        f"custom:{question[:100]}",
        f"custom:{cut} 2",
        f"custom:{cut} 3",
    ]
    assert mapping_problems(mapping, headers) == {}


def test_a_column_of_the_export_keeps_its_custom_field_beside_a_column_of_the_same_name():
    headers = ["Email", "Plan", "custom:Plan"]
    assert guess_mapping(headers) == {
        "Email": "email",
        "Plan": "custom:Plan 2",
        "custom:Plan": "custom:Plan",
    }
