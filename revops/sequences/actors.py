"""Jobs of sequences."""

from revops import jobs
from revops.sequences.services.sweep import run_due


@jobs.RUN_SEQUENCES.actor()
def run_sequences() -> None:
    """Do the steps of sequences that are due."""
    run_due()
