"""What the model of the demonstration answers: rules, no AI. It copies sentences that it is given.

So that checks can be seen at work, it also invents: one claim of each page about the company is made up, and
is dropped since its quote is not there.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from mauntic.sandbox.llm.model import Asked

MODEL = "sandbox-script-no-ai"
"""The name of the model, which pages show beside what it wrote."""
KINDS = {
    "funding_history": r"\braised\b",
    "hiring_signals": r"\b(?:hiring|open roles)\b",
    "recent_news": r"\b(?:opened|launched)\b",
    "growth_indicators": r"\b(?:grew|people work)\b",
    "tech_stack": r"\bruns? on\b",
    "company_profile": r"\b(?:founded|based in)\b",
}
MOST_CLAIMS, MOST_FACTS = 6, 3
_SENTENCE = re.compile(r"([^.!?\n]+)([.!?\n]?)")
_LATER = re.compile(r"\b(?:not now|later|get back to me|next (?:month|quarter|year))\b", re.IGNORECASE)
_POSITIVE = re.compile(r"\b(?:interesting|interested|let's talk)\b", re.IGNORECASE)
_WE = re.compile(r"^\W*(?:We|Our company)\b")


def scripted(asked: Asked) -> Any:
    """Return the answer to a call of one of our agents; None for any other."""
    title = str((asked.schema or {}).get("title", ""))
    answer = ANSWERS.get(title)
    return answer(_fences(asked.message), asked) if answer else None


def _claims(fences: Mapping[str, str], _: Asked) -> Any:
    company = fences.get("subject", "").split(", ", maxsplit=1)[0]
    found = []
    for sentence in _sentences(fences.get("page", "")):
        kind = next((kind for kind, words in KINDS.items() if re.search(words, sentence)), "")
        if kind and _WE.match(sentence):
            found.append({"type": kind, "claim": _said_of(company, sentence), "quote": sentence})
    if found:
        invented = f"{company} raised $900 million in a round led by Big Bank."
        found.insert(1, {"type": "funding_history", "claim": invented, "quote": invented})
    return {"claims": found[:MOST_CLAIMS]}


def _sentences(text: str) -> list[str]:
    """Return the sentences of a text that end with a stop."""
    return [(words + end).strip() for words, end in _SENTENCE.findall(text) if end.strip()]


def _said_of(company: str, sentence: str) -> str:
    """Return what a company says of itself, as others say it."""
    words = {"We were": f"{company} was", "We are": f"{company} is", "We run": f"{company} runs"}
    for own, other in words.items():
        sentence = sentence.replace(own, other)
    return _WE.sub(company, sentence).replace(" and are ", " and is ").replace(" our ", " its ")


def _reply(fences: Mapping[str, str], _: Asked) -> Any:
    sources = [str(each.get("id", "")) for each in _listed(fences.get("sources", ""))]
    label = _class_of(fences.get("reply", ""))
    thanks = "Thank you for your question." if label == "question" else "Thank you for your answer."
    return {
        "label": label,
        "answer": [
            {"text": thanks, "sources": sources[:1]},
            {"text": "I look into it and come back to you shortly.", "sources": []},
        ],
    }


def _class_of(reply: str) -> str:
    if _LATER.search(reply):
        return "later"
    return "question" if "?" in reply and not _POSITIVE.search(reply) else "positive"


def _reasoning(_: Mapping[str, str], asked: Asked) -> Any:
    reasons = re.search(r"Reasons by rule: (.*)", asked.message)
    return {"reasoning": reasons[1] if reasons else ""}


def _health(fences: Mapping[str, str], _: Asked) -> Any:
    return {"text": fences.get("rules", "")}


def _comments(fences: Mapping[str, str], _: Asked) -> Any:
    text = fences.get("email") or fences.get("notes") or ""
    quote = next(iter(_sentences(text)), "")
    comment = {
        "quote": " ".join(quote.split()[:12]),
        "problem": "The first sentence speaks of us.",
        "fix": "Begin with the reader.",
    }
    return {"comments": [comment] if quote else []}


def _draft(fences: Mapping[str, str], _: Asked) -> Any:
    facts = [line.partition(": ") for line in fences.get("facts", "").splitlines()]
    goal = next((text for name, _colon, text in facts if name == "goal"), "")
    known = [(name, text) for name, _colon, text in facts if name.startswith("insight")][:MOST_FACTS]
    sentences = [{"text": f"I read this: {text}", "facts": [name]} for name, text in known]
    ask = [
        {"text": goal.rstrip(".") + ".", "facts": ["goal"]},
        {"text": "Is this a subject for you at the moment?", "facts": []},
    ]
    paragraphs = [{"sentences": each} for each in (sentences, ask) if each]
    return {"subjects": ["A question", "Is this of use to you"], "paragraphs": paragraphs}


ANSWERS: dict[str, Callable[[Mapping[str, str], Asked], Any]] = {
    "ReaderAnswer": _claims,
    "ReadReply": _reply,
    "Wording": _reasoning,
    "InspectorAnswer": _health,
    "CoachAnswer": _comments,
    "DraftAnswer": _draft,
}
"""By the title of the schema that the call wants."""


def _fences(message: str) -> dict[str, str]:
    """Return the texts that the message marks as data, by what they are."""
    found = {}
    for line in message.splitlines():
        try:
            each = json.loads(line)
            found[str(each["untrusted"])] = str(each["text"])
        except (ValueError, KeyError, TypeError):
            continue
    return found


def _listed(text: str) -> list[dict[str, Any]]:
    try:
        found = json.loads(text)
    except ValueError:
        return []
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
