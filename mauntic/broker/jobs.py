"""Declarations of jobs, with a permanent name and their arguments."""

from collections.abc import Callable
from typing import Any, Generic, ParamSpec

import dramatiq
from django.core.exceptions import ImproperlyConfigured

from mauntic.broker.queues import DEFAULT

P = ParamSpec("P")

_declared: dict[str, "Job[...]"] = {}


class Job(Generic[P]):
    """A kind of job and its arguments, which are JSON values: `RUN_IMPORT = Job[[str]]("crm.run_import")`.

    Waiting messages and the rows of the clock hold the name, so it stays when the actor is renamed or moved.
    A job is declared apart from its actor, so that services can enqueue it: only entry points import actors.
    """

    def __init__(self, name: str) -> None:
        if name in _declared:
            raise ValueError(f"There is another job named {name}.")
        self.name = name
        _declared[name] = self

    def __repr__(self) -> str:
        return f"Job({self.name!r})"

    def actor(
        self, *, queue: str = DEFAULT, **options: Any
    ) -> Callable[[Callable[P, None]], dramatiq.Actor[P, None]]:
        """Return a decorator for the function that runs the job.

        Args: `options` are options of Dramatiq.
        """

        def decorate(function: Callable[P, None]) -> dramatiq.Actor[P, None]:
            with_options = dramatiq.actor(actor_name=self.name, queue_name=queue, **options)
            return with_options(function)

        return decorate


def check_actors() -> None:
    """Check that each job has an actor, and each actor a job.

    Raises: `ImproperlyConfigured`
    """
    actors = dramatiq.get_broker().get_declared_actors()
    if undone := sorted(set(_declared) - actors):
        raise ImproperlyConfigured(f"No actor runs the jobs {', '.join(undone)}.")
    if undeclared := sorted(actors - set(_declared)):
        raise ImproperlyConfigured(f"No job is declared for the actors {', '.join(undeclared)}.")
