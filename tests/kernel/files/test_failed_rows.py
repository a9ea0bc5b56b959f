import pytest

from mauntic.kernel.files.failed_rows import failed_download, failed_table


def test_refused_rows_keep_their_columns_and_say_why():
    table = failed_table(["Name", "Mail"], [({"Mail": "ada", "Name": "Ada"}, "No address."), ({}, "Empty.")])
    assert list(table) == [
        ["Name", "Mail", "Import problem"],
        ["Ada", "ada", "No address."],
        ["", "", "Empty."],
    ]


@pytest.mark.parametrize(
    ("file_name", "name"),
    [
        ("Fair 2026.csv", "fair-2026-failed-rows.csv"),
        ("Fête.xlsx", "fete-failed-rows.csv"),
        ("…", "import-failed-rows.csv"),
    ],
)
def test_the_file_is_named_after_the_imported_one(file_name, name):
    answer = failed_download([["Name", "Problem"], ["=1+1", "No name."]], file_name=file_name)
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert b"".join(answer.streaming_content).decode("utf-8-sig") == "Name,Problem\r\n'=1+1,No name.\r\n"
