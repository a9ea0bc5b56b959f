"""`make demo`: the whole product on this machine, from nothing to a signed-in page."""

import os
import signal
import sys
import time

import django
from django.db import OperationalError

from demo import lead_file, leftovers
from demo.options import Options, OptionsError
from demo.processes import Processes
from demo.progress import Progress
from mauntic import embedded


def main() -> int:
    """Run the demonstration until it is interrupted; the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mauntic.settings")
    os.environ["MAUNTIC_HTTP_ALLOW_LOOPBACK"] = "1"  # the sandbox vendors live on this machine
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    # A shell lets its background jobs ignore Ctrl-C: asked to stop, the demonstration stops all the same.
    for asked in (signal.SIGINT, signal.SIGTERM):
        signal.signal(asked, signal.default_int_handler)
    progress = Progress()
    try:
        options = Options.from_environment()
        os.environ["MAUNTIC_PUBLIC_PORT"] = str(options.port)
        with leftovers.alone(options.data_dir):
            options.check()
            if options.leads is not None:
                lead_file.check_apart(options.leads)
            if options.reset:
                leftovers.erase(options.data_dir)
            _run(options, progress)
    except OperationalError as error:
        progress.fail(
            f"The database went away. Run `make demo` again: it goes on where it stopped. ({error})"
        )
        return 1
    except (OptionsError, embedded.ServerError) as error:
        progress.fail(str(error))
        return 1
    except KeyboardInterrupt:
        progress.say("\nStopped. The data stays; `make demo` brings it back.")
    return 0


def _run(options: Options, progress: Progress) -> None:
    processes = Processes(options.data_dir, progress.say)
    with progress.step("Database and broker"):
        in_use = embedded.in_use(options.data_dir)
        servers = in_use.__enter__()
    try:
        django.setup()
        from demo.stages import bring_up  # noqa: PLC0415 (imports models: Django must be set up)

        bring_up(options, processes, progress)
        _watch(processes, servers, progress)
    finally:
        processes.stop()
        in_use.__exit__(None, None, None)


def _watch(processes: Processes, servers: embedded.Servers, progress: Progress) -> None:
    """Start again whatever dies, until the person stops the demonstration."""
    while True:
        for server in servers.needed():
            if not server.is_running():
                progress.say(f"The server “{server.process_name}” ended and is started again.")
                server.start()
        processes.revive()
        time.sleep(1)


if __name__ == "__main__":
    sys.exit(main())
