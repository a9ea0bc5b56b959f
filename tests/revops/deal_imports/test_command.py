"""`manage.py import_deals`: what it says, what it writes, and how it refuses."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from revops.deal_imports.models import DealImport
from revops.deals.models.deals import Deal

ROWS = "id,deal,step,amount\nA1,Wire,demo,100\nA2,Cable,sold,5\n"
pytestmark = pytest.mark.usefixtures("acme", "media")


@pytest.fixture
def path(tmp_path_factory) -> str:
    file = tmp_path_factory.mktemp("files") / "deals.csv"
    file.write_text(ROWS)
    return str(file)


def told(path: str, *options: str) -> dict:
    output = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command(
            "import_deals", path, "--org=acme", "--map=stage=step", "--json", *options, stdout=output
        )
    assert ended.value.code == 1
    return json.loads(output.getvalue())


def test_rows_are_written_and_those_that_failed_are_named(path):
    answer = told(path)
    assert [answer[key] for key in ("rows", "created", "skipped", "failed", "dryRun")] == [2, 1, 0, 1, False]
    assert answer["failures"][0]["row"] == 2
    assert list(Deal.objects.values_list("external_id", "name", "value")) == [("A1", "Wire", 100)]


def test_a_dry_run_counts_the_same_and_writes_nothing(path):
    answer = told(path, "--dry-run")
    assert [answer[key] for key in ("created", "failed", "dryRun")] == [1, 1, True]
    assert (Deal.objects.count(), DealImport.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--org=nobody"], 'unknown organization "nobody"'),
        (["--org=acme"], "stage: Choose the column with the stage."),
        (["--org=acme", "--map=stage=nothing"], 'The file has no column "nothing".'),
    ],
)
def test_a_wrong_option_is_named_and_nothing_is_kept(path, options, said):
    with pytest.raises(CommandError, match=said) as refused:
        call_command("import_deals", path, *options)
    assert (refused.value.returncode, DealImport.objects.count()) == (2, 0)


def test_a_file_that_is_not_there_is_named():
    with pytest.raises(CommandError, match="cannot read /nowhere/deals"):
        call_command("import_deals", "/nowhere/deals.csv", "--org=acme")
