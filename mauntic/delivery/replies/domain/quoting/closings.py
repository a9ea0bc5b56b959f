"""What stands below the words of a mail: signatures, lines of devices, legal notes."""

import re

SIGNATURE = re.compile(r"^\s{0,3}(?:--|—|__)\s{0,3}$")
DEVICE = re.compile(
    r"^[\W_]{0,4}(?:sent|sendt|skickat|gesendet|envoyé|enviado|enviada|inviato|verzonden|wysłan[eo]|lähetetty|"
    r"отправлено|发自|送信元|從我的|get|obtener|obtenir|obtenha|holen|laden|scarica|download|descargar|pobierz|hämta)\b"
    r".{0,120}$|^.{0,60}\b(?:from|von|de(?:puis)?|da|fra|från|van|z|via|mit)\b.{0,30}"
    r"\b(?:iphone|ipad|ipod|android\w*|mobile|mobil\w*|smartphone|handy|samsung|galaxy|blackberry|huawei)\b.{0,60}$"
    r"|^iphone.{0,20}送信|^.{0,6}(?:iphone|ipad).{0,6}(?:傳送|发送)",
    re.IGNORECASE,
)
DEVICES = re.compile(
    r"iphone|ipad|ipod|android|mobil|phone|handy|samsung|galaxy|blackberry|outlook|windows|mail|device|tablet|"
    r"huawei|nokia|htc|pc\b|mac\b|alcatel|cell|from my|outlook|proton|ti-85",
    re.IGNORECASE,
)
MAX_DEVICE = 160
RULE = re.compile(r"^[\s\-_=*~•·—–]{3,}$")
CLOSING = re.compile(
    r"^\W{0,2}(?:(?:best|kind|warm|many|with)?\s?(?:kind|best|warm)?\s?(?:regards|wishes)|best|cheers|sincerely|"
    r"yours (?:sincerely|truly|faithfully)|mit (?:freundlichen|besten|herzlichen|lieben) gr[uü](?:ß|ss)en|"
    r"(?:viele|beste|liebe|freundliche|schöne|herzliche) gr[uü](?:ß|ss)e|mfg|lg|vg|gru(?:ß|ss)|"
    r"(?:bien )?cordialement|bien à vous|salutations|saludos(?: cordiales)?|"
    r"un (?:cordial )?saludo|atentamente|"
    r"cordiali saluti|distinti saluti|saluti|atenciosamente|cumprimentos|"
    r"met (?:vriendelijke|hartelijke) groet(?:en)?|groet(?:en|jes)?|pozdrawiam|z poważaniem|"
    r"(?:med )?v[äa]nliga? h[äa]lsningar|mvh|hälsningar|よろしくお願い(?:いた)?します)\W{0,4}$",
    re.IGNORECASE,
)
LEGAL = re.compile(
    r"\b(?:confidential|privileged|intended recipient|disclaimer|vertraulich\w*|confidentiel\w*|"
    r"confidencial\w*|riservat\w+|vertrouwelijk\w*|poufn\w+|konfidentiell\w*)\b|"
    r"\bif you (?:do not|don't|no longer) (?:wish|want) to (?:receive|get)\b|"
    r"\bto (?:unsubscribe|opt out)[^.\n]{0,60}(?:click|visit|https?:|www\.)|"
    r"\b(?:unsubscribe|abmelden|désinscri\w+|abbestellen)\b[^\n]{0,40}https?://",
    re.IGNORECASE,
)
POSTSCRIPT = re.compile(r"^\W{0,2}p\.?\s?s\b", re.IGNORECASE)


def without_signature(text: str) -> str:
    """Return `text` without the signature below "--", lines of devices and ruled lines at its end."""
    lines = text.split("\n")
    delimiter = next((number for number, line in enumerate(lines) if SIGNATURE.match(line)), len(lines))
    kept = lines[:delimiter] if any(line.strip() for line in lines[:delimiter]) else lines
    while len(kept) > 1 and _is_tail(kept[-1]):
        kept = kept[:-1]
    return "\n".join(kept).strip()


def words_only(text: str) -> str:
    """Return what a person says in `text`: no name and title below a closing, no legal notes, no quotes."""
    lines = [line for line in text.split("\n") if not line.lstrip().startswith(">")]
    closing = next(
        (number for number, line in enumerate(lines) if number and CLOSING.match(line.strip())), None
    )
    if closing is not None:
        lines = lines[:closing] + _postscript(lines[closing:])
    first, *others = "\n".join(lines).strip().split("\n\n")
    return "\n\n".join([first, *(each for each in others if not LEGAL.search(each))]).strip()


def _postscript(lines: list[str]) -> list[str]:
    start = next((number for number, line in enumerate(lines) if POSTSCRIPT.match(line)), len(lines))
    return lines[start:]


def _is_tail(line: str) -> bool:
    return not line.strip() or bool(RULE.match(line)) or _is_device(line)


def _is_device(line: str) -> bool:
    return len(line) <= MAX_DEVICE and bool(DEVICE.match(line)) and bool(DEVICES.search(line))
