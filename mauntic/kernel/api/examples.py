"""Examples of answers in the API document: `examples.json` beside the endpoints of each topic."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from mauntic.kernel.api.serializers import camel

FILE = "examples.json"


def answer_example(module_file: str, operation_id: str) -> Any:
    """Return the example of an endpoint's successful answer; None if there is none.

    Args:
        module_file: the file of the module that has the endpoint.
        operation_id: the id of its operation, in snake_case or as the document has it.
    """
    return _examples(Path(module_file).parent / FILE).get(camel(operation_id))


@cache
def _examples(path: Path) -> Mapping[str, Any]:
    read: Mapping[str, Any] = json.loads(path.read_text()) if path.is_file() else {}
    return read
