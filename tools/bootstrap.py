"""Makes `.venv` and installs a lock file into it. Standard library only, and readable by an old Python 3.

Usage: python3 tools/bootstrap.py LOCK_FILE. A second run with an unchanged lock costs milliseconds.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import List

PROJECT = Path(__file__).resolve().parent.parent
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
NEEDED_MB = 1500


def main(lock_name: str) -> None:
    os.chdir(str(PROJECT))  # pip then reads the same relative name in every clone
    lock = PROJECT / lock_name
    if is_installed(lock):
        return
    use_new_enough_python()
    check_disk()
    make_venv()
    install(lock)
    remember(lock)


def use_new_enough_python() -> None:
    """Go on as the newest supported Python of this machine, if this one is too old."""
    if sys.version_info >= OLDEST:
        return
    for name in ("python3.13", "python3.12", "python3.11"):
        found = shutil.which(name)
        if found and runs(found):
            os.execv(found, [found, *sys.argv])
    sys.exit(
        "Mauntic needs Python 3.11 or newer, and this is Python {}.{}: install python3.11, "
        "or run `make PYTHON=/path/to/python3.11`.".format(*sys.version_info)
    )


def runs(python: str) -> bool:
    """A version manager's shim is on the path even where its version is switched off."""
    return subprocess.call([python, "-c", ""], stderr=subprocess.DEVNULL) == 0


def check_disk() -> None:
    free = shutil.disk_usage(str(PROJECT)).free // 2**20
    if free < NEEDED_MB:
        sys.exit("{} MB are free at {}, and {} MB are needed.".format(free, PROJECT, NEEDED_MB))


def make_venv() -> None:
    if PYTHON.exists() and runs(str(PYTHON)) and is_new_enough(PYTHON):
        return
    say("Making .venv")
    if subprocess.call([sys.executable, "-m", "venv", "--clear", str(VENV)], stdout=sys.stderr):
        sys.exit("Python cannot make a virtual environment: on Debian and Ubuntu install python3-venv.")


def is_new_enough(python: Path) -> bool:
    code = "import sys; sys.exit(sys.version_info < {})".format(OLDEST)
    return subprocess.call([str(python), "-c", code]) == 0


def install(lock: Path) -> None:
    say("Installing " + str(lock.relative_to(PROJECT)))
    if subprocess.call([*installer(), "-r", str(lock.relative_to(PROJECT))], stdout=sys.stderr):
        sys.exit("The packages could not be installed: the messages above say why.")


def installer() -> List[str]:
    uv = shutil.which("uv")
    if uv and runs_uv(uv):
        return [uv, "pip", "install", "--quiet", "--require-hashes", "--python", str(PYTHON)]
    options = ["-qq", "--disable-pip-version-check", "--no-input", "--require-hashes"]
    return [str(PYTHON), "-m", "pip", "install", *options]


def runs_uv(uv: str) -> bool:
    return subprocess.call([uv, "--version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


def stamp(lock: Path) -> Path:
    """One for each lock file; its text is the lock's digest."""
    return VENV / (".installed-" + lock.stem)


def digest(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def is_installed(lock: Path) -> bool:
    """True also for the runtime lock after the development lock, which holds all of it."""
    stamps = [stamp(lock)] if lock.stem == "dev" else [stamp(lock), stamp(lock.with_name("dev.txt"))]
    wanted = [digest(lock.with_name(each.name[len(".installed-") :] + ".txt")) for each in stamps]
    found = [each.read_text() if each.exists() else "" for each in stamps]
    return PYTHON.exists() and any(map(str.__eq__, found, wanted))


def remember(lock: Path) -> None:
    stamp(lock).write_text(digest(lock))


def say(text: str) -> None:
    print("  ... " + text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
