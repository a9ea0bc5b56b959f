"""Code finds its files from where it lies itself: it runs in any checkout, on any machine."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("benchmarks", "demo", "lead_intelligence", "mauntic", "revops", "scoring", "tests", "tools")
# Folders of one machine. What a POSIX system has everywhere, such as /proc and /dev, may be named.
OF_A_MACHINE = ("/home/", "/mnt/", "/opt/", "/root/", "/srv/", "/Users/", "/work/")


def paths_of_a_machine(source: str) -> list[str]:
    """The texts in Python code that lead to a folder of one machine."""
    texts = (node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant))
    return [text for text in texts if isinstance(text, str) and text.startswith(OF_A_MACHINE)]


def test_no_code_names_a_folder_of_one_machine():
    files = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
    found = {str(path.relative_to(ROOT)): paths_of_a_machine(path.read_text()) for path in files}
    own = str(Path(__file__).relative_to(ROOT))
    assert {name: paths for name, paths in found.items() if paths and name != own} == {}


@pytest.mark.parametrize(
    ("source", "paths"),
    [
        ('Path("/work/shared/data.csv")', ["/work/shared/data.csv"]),
        ('open(f"/home/{name}")', ["/home/"]),
        ('client.get("/workflows/")', []),
    ],
)
def test_a_path_of_one_machine_is_found(source, paths):
    assert paths_of_a_machine(source) == paths
