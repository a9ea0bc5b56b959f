"""What an assignment does to the load of the new owner."""

from dataclasses import dataclass

from mauntic.kernel.display import number
from mauntic.kernel.translation import gettext as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """The open leads of a new owner now, those that come, and the limit; None is no limit."""

    owner: str
    before: int
    added: int
    cap: int | None = None
    hindrance: str = ""

    @property
    def over(self) -> int:
        """How many leads the owner would have above the limit."""
        return max(self.before + self.added - self.cap, 0) if self.cap is not None else 0

    @property
    def sentences(self) -> list[str]:
        """The effect in words, such as `Kim Novak: 41 + 128 of 60 open leads, 109 over the limit.`"""
        values = {
            "owner": self.owner,
            "before": number(self.before),
            "added": number(self.added),
            "cap": number(self.cap),
            "over": number(self.over),
        }
        if self.over:
            text = _("{owner}: {before} + {added} of {cap} open leads, {over} over the limit.")
        elif self.cap is not None:
            text = _("{owner}: {before} + {added} of {cap} open leads.")
        else:
            text = _("{owner}: {before} + {added} open leads.")
        away = [_("{owner} {hindrance}.").format(owner=self.owner, hindrance=self.hindrance)]
        return [text.format(**values), *(away if self.hindrance else [])]
