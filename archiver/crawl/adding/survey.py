"""What a look at an unknown site finds: feeds, sitemaps, sections and their paging, its articles' form, samples."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from archiver.core.addresses import address_key, normalise_url, variant
from archiver.core.newspaper import Newspaper
from archiver.core.page import Fetch
from archiver.core.tree import Link, base_of, links, parse
from archiver.core.values import Kind
from archiver.core.view_endpoints import endpoint_of, find_endpoints
from archiver.crawl import discovery
from archiver.crawl.adding.archives import find_archive, find_numbers
from archiver.crawl.adding.exploring import NO_ARTICLE, Explorer
from archiver.crawl.adding.keys import Form, form_of
from archiver.crawl.adding.patterns import Pattern, learn, pages_of
from archiver.crawl.adding.seen import Seen, Source, Survey
from archiver.crawl.guard import Guard
from archiver.crawl.machine_lists import MachineList, read_machine_list
from archiver.storage.values import Purpose, Visit

SAMPLES = 22  # articles that are fetched, at the most
ENOUGH = 3  # articles without which nothing can be learned
USUAL_SITEMAPS = ("/sitemap.xml", "/sitemap_index.xml")
USUAL_FEEDS = ("/rss/home.rss", "/rss.xml", "/feed/", "/rss")
_SECTIONS = 3  # that are looked at
_ENTRIES = 400  # of one sitemap that are remembered, from both ends
_TRIES = 3  # pages of one form, before it is given up
_FORMS = 4  # forms of addresses that are tried
_FEED = re.compile(r"rss|feed|atom", re.IGNORECASE)
_FEEDS = re.compile(r"/(?:rss|feeds?|atom)(?:[/.]|$)", re.IGNORECASE)
_KEYWORDS = re.compile(r"/(?:tags?|tu-khoa|authors?|tac-gia|search|tim-kiem)/", re.IGNORECASE)
_OTHER_MAPS = re.compile(r"categor|chuyen-?muc|tags?\b|author|image|video|page|event|topic", re.IGNORECASE)


class Surveyor:
    """Follows one plan at one site; what it finds is in `survey`."""

    def __init__(self, start: Newspaper, *, proxied: bool) -> None:
        self.survey = Survey()
        self._start = start
        self._guard = Guard(start, proxied=proxied)

    async def plan(self, explorer: Explorer) -> None:
        """Front page, robots.txt, sitemaps, feeds, sections, articles; what is missing is done without."""
        if not await self._home(explorer):
            return
        await self._sitemaps(explorer)
        await self._feeds(explorer)
        await self._sections(explorer)
        await self._articles(explorer)
        await self._views(explorer)
        for find in (find_archive, find_numbers):
            await find(explorer, self.survey, self.newspaper(), self._guard)

    def newspaper(self) -> Newspaper:
        """The newspaper as far as it is known: its article addresses by what was seen so far."""
        pattern = self._pattern()
        regex = pattern.regex if pattern else NO_ARTICLE
        return replace(
            self._start, article_url=regex, home=self.survey.home.url if self.survey.home else self._start.home
        )

    # --- the front page
    async def _home(self, explorer: Explorer) -> bool:
        visit = await explorer.ask(self._start.home, Purpose.HOME)
        survey = self.survey
        if visit is None:
            rules = explorer.rules(self._start.home)
            survey.stop = "robots.txt forbids the front page" if rules is not None else ""
            return False
        if visit.reason:
            survey.stop = self._why_no_home(visit)
            return False
        survey.home = visit.fetch
        survey.pages.append(("home", visit.fetch))
        survey.menu = self._take(visit.fetch, "home")
        return True

    def _why_no_home(self, visit: Visit) -> str:
        if visit.reason == "offsite":
            to = normalise_url(visit.fetch.header("Location"), visit.fetch.url)
            return f"it leads to another site, {to}: if the newspaper lives there, add that address"
        if visit.reason == "block":
            return "a challenge page stands before it; such a wall is never got round"
        return f"the front page cannot be had: {visit.reason}"

    # --- lists for machines
    async def _sitemaps(self, explorer: Explorer) -> None:
        assert self.survey.home is not None
        home = self.survey.home.url
        rules = explorer.rules(home)
        named = [url for url in (rules.sitemaps if rules else ()) if self._guard.refusal(url) is None]
        usual = [url for path in USUAL_SITEMAPS if (url := normalise_url(path, home))]
        for url in named[:3] or usual:
            how = "robots.txt" if named else "usual place"
            listed = await self._sitemap(explorer, url, how)
            if listed is not None and not named:
                self.survey.sitemaps = (url,)
                break

    async def _sitemap(self, explorer: Explorer, url: str, how: str) -> MachineList | None:
        listed = await self._machine_list(explorer, url, Purpose.SITEMAP, how)
        if listed is None or listed.kind != "index":
            return listed
        children = [child for entry in listed.entries if (child := normalise_url(entry.url, url))]
        children = [child for child in children if self._guard.refusal(child) is None]
        good = [child for child in children if not _OTHER_MAPS.search(urlsplit(child).path)] or children
        good.sort(key=lambda child: [int(n) for n in re.findall(r"\d{1,9}", urlsplit(child).path)], reverse=True)
        for child in dict.fromkeys((*good[:1], *good[-1:])):
            await self._machine_list(explorer, child, Purpose.SITEMAP, "its index")
        return listed

    async def _machine_list(self, explorer: Explorer, url: str, purpose: Purpose, how: str) -> MachineList | None:
        """A feed or a sitemap, its addresses noted; None where there is none."""
        visit = await explorer.ask(url, purpose)
        wanted = "feed" if purpose is Purpose.FEED else "sitemap"
        source = Source(url, wanted, how=how)
        if visit is None or visit.fetch.status != 200:
            if how != "usual place":
                source.problem = (visit.reason if visit else None) or "it may not be asked, or gave no answer"
                self.survey.sources.append(source)
            return None
        listed = read_machine_list(visit.fetch.body, visit.fetch.header("Content-Type"), zone=self._start.zone)
        if listed.kind not in (wanted, "index" if wanted == "sitemap" else wanted):
            if purpose is Purpose.FEED:
                self._take(visit.fetch, "article")  # a page about feeds: its links may lead to them
            return None
        source.kind = listed.kind
        self.survey.sources.append(source)
        entries = listed.entries if len(listed.entries) <= _ENTRIES else (
            *listed.entries[: _ENTRIES // 2], *listed.entries[-_ENTRIES // 2 :]
        )  # fmt: skip
        dated = any(entry.modified or entry.published for entry in entries)
        for entry in entries:
            address = normalise_url(entry.url, visit.fetch.url)
            if address is None or self._guard.refusal(address) is not None:
                source.foreign += 1
                continue
            source.found += 1
            when = entry.modified or entry.published
            if listed.kind != "index" and (when or not dated):
                self._note(address, listed.kind, when=when)
        return listed

    async def _feeds(self, explorer: Explorer) -> None:
        assert self.survey.home is not None
        survey, home = self.survey, self.survey.home
        named = links(home.page())
        declared = [found.url for found in discovery.read_listing(self._start, self._guard, home, home=True).sources
                    if found.purpose is Purpose.FEED]  # fmt: skip
        linked = [link.url for link in named if self._may_be_feed(link)]
        places = [url for path in USUAL_FEEDS if (url := normalise_url(path, home.url))]
        good: list[str] = []
        for urls, how in ((declared[:2], "home page"), (linked[:3], "home page"), (places, "usual place")):
            for url in urls:
                if not good:
                    good += await self._feed(explorer, url, how)
            if good:
                break
        survey.unlinked_feeds = bool(good) and good[0] not in declared
        survey.feeds = tuple(dict.fromkeys((*good, *(declared if good and not survey.unlinked_feeds else ()))))

    async def _feed(self, explorer: Explorer, url: str, how: str) -> list[str]:
        """The feeds at an address: itself, or those that a page there links to."""
        known = set(self.survey.seen)
        listed = await self._machine_list(explorer, url, Purpose.FEED, how)
        if listed is not None:
            return [url] if self.survey.sources[-1].found else []
        fresh = [
            s.url for key, s in self.survey.seen.items() if key not in known and _FEED.search(urlsplit(s.url).path)
        ]
        for one in fresh[:2]:
            listed = await self._machine_list(explorer, one, Purpose.FEED, "the page of feeds")
            if listed is not None and self.survey.sources[-1].found:
                return [one, *(other for other in fresh if other != one)][: discovery.MAX_FEEDS]
        return []

    def _may_be_feed(self, link: Link) -> bool:
        parts = urlsplit(link.url)
        return self._guard.refusal(link.url) is None and bool(
            _FEED.search(parts.path) or re.fullmatch(r"rss(?: feeds?)?", link.text.strip(), re.IGNORECASE)
        )

    # --- sections
    async def _sections(self, explorer: Explorer) -> None:
        survey, paper = self.survey, self.newspaper()
        assert survey.home is not None
        found = discovery.read_listing(paper, self._guard, survey.home, home=True)
        urls = [one.url for one in found.sources if one.purpose is Purpose.LISTING]
        survey.sections = tuple(urls)
        spread = dict.fromkeys(urls[i] for i in (0, len(urls) // 2, len(urls) - 1) if urls)
        following: list[str] = []
        for url in (*spread, *(u for u in urls if u not in spread))[: _SECTIONS + 2]:
            if sum(source.kind == "section" and source.found >= ENOUGH for source in survey.sources) >= _SECTIONS:
                break
            page = await self._section(explorer, url, "section")
            if page is not None:
                next_one = discovery.read_listing(self.newspaper(), self._guard, page).following
                if next_one is not None:
                    following.append(next_one.url)
        for url in following[-1:]:
            known = set(survey.seen)
            page = await self._section(explorer, url, "page")
            if page is not None and any(key not in known and s.is_titled for key, s in survey.seen.items()):
                survey.next_page = url

    async def _section(self, explorer: Explorer, url: str, kind: str) -> Fetch | None:
        visit = await explorer.ask(url, Purpose.LISTING)
        source = Source(url, kind, how="home page" if kind == "section" else "its section")
        self.survey.sources.append(source)
        if visit is None or visit.fetch.status != 200 or (visit.reason and visit.reason != "not a list"):
            source.problem = (visit.reason if visit else None) or "it may not be asked, or gave no answer"
            return None
        self._take(visit.fetch, "listing")
        self.survey.pages.append((kind, visit.fetch))
        paper = self.newspaper()
        source.found = len(discovery.read_listing(paper, self._guard, visit.fetch).articles)
        return visit.fetch

    # --- articles
    async def _articles(self, explorer: Explorer) -> None:
        """Samples of every form that may be an article's, from all sources, old and new."""
        asked: set[str] = set()
        tried: Counter[Form] = Counter()
        good: Counter[Form] = Counter()
        while tried.total() < SAMPLES and explorer.left > 0:
            chosen = self._next_sample(asked, tried, good)
            if chosen is None:
                break
            asked.add(address_key(chosen.url))
            rules = explorer.rules(chosen.url)
            if rules is not None and not rules.allow(chosen.url):
                continue
            form = form_of(chosen.url)
            tried[form] += 1
            visit = await explorer.ask(chosen.url, Purpose.ARTICLE)
            if visit is None or visit.extraction is None:
                continue
            if visit.reason is None and visit.extraction.kind.is_article and visit.extraction.title:
                good[form] += 1
                self.survey.articles.append(visit)
                self._take(visit.fetch, "article")
            else:
                self.survey.denied.append(visit)

    def _next_sample(self, asked: set[str], tried: Counter[Form], good: Counter[Form]) -> Seen | None:
        """What to ask next: each likely form twice, then those that proved right, from where least was taken yet."""
        by_form: dict[Form, list[Seen]] = defaultdict(list)
        for seen in self._candidates():
            by_form[form_of(seen.url)].append(seen)
        weights = {form: sum(s.weight for s in members) for form, members in by_form.items()}
        likely = sorted(by_form, key=lambda form: -weights[form])[:_FORMS]
        likely = [form for form in likely if weights[form] * 20 >= weights[likely[0]]]
        open_ = [f for f in likely if tried[f] < _TRIES or (good[f] * 2 >= tried[f])]
        open_ = [f for f in open_ if any(address_key(s.url) not in asked for s in by_form[f])]
        if not open_:
            return None
        form = min(open_, key=lambda f: (tried[f] >= 2, tried[f] / (weights[f] or 1) if tried[f] >= 2 else tried[f]))
        left = [seen for seen in by_form[form] if address_key(seen.url) not in asked]
        told = Counter(self._class_of(self.survey.seen[key]) for key in asked if key in self.survey.seen)
        return min(left, key=lambda seen: (told[self._class_of(seen)], -seen.weight))

    @staticmethod
    def _class_of(seen: Seen) -> tuple[str, str, str]:
        """What tells samples apart: section, where it was found, and its month."""
        segments = [s for s in urlsplit(seen.url).path.split("/") if s]
        first = segments[0] if len(segments) > 1 else ""
        month = f"{seen.modified:%Y-%m}" if seen.modified else ""
        return first, min(seen.how, default=""), month

    def _candidates(self) -> Iterator[Seen]:
        """Addresses that may be articles': of makes that a list names, for tags and authors stand below texts only."""
        sources = {address_key(url) for url in (*self.survey.sections, *(s.url for s in self.survey.sources))}
        listed = {_make_of(seen.url) for seen in self.survey.seen.values() if seen.how != {"article"}}
        for key, seen in self.survey.seen.items():
            if seen.weight > 0 and key not in sources and _may_be_article(seen.url) and _make_of(seen.url) in listed:
                yield seen

    # --- view counts that pages fetch by a second request
    async def _views(self, explorer: Explorer) -> None:
        """An endpoint that pages without a count suggest; believed when it answers for two of them."""
        silent = [v for v in self.survey.articles if v.extraction is not None and v.extraction.views is None]
        self.survey.silent_views = len(silent)
        if len(silent) * 2 <= len(self.survey.articles) or len(silent) < 2:
            return
        paper, suggested = self.newspaper(), Counter[str]()
        trees = [(visit.fetch.url, parse(visit.fetch.page())) for visit in silent[:5]]
        for url, tree in trees:
            suggested.update(find_endpoints(tree, url=url, key=paper.article_key(url)))
        for template, count in suggested.most_common(2):
            if count < 2:
                continue
            told = 0
            for url, tree in trees[:2]:
                address = endpoint_of(template, tree.root, base=base_of(tree), url=url, key=paper.article_key(url))
                visit = (
                    await explorer.ask(address, Purpose.VIEWS) if address and not self._guard.refusal(address) else None
                )
                told += visit is not None and visit.extraction is not None and visit.extraction.views is not None
            if told == 2:
                self.survey.views_url = template
                return

    # --- what is known
    def finish(self) -> None:
        """Learn the form of the articles' addresses from all that was seen."""
        self.survey.pattern = self._pattern(final=True)

    def _pattern(self, *, final: bool = False) -> Pattern | None:
        """The form of the articles' addresses; at the end only by forms that were seen to be articles'."""
        survey = self.survey
        confirmed = [visit.fetch.url for visit in survey.articles if _may_be_article(visit.fetch.url)]
        denied = {address_key(visit.fetch.url) for visit in survey.denied}
        positive = [seen.url for seen in self._candidates() if address_key(seen.url) not in denied]
        if confirmed or final:
            forms = Counter(form_of(url) for url in confirmed)
            wrong = Counter(form_of(visit.fetch.url) for visit in survey.denied)
            positive = [url for url in positive if forms[form_of(url)] > wrong[form_of(url)]]
        else:
            positive = self._heaviest(positive)
        others = [
            visit.fetch.url for visit in survey.denied if visit.extraction and visit.extraction.kind is Kind.LISTING
        ]
        others += [page for section in survey.sections for page in (section, *pages_of(section))]
        others += [source.url for source in survey.sources]
        pattern = learn(positive, others, sure=confirmed, sections=survey.sections)
        if pattern is not None and not pattern.keyed:
            short = [seen.url for seen in survey.seen.values() if seen.weight == 0 and "home" in seen.how and seen.text]
            pattern = learn(positive, [*others, *short], sure=confirmed, sections=survey.sections)
        return pattern

    def _heaviest(self, urls: Sequence[str]) -> list[str]:
        """Before any article was seen: those of the forms for which most speaks."""
        weights: Counter[Form] = Counter()
        for url in urls:
            weights[form_of(url)] += int(2 * self.survey.seen[address_key(url)].weight)
        most = max(weights.values(), default=0)
        return [url for url in urls if weights[form_of(url)] * 5 >= most]

    def _take(self, fetch: Fetch, how: str) -> int:
        """Note the links of a page; how many of them have a short text, as a menu's."""
        short = 0
        for link in self._own(links(fetch.page())):
            self._note(link.url, how, text=link.text, place=link.where)
            short += 0 < len(link.text.split()) <= 6 and len(link.text) <= 40
        return short

    def _own(self, named: Iterable[Link]) -> Iterator[Link]:
        return (link for link in named if link.where != "data" and self._guard.refusal(link.url) is None)

    def _note(self, url: str, how: str, *, text: str = "", place: str = "", when: datetime | None = None) -> None:
        seen = self.survey.seen.setdefault(address_key(url), Seen(url, place=place))
        seen.how.add(how)
        seen.modified = seen.modified or when
        if len(text) > len(seen.text):
            seen.text = text


def _make_of(url: str) -> tuple[Form, str]:
    """What addresses of one kind of page share: their form and, where they lie in a folder, the first one's name."""
    segments = [s for s in urlsplit(url).path.split("/") if s]
    return form_of(url), segments[0] if len(segments) > 1 else ""


def _may_be_article(url: str) -> bool:
    """False for front pages, copies, files, lists for machines, tags and authors."""
    parts = urlsplit(url)
    if (parts.path in ("", "/") and not parts.query) or _KEYWORDS.search(parts.path):
        return False
    return variant(url) is None and not discovery.is_file(url) and not _FEEDS.search(parts.path)
