"""`archiver newspaper add`: from an address to a newspaper that can be crawled, or to one line that says why not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from archiver.config import Config
from archiver.core.addresses import normalise_url
from archiver.core.errors import NetworkError, UnhealthyError, UsageError
from archiver.core.newspaper import Newspaper
from archiver.core.provinces import PROVINCES, find_province
from archiver.crawl import registry
from archiver.crawl.adding.drafting import draft
from archiver.crawl.adding.exploring import NO_ARTICLE, Exploration, explore
from archiver.crawl.adding.keeping import keep
from archiver.crawl.adding.learning import UNKNOWN_PROVINCE, Learned, define, domain_of, name_of
from archiver.crawl.adding.reporting import as_json, as_text, findings
from archiver.crawl.adding.seen import Survey
from archiver.crawl.adding.survey import ENOUGH, Surveyor
from archiver.crawl.newspaper import NAME
from archiver.storage.values import CrawlState

READABLE = 0.5  # share of the articles whose title and text must be readable


@dataclass(frozen=True, slots=True)
class Added:
    """What was written, and why it may be believed."""

    learned: Learned
    survey: Survey
    requests: int
    file: Path
    folder: Path  # of the recorded pages and the report
    configured: bool  # `archiver crawl NAME` finds the file without further settings

    def as_json(self) -> dict[str, Any]:
        """The whole of it, JSON types only."""
        said = as_json(self.learned, self.survey, self.requests)
        return {"added": True, **said, "file": str(self.file), "folder": str(self.folder)}

    def __str__(self) -> str:
        return as_text(self.learned, self.survey, self.requests)


class NotAddedError(UnhealthyError):
    """A site that cannot be described; `found` is what was found at it."""

    def __init__(self, problem: str, found: dict[str, Any]) -> None:
        super().__init__(problem)
        self.found = found


class UnreachableError(NotAddedError, NetworkError):
    """A site that gave no answer at all."""


def spiders_folder(config: Config, given: Path | None = None) -> Path:
    """Where a new newspaper's file goes: as the operator says, else the configured folder, else one in the archive."""
    return given or config.spiders or config.home / registry.SPIDERS


def add(
    config: Config,
    url: str,
    *,
    name: str = "",
    province: str = "",
    spiders: Path | None = None,
    watch: Callable[[str], None] = lambda _: None,
) -> Added:
    """Describe a newspaper from its home page's address alone, within forty requests, and write its file.

    Nothing is written before everything is known, and nothing at all where the site cannot be described.

    Args:
        config: how polite to be, and where the archive is.
        url: of the front page; `https://` is added where no scheme is given.
        name: how commands call it; default: made from the host.
        province: a code or a name of the 63; default: as the site says.
        spiders: the folder for its file; default: see `spiders_folder`.
        watch: told each address before it is asked for.

    Raises:
        UsageError: no address, or the name or the site is taken.
        ConfigurationError: a real host would be asked without a contact.
        NotAddedError: no articles, a wall, robots.txt: the message says what was found and why it stops.
        DiskError: something cannot be written.
    """
    folder = spiders_folder(config, spiders)
    given = _province_named(province)
    explored: Exploration | None = None
    for address in _addresses(url):
        start = _start(config, address, name, folder)
        surveyor = Surveyor(start, proxied=bool(config.proxy))
        explored = explore(config, start, surveyor.plan, watch)
        if explored.answered:
            break
    assert explored is not None
    surveyor.finish()
    survey = surveyor.survey
    _check(start, survey, explored)
    learned = define(survey, start, province=given)
    if explored.reason:  # the host asked for patience, or fell silent, after enough was seen
        learned = replace(learned, notes=(*learned.notes, f"the look at the site ended early: {explored.reason}"))
    _check_readable(learned, survey, explored)
    evidence = (
        f"{len(learned.learned_from)} of its articles, checked on {len(learned.checked_on)} others, "
        f"on {config.clock.now():%Y-%m-%d}; not yet compared by a person"
    )
    text = draft(learned.newspaper, on=config.clock.now().date(), evidence=evidence)
    report = as_text(learned, survey, explored.requests)
    said = as_json(learned, survey, explored.requests)
    pages = list(zip(learned.checked_on, learned.readings, strict=True))
    file, place = keep(config.home, start.name, folder, text, report, said, pages)
    configured = folder.resolve() in [one.resolve() for one in registry.folders(config)]
    return Added(learned, survey, explored.requests, file, place, configured)


def _addresses(url: str) -> list[str]:
    """The address as given; with both schemes where none is."""
    said = url.strip()
    tries = [said] if "://" in said else [f"https://{said}", f"http://{said}"]
    found = [address for one in tries if (address := normalise_url(one)) and urlsplit(address).hostname]
    if not found:
        raise UsageError(f"{url!r} is no http address; give the newspaper's front page: https://...")
    return found


def _province_named(said: str) -> str | None:
    """The province that --province means: a code of before July 2025, or a name."""
    if not said:
        return None
    by_code = {province.code: name for name, province in PROVINCES.items()}
    found = by_code.get(said.zfill(2)) if said.isdecimal() else None
    named = find_province(said) if found is None else None
    if found is None and named is None:
        raise UsageError(f"--province {said!r} is neither a code of a province (67) nor a name")
    return found or (named.name if named else None)


def _start(config: Config, url: str, name: str, folder: Path) -> Newspaper:
    """The newspaper before anything is known of it.

    Raises:
        UsageError: its name or its host is taken.
    """
    name = name or name_of(url)
    if not NAME.fullmatch(name):
        raise UsageError(f"the name {name!r} is not of the form [a-z0-9-], at most 40: give another with --name")
    known = registry.load(config)
    file = folder / f"{name}.py"
    if name in known.newspapers or file.exists():
        where = f"{file} is there already" if file.exists() else "a newspaper of that name is defined"
        raise UsageError(
            f"{name}: {where}: see `archiver newspaper check {name}`, give another --name, or move it away"
        )
    domain = domain_of(url)
    owner = known.owner_of(url)
    if owner is not None and domain in (*owner.domains, *owner.former_domains):
        raise UsageError(f"{domain} belongs to {owner.name} already: see `archiver newspaper check {owner.name}`")
    return Newspaper(
        name=name, title=domain, province=UNKNOWN_PROVINCE, domains=(domain,), home=url, article_url=NO_ARTICLE
    )


def _check(start: Newspaper, survey: Survey, explored: Exploration) -> None:
    """See that there is something to learn from.

    Raises:
        NotAddedError: there is not.
        KeyboardInterrupt: the operator stopped it.
    """
    if explored.state == CrawlState.INTERRUPTED:
        raise KeyboardInterrupt
    found = findings(survey, explored.requests)
    problem = survey.stop
    ended_early = explored.reason or ("" if explored.state == CrawlState.FINISHED else str(explored.state))
    if ended_early and len(survey.articles) < ENOUGH:
        problem = problem or ended_early
    if not problem and survey.home is None:
        problem = "the front page gave no answer"
    if not problem and len(survey.articles) < ENOUGH:
        seen = len(survey.articles)
        problem = f"no newspaper's articles were found there ({seen} page{'s' * (seen != 1)} that read like one)"
    if not problem and survey.pattern is None:
        problem = "its articles' addresses have nothing in common by which they could be told from other pages"
    if problem:
        kind = NotAddedError if explored.answered else UnreachableError
        raise kind(f"{start.home}: {problem}; found: {found['summary']}; nothing was written", found)


def _check_readable(learned: Learned, survey: Survey, explored: Exploration) -> None:
    """See that its articles can be read.

    Raises:
        NotAddedError: most have no title or no text that our reader finds.
    """
    shares = {one.name: one.share for one in learned.fields}
    poor = [f"{name} on {shares[name]:.0%}" for name in ("title", "body_text") if shares.get(name, 0.0) < READABLE]
    if poor:
        found = findings(survey, explored.requests)
        raise NotAddedError(
            f"{learned.newspaper.home}: its articles cannot be read ({', '.join(poor)} of {len(learned.checked_on)}); "
            f"found: {found['summary']}; nothing was written",
            found,
        )


__all__ = ["Added", "NotAddedError", "UnreachableError", "add", "spiders_folder"]
