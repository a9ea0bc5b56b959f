"""Search engines at the sandbox."""

from decimal import Decimal
from typing import Any

from mauntic.kernel.clock import now
from mauntic.sandbox.server import Sandbox
from revops.agents.search.models import SearchAccount


def connect_search(sandbox: Sandbox, kind: str = "brave", **given: Any) -> SearchAccount:
    """Set up an engine of the sandbox, and use it: 5 US dollars per thousand searches."""
    values: dict[str, Any] = {
        "credentials": {"key": f"sandbox-{kind}"} if kind == "brave" else {},
        "base_url": "" if kind == "ai_vendor" else f"{sandbox.url}/{kind}",
        "price": None if kind == "ai_vendor" else Decimal(5),
        "priced_on": now().date(),
        "is_used": True,
    }
    return SearchAccount.objects.create(kind=kind, **(values | given))
