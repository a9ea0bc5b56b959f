"""Jobs of journeys. Their names are stable."""

from mauntic.broker import Job

MOVE = Job[[str]]("journeys.move")
RESUME_MOVES = Job[[]]("journeys.resume_moves")
