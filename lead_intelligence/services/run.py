"""Running jobs: many at once, so that calls overlap and everything between them is written in sets.

One thread speaks with the database; the others only make calls. While they wait for vendors it writes
down what came and plans what is next.
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
from django.db import IntegrityError, InterfaceError, OperationalError
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_random

from lead_intelligence.domain.answers import Answer
from lead_intelligence.models import EnrichmentJob
from lead_intelligence.selectors.vendors import Account, accounts
from lead_intelligence.services import calls, claims
from lead_intelligence.services.finish import Ended, fail_jobs, finish_jobs
from lead_intelligence.services.searches import Search, open_searches
from lead_intelligence.services.wanted import Request, Wanted
from mauntic.broker import send
from mauntic.kernel.clock import now

log = structlog.get_logger(__name__)

AT_WORK = 250
"""Jobs that one run has in hand."""
CLAIMED_TOGETHER = 100
"""Few enough that the first calls are out at once, and that other workers get a share of the last ones."""
ONE_RUN = 1000
"""Jobs after which a run leaves the rest to the next one, so that no message lasts for hours."""
WRITTEN_TOGETHER = 75
RENEW_EVERY = timedelta(seconds=10)
GATHER_SECONDS = 0.02
"""How long answers are gathered, so that they are written down together."""
HELD_SECONDS = 5.0
"""Waits up to this are sat out; for longer ones the job is put back."""
CHANCES = 3
CONFLICTS = Retrying(
    retry=retry_if_exception_type((IntegrityError, OperationalError)),
    stop=stop_after_attempt(CHANCES),
    wait=wait_random(max=0.2),
    reraise=True,
)
"""Does again what another worker was in the way of: a deadlock, or the same row at the same moment."""


def run_jobs(*, urgent_only: bool = False) -> int:
    """Do the jobs that wait or whose worker has died, the most urgent first; how many were taken.

    Safe to be called any number of times and at once. Vendors are called outside of any transaction, and
    everything is on record before and after each call: answers that came are taken as they stand when a
    worker dies. While look-ups are stopped nothing is taken.
    """
    run = Run(urgent_only=urgent_only)
    run.work()
    if run.taken >= ONE_RUN:
        send(claims.URGENT_ACTOR if urgent_only else claims.ACTOR)
    return run.taken


@dataclass(slots=True)
class Run:
    """The jobs in hand: ready for their next step, waiting for a time, out for an answer, or at their end."""

    urgent_only: bool
    lease: datetime = field(default_factory=lambda: now() + claims.LEASE)
    taken: int = 0
    is_drained: bool = False
    ready: deque[Search] = field(default_factory=deque)
    sleeping: list[tuple[datetime, Search]] = field(default_factory=list)
    flying: dict[Future[list[Answer]], Request] = field(default_factory=dict)
    ended: list[Ended] = field(default_factory=list)
    put_off: list[EnrichmentJob] = field(default_factory=list)

    def work(self) -> None:
        """Until nothing is left to be done."""
        while self._take() or self.ready or self.sleeping or self.flying or self.ended:
            self._renew()
            self._wake()
            self._start()
            self._land()
            if len(self.ended) >= WRITTEN_TOGETHER or not (self.ready or self.flying):
                self._close()

    def _in_hand(self) -> list[Search]:
        out = [wanted.search for request in self.flying.values() for wanted in request.wanted]
        return [*self.ready, *(search for _, search in self.sleeping), *out, *(e.search for e in self.ended)]

    def _take(self) -> bool:
        """Claim more jobs while there is room; whether there were some."""
        room = min(AT_WORK - len(self._in_hand()), ONE_RUN - self.taken, CLAIMED_TOGETHER)
        if self.is_drained or room < CLAIMED_TOGETHER or claims.is_stopped():
            return False
        jobs = claims.claim(limit=room, lease=self.lease, urgent_only=self.urgent_only)
        self.is_drained = len(jobs) < room
        self.taken += len(jobs)
        self.ready.extend(open_searches(jobs, now()))
        return bool(jobs)

    def _renew(self) -> None:
        """Keep the jobs in hand, and let go of those that another worker has taken over."""
        at = now()
        if self.lease - claims.LEASE + RENEW_EVERY > at:
            return
        new = at + claims.LEASE
        kept = claims.renew(job_ids={each.job.pk for each in self._in_hand()}, old=self.lease, new=new)
        self.lease = new
        self.ready = deque(each for each in self.ready if each.job.pk in kept)
        self.sleeping = [(at, each) for at, each in self.sleeping if each.job.pk in kept]
        self.ended = [each for each in self.ended if each.job.pk in kept]

    def _wake(self) -> None:
        """Ready those whose time has come; with nothing else to do, sleep until the first of them."""
        if self.sleeping and not (self.ready or self.flying):
            time.sleep(max(0.0, (min(at for at, _ in self.sleeping) - now()).total_seconds()))
        at = now()
        self.ready.extend(search for time_, search in self.sleeping if time_ <= at)
        self.sleeping = [each for each in self.sleeping if each[0] > at]

    def _start(self) -> None:
        """Plan the next step of all that are ready, and make the calls that they want."""
        if not self.ready:
            return
        if claims.is_stopped():
            self._put_off(list(self.ready), until=now(), reason="Look-ups are stopped.")
            self.ready.clear()
        known, wanted = accounts(), list[Wanted]()
        while self.ready:
            search = self.ready.popleft()
            if call := self._step_safely(search, known):
                wanted.append(call)
        claims.put_back(jobs=self.put_off, lease=self.lease)
        self.put_off = []
        requests = CONFLICTS(calls.begin, wanted=wanted, lease=self.lease) if wanted else []
        out = {each.search for request in requests for each in request.wanted}
        self.ready.extend(
            each.search for each in wanted if each.search not in out and not each.search.is_lost
        )
        self.flying |= {_pool().submit(calls.send, request): request for request in requests}

    def _step_safely(self, search: Search, known: Mapping[str, Account]) -> Wanted | None:
        """`_step`; a job that breaks fails alone."""
        try:
            return self._step(search, known)
        except Exception as error:
            log.exception("enrichment.job_failed", job_id=str(search.job.pk))
            fail_jobs(jobs=[search.job], lease=self.lease, reason=_broke(error))
            return None

    def _step(self, search: Search, known: Mapping[str, Account]) -> Wanted | None:
        """The call that the search wants; None when it waits or is at its end."""
        at = now()
        step, subject = search.next_step(known, at)
        if step.call is not None:
            return Wanted(search, known[step.call.slug], subject, step.call.fields, step.call.timeout_ms)
        if not step.waiting:
            self.ended.append(Ended(search, step))
            return None
        awaited = [search.last_call(slug) for slug in step.waiting]
        call = min(awaited, key=lambda each: each.poll_at or at)
        due, account = call.poll_at or at, known.get(call.provider_id)
        if account is None or not account.provider.enabled:
            search.refuse(call.provider_id, "Was switched off while its answer was awaited.")
            self.ready.append(search)
            return None
        if due <= at:
            timeout = max(rule.timeout_ms for rule in search.rules)
            return Wanted(search, account, subject, call.wanted_fields, timeout, again=call)
        if (due - at).total_seconds() <= HELD_SECONDS:
            self.sleeping.append((due, search))
        else:
            self._put_off([search], until=due, reason=f"{account.provider.name} is still looking.")
        return None

    def _put_off(self, searches: Sequence[Search], *, until: datetime, reason: str) -> None:
        for search in searches:
            search.job.not_before, search.job.reason = until, reason
            self.put_off.append(search.job)

    def _land(self) -> None:
        """Write down the answers that have come, and ready their searches for the next step."""
        if not self.flying:
            return
        seconds = min([1.0, *((at - now()).total_seconds() for at, _ in self.sleeping)])
        wait(self.flying, timeout=max(0.0, seconds), return_when=FIRST_COMPLETED)
        landed, _ = wait(self.flying, timeout=GATHER_SECONDS)
        done = [(self.flying.pop(future), future.result()) for future in landed]
        if done:
            CONFLICTS(calls.finish, done=done)
            came = [each.search for request, _ in done for each in request.wanted]
            self.ready.extend(search for search in came if not search.is_lost)

    def _close(self) -> None:
        """Write the ends; where the set breaks, each alone, so that one broken job harms no other."""
        ended, self.ended = self.ended, []
        if ended and not self._finish(ended):
            for each in ended:
                self._finish([each], is_last_chance=True)

    def _finish(self, ended: Sequence[Ended], *, is_last_chance: bool = False) -> bool:
        """Whether the ends are written; the last chance is for one job, which fails when it breaks."""
        try:
            CONFLICTS(finish_jobs, ended=ended, lease=self.lease)
        except InterfaceError:
            raise  # the database went away: the message is sent again, and what came is on record
        except OperationalError:
            if is_last_chance:
                raise
            return False
        except Exception as error:
            if is_last_chance:
                log.exception("enrichment.job_failed", job_id=str(ended[0].job.pk))
                fail_jobs(jobs=[each.job for each in ended], lease=self.lease, reason=_broke(error))
            return is_last_chance
        return True


def _broke(error: Exception) -> str:
    return f"The job broke: {type(error).__name__}."


@cache
def _pool() -> ThreadPoolExecutor:
    """The threads that make the calls, shared by all runs of this process."""
    return ThreadPoolExecutor(settings.MAUNTIC_ENRICHMENT_CALLS, thread_name_prefix="vendors")
