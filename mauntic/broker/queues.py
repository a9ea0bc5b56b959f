"""The queues of the workers: one per kind of work, so that none waits behind another.

A worker's threads serve all of its queues, so each group below needs a process of its own.
"""

# Small jobs and the sweeps of the schedules.
DEFAULT = "default"
# Events that somebody may wait for: a visit, a reply, a form.
EVENTS = "events"
# Many rows at once: imports, events about many records, retries. Nobody waits for a single one.
BULK = "bulk"
# Scoring of all contacts.
SCORING = "scoring"
# Calls to vendors, models, mail servers and other CRMs: they mostly wait.
ENRICHMENT, AGENTS, DELIVERY, SYNC = "enrichment", "agents", "delivery", "sync"

# Groups of queues that share processes, with the threads of each process.
WORKERS: dict[str, tuple[int, tuple[str, ...]]] = {
    "events": (4, (EVENTS, DEFAULT)),
    "bulk": (2, (BULK, SCORING)),
    "outside": (16, (ENRICHMENT, AGENTS, DELIVERY, SYNC)),
}


def worker_options(group: str) -> list[str]:
    """Return the options of `dramatiq` for a process of that group."""
    threads, queues = WORKERS[group]
    return ["--threads", str(threads), "--queues", *queues]
