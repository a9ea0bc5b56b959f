"""Subjects that only people answer, in folded words of the languages that replies are read in."""

import re

from mauntic.delivery.replies.domain.folding import folded

PRIVACY = (
    r"\bgdpr\b",
    r"\bdsgvo\b",
    r"\brgpd\b",
    r"\bccpa\b",
    r"data (?:protection|privacy|subject)",
    r"privacy (?:request|rights|policy)",
    r"personal data|personenbezogen|datenschutz|donnees personnelles|datos personales|dati personali",
    r"art(?:icle|ikel|\.)\s*1[57]\b",
    r"(?:where|how) did you (?:get|find|obtain) (?:my|our)\b",
    r"woher haben sie (?:meine|unsere)",
    r"right (?:to be forgotten|of access|to erasure)",
)
LEGAL = (
    r"\blawyers?\b|\battorneys?\b|\bsolicitors?\b|\blawsuits?\b|\bcourt\b",
    r"\blegal (?:action|department|team|counsel|steps|consequences)",
    r"\b(?:sue|suing) (?:you|your)\b",
    r"cease and desist|mise en demeure",
    r"anwalt|abmahn|unterlassung|aufsichtsbehorde",
    r"\bavocats?\b|\babogad[oa]s?\b|\bavvocat[oi]\b|\badvocat\w*|\badvokat\w*|\bprawnik\w*",
    r"\breport(?:ing)? (?:you|this) to\b|\bregulator\b|supervisory authority",
)
PRICE = (
    r"\bdiscount\w*|\brabatt\w*|\bremise\b|\bdescuento\w*|\bsconto\b|\bkorting\b",
    r"\bguarantee\w*|\bgarant\w+",
    r"\bpric(?:e|es|ing)\b|\bpreise?\b|\bprix\b|\bprecio\w*|\bprezz\w+|\bprijs\w*",
    r"\bcosts?\b|\bkosten\b|\bkostet\b|\bcuesta\b|\bquote\b|\bangebot\b|\bdevis\b|\brefund\w*",
    r"how much|wie ?viel|\bcombien\b|\bcuanto\b|\bquanto\b|\bhoeveel\b",
    r"you (?:promised|offered|quoted)",
)
MACHINE = (
    r"\b(?:ro)?bots?\b|\bchatgpt\b|\bgpt\b|\bllm\b|\broboter\b",
    r"(?:are|is) (?:you|this|that|it) (?:\w+ ){0,4}(?:real|machine|ai|human|automated|automatic)\b",
    r"(?:written|sent|generated) by (?:an? )?(?:ai|machine|computer)|ai[- ]generated",
    r"automated (?:e-?mail|message)|real (?:person|human)|echter mensch",
    r"(?:bist du|sind sie|seid ihr) (?:\w+ )?(?:mensch|maschine|ki)\b",
    r"(?:etes|es)[- ](?:vous|tu) (?:une? )?(?:machine|ia|humain)\b",
)


def _compiled(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(phrases))


_PATTERNS = {
    "privacy": _compiled(PRIVACY),
    "legal": _compiled(LEGAL),
    "price": _compiled(PRICE),
    "machine": _compiled(MACHINE),
}


def sensitive_subject(text: str) -> str:
    """Return what only people answer: privacy, legal, price or machine; empty if a text is about none."""
    plain = folded(text)
    return next((name for name, pattern in _PATTERNS.items() if pattern.search(plain)), "")
