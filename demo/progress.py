"""The list of steps that the person sees."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.status import Status


class Step:
    """One line of the list, whose detail may change while it runs."""

    def __init__(self, status: Status, title: str) -> None:
        self._status = status
        self._title = title
        self.detail = ""

    def update(self, detail: str) -> None:
        """Say how far the step is; the last word stays in the list."""
        self.detail = detail
        self._status.update(f"{self._title} [dim]{detail}[/dim]")


class Progress:
    """Prints a tick, a title and the seconds that it took for each step."""

    def __init__(self) -> None:
        self._console = Console(highlight=False)

    @contextmanager
    def step(self, title: str) -> Iterator[Step]:
        """Show the step as running inside the block, and as done or failed after it."""
        started = time.perf_counter()
        with self._console.status(title) as status:
            step = Step(status, title)
            try:
                yield step
            except BaseException:
                self._console.print(f"[red]✗[/red] {title}")
                raise
        seconds = time.perf_counter() - started
        detail = f" [dim]{step.detail}[/dim]" if step.detail else ""
        self._console.print(f"[green]✓[/green] {title}{detail} [dim]{seconds:.1f} s[/dim]")

    def say(self, text: str = "") -> None:
        """Print a line of its own."""
        self._console.print(text, soft_wrap=True)

    def fail(self, text: str) -> None:
        """Print why it ends here."""
        self._console.print(f"[red]✗[/red] {text}", soft_wrap=True)
