"""What every column of an export means, format by format: the text that lies beside the file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MOMENT = "moment, ISO 8601 with offset (+07:00)"
STAMP = "moment, microseconds, in Vietnam's time (Asia/Ho_Chi_Minh)"


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

BESIDE: tuple[Column, ...] = (  # what no record says: of tables alone
    Column(
        "reprint_of",
        "id of an article",
        "The article of another newspaper in this archive that had this text first, as far as the printed dates tell; "
        "empty where none had it before.",
    ),
    Column(
        "gap",
        "text",
        "Why further articles of this newspaper and day may be unknown (`no run`, how the crawls of that day failed, "
        "`feed window missed`); empty where there is no gap.",
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
    "problems": (Column("problems", "list of field: reason", "What could not be read, and why."), *BESIDE),
    "images": (Column("images", "list of addresses", "Pictures of the body; captions are in the JSON Lines export."),),
}


PARQUET: dict[str, tuple[Column, ...]] = {  # what stands in a Parquet file in place of a key, or after it
    "newspaper": (),  # the folder's name says it
    "published_at": (
        Column("published_at", STAMP, "When the page says it was published; empty where no rule could read it."),
        Column("published_day", "date", "The day of published_at in Vietnam."),
    ),
    "updated_at": (Column("updated_at", STAMP, "When the page says it was changed; empty where it shows one date."),),
    "roles": (Column("roles", "list of {name, role}", "What a person did, where the byline says it."),),
    "images": (Column("images", "list of {url, caption}", "Pictures of the body; the pictures are not kept."),),
    "views": (
        FLAT["views"][0],
        next(column for column in KEYS if column.name == "views"),
    ),
    "revisions": (next(column for column in KEYS if column.name == "revisions"), *FLAT["revisions"]),
    "first_seen_at": (Column("first_seen_at", STAMP, "When we first fetched the article."),),
    "last_seen_at": (Column("last_seen_at", STAMP, "When it last answered."),),
    "gone_at": (
        Column("gone_at", STAMP, "When it was found to have disappeared, after a second look; empty while it stands."),
    ),
    "sources": (Column("sources", "list of {field, rule}", "Which rule read which field."),),
    "problems": (next(column for column in KEYS if column.name == "problems"), *BESIDE),
}
FOLDERS = (
    Column("newspaper", "text, from the folder's name", "Short name of the newspaper."),
    Column(
        "month",
        "text, from the folder's name",
        "Month of published_at in Vietnam, as `2022-03`; `undated` where no rule could read the date.",
    ),
)
TEXTS = (
    Column("file", "path below the export's folder", "The text: title, lead and body, parted by blank lines."),
    Column("sha256", "hexadecimal digest", "SHA-256 of that file."),
)
RECORDS = (
    Column("warcinfo", "record", "One at the beginning: what the file is."),
    Column("response", "record", "What the server sent: status, headers, body, as it came over the wire."),
    Column("resource", "record", "A page that was saved by others as a file: the body alone."),
    Column("request", "record", "What was asked, where it is known."),
    Column(
        "metadata",
        "record, fields of JSON",
        "`context`: newspaper, purpose, how the address was found, which run. `fetch`: what WARC cannot say. One for "
        "each fetch, so its number is the number of OUR OWN FETCHES, which are part of every view count.",
    ),
)


class Shape(StrEnum):
    """How articles are laid out in an export."""

    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"
    CORPUS = "corpus"
    PACKAGE = "package"  # WARC and WACZ


_SAFE = (
    "UTF-8 with a byte order mark, so that spreadsheets read Vietnamese. An apostrophe `'` stands before a text that",
    "a spreadsheet would take for a formula; `--raw` leaves both out, and JSON Lines never has them.",
)
_RAW = (
    "Made with `--raw`: UTF-8 without a byte order mark, every text exactly as archived. A spreadsheet may run a text",
    "that begins with `=`, `+`, `-` or `@` as a formula: open it with a program, not by a double click.",
)
_GENERAL = (
    "Moments are in Vietnam's offset (+07:00). Empty means: the page did not show it, or no rule could read it;",
    "`problems` says which. Text is Unicode NFC. Articles stand in the order of newspaper, publication and id.",
)
_LAID_OUT = {
    Shape.CSV: (
        "One line an article: comma, text in double quotes, lists joined by `; `; older texts are only in the",
        "JSON Lines and Parquet exports.",
    ),
    Shape.JSONL: ("One line an article: a JSON object, every key always there.",),
    Shape.PARQUET: (
        "One row an article, in one file for each newspaper and month of publication:",
        "`newspaper=NAME/month=YYYY-MM/part-0.parquet`. Read the folder as one table:",
        "DuckDB `read_parquet('FOLDER/*/*/*.parquet')`, pandas `read_parquet('FOLDER')`,",
        "polars `read_parquet('FOLDER/**/*.parquet', hive_partitioning=True)`, R `arrow::open_dataset('FOLDER')`.",
        "DuckDB shows moments in the zone of its session: `SET TimeZone = 'Asia/Ho_Chi_Minh'`; `published_day` is in",
        "Vietnam's time everywhere.",
    ),
    Shape.CORPUS: (
        "One text file an article below `texts/`, UTF-8, and one line about it in `metadata.csv`: comma, text in",
        "double quotes, lists joined by `; `.",
    ),
    Shape.PACKAGE: (
        "Every fetch of every article, oldest first, its records byte for byte as they lie in the archive's evidence:",
        "a WARC 1.1 file, each record a gzip member of its own. WACZ holds the same file with an index and a list of",
        "pages. pywb and ReplayWeb.page replay it, `archiver import` reads it.",
    ),
}


def columns(shape: Shape) -> tuple[Column, ...]:
    """The columns or keys of an export, in order; of a package the kinds of its records.

    >>> [column.name for column in columns(Shape.CSV)][-5:]
    ['evidence_warc', 'evidence_offset', 'evidence_length', 'evidence_sha256', 'evidence_fetched_at']
    """
    if shape is Shape.JSONL:
        return KEYS
    if shape is Shape.PACKAGE:
        return RECORDS
    other = PARQUET if shape is Shape.PARQUET else FLAT
    found = tuple(column for key in KEYS for column in other.get(key.name, (key,)))
    if shape is Shape.PARQUET:
        return (*found, *FOLDERS)
    if shape is Shape.CORPUS:
        return (*TEXTS, *(column for column in found if column.name != "body_text"))
    return found


def codebook(file: str, shape: Shape, *, raw: bool, own_fetches: int | None) -> str:
    """The codebook of one export as Markdown.

    Args:
        own_fetches: how many of our own fetches the latest view counts of all its articles may contain; None where
            the export holds no counts.
    """
    lines = [f"# Codebook of {file}", "", *_LAID_OUT[shape], ""]
    if shape in (Shape.CSV, Shape.CORPUS):
        lines += [*(_RAW if raw else _SAFE), ""]
    if shape is not Shape.PACKAGE:
        lines += [*_GENERAL, ""]
    if own_fetches is not None:
        lines += [
            f"View counts are the newspaper's claim, and our own fetches are part of them: up to {own_fetches:,} views",
            "of all the latest counts in this export together are our own; `own_fetches_before` says how many of each.",
            "",
        ]
    lines += [
        "What was asked for, when, by which version, how much of the archive it covers, and the SHA-256 of each file",
        f"stand in `{file}.about.json`.",
        "",
    ]
    first = "record" if shape is Shape.PACKAGE else "column"
    lines += [f"| {first} | type, unit | meaning |", "|---|---|---|"]
    lines += [f"| `{column.name}` | {column.kind} | {column.meaning} |" for column in columns(shape)]
    return "\n".join(lines) + "\n"
