"""A draft as it grows: what stays of the model's answer, and what was removed."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from revops.agents.copilot.domain.answers import DraftAnswer, DraftSentence, whole_part
from revops.agents.copilot.domain.checking import Ground, Reason, one_line

MOST_SUBJECTS = 3
MOST_SENTENCES = 20
LONGEST_SENTENCE = 500


class Unfilled(Exception):
    """The model left a placeholder that nothing fills: the draft is refused."""

    def __init__(self, placeholder: str) -> None:
        super().__init__(placeholder)
        self.placeholder = placeholder


@dataclass(frozen=True, slots=True)
class Kept:
    """A sentence that stays: its text, its paragraph from 0, and the ids of its facts."""

    text: str
    paragraph: int
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject that stays."""

    text: str


@dataclass(slots=True)
class Draft:
    """Reads an answer piece by piece. What was given once stays as it is."""

    ground: Ground
    has_subjects: bool = True
    """Whether subjects are wanted: an answer has that of its thread."""
    subjects: list[str] = field(default_factory=list)
    sentences: list[Kept] = field(default_factory=list)
    removed: Counter[Reason] = field(default_factory=Counter)
    _text: str = ""
    _read: tuple[int, int, int] = (0, 0, 0)
    """How many subjects, whole paragraphs, and sentences of the next paragraph were read."""

    def feed(self, piece: str) -> Iterator[Subject | Kept]:
        """Add a piece of the answer, and yield what it completes.

        Raises: `Unfilled`.
        """
        self._text += piece
        yield from self._take(whole_part(self._text))

    def finish(self, answer: DraftAnswer) -> Iterator[Subject | Kept]:
        """Yield what is left of the whole answer.

        Raises: `Unfilled`.
        """
        yield from self._take(answer)

    def restart(self) -> None:
        """Forget what was read: the answer begins anew."""
        self.subjects, self.sentences = [], []
        self.removed.clear()
        self._text, self._read = "", (0, 0, 0)

    @property
    def text(self) -> str:
        """Return the sentences that stay, a blank line between paragraphs."""
        paragraphs: dict[int, list[str]] = {}
        for each in self.sentences:
            paragraphs.setdefault(each.paragraph, []).append(each.text)
        return "\n\n".join(" ".join(sentences) for _index, sentences in sorted(paragraphs.items()))

    @property
    def used(self) -> list[str]:
        """Return the ids of the facts that the draft rests on, in order."""
        return list(dict.fromkeys(fact for each in self.sentences for fact in each.facts))

    def _take(self, answer: DraftAnswer) -> Iterator[Subject | Kept]:
        subjects, paragraph, sentence = self._read
        for text in answer.subjects[subjects:] if self.has_subjects else ():
            yield from self._subject(text)
        for index, each in enumerate(answer.paragraphs[paragraph:], paragraph):
            for given in each.sentences[sentence:] if index == paragraph else each.sentences:
                yield from self._sentence(given, index)
        last = max(len(answer.paragraphs) - 1, 0)
        count = len(answer.paragraphs[last].sentences) if answer.paragraphs else 0
        self._read = (len(answer.subjects), last, count)

    def _subject(self, text: str) -> Iterator[Subject]:
        line = one_line(text)[:LONGEST_SENTENCE]
        self._check_filled(line)
        if len(self.subjects) == MOST_SUBJECTS or line in self.subjects:
            return
        if problem := self.ground.problem_of_subject(line):
            self.removed[problem] += 1
            return
        self.subjects.append(line)
        yield Subject(line)

    def _sentence(self, given: DraftSentence, paragraph: int) -> Iterator[Kept]:
        line = one_line(given.text)
        self._check_filled(line)
        if len(line) > LONGEST_SENTENCE or len(self.sentences) == MOST_SENTENCES:
            self.removed[Reason.TOO_LONG] += 1
            return
        if problem := self.ground.problem_of(DraftSentence(text=line, facts=given.facts)):
            self.removed[problem] += 1
            return
        kept = Kept(line, paragraph, tuple(given.facts))
        self.sentences.append(kept)
        yield kept

    def _check_filled(self, text: str) -> None:
        if found := self.ground.unfilled(text):
            raise Unfilled(found[0])
