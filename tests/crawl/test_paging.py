import asyncio
from collections.abc import Sequence

import pytest

from archiver.crawl.paging import Chains

BASE = "https://baomau.example/thoi-su"


def walk(pages: Sequence[Sequence[int]], known: set[int], *, deep: bool) -> int:
    """How many pages of a list are read, where page n names the articles `pages[n]`."""

    async def unknown(urls: Sequence[str]) -> int:
        return len({int(url.rsplit("a", 1)[1]) for url in urls} - known)

    async def read() -> int:
        chains = Chains()
        chains.deep = deep
        for number, page in enumerate(pages):
            articles = [f"https://baomau.example/tin-a{n}" for n in page]
            here, following = (BASE if number == 0 else f"{BASE}?page={number + 1}"), f"{BASE}?page={number + 2}"
            if not await chains.goes_on(here, following, articles, unknown):
                return number + 1
            known.update(page)
        return len(pages)

    return asyncio.run(read())


PAGES = [[1, 2], [3, 4], [5, 6], [7, 8], [9, 10]]


@pytest.mark.parametrize(
    ("known", "deep", "read"),
    [
        (set(), True, 5),
        (set(range(11)), True, 5),  # a first crawl that was cut off is gone through to the end
        (set(range(11)), False, 1),  # nothing new: not even the second page
        (set(range(2, 11)), False, 3),  # one new article, one page without, one more as overlap: articles move down
        (set(range(5, 11)), False, 4),
        (set(), False, 5),
    ],
)
def test_stops_at_what_is_known(known: set[int], deep: bool, read: int) -> None:
    assert walk(PAGES, known, deep=deep) == read


@pytest.mark.parametrize("deep", [True, False])
def test_a_list_that_only_repeats_itself_has_ended(deep: bool) -> None:
    assert walk([*PAGES, *([[9, 10]] * 100)], set(), deep=deep) == 6


def test_lists_do_not_count_for_each_other() -> None:
    async def all_new(urls: Sequence[str]) -> int:
        return len(urls)

    async def read() -> list[bool]:
        chains = Chains()
        articles = ["https://baomau.example/tin-a1"]
        return [await chains.goes_on(f"{BASE}{n}", f"{BASE}{n}?page=2", articles, all_new) for n in range(3)]

    assert asyncio.run(read()) == [True, True, True]
