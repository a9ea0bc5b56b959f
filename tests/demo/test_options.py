"""What the person who starts the demonstration asks for, and is told."""

from pathlib import Path

import pytest

from demo.options import Options


@pytest.mark.parametrize(
    ("folder", "shown"),
    [("var", "var/demo.json"), ("../elsewhere", "{parent}/elsewhere/demo.json")],
)
def test_the_file_of_log_ins_is_named_where_it_is(tmp_path, monkeypatch, folder, shown):
    here = tmp_path / "product"
    here.mkdir()
    monkeypatch.chdir(here)
    options = Options(port=8000, leads=None, reset=False, data_dir=(here / folder).resolve())

    assert options.shown_access_file == Path(shown.format(parent=tmp_path))
    assert options.access_file == options.data_dir / "demo.json"
