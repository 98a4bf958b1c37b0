"""What the asker of a question should know: English that knows what it says, for those of other languages."""

from __future__ import annotations

from typing import Final

_REPEATED: Final = 200  # letters of what was asked
STOPPED: Final = "took longer than {seconds} s and was stopped; ask for less (a newspaper, a span of days, rarer words)"

SENTENCES: Final[dict[str, str]] = {  # by kind
    "small_operator": "{word!r} was looked for as a word; {capitals} in capitals joins.",
    "no_word": "The query holds no word that could be looked for.",
    "undated": "Articles whose publication date could not be read are left out.",
    "undated_changed": "Undated articles are left out where the province changed: {papers}.",
    "not_reprinted": "As far as is known, no other newspaper here printed the text of {asked!r}.",
    "no_author": "No author is called {asked!r} (whole names are compared).",
    "no_author_but": "No author is called {asked!r} (whole names are compared); there is {near}.",
    "no_agency": "No agency is called {asked!r} (whole names are compared).",
    "no_agency_but": "No agency is called {asked!r} (whole names are compared); there is {near}.",
    "no_tag": "No tag is called {asked!r} (whole names are compared).",
    "no_tag_but": "No tag is called {asked!r} (whole names are compared); there is {near}.",
    "no_section": "No section is called {asked!r}; there is none.",
    "no_section_but": "No section is called {asked!r}; there is {near}.",
    "grown_province": (
        "{name} means the old province until {last} and the larger unit since: "
        "--province-of 2024 asks for the newspapers of the one, --province-of 2026 for those of the other."
    ),
    "code_given_again": (
        "The code {code} means {now} since {since}; until then it was {before}'s: --province-of 2024 asks for that."
    ),
    "not_ranked": "Nothing to rank by: the newest come first.",
    "common_words": (
        "The words are common: of the articles that match, {weighed} were weighed, first those of the latest "
        "with the words in their title, then the latest."
    ),
    "best_alone": "Beyond the best {most} nothing is ordered by relevance: sort by newest to see them all.",
    "part_read": (
        "Read were {here} of {mine} articles of the question and {there} of {others} of the rest, evenly chosen."
    ),
    "late_count": f"Counting how many match {STOPPED}.",
    "late_scope": f"Counting what the archive covers {STOPPED}.",
    "late_papers": f"Counting by newspaper, province, month {STOPPED}.",
    "late_sections": f"Counting by section {STOPPED}.",
    "late_authors": f"Counting by author {STOPPED}.",
    "late_snippets": f"Showing where the words stand {STOPPED}.",
    # messages of errors
    "no_date": "{asked!r} is no date; write 2022, 2022-03, 2022-03-29 or 29/03/2022",
    "span_reversed": "--since {since} lies after --until {until}",
    "no_newspaper": "this archive has no newspaper {asked!r}; it has {there}",
    "no_platform": "this archive has no newspaper on the platform {asked!r}; it has {there}",
    "no_province": "this archive has no newspaper of the province {asked!r}; it has {there}",
    "no_cursor": "this is no cursor: take it as an answer gave it",
    "no_moment": "this is no cursor: it names no moment",
    "cursor_of_another": "this cursor is of another question: ask for its first page, without a cursor",
    "no_article": "no article {asked!r} in this archive; `archiver search` finds the ids",
    "never_met": "no article at {asked} in this archive, and its address was never met",
}


class Note(str):
    """One of these texts, and beside it its kind and what was filled in; of an error the first argument.

    >>> note = Note("part_read", here=1000, mine=5000, there=1000, others=90000)
    >>> str(note).partition(" articles")[0], note.kind, note.values["mine"]
    ('Read were 1,000 of 5,000', 'part_read', 5000)
    """

    __slots__ = ("kind", "values")

    kind: str  # of `SENTENCES`
    values: dict[str, object]  # numbers and days as such

    def __new__(cls, kind: str, **values: object) -> Note:
        """The sentence of a kind; of what was `asked` it repeats the beginning."""
        if "asked" in values:
            values["asked"] = str(values["asked"])[:_REPEATED]
        printed = {
            name: f"{value:,}" if isinstance(value, int) else f"{value:g}" if isinstance(value, float) else str(value)
            for name, value in values.items()
        }
        made = super().__new__(cls, SENTENCES[kind].format(**printed))
        made.kind, made.values = kind, values
        return made

    @property
    def words(self) -> tuple[str, dict[str, object]]:
        """The key under which a page has its own words for this, and what is filled in."""
        return f"note.{self.kind}", self.values

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, object]]:
        """For copies."""
        return (self.kind,), self.values
