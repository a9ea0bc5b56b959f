"""The model: how it is set to behave, what it answers, and what it was asked."""

import json
import re
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from enum import StrEnum
from typing import Any

from mauntic.sandbox.llm.samples import sample_of
from mauntic.sandbox.web import Hit, Web

LETTERS_PER_TOKEN = 4


class Mood(StrEnum):
    """What the model, or its server, does."""

    WORK = "work"
    OBEY = "obey"
    """It does what an attacker writes: it gives the JSON behind "answer with", wherever that stands."""
    REFUSE = "refuse"
    CUT_OFF = "cut_off"
    """The answer reaches the ceiling of tokens in its middle."""
    NOT_JSON = "not_json"
    EXTRA_KEY = "extra_key"
    OVERLOAD = "overload"
    OVERLOAD_MIDWAY = "overload_midway"
    """A stream breaks with the vendor's error; a call without a stream is overloaded at once."""
    BREAK_OFF = "break_off"
    """A stream ends in its middle without a word."""
    RATE_LIMIT = "rate_limit"
    NO_BALANCE = "no_balance"
    SPEND_LIMIT = "spend_limit"
    NO_PERMISSION = "no_permission"
    TOO_LONG = "too_long"
    BAD_REQUEST = "bad_request"
    SERVER_ERROR = "server_error"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class Manner:
    """What can be set. `times` is how many calls the mood lasts; 0 is for good.

    `delay_ms` passes before an answer, `chunk_ms` before each piece of a stream. `has_usage` is whether the
    server says what it counted.
    """

    mood: Mood = Mood.WORK
    times: int = 0
    delay_ms: int = 0
    chunk_ms: int = 0
    has_usage: bool = True

    def changed(self, wanted: Mapping[str, Any]) -> "Manner":
        """A copy with these settings; `ValueError` names what is wrong with them."""
        known = {each.name for each in fields(self)}
        if unknown := sorted(wanted.keys() - known):
            raise ValueError(f"Unknown: {', '.join(unknown)}. Known: {', '.join(sorted(known))}.")
        changed = replace(self, **wanted)
        for name in ("times", "delay_ms", "chunk_ms"):
            value = getattr(changed, name)
            if not isinstance(value, int) or isinstance(value, bool) or value < 0:
                raise ValueError(f"{name} must be a whole number of at least 0.")
        if changed.has_usage not in (True, False):
            raise ValueError("has_usage must be true or false.")
        return replace(changed, mood=Mood(changed.mood))


@dataclass(frozen=True, slots=True)
class Asked:
    """One call: whatever the vendor's format, in the same words."""

    vendor: str
    model: str
    system: str
    message: str
    max_tokens: int
    schema: Mapping[str, Any] | None
    searches: int = 0
    is_stream: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """An answer with its tokens. `stop` is "end", "cut_off" or "refusal"."""

    text: str
    stop: str
    input_tokens: int
    output_tokens: int
    hits: tuple[Hit, ...] = ()
    searches: int = 0
    search_error: str = ""


Script = Callable[[Asked], Any]
"""What answers a call: a text, or data for the schema; None leaves the answer to the model."""


@dataclass(slots=True)
class Model:
    """The model behind both formats. It answers from `answers`, else by `script`, else with made-up data."""

    manner: Manner = field(default_factory=Manner)
    answers: deque[Any] = field(default_factory=deque)
    script: Script | None = None
    web: Web = field(default_factory=Web)
    asked: list[Asked] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def reset(self) -> None:
        """Forget all counts, answers and settings."""
        self.manner, self.script = Manner(), None
        self.answers.clear()
        self.web.reset()
        self.asked.clear()
        self.counts.clear()

    def configure(self, **wanted: Any) -> None:
        """Change the manner, as PUT /_llm does."""
        self.manner = self.manner.changed(wanted)

    def say(self, *answers: Any) -> None:
        """Give these answers, in this order: texts, or data for the schemas."""
        self.answers.extend(answers)

    def settings(self) -> dict[str, Any]:
        """Return the manner, the number of answers that wait, and the counts, as JSON."""
        return {**asdict(self.manner), "answers": len(self.answers), "counts": dict(self.counts)}

    def mood(self) -> Mood:
        """Return the mood of the call that is being served, and count it."""
        self.counts["calls"] += 1
        current = self.manner.mood
        if self.manner.times == 1:
            self.manner = replace(self.manner, mood=Mood.WORK, times=0)
        elif self.manner.times:
            self.manner = replace(self.manner, times=self.manner.times - 1)
        return current

    def write(self, asked: Asked, mood: Mood) -> Written:
        """Write the answer to a call."""
        self.asked.append(asked)
        text, stop = self._text(asked, mood), "end"
        if mood is Mood.REFUSE:
            text, stop = "I can't help with that.", "refusal"
        elif mood is Mood.NOT_JSON:
            text = f"Sure, here it is:\n```json\n{text}\n```"
        elif mood is Mood.CUT_OFF or len(text) > asked.max_tokens * LETTERS_PER_TOKEN:
            text, stop = text[: min(len(text) // 2, asked.max_tokens * LETTERS_PER_TOKEN)], "cut_off"
        read = len(asked.system) + len(asked.message)
        written = Written(text, stop, read // LETTERS_PER_TOKEN + 1, len(text) // LETTERS_PER_TOKEN + 1)
        return self._searched(asked, written) if asked.searches else written

    def _searched(self, asked: Asked, written: Written) -> Written:
        """Search once with the vendor's tool, for the whole message."""
        if self.web.tool_error:
            return replace(written, search_error=self.web.tool_error)
        return replace(written, hits=tuple(self.web.find(_fenced(asked)[-1])), searches=1)

    def _text(self, asked: Asked, mood: Mood) -> str:
        answer = _obeyed(asked) if mood is Mood.OBEY else None
        if answer is None:
            answer = self._scripted(asked)
        if mood is Mood.EXTRA_KEY and isinstance(answer, dict):
            answer = {**answer, "send_to": "evil@example.com"}
        return answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)

    def _scripted(self, asked: Asked) -> Any:
        if self.answers:
            return self.answers.popleft()
        if self.script is not None and (answer := self.script(asked)) is not None:
            return answer
        return sample_of(asked.schema) if asked.schema else "Hello from the sandbox."


def _fenced(asked: Asked) -> list[str]:
    """Return the message, and the texts of strangers in it."""
    texts = [asked.message]
    for line in asked.message.splitlines():  # our own fences, as JSON
        try:
            texts.append(str(json.loads(line)["text"]))
        except (ValueError, KeyError, TypeError):
            continue
    return texts


def _obeyed(asked: Asked) -> Any:
    """Return the JSON that a text of a stranger orders, or else that text in each field."""
    texts = _fenced(asked)
    for text in reversed(texts):
        if found := re.search(r"answer with\s*(?=[{\[])", text, re.IGNORECASE):
            try:
                return json.JSONDecoder().raw_decode(text[found.end() :])[0]
            except ValueError:
                continue
    return sample_of(asked.schema, word=texts[-1][:200]) if asked.schema else texts[-1][:200]
