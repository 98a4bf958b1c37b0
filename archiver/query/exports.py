"""Exports: all that matches, streamed into a file or folder; beside it its codebook and a statement of what it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Engine

from archiver.core.errors import UsageError
from archiver.core.page import READER_VERSION
from archiver.core.record import iso
from archiver.query.codebook import Shape, codebook, columns
from archiver.query.corpus import Corpus
from archiver.query.filters import Filters
from archiver.query.freezing import Frozen
from archiver.query.lines import Lines
from archiver.query.packages import Wacz, Warc
from archiver.query.parquet import Parquet
from archiver.query.publishing import (
    Written,
    about_of,
    check_place,
    codebook_of,
    digest_of,
    parts,
    publish,
    save,
    written,
)
from archiver.query.reading import snapshot
from archiver.query.taken import Living, Source, Taken

OWN_FETCHES = "Our own fetches are part of every view count: see own_fetches_before in the codebook."


class Writer(Protocol):
    """Writes articles into the part of an export."""

    def write(self, articles: Sequence[Taken]) -> None:
        """Add articles."""

    def close(self) -> None:
        """End the part and make it durable."""

    def files(self) -> Iterator[Path]:
        """The files whose digests the statement names."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a writer may need to know."""

    raw: bool
    now: datetime  # of the export
    as_of: datetime  # the moment whose articles these are; stands in packages
    evidence: Path | None  # the folder warc/


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of export, chosen by the ending of its name."""

    ending: str
    shape: Shape
    folder: bool
    begin: Callable[[Path, Options], Writer]

    @property
    def packs(self) -> bool:
        """True where the export holds the evidence itself."""
        return self.shape is Shape.PACKAGE


FORMATS = (
    Format(".csv", Shape.CSV, False, lambda part, said: Lines(part, flat=True, raw=said.raw)),
    Format(".jsonl", Shape.JSONL, False, lambda part, _: Lines(part, flat=False, raw=False)),
    Format(".parquet", Shape.PARQUET, True, lambda part, _: Parquet(part)),
    Format(".corpus", Shape.CORPUS, True, lambda part, said: Corpus(part, raw=said.raw)),
    Format(".warc.gz", Shape.PACKAGE, False, lambda part, said: Warc(part, _folder(said), said.as_of)),
    Format(".wacz", Shape.PACKAGE, False, lambda part, said: Wacz(part, _folder(said), said.as_of)),
)
ENDINGS = ", ".join(one.ending for one in FORMATS)


@dataclass(frozen=True, slots=True)
class Export:
    """What was written."""

    file: Path  # a folder for Parquet and the corpus
    rows: int  # articles in it
    sha256: str  # of the file's bytes; of a folder: of the list of its files, as `sha256sum` prints it
    covers: Mapping[str, Any]  # what the archive held at that moment, with `in_words`
    notes: tuple[str, ...]  # what the asker should know of the question

    @property
    def beside(self) -> tuple[Path, Path]:
        """The codebook and the statement of what the file is."""
        return codebook_of(self.file), about_of(self.file)

    @property
    def statement(self) -> str:
        """How much of what matches is in the file: always all of it.

        >>> Export(Path("a.csv"), 1234, "", {}, ()).statement
        '1,234 of 1,234 matching articles'
        """
        return f"{self.rows:,} of {self.rows:,} matching articles"


def export(
    engine: Engine,
    file: Path,
    *,
    text: str = "",
    filters: Filters | None = None,
    raw: bool = False,
    now: datetime,
    command: str = "",
    progress: Callable[[int, int], None] | None = None,
    evidence: Path | None = None,
) -> Export:
    """Write every article that matches into `file`: never cut short, and the whole export or none.

    One state of the archive is written, though a crawl goes on meanwhile; some hundred records are in memory at a
    time. Articles stand in the order of newspaper, publication and id. Beside it stand `FILE.codebook.md` and
    `FILE.about.json`; an older export of the same name is replaced when the new one is complete.

    Args:
        file: its ending chooses the format: one of `FORMATS`. Parquet and the corpus become folders.
        text: words as in a search; "" takes everything that the filters leave.
        raw: a CSV file for programs: no byte order mark, and text that looks like a formula is left as it is.
        now: the moment of the export, for the statement.
        command: how it was asked for, for the statement.
        progress: told the number of articles written and of all.
        evidence: the folder of the archive's WARC files; only packages (.warc.gz, .wacz) need it.

    Raises:
        UsageError: another ending, a folder that does not exist, or a filter that makes no sense.
        ConfigurationError: the format needs a package that is not installed, or evidence that is not given.
        CorruptionError: the bytes of a capture are not those that were written.
        DiskError: no room, or the file cannot be written; nothing is left behind.
    """
    kind = format_of(file)
    with snapshot(engine) as conn:
        return write(
            Living(conn, text, filters or Filters()),
            file,
            kind,
            Options(raw, now, now, evidence),
            command=command,
            progress=progress,
        )


def export_frozen(
    home: Path,
    name: str,
    file: Path,
    *,
    raw: bool = False,
    now: datetime,
    command: str = "",
    progress: Callable[[int, int], None] | None = None,
    evidence: Path | None = None,
) -> Export:
    """Write a frozen set into `file`: the same bytes at every call, whatever the archive holds by now.

    Only the statement beside it differs: it says when it was made, and of which set. Parquet's bytes are the same as
    long as its library is of the same version. The rest as `export` says.

    Args:
        home: of the archive.
        name: of the set.

    Raises:
        UsageError: there is no such set.
        CorruptionError: the set, or a capture that a package takes, is not what was written.
        ConfigurationError, DiskError: as in `export`.
    """
    kind = format_of(file)
    source = Frozen(home, name)
    about = {key: source.about[key] for key in ("name", "frozen_at", "archiver_version", "reader_version", "records")}
    options = Options(raw, now, source.frozen_at, evidence)
    return write(source, file, kind, options, command=command, progress=progress, more={"frozen": about})


def format_of(file: Path) -> Format:
    """The format that a name means; the place is looked at too.

    Raises:
        UsageError: its ending is none that is known, or it cannot be written there.
    """
    for one in FORMATS:
        if file.name.lower().endswith(one.ending) and len(file.name) > len(one.ending):
            check_place(file, folder=one.folder)
            return one
    raise UsageError(f"{file.name}: an export ends in one of {ENDINGS}")


def write(
    source: Source,
    file: Path,
    kind: Format,
    options: Options,
    *,
    command: str = "",
    progress: Callable[[int, int], None] | None = None,
    more: Mapping[str, Any] | None = None,
) -> Export:
    """Write a source of articles, whichever it is; the rest as `export` says.

    Args:
        more: what the statement says beside the usual.
    """
    beside = (about_of(file), codebook_of(file))
    with parts(file, *beside) as (part, about, words):
        counted = Counted()
        with closing(kind.begin(part, options)) as writer:
            for articles in source.batches(captures=kind.packs):
                writer.write(articles)
                counted.add(articles)
                if progress is not None:
                    progress(counted.rows, source.total)
        files = [written(path, _name_of(path, part, file)) for path in writer.files()]
        own = counted.own_fetches if not kind.packs else None
        save(words, codebook(file.name, kind.shape, raw=options.raw, own_fetches=own))
        done = Export(file, counted.rows, digest_of(files), source.covers, tuple(source.notes))
        files.append(written(words, codebook_of(file).name))
        said = about_export(done, source, kind, options, files, counted, command)
        save(about, json.dumps({**said, **(more or {})}, ensure_ascii=False, indent=2) + "\n")
        for made, place in ((about, about_of(file)), (words, codebook_of(file)), (part, file)):
            publish(made, place)
    return done


class Counted:
    """What is counted while articles pass."""

    def __init__(self) -> None:
        self.rows = self.captures = self.counts = self.own_fetches = 0

    def add(self, articles: Sequence[Taken]) -> None:
        """Count articles that pass."""
        self.rows += len(articles)
        for one in articles:
            self.captures += len(one.captures)
            views: Any = one.record["views"]
            if views:
                self.counts += 1
                self.own_fetches += views[-1]["own_fetches_before"]


def about_export(
    done: Export,
    source: Source,
    kind: Format,
    options: Options,
    files: Sequence[Written],
    counted: Counted,
    command: str,
) -> dict[str, Any]:
    """What the statement beside an export says, as JSON types.

    Args:
        files: of the export, the codebook last.
        counted: while its articles passed.
    """
    flat = kind.shape in (Shape.CSV, Shape.CORPUS)
    content = files[:-1]  # the last is the codebook
    return {
        "file": done.file.name,
        "sha256": done.sha256,
        "bytes": sum(one.bytes for one in content),
        "rows": done.rows,
        "rows_matching": source.total,
        "statement": done.statement,
        **({"captures": counted.captures} if kind.packs else {}),
        "query": {**source.question, "command": command},
        "notes": list(source.notes),
        "made_at": iso(options.now),
        "archiver_version": version("archiver"),
        "reader_version": READER_VERSION,
        "archive_covers": dict(source.covers),
        "columns": [column.name for column in columns(kind.shape)],
        "formula_safe": flat and not options.raw,
        "views": {
            "note": OWN_FETCHES,
            "articles_with_a_count": counted.counts,
            "own_fetches_before_the_latest_counts": counted.own_fetches,
        },
        "files": [asdict(one) for one in files],
    }


def _name_of(path: Path, part: Path, file: Path) -> str:
    """The name of a file of an export below the folder in which it will lie."""
    return file.name if path == part else f"{file.name}/{path.relative_to(part).as_posix()}"


def _folder(options: Options) -> Path:
    if options.evidence is None:
        raise UsageError("a package of evidence needs the folder of the archive's WARC files")
    return options.evidence
