"""`make check`: every static check, one line each, and the output of those that fail."""

import os
import subprocess
import sys
import time
from pathlib import Path

from tools import test_ratio

PROJECT = Path(__file__).resolve().parent.parent
BIN = PROJECT / ".venv" / "bin"

# The deploy checks look at the settings of a real installation; nothing connects to these addresses.
PRODUCTION = {
    "DATABASE_URL": "postgres://mauntic@db.invalid/mauntic",
    "REDIS_URL": "redis://redis.invalid",
    "SECRET_KEY": "not-a-secret-only-long-enough-and-varied-for-the-deploy-checks-0123456789",
    "ENCRYPTION_KEYS": "bm90LWEtc2VjcmV0LW9ubHktdGhpcnR5LXR3by1ieXQ=",
    "ALLOWED_HOSTS": "mauntic.invalid",
    "EMAIL_URL": "smtp+tls://mauntic:password@mail.invalid:587",
}

CHECKS: dict[str, tuple[list[str], dict[str, str]]] = {
    "format": (["ruff", "format", "--check", "."], {}),
    "lint": (["ruff", "check", "."], {}),
    "types": (["mypy"], {}),
    "layers": (["lint-imports"], {}),
    "template lint": (["djlint", "--lint", "--quiet", "templates"], {}),
    "texts": (["python", "-m", "tools.messages", "--check"], {}),
    "migrations": (["python", "manage.py", "makemigrations", "--check", "--dry-run"], {}),
    "old code": (["python", "-m", "tools.check_migrations"], {}),
    "deploy": (["python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
    "dependencies": (["deptry", "."], {}),
}


def main() -> int:
    failed = [name for name, (command, extra) in CHECKS.items() if not passes(name, command, extra)]
    is_short = test_ratio.main() != 0
    print(
        f"{len(failed)} of {len(CHECKS)} checks failed: {', '.join(failed)}" if failed else "All checks pass."
    )
    return 1 if failed or is_short else 0


def passes(name: str, command: list[str], extra: dict[str, str]) -> bool:
    """Run one check and report on it."""
    began = time.monotonic()
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        cwd=PROJECT,
        env=os.environ | extra,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    verdict = "failed" if done.returncode else "ok"
    print(f"  {name:<16} {verdict:<7} {time.monotonic() - began:5.1f} s", flush=True)
    if done.returncode:
        print(done.stdout, flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
