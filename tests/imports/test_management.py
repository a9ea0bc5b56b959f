"""The commands that import files take the same arguments, and answer in the same way."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from mauntic.crm.models import Contact, Import
from revops.deal_imports.models import DealImport
from tests.imports.kinds import FILE

pytestmark = [
    pytest.mark.usefixtures("acme", "media"),
    pytest.mark.parametrize("command", ["import_contacts", "import_deals"]),
]


@pytest.fixture
def path(tmp_path_factory):
    """A file of one good row and one that fails: as a contact and as a deal."""
    file = tmp_path_factory.mktemp("files") / "list.csv"
    file.write_bytes(FILE.replace(b"A2,Kay,kay@nasa.example,won", b"A2,Kay,kay at nasa,sold"))
    return str(file)


@pytest.fixture(autouse=True)
def known_lead(acme):
    """Deals name leads that must exist."""
    Contact.objects.create(first_name="Ada", email="ada@engines.example")


def ended(command, *args):
    """What the command writes, and how it ends."""
    out = io.StringIO()
    with pytest.raises(SystemExit) as end:
        call_command(command, *args, stdout=out)
    return out.getvalue(), end.value.code


def kept():
    return Import.objects.count() + DealImport.objects.count()


def test_failed_rows_make_the_exit_code_one_and_the_answer_counts_them(command, path):
    said, code = ended(command, path, "--org=acme", "--json")
    answer = json.loads(said)
    assert code == 1
    assert [answer[name] for name in ("file", "rows", "failed", "dryRun")] == ["list.csv", 2, 1, False]
    assert kept() == 1


def test_a_dry_run_says_so_keeps_nothing_and_names_no_page(command, path):
    said, code = ended(command, path, "--org=acme", "--dry-run")
    lines = said.splitlines()
    assert (code, lines[0]) == (1, "Dry run: nothing was written.")
    assert lines[1] == "list.csv has 2 rows."
    assert lines[2].startswith("Created: ")
    assert lines[2].endswith(" Failed: 1.")
    assert "The page of the import" not in said
    assert kept() == 0


def test_a_person_is_told_where_the_failed_rows_are(command, path):
    said, _ = ended(command, path, "--org=acme")
    assert said.splitlines()[-1].startswith("The page of the import lists the failed rows")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--org=nobody"], r'--org: unknown organization "nobody". Use one of: .*acme'),
        (["--org=acme", "--map=shoe=shoe"], r"--map: .*Columns of the file: id, name, email, stage\."),
    ],
)
def test_wrong_arguments_are_named_and_nothing_is_kept(command, path, options, said):
    with pytest.raises(CommandError, match=said) as refused:
        call_command(command, path, *options)
    assert (refused.value.returncode, kept()) == (2, 0)


def test_a_file_that_is_not_there_or_no_table_is_named(command, tmp_path_factory):
    folder = tmp_path_factory.mktemp("empty")
    (folder / "empty.csv").touch()
    for path, said in (
        (folder / "none.csv", "FILE: cannot read .*none.csv: No such file or directory"),
        (folder, "Is a directory"),
        (folder / "empty.csv", "FILE: The file is empty"),
    ):
        with pytest.raises(CommandError, match=said) as refused:
            call_command(command, str(path), "--org=acme")
        assert (refused.value.returncode, kept()) == (2, 0)
