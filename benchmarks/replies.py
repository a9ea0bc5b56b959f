"""Classes of real replies: by the rules alone, and refined by a model at the sandbox.

MAIL_DATA=folder names the folder of `replies_dev.csv` (text, language, class). The reply agent reads the
first N replies in copilot mode, twice: with a model that gives the class of the file, and with one that calls
everything interested. Neither is a language model: the first shows the most that a model can mend, since only
five classes are refined, and the second what a wrong or obeying one can spoil. Both prove the wiring, not the
quality of a vendor. `seconds` is the time of the first reading, with a model that answers at once.
"""

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings

from benchmarks.support.labelled_replies import Labelled, Table, class_of, figures, judged, labelled, show
from benchmarks.support.mail_base import make_mailboxes, make_messages
from benchmarks.support.sandbox_model import connect_model
from mauntic.delivery.models import Mailbox, Message, Reply
from mauntic.kernel.clock import now
from mauntic.sandbox.llm.model import Asked
from mauntic.sandbox.server import Sandbox, running
from revops.agents.approvals.models import Proposal
from revops.agents.sdr.models import SdrReply, SdrSettings
from revops.agents.sdr.services.replying import read_due, request_reading

REFINED = frozenset({"positive", "question", "later", "negative", "neutral"})
DRAFT = [{"text": "Thank you for your reply.", "sources": ["our-email"]}]


def run(n: int) -> dict[str, object]:
    """Classify the first `n` replies by the rules, then by rules and model."""
    folder = os.environ.get("MAIL_DATA")
    if not folder:
        sys.exit("Set MAIL_DATA to the folder of replies_dev.csv.")
    settings.MAUNTIC_HTTP_ALLOW_LOOPBACK = True
    replies = list(labelled(Path(folder)))[:n]
    rules: Table = Counter((each.wanted, class_of(judged(each.text))) for each in replies)
    show(rules, "Rules alone")
    wanted = {each.text.strip(): each.wanted for each in replies}
    with running() as sandbox:
        _connect(sandbox)
        rows = _store(replies)
        seconds, right = _refined(sandbox, replies, rows, lambda text: wanted.get(text.strip(), ""))
        show(right, "Rules and a model that gives the class of the file")
        asked, drafts = len(sandbox.llm.asked), Proposal.objects.count()
        _seconds, spoiled = _refined(sandbox, replies, rows, lambda _text: "positive")
        show(spoiled, "Rules and a model that calls everything interested")
    return {
        "seconds": round(seconds, 2),
        "replies": len(replies),
        "asked": asked,
        "drafts": drafts,
        "rules": figures(rules),
        "rules_and_right_model": figures(right),
        "rules_and_wrong_model": figures(spoiled),
    }


def _connect(sandbox: Sandbox) -> None:
    connect_model(sandbox)
    SdrSettings.objects.create(mode="copilot")


def _store(replies: Sequence[Labelled]) -> list[Reply]:
    """Store the replies as they come in, each of a lead of its own to whom we wrote."""
    mailboxes: list[Mailbox] = make_mailboxes(1, port=1)
    make_messages(len(replies), mailboxes, due_at=now())
    Message.objects.update(state="sent", handed_at=now(), sent_text="Would a short call next week help?")
    messages = Message.objects.select_related("contact").order_by("pk")
    return Reply.objects.bulk_create(
        _reply(number, each, message, mailboxes[0])
        for number, (each, message) in enumerate(zip(replies, messages, strict=True))
    )


def _reply(number: int, each: Labelled, message: Message, mailbox: Mailbox) -> Reply:
    found = judged(each.text)
    return Reply(
        mailbox=mailbox,
        key=str(number),
        contact=message.contact,
        message=message,
        sender_address=message.to_address,
        subject="Re: A question",
        text=each.text,
        label=found.label,
        found_label=found.label,
        kind=found.kind,
        signals=list(found.signals),
        is_human=found.is_human,
    )


def _refined(
    sandbox: Sandbox, replies: Sequence[Labelled], rows: Sequence[Reply], classed: Callable[[str], str]
) -> tuple[float, Table]:
    """Let the agent read all replies from the start, and return how long it took and what became of them."""
    SdrReply.objects.all().delete()
    Proposal.objects.all().delete()
    Reply.objects.bulk_update(rows, ["label"])
    sandbox.llm.asked.clear()

    def script(asked: Asked) -> Any:
        fences = [json.loads(line) for line in asked.message.splitlines() if line.startswith("{")]
        text = next(each["text"] for each in fences if each["untrusted"] == "reply")
        label = classed(text)
        return {"label": label if label in REFINED else "neutral", "answer": DRAFT}

    sandbox.llm.script = script
    request_reading(contact_ids=[row.contact_id for row in rows if row.contact_id])
    began = time.perf_counter()
    read_due()
    seconds = time.perf_counter() - began
    labels = dict(Reply.objects.values_list("pk", "label"))
    table: Table = Counter()
    for each, row in zip(replies, rows, strict=True):
        by_rules, label = judged(each.text), labels[row.pk]
        table[each.wanted, class_of(by_rules) if label == by_rules.label else label] += 1
    return seconds, table
