"""The file of LEADS is looked at before anything is erased or started."""

import os
import socket
import subprocess
import sys

import pytest

from demo import lead_file
from demo.options import OptionsError
from tests.kernel.files import books
from tests.processes.house import ROOT


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"first_name,email\n", "no rows"),
        (b"what,else\nAda,x\n", "Map a column to the email address or the name."),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not a table"),
        (books.far_cell().getvalue(), "has 1,048,576 rows"),
    ],
)
def test_a_file_without_leads_is_refused_in_words(tmp_path, content, said):
    path = tmp_path / "leads.csv"
    path.write_bytes(content)
    with pytest.raises(OptionsError, match=said):
        lead_file.check(path)


def test_a_file_with_leads_is_accepted_with_a_cell_that_cannot_be_read(tmp_path):
    path = tmp_path / "leads.csv"
    path.write_bytes(b"first_name,email\nAda,ada@acme.example\nZo\0e,zoe@acme.example\n")
    lead_file.check(path)


def test_a_reset_erases_nothing_when_the_leads_cannot_be_read(tmp_path):
    data = tmp_path / "var"
    (data / "postgres").mkdir(parents=True)
    (data / "postgres" / "precious").write_text("data")
    leads = tmp_path / "leads.csv"
    leads.write_bytes(b"first_name,email\n")
    options = {"MAUNTIC_DATA_DIR": str(data), "LEADS": str(leads), "RESET": "1", "PORT": str(_free_port())}
    done = subprocess.run(
        [sys.executable, "-m", "demo"],
        cwd=ROOT,
        env=os.environ | options,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "no rows" in done.stdout) == (1, True)
    assert (data / "postgres" / "precious").read_text() == "data"


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
