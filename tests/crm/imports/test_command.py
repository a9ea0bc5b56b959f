import io
import json

import pytest
from django.core.management import CommandError, call_command

from mauntic.crm.models import Contact, Import
from mauntic.tenants.context import entered
from tests.crm.files import csv_file


@pytest.fixture
def leads(tmp_path, acme):
    path = tmp_path / "leads.csv"
    path.write_bytes(csv_file(["who", "email"], ["Ada", "ada@engines.example"], ["Grace", ""]).getvalue())
    return path


def run(*args):
    out = io.StringIO()
    call_command("import_contacts", *map(str, args), stdout=out)
    return out.getvalue()


def test_a_file_is_imported_and_counted(leads):
    answer = json.loads(run(leads, "--org", "acme", "--map", "who=first_name", "--source", "fair", "--json"))
    job = Import.objects.get()
    assert answer == {
        "import": str(job.pk),
        "file": "leads.csv",
        "rows": 2,
        "created": 2,
        "updated": 0,
        "skipped": 0,
        "failed": 0,
        "dryRun": False,
    }
    assert set(Contact.objects.values_list("first_name", "source")) == {("Ada", "fair"), ("Grace", "fair")}


def test_a_dry_run_counts_and_writes_nothing(leads):
    said = run(leads, "--org", "acme", "--map", "who=first_name", "--dry-run")
    assert said.startswith(
        "Dry run: nothing was written.\n"
        "leads.csv has 2 rows.\n"
        "Created: 2. Updated: 0. Skipped: 0. Failed: 0.\n"
    )
    assert (Contact.objects.count(), Import.objects.count()) == (0, 0)


def test_rows_that_failed_make_the_exit_code_one(leads):
    with pytest.raises(SystemExit) as ended:
        run(leads, "--org", "acme")
    assert ended.value.code == 1
    assert Contact.objects.count() == 1


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--org", "nobody"], '--org: unknown organization "nobody".'),
        (["--org", "acme", "--map", "who=shoe"], '--map: who: Unknown field "shoe".'),
        (["--org", "acme", "--map", "what=email"], "--map: "),
    ],
)
def test_bad_arguments_are_named_and_make_the_exit_code_two(leads, args, said):
    with pytest.raises(CommandError) as error:
        run(leads, *args)
    assert error.value.returncode == 2
    assert str(error.value).startswith(said)
    with entered("acme"):
        assert Import.objects.count() == 0


def test_a_file_that_is_not_there_or_is_no_table_is_said_so(acme, tmp_path):
    for path, said in ((tmp_path / "none.csv", "cannot read .*: No such file"), (tmp_path, "Is a directory")):
        with pytest.raises(CommandError, match=said) as error:
            run(path, "--org", "acme")
        assert error.value.returncode == 2
    (tmp_path / "empty.csv").touch()
    with pytest.raises(CommandError, match="FILE: The file is empty"):
        run(tmp_path / "empty.csv", "--org", "acme")
