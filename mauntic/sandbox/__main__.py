"""python -m mauntic.sandbox --port N [--port-file PATH]"""

import argparse
import os
import sys
from pathlib import Path

from mauntic.sandbox.server import serve


def main(arguments: list[str] | None = None) -> int:
    """Serve the sandbox on loopback until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m mauntic.sandbox", description=main.__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free port (default)")
    parser.add_argument("--port-file", type=Path, help="file to write the port to")
    options = parser.parse_args(arguments)
    try:
        serve(options.port, options.port_file)
    except KeyboardInterrupt:
        return 0
    except OSError as error:
        sys.stderr.write(
            f"The sandbox cannot listen on port {options.port}: {os.strerror(error.errno or 0)}.\n"
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
