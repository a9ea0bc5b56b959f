"""What exactly is proposed."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

Payload = Mapping[str, Any]


def digest(payload: Payload) -> str:
    """Return the SHA-256 of a payload in one form, whatever the order of its keys."""
    text = json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
