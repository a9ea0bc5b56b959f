"""A process with a child, as the clock has: writes the id of the child into the given file, and waits."""

import subprocess
import sys
from pathlib import Path

child = subprocess.Popen(["sleep", "300"])
Path(sys.argv[1]).write_text(str(child.pid))
child.wait()
