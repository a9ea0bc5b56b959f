"""Read the answer of a model, after its tokens were counted."""

from typing import Any, cast

from pydantic import ValidationError

from revops.agents.llm.domain.answers import Reply, StopReason
from revops.agents.llm.domain.outcomes import Outcome
from revops.agents.llm.domain.requests import ClosedAnswer, LlmRequest


def read_reply(request: LlmRequest[Any], reply: Reply) -> tuple[Outcome, Any, str]:
    """Return the outcome of a reply, its data (None for plain text), and what is wrong with it.

    The reason to stop comes first: a refusal or a cut answer may well look like an answer.
    """
    if reply.stop is StopReason.DECLINED:
        return Outcome.DECLINED, None, ""
    if reply.stop is StopReason.CUT_OFF:
        return Outcome.CUT_OFF, None, ""
    if request.schema is None:
        return (Outcome.ANSWERED if reply.text.strip() else Outcome.WRONG_SHAPE), None, ""
    schema = cast("type[ClosedAnswer]", request.schema)
    try:
        # Numbers and dates come as JSON has them; keys that the schema lacks are refused.
        return Outcome.ANSWERED, schema.model_validate_json(reply.text), ""
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        return Outcome.WRONG_SHAPE, None, f"{'.'.join(map(str, first['loc']))} {first['msg']}".strip()
