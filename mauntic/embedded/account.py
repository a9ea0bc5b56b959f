"""Which operating-system account runs a server, and what that account can reach."""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path

UNPRIVILEGED_NAMES = ("postgres", "nobody")
ROOT = 0


class ServerError(RuntimeError):
    """An embedded server cannot be started or stopped; the message is one sentence for the person."""


@dataclass(frozen=True, slots=True)
class Account:
    """A user and its group, by number."""

    uid: int
    gid: int

    @classmethod
    def current(cls) -> "Account":
        return cls(os.geteuid(), os.getegid())

    @classmethod
    def for_postgres(cls, data: Path) -> "Account":
        """PostgreSQL refuses root: then the owner of `data`, else `postgres`, else `nobody`, runs it."""
        own = cls.current()
        owner = cls._owner(data)
        if own.uid == ROOT:
            return owner if owner and owner.uid != ROOT else cls._unprivileged()
        if owner and owner.uid != own.uid:
            raise ServerError(
                f"{data} belongs to another user: run as that user, or delete it to start over."
            )
        return own

    @classmethod
    def _owner(cls, data: Path) -> "Account | None":
        try:
            found = data.stat()
        except (FileNotFoundError, PermissionError):
            return None
        return cls(found.st_uid, found.st_gid)

    @classmethod
    def _unprivileged(cls) -> "Account":
        for name in UNPRIVILEGED_NAMES:
            try:
                entry = pwd.getpwnam(name)
            except KeyError:
                continue
            return cls(entry.pw_uid, entry.pw_gid)
        raise ServerError(
            "PostgreSQL does not run as root, and there is neither a user 'postgres' nor 'nobody'."
        )

    def may_enter(self, folder: Path) -> bool:
        """True if this account can pass through every folder down to `folder`, as far as that exists."""
        resolved = folder.resolve()
        return all(self._has_mode(each, 0o1) for each in (resolved, *resolved.parents) if each.exists())

    def may_read(self, file: Path) -> bool:
        """True if this account can open `file` for reading and run it."""
        return self.may_enter(file.parent) and self._has_mode(file, 0o5)

    def own(self, folder: Path, mode: int = 0o700) -> None:
        """Make `folder` if it is missing and hand it to this account alone."""
        folder.mkdir(parents=True, exist_ok=True)
        if folder.is_symlink() or folder.stat().st_uid not in {self.uid, os.geteuid()}:
            raise ServerError(
                f"{folder} belongs to another user: delete it, or set MAUNTIC_DATA_DIR elsewhere."
            )
        if os.geteuid() == ROOT:
            os.chown(folder, self.uid, self.gid)
        folder.chmod(mode)

    def _has_mode(self, path: Path, wanted: int) -> bool:
        found = path.stat()
        if found.st_uid == self.uid:
            wanted <<= 6
        elif found.st_gid == self.gid:
            wanted <<= 3
        return found.st_mode & wanted == wanted
