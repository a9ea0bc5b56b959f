"""The guard of the clock: django-q2 calls any function named in its rows, so undeclared calls are blocked."""

from collections.abc import Callable
from time import monotonic
from typing import Any

import structlog
from django_q.brokers.orm import ORM
from django_q.signals import pre_enqueue
from django_q.signing import BadSignature, SignedPackage

from mauntic.broker.repair import reset_far_schedules
from mauntic.broker.schedules import is_declared
from mauntic.broker.ticks import SILENT_AFTER, last_tick, silence
from mauntic.kernel.clock import now
from mauntic.kernel.log_limits import LogLimiter

log = structlog.get_logger(__name__)
limiter = LogLimiter()

Task = dict[str, Any]
# How often the schedules are looked at for times that a jump of the system time left behind.
LOOK_SECONDS = 20.0
# Each of these makes django-q2 run something besides, or somewhere else than, the queue that is guarded.
_FORBIDDEN = ("hook", "chain", "sync", "iter_count")


class ClockQueue(ORM):
    """The queue of the clock's workers, which returns only declared tasks.

    It is read every second, even if other parts fail, so it also repairs the schedules.
    """

    looked_at = 0.0
    started_at = monotonic()

    def dequeue(self) -> list[tuple[int, str]] | None:
        """Return the due tasks that are declared. Others are deleted and logged."""
        self._look_after_schedules()
        due: list[tuple[int, str]] | None = super().dequeue()
        if not due:
            return due
        allowed = []
        for task_id, package in due:
            if _may_run(package):
                allowed.append((task_id, package))
            else:
                self.delete(task_id)
        return allowed

    def _look_after_schedules(self) -> None:
        # By the time since the start: the system time is what jumps.
        if monotonic() - self.looked_at >= LOOK_SECONDS:
            self.looked_at = monotonic()
            self.get_connection()  # drops a connection that broke
            reset_far_schedules(now())
            self._report_silence()

    def _report_silence(self) -> None:
        """Log that nothing ticks although this process runs: its worker hangs, or its schedules are gone."""
        at = now()
        problem = silence(last_tick(at).first(), at)
        is_new = monotonic() - self.started_at < SILENT_AFTER.total_seconds()
        if problem and not is_new and limiter.admit("silent") is not None:
            log.error("clock.silent", problem=problem)


def guard_scheduler() -> None:
    """Disarm undeclared schedules before django-q2 queues them, or runs them itself (`sync`)."""
    pre_enqueue.connect(_disarm, dispatch_uid="mauntic.clock")


def _may_run(package: str) -> bool:
    try:
        task = SignedPackage.loads(package)
    except (TypeError, BadSignature):
        log.exception("clock.refused", reason="bad signature")
        return False
    if _is_declared_task(task):
        return True
    log.error("clock.refused", function=_name_of(task["func"]), task=task["name"])
    return False


def _disarm(task: Task, **_: Any) -> None:
    # An exception here would roll back the tick of every other schedule.
    if _is_declared_task(task):
        return
    log.error("clock.refused", function=_name_of(task["func"]), task=task["name"])
    for option in _FORBIDDEN:
        task.pop(option, None)
    task |= {"func": f"{__name__}.refuse", "args": (), "kwargs": {}}


def refuse() -> None:
    """Replace an undeclared task, so that the queue drops it."""


def _is_declared_task(task: Task) -> bool:
    if any(task.get(option) for option in _FORBIDDEN):
        return False
    return is_declared(task["func"], tuple(task["args"]), task["kwargs"])


def _name_of(func: str | Callable[..., object]) -> str:
    return func if isinstance(func, str) else repr(func)
