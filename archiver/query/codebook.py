"""What every column of an export means: the text that lies beside the file."""

from __future__ import annotations

from dataclasses import dataclass

MOMENT = "moment, ISO 8601 with offset (+07:00)"


@dataclass(frozen=True, slots=True)
class Column:
    """One column or key of an export."""

    name: str
    kind: str  # type and unit, in words
    meaning: str


KEYS: tuple[Column, ...] = (
    Column("id", "text", "Newspaper and the article's own key there; the same after the archive is rebuilt."),
    Column("kind", "text: article, video or gallery", "What the page is."),
    Column("newspaper", "text", "Short name of the newspaper."),
    Column("province", "text", "Province that the newspaper writes for, as its definition names it."),
    Column("url", "address", "Where the article was last fetched."),
    Column("canonical_url", "address", "The address that the newspaper itself calls the article's own."),
    Column("aliases", "list of addresses", "Further addresses under which the article was met."),
    Column("title", "text", "Headline of the latest revision."),
    Column("lead", "text", "Opening summary (sapo) of the latest revision, where the page sets one apart."),
    Column("body_text", "text", "Paragraphs joined by a blank line; without byline, captions, related boxes, adverts."),
    Column("authors", "list of names", "Persons and pen names as printed, in printed order."),
    Column("byline_raw", "text", "The byline as printed."),
    Column("roles", "name and role", "What a person did, where the byline says it (text, photo, ...)."),
    Column("agencies", "list of names", "Agencies and papers that the text was taken from."),
    Column("published_at", MOMENT, "When the page says it was published; empty where no rule could read it."),
    Column("updated_at", MOMENT, "When the page says it was changed; empty where it shows one date only."),
    Column("published_precision", "text: second, minute, hour or day", "How much of published_at the page shows."),
    Column("published_raw", "text", "The publication date as printed."),
    Column("updated_raw", "text", "The date of change as printed."),
    Column("section", "text", "Section of the newspaper."),
    Column("tags", "list of words", "The newspaper's own keywords."),
    Column("images", "list of addresses and captions", "Pictures of the body; the pictures themselves are not kept."),
    Column("language", "language code", "As the page declares it."),
    Column(
        "view_count",
        "views, whole number",
        "The latest number of views that the page showed. A claim of the newspaper, not a measurement, "
        "and OUR OWN FETCHES ARE PART OF IT: each time we read the page may have raised it by one. "
        "`own_fetches_before` says how often we had fetched the page before the count was read.",
    ),
    Column("view_count_raw", "text", 'The count as printed; "1,2K" is rounded by the newspaper.'),
    Column("comment_count", "comments, whole number", "The latest number of comments that the page showed."),
    Column(
        "views",
        "list of {observed_at, count, own_fetches_before}",
        "Every count that was read, oldest first. `own_fetches_before`: how often we ourselves had fetched the page "
        "before; our visits are part of the newspaper's number, so subtract no more than these.",
    ),
    Column(
        "revisions",
        "list of {number, seen_at, title, lead, body_text}",
        "Every version of the text that we saw, the first included; seen_at is when we first saw it, "
        "not when it was edited.",
    ),
    Column("first_seen_at", MOMENT, "When we first fetched the article."),
    Column("last_seen_at", MOMENT, "When it last answered."),
    Column("gone_at", MOMENT, "When it was found to have disappeared, after a second look; empty while it stands."),
    Column("gone_reason", "text: 404, 410, soft404 or home", "How its disappearance showed."),
    Column("sources", "field and rule", "Which rule read which field."),
    Column("problems", "list of {field, reason}", "What could not be read, and why (closed list of reasons)."),
    Column(
        "evidence",
        "{warc, offset, length, sha256, fetched_at}",
        "Where the bytes lie that the latest revision was read from: sha256 is the digest of the bytes "
        "[offset, offset + length) of that file below warc/.",
    ),
)

FLAT: dict[str, tuple[Column, ...]] = {  # what stands in a CSV file in place of a nested key
    "views": (
        Column(
            "own_fetches_before",
            "fetches, whole number",
            "How often we ourselves had fetched the page before view_count was read: our part of that number.",
        ),
        Column(
            "views",
            "list of moment=count(+own fetches before)",
            "Every count that was read, oldest first, as `2022-03-30T09:00:00+07:00=3961(+1)`: 3,961 views shown, "
            "one of them may be our own earlier fetch.",
        ),
    ),
    "revisions": (
        Column("revision_count", "revisions, whole number", "How many versions of the text we saw; 1: never edited."),
    ),
    "evidence": (
        Column("evidence_warc", "file name below warc/", "Where the bytes lie that the latest revision was read from."),
        Column("evidence_offset", "bytes", "Where the record starts in that file."),
        Column("evidence_length", "bytes", "How long it is."),
        Column("evidence_sha256", "hexadecimal digest", "SHA-256 of exactly these bytes of the file."),
        Column("evidence_fetched_at", MOMENT, "When they were fetched."),
    ),
    "roles": (Column("roles", "list of name: role", "What a person did, where the byline says it."),),
    "sources": (Column("sources", "list of field: rule", "Which rule read which field."),),
    "problems": (Column("problems", "list of field: reason", "What could not be read, and why."),),
    "images": (Column("images", "list of addresses", "Pictures of the body; captions are in the JSON Lines export."),),
}


_SAFE = (
    "UTF-8 with a byte order mark, so that spreadsheets read Vietnamese. An apostrophe `'` stands before a text that",
    "a spreadsheet would take for a formula; `--raw` leaves both out, and JSON Lines never has them.",
)
_RAW = (
    "Made with `--raw`: UTF-8 without a byte order mark, every text exactly as archived. A spreadsheet may run a text",
    "that begins with `=`, `+`, `-` or `@` as a formula: open it with a program, not by a double click.",
)


def columns(*, flat: bool) -> tuple[Column, ...]:
    """The columns of a CSV file (`flat`), or the keys of a JSON Lines object, in order.

    >>> [column.name for column in columns(flat=True)][-5:]
    ['evidence_warc', 'evidence_offset', 'evidence_length', 'evidence_sha256', 'evidence_fetched_at']
    """
    if not flat:
        return KEYS
    return tuple(column for key in KEYS for column in FLAT.get(key.name, (key,)))


def codebook(file: str, *, flat: bool, raw: bool) -> str:
    """The codebook of one export as Markdown."""
    lines = [
        f"# Codebook of {file}",
        "",
        "One line an article. Moments are ISO 8601 in Vietnam's offset (+07:00). Empty means: the page did not show",
        "it, or no rule could read it; `problems` says which. Text is Unicode NFC. What was asked for, when, and how",
        f"much of the archive it covers stands in `{file}.about.json`.",
        "",
    ]
    if flat:
        lines += [
            "CSV: comma, text in double quotes, lists joined by `; `, older texts only in the JSON Lines export.",
            *(_RAW if raw else _SAFE),
            "",
        ]
    lines += ["| column | type, unit | meaning |", "|---|---|---|"]
    lines += [f"| `{column.name}` | {column.kind} | {column.meaning} |" for column in columns(flat=flat)]
    return "\n".join(lines) + "\n"
