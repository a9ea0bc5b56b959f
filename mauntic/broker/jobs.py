"""Work that is done later: declared once, with a name that stays and what it is given."""

from collections.abc import Callable
from typing import Any, Generic, ParamSpec

import dramatiq
from django.core.exceptions import ImproperlyConfigured

from mauntic.broker.queues import DEFAULT

P = ParamSpec("P")

_declared: dict[str, "Job[...]"] = {}


class Job(Generic[P]):
    """A kind of job and its arguments, which are JSON values: `RUN_IMPORT = Job[[str]]("crm.run_import")`.

    Waiting messages and the rows of the clock hold the name: it stays when the actor is renamed or moves.
    Declared apart from its actor, so that services can enqueue what only entry points may import.
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
        """Decorate the function that does the job, with Dramatiq's options."""

        def decorate(function: Callable[P, None]) -> dramatiq.Actor[P, None]:
            with_options = dramatiq.actor(actor_name=self.name, queue_name=queue, **options)
            return with_options(function)

        return decorate


def check_actors() -> None:
    """Raise `ImproperlyConfigured` for jobs without an actor and for actors without a job."""
    actors = dramatiq.get_broker().get_declared_actors()
    if undone := sorted(set(_declared) - actors):
        raise ImproperlyConfigured(f"No actor does the jobs {', '.join(undone)}.")
    if undeclared := sorted(actors - set(_declared)):
        raise ImproperlyConfigured(f"No job is declared for the actors {', '.join(undeclared)}.")
