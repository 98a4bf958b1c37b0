"""Why a page was read as it was: for each field the candidates, the one that was taken, and what spoke for each."""

from __future__ import annotations

from dataclasses import dataclass, replace

from archiver.core.values import Extraction

FIELDS = (
    "kind",
    "title",
    "lead",
    "body_text",
    "authors",
    "agencies",
    "published_at",
    "updated_at",
    "section",
    "tags",
    "view_count",
    "comment_count",
    "language",
    "canonical_url",
)
"""What a trace tells of, in the order in which a reader wants to know."""
_MAX_RAW = 200  # characters of a candidate that are kept
_MAX_CANDIDATES = 40  # of one field


@dataclass(frozen=True, slots=True)
class Candidate:
    """One text that could have been the value of a field."""

    field: str
    source: str  # where it stands: "json-ld headline", "general h1"
    raw: str  # its beginning, as it stands there; empty where only the source is known
    why: str  # what speaks for it or against it
    taken: bool = False


class Trace:
    """What was heard while a page was read; a reader that is given none remembers nothing, and pays nothing.

    >>> trace = Trace()
    >>> trace.hear("title", "general h1", "Cầu mới thông xe", "score 8.0")
    >>> [(one.source, one.taken) for one in trace.of("title")]
    [('general h1', False)]
    """

    def __init__(self) -> None:
        self.heard: list[Candidate] = []

    def hear(self, field: str, source: str, raw: str, why: str) -> None:
        """Remember a candidate; the same one is remembered once."""
        one = Candidate(field, source, " ".join(raw.split())[:_MAX_RAW], why)
        of_field = self.of(field)
        if len(of_field) < _MAX_CANDIDATES and all((x.source, x.raw) != (one.source, one.raw) for x in of_field):
            self.heard.append(one)

    def close(self, extraction: Extraction) -> None:
        """Say which candidates were taken, by the sources of what was read; a field without a value has its reason."""
        record = extraction.record()
        self.heard.insert(0, Candidate("kind", "", extraction.kind.value, "", taken=True))
        for field, source in extraction.sources.items():
            wanted = [source, *source.split(" and "), *source.split(" + ")]
            mine = [at for at, one in enumerate(self.heard) if one.field == field and one.source in wanted]
            for at in mine if field in ("authors", "agencies", "tags") or " and " in source else mine[:1]:
                self.heard[at] = replace(self.heard[at], taken=True)
            if not mine and field in FIELDS:
                self.hear(field, source, _shown(record.get(field)), "")
                self.heard[-1] = replace(self.heard[-1], taken=True)
        for problem in extraction.problems:
            self.heard.append(Candidate(problem.field, "", "", f"no value: {problem.reason}"))

    def of(self, field: str) -> list[Candidate]:
        """The candidates of one field, in the order in which they were met."""
        return [one for one in self.heard if one.field == field]


def _shown(value: object) -> str:
    """A value of the record as a line."""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
