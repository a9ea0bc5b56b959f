"""The file of LEADS is looked at before anything is started or erased."""

import subprocess
import sys
from pathlib import Path

import django

from demo.options import OptionsError
from mauntic.crm.imports.domain.mapping import guess_mapping, mapping_problems
from mauntic.kernel.files import UnreadableError, open_table


def check_apart(path: Path) -> None:
    """Check the file in a process of its own.

    The sentences about a file need the settings of Django, and those name secrets that a reset erases: this
    process reads them only afterwards.

    Raises: `OptionsError` as `check` does.
    """
    command = [sys.executable, "-m", "demo.lead_file", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 (our own module)
    if done.returncode:
        raise OptionsError(done.stdout.strip() or f"LEADS={path} cannot be checked: {done.stderr.strip()}")


def check(path: Path) -> None:
    """Read the whole file.

    Raises: `OptionsError` when it cannot be read, has no rows, or has no column that names a lead.
    """
    try:
        with path.open("rb") as file, open_table(file) as table:
            problems = mapping_problems(guess_mapping(table.headers), table.headers)
            rows = sum(1 for _ in table.rows)
    except OSError as error:
        raise OptionsError(f"LEADS={path} cannot be read: {error.strerror}.") from error
    except UnreadableError as error:
        raise OptionsError(f"LEADS={path}: {error}") from error
    if problems:
        raise OptionsError(f"LEADS={path}: {' '.join(problems.values())}")
    if not rows:
        raise OptionsError(f"LEADS={path}: The file has column names and no rows.")


def main() -> int:
    """Print what is wrong with the file that is named, if anything is.

    Returns: 1 for a file that is refused.
    """
    django.setup()
    try:
        check(Path(sys.argv[1]))
    except OptionsError as error:
        print(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
