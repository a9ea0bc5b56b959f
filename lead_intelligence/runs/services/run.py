"""Run many jobs at once, so that calls overlap and rows are written in batches.

Only the main thread uses the database. The others make calls. While they wait for vendors, the main thread
stores answers and plans the next calls. Answers are stored before new calls start: an answer that is lost
with its worker was paid for, and the vendor is not called again.
"""

import time
from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext as _

from lead_intelligence.enrichment.models.jobs import EnrichmentJob
from lead_intelligence.jobs import RUN_JOBS, RUN_URGENT_JOBS
from lead_intelligence.runs.services import calls, claims
from lead_intelligence.runs.services.finish import FinishedSearch, fail_jobs, finish_jobs
from lead_intelligence.runs.services.searches import Search, open_searches
from lead_intelligence.runs.services.wanted import Request, Wanted
from lead_intelligence.vendors.domain.answers import Answer
from lead_intelligence.vendors.selectors.accounts import Account, open_accounts
from mauntic.broker import enqueue_at_once
from mauntic.kernel.clock import now
from mauntic.kernel.db.conflicts import CONFLICTS

log = structlog.get_logger(__name__)

AT_WORK = 250
"""Jobs that a run works on at the same time."""
CLAIMED_TOGETHER = 100
"""Few, so that the first calls start at once and other workers get a share of the last jobs."""
ONE_RUN = 1000
"""Jobs after which a run leaves the rest to the next run, so that no message takes hours."""
WRITTEN_TOGETHER = 75
PLANNED_TOGETHER = 25
"""Steps that are planned before answers are stored again."""
BEGUN_AHEAD = 2
"""Recorded calls per thread: one is running and one waits, so that no thread idles.
Waiting calls count as billed if the worker dies, although they were never made. So there are no more."""
RENEW_EVERY = timedelta(seconds=5)
GATHER_SECONDS = 0.02
"""Time to collect answers, so that they are stored together."""
HELD_SECONDS = 5.0
"""The longest time to wait within a run. For longer ones the job is put back."""


def run_jobs(*, urgent_only: bool = False) -> int:
    """Run the jobs that are pending or whose worker has died, most urgent first.

    Safe to repeat and to run in parallel. Vendors are called outside of transactions. Each call is recorded
    before and after it, so that stored answers survive a worker that dies. No job starts while lookups are
    stopped.

    Returns: the number of jobs that were claimed.
    """
    run = Run(urgent_only=urgent_only)
    run.work()
    if run.taken >= ONE_RUN:
        enqueue_at_once(RUN_URGENT_JOBS if urgent_only else RUN_JOBS)
    return run.taken


@dataclass(slots=True)
class Run:
    """The jobs of a run: ready for the next step, sleeping, waiting for an answer (`flying`), or ended."""

    urgent_only: bool
    lease: datetime = field(default_factory=lambda: now() + claims.LEASE)
    taken: int = 0
    is_drained: bool = False
    ready: deque[Search] = field(default_factory=deque)
    sleeping: list[tuple[datetime, Search]] = field(default_factory=list)
    flying: dict[Future[list[Answer]], Request] = field(default_factory=dict)
    finished: list[FinishedSearch] = field(default_factory=list)
    put_off: list[EnrichmentJob] = field(default_factory=list)

    def work(self) -> None:
        """Work until no job is left."""
        while self._take() or self.ready or self.sleeping or self.flying or self.finished:
            self._renew()
            self._wake()
            self._start()
            self._land()
            if len(self.finished) >= WRITTEN_TOGETHER or not (self.ready or self.flying):
                self._close()

    def _in_hand(self) -> list[Search]:
        out = [wanted.search for request in self.flying.values() for wanted in request.wanted]
        return [
            *self.ready,
            *(search for _, search in self.sleeping),
            *out,
            *(e.search for e in self.finished),
        ]

    def _take(self) -> bool:
        """Claim more jobs while there is room; after the last one, those at which workers died.

        Returns: whether there were some.
        """
        self._record()
        if self._claim():
            return True
        return self.is_drained and not self._in_hand() and self._take_suspect()

    def _claim(self) -> bool:
        room = min(AT_WORK - len(self._in_hand()), ONE_RUN - self.taken, CLAIMED_TOGETHER)
        if self.is_drained or room < CLAIMED_TOGETHER or claims.is_stopped():
            return False
        jobs = claims.claim(limit=room, lease=self.lease, urgent_only=self.urgent_only)
        self.is_drained = len(jobs) < room
        self.taken += len(jobs)
        self.ready.extend(open_searches(jobs, now()))
        return bool(jobs)

    def _take_suspect(self) -> bool:
        """Claim a job at which workers died, with nothing else in hand. After too many it fails."""
        if claims.is_stopped():
            return False
        jobs = claims.claim_suspect(lease=self.lease, urgent_only=self.urgent_only)
        lost = [job for job in jobs if job.lost_workers >= claims.MOST_LOST]
        fail_jobs(
            jobs=lost,
            lease=self.lease,
            reason=_("Given up: the worker ended {count} times during this job.").format(
                count=claims.MOST_LOST
            ),
        )
        self.taken += len(jobs)
        self.ready.extend(open_searches([job for job in jobs if job not in lost], now()))
        return bool(jobs)

    def _renew(self) -> None:
        """Renew the lease of the jobs, and drop those that another worker has taken over."""
        at = now()
        if self.lease - claims.LEASE + RENEW_EVERY > at:
            return
        new = at + claims.LEASE
        renewed = claims.renew(job_ids={each.job.pk for each in self._in_hand()}, old=self.lease, new=new)
        self.lease = new
        self.ready = deque(each for each in self.ready if each.job.pk in renewed)
        self.sleeping = [(at, each) for at, each in self.sleeping if each.job.pk in renewed]
        self.finished = [each for each in self.finished if each.job.pk in renewed]

    def _wake(self) -> None:
        """Wake sleeping jobs whose time has come. With nothing else to do, sleep until the first one."""
        if self.sleeping and not (self.ready or self.flying):
            time.sleep(max(0.0, (min(at for at, _ in self.sleeping) - now()).total_seconds()))
        at = now()
        self.ready.extend(search for time_, search in self.sleeping if time_ <= at)
        self.sleeping = [each for each in self.sleeping if each[0] > at]

    def _start(self) -> None:
        """Plan the next step of the ready jobs, and start their calls."""
        if not self.ready:
            return
        if claims.is_stopped():
            self._put_off(list(self.ready), until=now(), reason=_("Enrichment is stopped."))
            self.ready.clear()
        wanted = self._plan()
        claims.put_back(jobs=self.put_off, lease=self.lease)
        self.put_off = []
        requests = CONFLICTS(calls.begin, wanted=wanted, lease=self.lease) if wanted else []
        out = {each.search for request in requests for each in request.wanted}
        self.ready.extend(
            each.search for each in wanted if each.search not in out and not each.search.is_lost
        )
        self.flying |= {_pool().submit(calls.send, request): request for request in requests}

    def _plan(self) -> list[Wanted]:
        """Return the next calls of the ready jobs, as many as the threads can take."""
        known, wanted = open_accounts(), list[Wanted]()
        room = float(BEGUN_AHEAD * settings.MAUNTIC_ENRICHMENT_CALLS - len(self.flying))
        planned = 0
        while self.ready and room > 0:
            planned += 1
            if planned % PLANNED_TOGETHER == 0:
                self._record()
            if call := self._step_safely(self.ready.popleft(), known):
                wanted.append(call)
                room -= 1 / call.shared_by
        return wanted

    def _step_safely(self, search: Search, known: Mapping[str, Account]) -> Wanted | None:
        """Return the next call of a job. A job that raises an error fails without affecting others."""
        try:
            return self._step(search, known)
        except Exception as error:
            log.exception("enrichment.job_failed", job_id=str(search.job.pk))
            fail_jobs(jobs=[search.job], lease=self.lease, reason=_broke(error))
            return None

    def _step(self, search: Search, known: Mapping[str, Account]) -> Wanted | None:
        """Return the next call of a search; None if it waits or has ended."""
        at = now()
        step, subject = search.next_step(known, at)
        if step.call is not None:
            return Wanted(search, known[step.call.slug], subject, step.call.fields, step.call.timeout_ms)
        if not step.waiting:
            self.finished.append(FinishedSearch(search, step))
            return None
        awaited = [search.last_call(slug) for slug in step.waiting]
        call = min(awaited, key=lambda each: each.poll_at or at)
        due, account = call.poll_at or at, known.get(call.provider_id)
        if account is None or not account.provider.enabled:
            search.refuse(call.provider_id, _("Disabled while a result was pending."))
            self.ready.append(search)
            return None
        if due <= at:
            timeout = max(rule.timeout_ms for rule in search.rules)
            return Wanted(search, account, subject, call.wanted_fields, timeout, again=call)
        if (due - at).total_seconds() <= HELD_SECONDS:
            self.sleeping.append((due, search))
        else:
            self._put_off(
                [search],
                until=due,
                reason=_("{vendor} is still searching.").format(vendor=account.provider.name),
            )
        return None

    def _put_off(self, searches: Sequence[Search], *, until: datetime, reason: str) -> None:
        for search in searches:
            search.job.not_before, search.job.reason = until, reason
            self.put_off.append(search.job)

    def _land(self) -> None:
        """Store the answers that have arrived, and make their searches ready for the next step."""
        if not self.flying:
            return
        seconds = min([1.0, *((at - now()).total_seconds() for at, _ in self.sleeping)])
        wait(self.flying, timeout=max(0.0, seconds), return_when=FIRST_COMPLETED)
        wait(self.flying, timeout=GATHER_SECONDS)
        self._record()

    def _record(self) -> None:
        """Store the answers that are there, without waiting for others."""
        landed = [future for future in self.flying if future.done()]
        done = [(self.flying.pop(future), future.result()) for future in landed]
        if done:
            CONFLICTS(calls.finish, done=done)
            answered = [each.search for request, _ in done for each in request.wanted]
            self.ready.extend(search for search in answered if not search.is_lost)

    def _close(self) -> None:
        """Finish the ended searches together; on an error one by one, so that one cannot block others."""
        self._record()
        self._renew()
        finished, self.finished = self.finished, []
        if finished and not self._finish(finished):
            for each in finished:
                self._finish([each], is_last_chance=True)

    def _finish(self, finished: Sequence[FinishedSearch], *, is_last_chance: bool = False) -> bool:
        """Finish searches and return True; False on an error, unless `is_last_chance`: the job fails then."""
        try:
            CONFLICTS(finish_jobs, finished=finished, lease=self.lease)
        except InterfaceError:
            raise  # the database went away: the message is sent again, and the answers are stored
        except OperationalError:
            if is_last_chance:
                raise
            return False
        except Exception as error:
            if is_last_chance:
                log.exception("enrichment.job_failed", job_id=str(finished[0].job.pk))
                fail_jobs(jobs=[each.job for each in finished], lease=self.lease, reason=_broke(error))
            return is_last_chance
        return True


def _broke(error: Exception) -> str:
    return _("Job error: {error}.").format(error=type(error).__name__)


@cache
def _pool() -> ThreadPoolExecutor:
    """Return the threads that make the calls, shared by all runs of this process."""
    return ThreadPoolExecutor(settings.MAUNTIC_ENRICHMENT_CALLS, thread_name_prefix="vendors")
