"""The archive as a researcher's program sees it: opened, asked, closed. It cannot write."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import Engine

from archiver import config
from archiver.core.errors import ConfigurationError, UsageError
from archiver.query import history, search, trends
from archiver.query.attention import Attention, attention
from archiver.query.citations import CitationFormat, citations, cited, titles
from archiver.query.criteria import When
from archiver.query.diffs import Change
from archiver.query.edits import Changes, edits
from archiver.query.exports import Export, export, export_frozen
from archiver.query.filters import Filters, Several
from archiver.query.frames import frame
from archiver.query.patience import USUAL
from archiver.query.reading import open_for_reading, snapshot
from archiver.query.records import Record, records
from archiver.query.reprints import Reprints, Story, reprints, story_of
from archiver.query.scope import Scope, scope
from archiver.query.trends import PATIENCE, Series
from archiver.query.typical import Typicals, typical

if TYPE_CHECKING:
    import polars


class Archive:
    """An archive, open for reading: `with Archive.open("archive") as archive: ...`.

    Every question sees the newest committed state; a crawl may go on meanwhile.
    """

    def __init__(self, engine: Engine, settings: config.Config | None = None) -> None:
        self._opened: Engine | None = engine  # read-only, as `open` makes it; None once it was closed
        self._settings = settings  # where its home is; None: what ARCHIVER_HOME and archiver.toml say

    @classmethod
    def open(cls, url_or_home: str | Path | None = None) -> Self:
        """The archive in a folder, or behind a database address.

        Args:
            url_or_home: the archive's folder, its `archive.db`, or an address such as
                "postgresql+psycopg://reader@server/archive"; None: what ARCHIVER_HOME and archiver.toml say.

        Raises:
            ConfigurationError: there is no archive; none is made.
            SchemaError: it is from another version, or the database is not ours.
        """
        settings = _configured(url_or_home)
        return cls(open_for_reading(settings), settings)

    @property
    def _engine(self) -> Engine:
        if self._opened is None:
            raise UsageError("this archive was closed; Archive.open opens it again")
        return self._opened

    def search(
        self,
        query: str = "",
        *,
        newspaper: Several = None,
        province: Several = None,
        province_of: str | None = None,
        platform: Several = None,
        author: Several = None,
        agency: Several = None,
        section: Several = None,
        tag: Several = None,
        reprint_of: Several = None,
        since: When | None = None,
        until: When | None = None,
        seen_since: When | None = None,
        seen_until: When | None = None,
        views: bool | None = None,
        edited: bool | None = None,
        gone: bool | None = None,
        reprint: bool | None = None,
        reprinted: bool | None = None,
        sort: str = "newest",
        limit: int = 20,
        facets: bool = False,
        patience: float | None = USUAL,
    ) -> search.Results:
        """The articles that `query` asks for; `.records`, `.snippets`, `.total`, `.within`, `.coverage`, `.facets`.

        Args:
            query: in the language of docs/asking.md; "" means every article.
            newspaper, province, platform, author, agency, section, tag: names, with marks exactly, without marks any;
                several mean any of them.
            province_of: "2024" or "2024-12-31": what was called so then, not on the day of publication; or a code.
            reprint_of: an article, by id or address: other newspapers' copies of its text.
            since, until: "2022", "2022-03", "2022-03-29", "29/03/2022", a `date` or a moment; both ends belong to it.
            seen_since, seen_until: when we first saw it, in place of when it was published.
            views, edited, gone: True for articles that have a view count, were seen edited, are gone; False for others.
            reprint, reprinted: True for articles whose text another newspaper had first; or others had later.
            sort: "newest", "relevance", "views" or "edits".
            limit: records given back, at most 200; `total` counts all.
            facets: count by newspaper, province, section, author and month too.
            patience: seconds that it may take, and each look of the facets; None for as long as it takes.

        Raises:
            QueryError: the query cannot be read; the error knows the place.
            UsageError: a date, an order or a limit that makes no sense; a newspaper or province that is not there.
            TooSlow: it took longer than it may.
        """
        filters = Filters.of(
            newspaper=newspaper,
            province=province,
            province_of=province_of,
            platform=platform,
            author=author,
            agency=agency,
            section=section,
            tag=tag,
            reprint_of=reprint_of,
            since=since,
            until=until,
            seen_since=seen_since,
            seen_until=seen_until,
            views=views,
            edited=edited,
            gone=gone,
            reprint=reprint,
            reprinted=reprinted,
            sort=sort,
            limit=limit,
        )
        return search.search(self._engine, query, filters, facets=facets, seconds=patience)

    def coverage(
        self,
        *,
        newspaper: Several = None,
        province: Several = None,
        province_of: str | None = None,
        platform: Several = None,
        since: When | None = None,
        until: When | None = None,
    ) -> Scope:
        """What the archive holds of newspapers and days: `.days`, `.archived`, `.missing`, `.gaps`, `.in_words()`.

        Raises:
            UsageError: a date that makes no sense; a newspaper or province that is not there.
        """
        filters = Filters.of(
            newspaper=newspaper,
            province=province,
            province_of=province_of,
            platform=platform,
            since=since,
            until=until,
        )
        with snapshot(self._engine) as conn:
            return scope(conn, filters.criteria)

    def trends(
        self, *queries: str, per: str = "month", filters: Filters | None = None, patience: float | None = PATIENCE
    ) -> list[Series]:
        """Each query through time: `.points` with `.period`, `.count`, `.archived`, `.share`, `.gap_days`.

        Args:
            queries: in the language of docs/asking.md; fields as `newspaper:` narrow the denominator too.
            per: "day", "week", "month" or "year".
            filters: of all queries; made by `Filters.of`.

        Raises:
            QueryError: a query cannot be read.
            UsageError: no query, or too many; another period.
            TooSlow: it took longer than it may.
        """
        return trends.trends(self._engine, queries, filters, per=per, seconds=patience)

    def attention(
        self, query: str = "", *, filters: Filters | None = None, patience: float | None = PATIENCE
    ) -> Attention:
        """How the articles of a question were read: `.levels` of all, `.curves` of each, by 1 h, 1 d, 7 d, 30 d.

        Raises:
            QueryError, UsageError, TooSlow: as of `search`.
        """
        return attention(self._engine, query, filters, seconds=patience)

    def typical(
        self,
        query: str = "",
        *,
        against: str | None = None,
        filters: Filters | None = None,
        limit: int = 50,
        patience: float | None = PATIENCE,
    ) -> Typicals:
        """The words that stand more often in the articles of a question than in the rest, or in those of `against`.

        Raises:
            QueryError, UsageError, TooSlow: as of `search`; UsageError where one side has no article.
        """
        return typical(self._engine, query, filters, against=against, limit=limit, seconds=patience)

    def edits(
        self,
        query: str = "",
        *,
        filters: Filters | None = None,
        limit: int = 100,
        patience: float | None = PATIENCE,
    ) -> Changes:
        """What changed without a word and what disappeared: `.edits`, `.disappearances`, `.rate("silently")`.

        Raises:
            QueryError, UsageError, TooSlow: as of `search`.
        """
        return edits(self._engine, query, filters, limit=limit, seconds=patience)

    def reprints(
        self, query: str = "", *, filters: Filters | None = None, limit: int = 100, patience: float | None = PATIENCE
    ) -> Reprints:
        """Texts that several newspapers printed: `.listed` with `.first`, `.copies`, `.delay`, `.spread`; `.shares`.

        Raises:
            QueryError, UsageError, TooSlow: as of `search`.
        """
        return reprints(self._engine, query, filters, limit=limit, seconds=patience)

    def copies(self, which: str) -> Story | None:
        """The copies of one article's text, the first one first; None where no other newspaper here printed it.

        Raises:
            UsageError: the archive has no such article.
        """
        return story_of(self._engine, which)

    def article(self, which: str) -> Record:
        """The record of one article, by its id ("baodaknong/92175") or any address it was met under.

        Raises:
            UsageError: the archive has no such article.
        """
        return history.record(self._engine, which)

    def history(self, which: str) -> dict[str, Any]:
        """The captures, revisions and counts of one article, oldest first.

        Raises:
            UsageError: the archive has no such article.
        """
        return history.history(self._engine, which)

    def diff(self, which: str, older: int, newer: int) -> list[Change]:
        """What changed between two revisions of one article, word by word.

        Raises:
            UsageError: the archive has no such article, or it no such revision.
        """
        return history.diff(self._engine, which, older, newer)

    def export(
        self, file: str | Path, query: str = "", *, filters: Filters | None = None, frozen: str = "", raw: bool = False
    ) -> Export:
        """Write every article that matches into `file`, a codebook and a statement beside it; see docs/exports.md.

        Args:
            file: its ending says the format: .csv, .jsonl, .parquet, .corpus, .warc.gz, .wacz.
            query: as in `search`; "" means every article.
            filters: made by `Filters.of`.
            frozen: the name of a frozen set, in place of query and filters.
            raw: tables for programs: no byte order mark, text that looks like a formula is left as it is.

        Raises:
            UsageError: another ending, a folder that is not there, a filter that makes no sense, no such set.
            ConfigurationError: the format needs a package that is not installed.
            DiskError: it cannot be written; nothing is left behind.
        """
        if frozen and (query or filters is not None):
            raise UsageError("a frozen set is taken as it is: it goes with no query and no filter")
        said = self._settings or config.load()
        now, command = said.clock.now(), "Archive.export"
        if frozen:
            return export_frozen(said.home, frozen, Path(file), raw=raw, now=now, command=command, evidence=said.warc)
        return export(
            self._engine,
            Path(file),
            text=query,
            filters=filters,
            raw=raw,
            now=now,
            command=command,
            evidence=said.warc,
        )

    def frame(self, query: str = "", *, filters: Filters | None = None) -> polars.DataFrame:
        """Every article that matches as a polars data frame, `.to_pandas()` for pandas; see docs/python.md.

        All of it is held in memory: some kilobytes an article. `export` holds a few hundred articles at a time.

        Args:
            query: as in `search`; "" means every article.
            filters: made by `Filters.of`.

        Raises:
            QueryError, UsageError: as of `search`.
            ConfigurationError: `pip install -r requirements-frames.txt`.
        """
        return frame(self._engine, query, filters)

    def cite(self, *which: str, form: str = "bibtex", replay: str = "") -> str:
        """Citations of some articles, by their ids or addresses.

        Args:
            form: "bibtex", "ris" or "csl-json".
            replay: the address of a service that replays the archive, for the archived addresses; "" for none.

        Raises:
            UsageError: the archive has no such article, or there is no such form.
        """
        if form not in list(CitationFormat):
            raise UsageError(f"form {form!r} is none of {', '.join(CitationFormat)}")
        with snapshot(self._engine) as conn:
            named = titles(conn)
            found = records(conn, [history.find(conn, one) for one in which])
        return "".join(citations((cited(one, named, replay=replay) for one in found), CitationFormat(form)))

    def close(self) -> None:
        """Give the database's connections back."""
        if self._opened is not None:
            self._opened.dispose()
        self._opened = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _configured(url_or_home: str | Path | None) -> config.Config:
    said = config.load()
    if url_or_home is None:
        return said
    if isinstance(url_or_home, str) and "://" in url_or_home:
        changed = replace(said, database_url=url_or_home)
        path = changed.sqlite_path
        return replace(changed, home=path.absolute().parent) if path is not None else changed
    path = Path(url_or_home).expanduser().absolute()
    if path.is_file():
        return replace(said, home=path.parent, database_url=f"sqlite:///{path}")
    if not path.is_dir():
        raise ConfigurationError(f"no archive at {path}: there is no such folder")
    return replace(said, home=path, database_url=f"sqlite:///{path / 'archive.db'}")
