"""Print how many lines of tests there are for each line of code, and fail where they are too few.

Usage: python -m tools.test_ratio. Code is what ships, without migrations; demo and benchmarks do not count.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
CODE = ("mauntic", "lead_intelligence", "scoring", "revops")
TESTS = ("tests",)
LEAST = 0.8


def main() -> int:
    code, tests = (lines_in(folders) for folders in (CODE, TESTS))
    ratio = tests / code
    print(f"{ratio:.2f} lines of tests per line of code ({tests:,} / {code:,}; least: {LEAST})")
    return int(ratio < LEAST)


def lines_in(folders: Iterable[str], project: Path = PROJECT) -> int:
    """Return the number of lines of the Python files in the folders, without migrations."""
    paths = (path for folder in folders for path in (project / folder).rglob("*.py"))
    return sum(
        len(path.read_text(encoding="utf-8").splitlines())
        for path in paths
        if "migrations" not in path.relative_to(project).parts
    )


if __name__ == "__main__":
    sys.exit(main())
