#!/usr/bin/env python
"""Django's commands, with the embedded servers running where the environment names no others."""

import os
import signal
import sys

from mauntic import embedded


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mauntic.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - after the setting

    # By default SIGTERM would skip the clean-up; commands that handle it themselves replace this.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    try:
        with embedded.in_use():
            execute_from_command_line(sys.argv)
    except embedded.ServerError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
