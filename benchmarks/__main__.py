"""`make bench NAME=... N=...`: one benchmark on its own throw-away servers; the last line is one JSON object.

A benchmark is a module beside this one with `run(n: int) -> dict`, called inside a new organization. Its
answer holds at least `seconds`; with `floor_seconds`, the least that the same work can take, it gets a ratio.
"""

import argparse
import importlib
import json
import os
import resource
import sys
from collections.abc import Callable
from typing import Any

from mauntic import embedded

BYTES_PER_UNIT = 1 if sys.platform == "darwin" else 1024
SCHEMA = "bench"


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("name", help="the benchmark, such as rescore or events")
    parser.add_argument("--n", type=int, default=10_000, help="how many rows, events, ... (default 10000)")
    arguments = parser.parse_args()
    for variable in ("DATABASE_URL", "REDIS_URL"):  # never measure on somebody's data
        os.environ.pop(variable, None)
    try:
        with embedded.throwaway() as servers:
            result = measure(arguments.name, arguments.n, servers)
    except embedded.ServerError as error:
        sys.exit(str(error))
    print(json.dumps(result))


def measure(name: str, n: int, servers: embedded.Servers) -> dict[str, Any]:
    """Run the benchmark `name` on `servers` and add what every benchmark says."""
    os.environ |= embedded.trial_environment(servers) | {"DJANGO_SETTINGS_MODULE": "mauntic.settings"}
    run = prepare(name)
    from mauntic.tenants.context import entered

    with entered(SCHEMA):
        measured = run(n)
    floor = measured.get("floor_seconds")
    ratio = round(measured["seconds"] / floor, 2) if floor else None
    return {"name": name, "n": n, "floor_seconds": floor, "ratio": ratio, "peak_mb": peak_mb(), **measured}


def prepare(name: str) -> Callable[[int], dict[str, Any]]:
    """Set Django up, migrate, make the organization, and find the benchmark."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate_schemas", verbosity=0, interactive=False)
    from mauntic.tenants.services import create_organization

    create_organization(name="Bench", schema_name=SCHEMA, domains=["bench.localhost"])
    run: Callable[[int], dict[str, Any]] = importlib.import_module(f"benchmarks.{name}").run
    return run


def peak_mb() -> float:
    """The most memory that this process has held, in MB."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * BYTES_PER_UNIT / 2**20, 1)


if __name__ == "__main__":
    main()
