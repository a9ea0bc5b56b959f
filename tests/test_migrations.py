"""What migrations may depend on: a rule that changes later must not change what a migration did."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MIGRATIONS = sorted(
    path
    for context in ("mauntic", "lead_intelligence", "scoring", "revops")
    for path in (ROOT / context).glob("**/migrations/[0-9]*.py")
)
LIVE = {"domain", "services", "selectors", "catalog"}


def _imported(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text())))
    direct = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return direct | {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}


def test_migrations_are_found():
    assert len(MIGRATIONS) >= 33


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_a_migration_imports_no_live_rule(path):
    assert [module for module in _imported(path) if LIVE & set(module.split("."))] == []
