"""`make demo`: the whole product on this machine, from nothing to a signed-in page."""

import os
import signal
import sys
import time

import django

from demo import leftovers
from demo.options import Options, OptionsError
from demo.processes import Processes
from demo.progress import Progress
from mauntic import embedded


def main() -> int:
    """Run the demonstration until it is interrupted; the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mauntic.settings")
    os.environ["MAUNTIC_HTTP_ALLOW_LOOPBACK"] = "1"  # the sandbox vendors live on this machine
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    progress = Progress()
    try:
        options = Options.from_environment()
        with leftovers.alone(options.data_dir):
            options.check()
            if options.reset:
                leftovers.erase(options.data_dir)
            _run(options, progress)
    except (OptionsError, embedded.ServerError) as error:
        progress.fail(str(error))
        return 1
    except KeyboardInterrupt:
        progress.say("\nStopped. The data stays; `make demo` brings it back.")
    return 0


def _run(options: Options, progress: Progress) -> None:
    processes = Processes(options.data_dir)
    with progress.step("Database and broker"):
        servers = embedded.in_use(options.data_dir)
        servers.__enter__()
    try:
        django.setup()
        from demo.stages import bring_up  # noqa: PLC0415 (imports models: Django must be set up)

        bring_up(options, processes, progress)
        _watch(processes)
    finally:
        processes.stop()
        servers.__exit__(None, None, None)


def _watch(processes: Processes) -> None:
    while True:
        processes.check()
        time.sleep(1)


if __name__ == "__main__":
    sys.exit(main())
