"""What leads to a paper's past where its lists end: lists of a day, or its articles' own numbers; proved by asking."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, tzinfo

from archiver.core.addresses import address_key
from archiver.core.newspaper import Newspaper
from archiver.core.tree import parse
from archiver.crawl import discovery
from archiver.crawl.adding.daily import day_lists
from archiver.crawl.adding.exploring import Explorer
from archiver.crawl.adding.seen import Source, Survey
from archiver.crawl.guard import Guard
from archiver.storage.values import Purpose

QUESTIONS = 4  # at the most


async def find_archive(explorer: Explorer, survey: Survey, paper: Newspaper, guard: Guard) -> None:
    """Note the form of a paper's lists of a day in `survey.archives`, where one was seen to hold.

    A calendar has a link for every day, also where it leads nowhere, and a page may ignore the day that it was asked
    for: so the list of a day is asked for of which we know an article, and has to name it, and those of other days not.
    """
    assert survey.home is not None
    known = list(_known_days(survey, paper.zone, explorer.crawl.session.now().astimezone(paper.zone).date()))
    if not known:
        return
    links = [seen.url for seen in survey.seen.values() if guard.refusal(seen.url) is None]
    front = {key for key, seen in survey.seen.items() if "home" in seen.how}  # such stand in the margin of every page
    asked = 0
    for one in day_lists(links, [url for _, url in known], parse(survey.home.page())):
        answers: list[tuple[str, set[str]]] = []  # an article, what the list of its day names
        for day, url in _spread(known, front):
            if asked >= QUESTIONS or explorer.left <= 0:
                return
            asked += 1
            address = one.address(day)
            visit = await explorer.ask(address, Purpose.LISTING) if guard.refusal(address) is None else None
            source = Source(address, "day", how="home page" if one.days else "a guess")
            survey.sources.append(source)
            if visit is None or visit.fetch.status != 200 or (visit.reason and visit.reason != "not a list"):
                source.problem = (visit.reason if visit else None) or "it may not be asked, or gave no answer"
                break
            named = {address_key(found.url) for found in discovery.read_listing(paper, guard, visit.fetch).articles}
            source.found = len(named)
            answers.append((address_key(url), named))
            if _is_of_its_day(known, front, named, url, day) or _differ(answers):
                survey.archives = (one.template,)
                return
            missing = address_key(url) not in named
            source.problem = f"it does not name {url}, which is of that day" if missing else "it names other days' too"


async def find_numbers(explorer: Explorer, survey: Survey, paper: Newspaper, guard: Guard) -> None:
    """Note the address of the article with a number in `survey.numbers`, where nothing but numbers leads back.

    Believed where an article answers at a number between known ones that no page has named.
    """
    listed = any(source.kind in ("sitemap", "index", "page") and source.found for source in survey.sources)
    if listed or survey.next_page or survey.archives:
        return
    urls = {key: visit.fetch.url for visit in survey.articles if (key := paper.article_key(visit.fetch.url))}
    templates = {url.replace(key, "{key}") for key, url in urls.items() if url.count(key) == 1}
    if len(urls) < QUESTIONS or not all(map(str.isdecimal, urls)):
        return
    if len(templates) != 1 or "{" in templates.copy().pop().replace("{key}", ""):
        return
    (template,) = templates
    known = {key for seen in survey.seen.values() if (key := paper.article_key(seen.url))}
    numbers = sorted(map(int, urls))
    unknown = [n for n in range(numbers[-1] - 1, max(numbers[0], numbers[-1] - 1000), -1) if str(n) not in known]
    for number in unknown[:QUESTIONS]:
        url = template.format(key=number)
        if explorer.left <= 0 or guard.refusal(url) is not None:
            return
        visit = await explorer.ask(url, Purpose.ARTICLE)
        read = visit.extraction if visit is not None and visit.reason is None else None
        if visit is not None and read is not None and read.kind.is_article and read.title:
            if paper.article_key(visit.fetch.url) == str(number):
                survey.numbers = template
            return


def _known_days(survey: Survey, zone: tzinfo, today: date) -> Iterator[tuple[date, str]]:
    """The days of the articles that were read, as far as they are over."""
    for visit in survey.articles:
        published = visit.extraction.published if visit.extraction is not None else None
        day = published.moment.astimezone(zone).date() if published is not None else today
        if day < today:
            yield day, visit.fetch.url


def _spread(known: Sequence[tuple[date, str]], front: set[str]) -> list[tuple[date, str]]:
    """The oldest article, and one from the middle of other days; the front page's, which are everywhere, come last."""
    ranked = sorted(known, key=lambda one: (address_key(one[1]) in front, *one))
    rest = [one for one in ranked if abs((one[0] - ranked[0][0]).days) > 1]
    rest = [one for one in rest if address_key(one[1]) not in front] or rest
    return [ranked[0], *rest[len(rest) // 2 :][:1]]


def _is_of_its_day(known: Sequence[tuple[date, str]], front: set[str], named: set[str], url: str, day: date) -> bool:
    """True where a list names the article of its day, and not those of other days: that is told by them alone."""
    others = {address_key(one) for its_day, one in known if abs((its_day - day).days) > 1} - front
    return address_key(url) in named - front and 0 < len(others) >= 2 * len(named & others)


def _differ(answers: Sequence[tuple[str, set[str]]]) -> bool:
    """True where the lists of two days each name their own article and not the other's: no list of the newest does."""
    return len(answers) == 2 and all(
        own in named and own not in other for (own, named), (_, other) in (answers, answers[::-1])
    )
