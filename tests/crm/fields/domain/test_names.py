import pytest

from mauntic.crm.fields.domain.names import words


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], ""),
        (["direct_phone"], "direct phone"),
        (["directPhone"], "direct phone"),
        (["first_name", "lifecycleStage", "email"], "first name, lifecycle stage, email"),
        (["IP"], "ip"),
    ],
)
def test_names_of_fields_are_written_as_people_write_them(names, said):
    assert words(names) == said
