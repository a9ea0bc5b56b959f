"""Where a quoted mail begins, in the forms that the two libraries miss."""

import re
from dataclasses import dataclass

WROTE = re.compile(
    r"\b(?:wrote|writes|schrieb|schreibt|ecrit|écrit|escribió|escribio|ha scritto|scrisse|escreveu|schreef|"
    r"skrev|kirjoitti|yazdı|napisa[łl](?:\(a\)|a)?|написал[аи]?|пишет|пише|pisze|写道|寫道|のメール)\W",
    re.IGNORECASE,
)
WHEN = re.compile(r"\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\b20\d\d\b|\b\d{1,2}[:.h]\d\d\b|\d月")
ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}\.|<\s*$")
FROM = re.compile(
    r"^[\s*>|]{0,8}(?:from|von|de|da|od|van|fra|från|от|від|差出人|发件人|寄件者|lähettäjä|kimden)\s?\*?\s?[:：]",
    re.IGNORECASE,
)
FIELD = re.compile(
    r"^[\s*>|]{0,8}(sent|date|gesendet|datum|envoyé|enviado(?: el)?|fecha|inviato|data|verzonden|wysłano|"
    r"skickat|sendt|dato|дата|отправлено|送信日時|日期|"
    r"subject|betreff|objet|asunto|oggetto|assunto|onderwerp|temat|ämne|emne|тема|件名|主题|"
    r"to|an|à|a|para|aan|do|till|til|кому|宛先|收件人|cc|kopie|risposta|answer)\s?\*?\s?[:：]",
    re.IGNORECASE,
)
TO = frozenset(
    {"to", "an", "à", "a", "para", "aan", "do", "till", "til", "кому", "宛先", "收件人", "cc", "kopie"}
)
RULED = re.compile(
    r"^[\s*>]{0,8}[-_–—=]{2,}[\s*]*[^\n]{0,60}(?:messa|mensa|nachricht|original|forward|weiterg|bericht|wiadomo|"
    r"meddel|besked|сообщ|transf|reenv|encamin|inoltr|doorgest|転送|元の|邮件)[^\n]{0,40}[-_–—=]{2,}[\s*]*$",
    re.IGNORECASE,
)
BEGINS = re.compile(
    r"^[\s*>]{0,8}(?:begin forwarded message|anfang der weitergeleiteten|début du message|inicio del mensaje|"
    r"inizio messaggio|início da mensagem|begin doorgestuurd)",
    re.IGNORECASE,
)
MIN_FIELDS = 2
MAX_INTRODUCTION = 400
MAX_WRAPPED = 3
MARK = re.compile(r"^\s{0,3}>")


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a quote begins, and where its introduction ends, as numbers of lines."""

    start: int
    end: int
    is_introduced: bool
    """By a sentence ("On ..., Ann wrote:"); a block of headers has no answer below it."""


def find_quote(lines: list[str]) -> Cut | None:
    """Return the first place where a quote begins, if there is one."""
    for number in range(len(lines)):
        found = _block(lines, number) or _introduction(lines, number)
        if found:
            return found
    return None


def split_quote(text: str) -> tuple[str, str] | None:
    """Return the text above and below the first quote; None if there is no quote."""
    lines = text.split("\n")
    cut = find_quote(lines)
    if cut is None:
        return None
    return "\n".join(lines[: cut.start]).strip(), _below(lines, cut)


def _block(lines: list[str], number: int) -> Cut | None:
    line = lines[number]
    if RULED.match(line) or BEGINS.match(line):
        return Cut(number, number + 1, is_introduced=False)
    if not FROM.match(line):
        return None
    fields = [
        found.group(1).casefold() for each in lines[number + 1 : number + 8] if (found := FIELD.match(each))
    ]
    # "From: Berlin, To: Vienna" is what people write about a move; a client names a date or a subject, too.
    is_block = len(fields) >= MIN_FIELDS and any(field not in TO for field in fields)
    return Cut(number, number + 1, is_introduced=False) if is_block else None


def _introduction(lines: list[str], number: int) -> Cut | None:
    """Return a cut if a sentence that names time or address and ends in a colon begins at this line."""
    if not (WHEN.search(lines[number]) or ADDRESS.search(lines[number])) or MARK.match(lines[number]):
        return None
    for length in range(1, MAX_WRAPPED + 1):
        wrapped = lines[number : number + length]
        if not all(line.strip() for line in wrapped):
            return None
        joined = " ".join(line.strip(" *>") for line in wrapped)
        if joined.endswith((":", "：")):
            return Cut(number, number + length, is_introduced=True) if _introduces(joined) else None
    return None


def _introduces(joined: str) -> bool:
    if len(joined) > MAX_INTRODUCTION:
        return False
    has_when, has_address = bool(WHEN.search(joined)), "@" in joined
    is_sentence = bool(WROTE.search(joined)) and (has_when or has_address)
    return is_sentence or (has_when and has_address)


def _below(lines: list[str], cut: Cut) -> str:
    """Return answers between and below marked lines; without a mark, all that follows is the quote."""
    rest = lines[cut.end :]
    written = [line for line in rest if not MARK.match(line)]
    text = "\n".join(written).strip()
    is_marked = any(MARK.match(line) for line in rest[:4])
    is_all = not any(line.strip() for line in lines[: cut.start])
    if not cut.is_introduced or not (is_marked or is_all):
        return ""
    inner = find_quote(written)
    return "\n".join(written[: inner.start]).strip() if inner else text
