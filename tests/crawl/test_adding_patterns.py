"""The form of article addresses is learned from examples: schemes of many content systems, and what must not match."""

import hashlib
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.crawl.adding.patterns import learn, pages_of

SITE = "https://baomau.example"
SECTIONS = ("thoi-su", "kinh-te", "van-hoa-the-thao")
WORDS = ["cau", "moi", "thong", "xe", "o", "huyen", "ngay", "hoi", "lon", "nhat", "nam", "2022", "tai", "tinh", "ta"]
DEFAULT = "{section}/{slug}-{number}.html"


def urls(form: str, count: int = 40) -> list[str]:
    chosen = random.Random(form)
    made = []
    for number in range(count):
        slug = "-".join(chosen.choice(WORDS) for _ in range(6)) + ("-2022" if chosen.random() < 0.1 else "")
        made.append(
            f"{SITE}/"
            + form.format(
                section=chosen.choice(SECTIONS),
                slug=f"{slug}-{number}" if "{number" not in form and "{token" not in form else slug,
                number=80000 + 3 * number,
                token=hashlib.sha256(str(number).encode()).hexdigest()[:8],
                year="2022",
                month=f"{chosen.randint(1, 12):02}",
                day=f"{chosen.randint(1, 28):02}",
                kind=chosen.choice(["post", "post", "video"]),
            )
        )
    return made


def others() -> list[str]:
    sections = [f"{SITE}/{section}{end}" for section in SECTIONS for end in ("", "/", ".html", "-12.html")]
    return [
        *sections,
        *(page for section in SECTIONS for page in pages_of(f"{SITE}/{section}/")),
        f"{SITE}/lien-he.html",
        f"{SITE}/rss",
    ]


@pytest.mark.parametrize(
    ("form", "key"),
    [
        ("{section}/{slug}-{number}.html", "80003"),
        ("{slug}-{number}.html", "80003"),
        ("{section}/{slug}-{number}/", "80003"),
        ("{section}/{slug}-{number}", "80003"),
        ("{slug}-post{number}.html", "80003"),
        ("{slug}-a{number}.html", "80003"),
        ("{slug}.{number}.html", "80003"),
        ("tin/{number}-{slug}", "80003"),
        ("{section}/{slug}/{number}.html", "80003"),
        ("Tin-tuc/{number}/{slug}.aspx", "80003"),
        ("{year}{month}{day}/{section}/{slug}-{number}.aspx", "80003"),
        ("newsdetails.aspx?id={number}", "80003"),
        ("?p={number}", "80003"),
        ("index.php?language=vi&nv=news&op={slug}-{number}", "80003"),
        ("{section}/{slug}_t1c2n{number}.aspx", "80003"),
        ("{section}/{year}{month}/{slug}-{token}/", "6b86b273"),
        ("{year}/{month}/{day}/{slug}/", ""),
        ("{section}/{slug}", ""),
        ("{slug}.html", ""),
    ],
)
def test_the_form_and_the_key(form: str, key: str) -> None:
    made = urls(form)
    pattern = learn(made, others())
    assert pattern is not None
    assert all(pattern.matches(url) for url in made)
    assert [url for url in others() if pattern.matches(url)] == []
    assert (pattern.key(made[1]) or "") == key
    assert pattern.keyed == bool(key)
    if key:
        assert len({pattern.key(url) for url in made}) == len(made)


def test_several_kinds_with_numbers_of_their_own_keep_them_apart() -> None:
    pattern = learn(urls("{slug}-{kind}{number}.html"))
    assert pattern is not None
    assert pattern.key(f"{SITE}/x-y-video80003.html") == "video80003"


def test_sections_below_sections_are_one_form() -> None:
    made = urls(DEFAULT) + urls("{section}/bai/{slug}-{number}.html")
    pattern = learn(made, others())
    assert pattern is not None
    assert all(pattern.matches(url) for url in made)


def test_tags_among_the_links_do_not_hide_the_number() -> None:
    tags = [f"{SITE}/tag/{'-'.join(WORDS[n : n + 3])}.html" for n in range(8)]
    made = urls(DEFAULT)
    pattern = learn([*made, *tags], others(), sure=made[:9])
    assert pattern is not None
    assert pattern.keyed
    assert not any(pattern.matches(tag) for tag in tags)


def test_of_words_alone_those_of_sections_are_taken() -> None:
    made = urls("{section}/{slug}")
    strays = [f"{SITE}/tac-gia/{'-'.join(WORDS[n : n + 4])}" for n in range(5)]
    sections = [f"{SITE}/{section}/" for section in (*SECTIONS, "giao-duc")]
    pattern = learn([*made, *strays], [*others(), *sections], sure=made[:9], sections=sections)
    assert pattern is not None
    assert all(pattern.matches(url) for url in made)
    assert not any(pattern.matches(url) for url in strays)
    assert pattern.matches(f"{SITE}/giao-duc/truong-moi-o-xa-ben-song-da-mo-cua"), "a section of which nothing was seen"


def test_nothing_teaches_nothing() -> None:
    assert learn([]) is None


@settings(max_examples=60, deadline=None)
@given(st.lists(st.from_regex(r"https://baomau\.example/[a-z0-9/._?=&%()+*\[\]-]{0,40}", fullmatch=True), max_size=12))
def test_any_addresses_give_a_pattern_that_compiles_or_none(found: list[str]) -> None:
    pattern = learn(found, [f"{SITE}/thoi-su/"], sure=found[:3])
    assert pattern is None or not pattern.matches("no address")
