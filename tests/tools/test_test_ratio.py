from tools.test_ratio import lines_in


def test_migrations_are_no_code(tmp_path):
    for name, lines in (("deals.py", 3), ("forms/new.py", 4), ("migrations/0001_initial.py", 50)):
        path = tmp_path / "revops" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x = 1\n" * lines)
    assert lines_in(["revops"], tmp_path) == 7
