"""Where the lead of a page stands: between the title and the text, or nowhere but in a description."""

from __future__ import annotations

from archiver.core.bodies import named_lead
from archiver.core.labels import is_furniture
from archiver.core.likeness import same
from archiver.core.outline import Line, Outline, Region
from archiver.core.signs import Sign
from archiver.core.stated import Stated, Structured
from archiver.core.titles import words

BEFORE_BODY = "general paragraph before the body"  # nothing calls it a lead: none where the body holds it


# --- lead
def find_lead(
    page: Outline, title: int | None, body: Region | None, structured: Structured
) -> tuple[str, str, Line] | None:
    """The lead as printed between title and body: named so by its markup, or equal to the stated description."""
    if title is None or body is None:
        return None
    start = title + 1
    end = body.first if body.first > title else body.first + 4
    stated = [words(value) for value, _ in structured.descriptions if len(value) > 30]
    fallback: tuple[str, str, Line] | None = None
    for line in page.lines[start : min(end + 6, start + 60)]:
        if not 30 <= len(line.text) <= 1500 or line.link_share > 0.5:
            continue
        if page.aside(line, title) & ~Sign.SHARE:
            continue
        if any(_repeats(line.words, key) for key in stated) and (not body.holds(line.index) or _stands_out(line)):
            return line.text, "general printed description", line
        if named_lead(line) and line.index < max(end, start + 8):
            return line.text, "general lead by name", line
        if fallback is None and line.index < end and line.heading != 1 and (line.is_sentence or len(line.text) > 90):
            said = line.signs & (Sign.CAPTION | Sign.DATE | Sign.AUTHOR)
            if not said and not is_furniture(line.text):
                fallback = (line.text, BEFORE_BODY, line)
    return fallback


def _repeats(mine: list[str], stated: list[str]) -> bool:
    """True where a line is the stated description, perhaps with a dateline before it or cut at its end."""
    if mine == stated:
        return True
    return len(stated) > 8 and (mine[-len(stated) :] == stated or mine[: len(stated) - 2] == stated[:-2])


def _stands_out(line: Line) -> bool:
    """True where a line is set apart from the text: bold, a heading, or named so."""
    return line.bold > 0.8 * line.chars or bool(line.heading) or bool(line.signs & Sign.LEAD)


def stated_lead(structured: Structured, body_text: str) -> Stated | None:
    """A stated description that is no beginning of the body and no slogan of the site."""
    start = words(body_text[:3000])
    for value, source in structured.descriptions:
        key = words(value.removesuffix("...").removesuffix("…"))
        if len(key) < 6:
            continue
        if start[: len(key) - 2] == key[:-2] or (len(key) > 12 and _contains(start, key[:12])):
            continue
        if any(same(value, title) for title, _ in structured.titles):
            continue
        return Stated(value, source)
    return None


def _contains(whole: list[str], part: list[str]) -> bool:
    first = part[0]
    size = len(part)
    return any(word == first and whole[at : at + size] == part for at, word in enumerate(whole))
