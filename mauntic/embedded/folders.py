"""Where the servers keep their data and their sockets."""

import hashlib
import shutil
import tempfile
from pathlib import Path

from .account import Account

# A socket path ends at 107 characters on Linux and 103 on macOS; this is the longest name of ours.
LONGEST_SOCKET_FOLDER = 103 - len("/.s.PGSQL.5432.lock")

# Where TMPDIR is itself too long or closed. Account.own refuses a folder that somebody else made there.
ALWAYS_THERE = Path("/tmp")  # noqa: S108

# For root whose project lies in a folder that the server's account cannot enter (such as /root).
SHARED_HOME = Path("/var/lib/mauntic")


def digest(path: Path) -> str:
    """A short name for `path` that differs between any two paths."""
    return hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:12]


def home_outside(data_dir: Path) -> Path:
    """The folder that stands in for a `data_dir` which the server's account cannot enter."""
    return SHARED_HOME / digest(data_dir)


def socket_folder(data_dir: Path, name: str, account: Account) -> Path:
    """The folder for a server's socket: below `data_dir`, or a short one where that is too long or closed.

    It is computed, not remembered, so that every process finds the server without asking.
    """
    near = data_dir.resolve() / "run" / name
    short = f"mauntic-{account.uid}-{digest(data_dir)}-{name}"
    candidates = (near, Path(tempfile.gettempdir()) / short)
    return next((each for each in candidates if _takes_sockets(each, account)), ALWAYS_THERE / short)


def _takes_sockets(folder: Path, account: Account) -> bool:
    # libpq reads a comma as the start of another host.
    usable = len(str(folder)) <= LONGEST_SOCKET_FOLDER and "," not in str(folder)
    return usable and account.may_enter(folder.parent)


def data_home(data_dir: Path, name: str, account: Account) -> Path:
    """The real folder behind `data_dir/name`; outside, and linked from there, if `account` cannot come in."""
    link = data_dir / name
    if link.is_symlink() or account.may_enter(data_dir):
        return link.resolve()
    home = home_outside(data_dir) / name
    shutil.rmtree(home, ignore_errors=True)  # of a project that stood at this path and is gone
    home.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(home)
    return home
