"""What the sample newspaper Báo Mẫu has published by a given day: invented news, the same on every machine."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache

from archiver.core.text import fold
from archiver.core.values import VIETNAM
from archiver.demo.material import doi_song, kinh_te, thoi_su, van_hoa
from archiver.demo.material.desk import Desk, Topic
from archiver.demo.material.people import COMMENTS, COMMUNES, MEN, READERS, REPORTERS, WOMEN

DESKS = (thoi_su.DESK, kinh_te.DESK, van_hoa.DESK, doi_song.DESK)
FIRST_EVENING = datetime(2022, 3, 29, 18, 0, tzinfo=VIETNAM)  # day 0; a day later is day 1
FIRST_KEY = 10201
BEFORE = 13  # stories of each desk that stand on day 0; then one a desk up to day 3, one a desk up to day 7
TURN = 2  # the day on which an article is edited, one deleted and one moved

EDITED, DELETED, MOVED = (FIRST_KEY + (BEFORE - 1) * 4 + desk for desk in (0, 1, 2))
MOVED_TO = ("thoi-su", "cong-cu-da-trong-hang-nui-lua")  # section and slug of the new address
EDITS = (("34 tỷ đồng", "41 tỷ đồng"), ("xong trong tháng 5", "xong trong tháng 6"), ("từ 7 giờ", "từ 6 giờ"))


@dataclass(frozen=True, slots=True)
class Comment:
    """What a reader wrote below an article."""

    name: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it stands on a day."""

    key: int
    section: Desk
    slug: str
    title: str
    lead: str
    paragraphs: tuple[str, ...]
    caption: str
    authors: tuple[str, ...]
    byline: str  # as printed
    published: datetime  # to the minute, +07:00
    tags: tuple[str, ...]
    views: int
    comments: tuple[Comment, ...]

    @property
    def path(self) -> str:
        """Its address below the newspaper's."""
        return f"/{self.section.slug}/{self.slug}-{self.key}.html"

    @property
    def body(self) -> str:
        """The body as a reader should find it: paragraphs joined by a blank line, nothing else."""
        return "\n\n".join(self.paragraphs)


def evening(day: int) -> datetime:
    """The moment at which the newspaper stands as on `day`: six in the evening, from 29 March 2022 on."""
    return FIRST_EVENING + timedelta(days=day)


@cache
def articles(day: int) -> tuple[Article, ...]:
    """All articles that the newspaper shows on `day` (0, 1, ...), newest first; the deleted one only before `TURN`."""
    standing = (_on(article, day) for article in _written() if article.published <= evening(day))
    kept = [article for article in standing if day < TURN or article.key != DELETED]
    return tuple(sorted(kept, key=lambda article: (article.published, article.key), reverse=True))


def article(day: int, key: int) -> Article | None:
    """The article with that key as it stands on `day`, None where it is not (or no longer) there."""
    return next((a for a in articles(day) if a.key == key), None)


def old_path(key: int) -> str | None:
    """Where the article stood on day 0, None where there never was one."""
    return next((a.path for a in _written() if a.key == key), None)


def pick(key: int, what: str, count: int) -> int:
    """A number from 0 to `count` - 1 that looks like chance and is the same on every machine.

    >>> pick(10201, "byline", 1000) == pick(10201, "byline", 1000)
    True
    """
    return int(hashlib.sha256(f"{key}/{what}".encode()).hexdigest()[:8], 16) % count


def slug_of(title: str) -> str:
    """The title as the sample newspaper's addresses print it.

    >>> slug_of("Đắk R'lấp lắp 60 camera")
    'dak-r-lap-lap-60-camera'
    """
    words = "".join(letter if letter.isalnum() else " " for letter in fold(title)).split()
    return "-".join(words)


@cache
def _written() -> tuple[Article, ...]:
    """Every article of the newspaper's short life, as first published, oldest first."""
    stories = [(number, desk, desk.topics[number]) for number in range(BEFORE + 2) for desk in DESKS]
    return tuple(_write(FIRST_KEY + i, number, desk, topic) for i, (number, desk, topic) in enumerate(stories))


def _write(key: int, number: int, desk: Desk, topic: Topic) -> Article:
    words = _words(key, topic)
    authors, byline = _byline(key)
    return Article(
        key=key,
        section=desk,
        slug=slug_of(topic.title),
        title=topic.title,
        lead=topic.lead.format(**words),
        paragraphs=(topic.text.format(**words), *_more(key, desk, words)),
        caption=desk.captions[pick(key, "caption", len(desk.captions))].format(**words),
        authors=authors,
        byline=byline,
        published=_published(key, number),
        tags=topic.tags,
        views=0,
        comments=(),
    )


def _more(key: int, desk: Desk, words: dict[str, str]) -> tuple[str, ...]:
    """Three further paragraphs of two or three of the desk's sentences, none twice."""
    sentences = desk.sentences
    start, stride = pick(key, "start", len(sentences)), (1, 3, 5, 9, 11)[pick(key, "stride", 5)]
    chosen = [sentences[(start + stride * i) % len(sentences)].format(**words) for i in range(7)]
    return " ".join(chosen[:2]), " ".join(chosen[2:5]), " ".join(chosen[5:])


def _words(key: int, topic: Topic) -> dict[str, str]:
    """What fills the gaps of a story: one commune, one district and the same people from beginning to end."""
    named = [d for d in COMMUNES if any(d in text for text in (topic.title, topic.lead, topic.text, *topic.tags))]
    district = named[0] if named else list(COMMUNES)[pick(key, "district", len(COMMUNES))]
    man, woman = pick(key, "man", len(MEN)), pick(key, "woman", len(WOMEN))
    return {
        "huyen": district,
        "xa": COMMUNES[district][pick(key, "commune", 3)],
        "nguoi": MEN[man],
        "nguoi2": WOMEN[woman],
        "nguoi3": MEN[(man + 5) % len(MEN)],
        "nguoi4": WOMEN[(woman + 3) % len(WOMEN)],
        "so": str(24 + pick(key, "number", 160)),
        "phan_tram": str(12 + pick(key, "share", 70)),
        "thang": f"tháng {4 + pick(key, 'month', 6)}",
    }


def _byline(key: int) -> tuple[tuple[str, ...], str]:
    first = pick(key, "author", len(REPORTERS))
    one, two = REPORTERS[first], REPORTERS[(first + 2) % len(REPORTERS)]
    form = pick(key, "byline", 6)
    if key == EDITED or form < 3:
        return (one,), one
    if form == 3:
        return (one, two), f"{one} - {two}"
    return (one,), f"Bài, ảnh: {one}" if form == 4 else f"{one} (tổng hợp)"


def _published(key: int, number: int) -> datetime:
    """Thirteen rounds over the fortnight before the first evening, one by day 3, one by day 7."""
    desk = (key - FIRST_KEY) % 4
    if number < BEFORE:
        days = -((BEFORE * 4 - 1 - (key - FIRST_KEY)) * 14 // (BEFORE * 4 - 1))
    else:
        days = (1, 2, 3, 3)[desk] if number == BEFORE else (4, 5, 6, 7)[desk]
    hour, minute = (9, 4) if key == EDITED else (6 + pick(key, "hour", 11), pick(key, "minute", 60))
    return (FIRST_EVENING + timedelta(days=days)).replace(hour=hour, minute=minute)


def _on(article: Article, day: int) -> Article:
    """The article as it stands on a day: counters, comments, and what was silently changed."""
    changed = replace(article, views=_views(article, day), comments=_comments(article, day))
    if day >= TURN and article.key == EDITED:
        lead, paragraphs = article.lead, article.paragraphs
        for was, becomes in EDITS:
            lead = lead.replace(was, becomes)
            paragraphs = tuple(text.replace(was, becomes) for text in paragraphs)
        return replace(changed, lead=lead, paragraphs=paragraphs)
    if day >= TURN and article.key == MOVED:
        section = next(desk for desk in DESKS if desk.slug == MOVED_TO[0])
        return replace(changed, section=section, slug=MOVED_TO[1])
    return changed


def _views(article: Article, day: int) -> int:
    """Views rise fast on the first day and slowly afterwards; never falling."""
    hours = (evening(day) - article.published).total_seconds() / 3600
    if article.key == EDITED:
        return 3961 + 214 * day
    most = 300 + pick(article.key, "views", 9000)
    return 7 + int(most * hours / (hours + 36))


def _comments(article: Article, day: int) -> tuple[Comment, ...]:
    found = []
    for i in range(3 if article.key == EDITED else pick(article.key, "comments", 4)):
        at = article.published + timedelta(hours=5 + 19 * i, minutes=pick(article.key, f"comment {i}", 60))
        text = COMMENTS[(pick(article.key, "comment", len(COMMENTS)) + i) % len(COMMENTS)]
        name = READERS[(pick(article.key, "reader", len(READERS)) + i) % len(READERS)]
        if at <= evening(day):
            found.append(Comment(name, text, at))
    return tuple(found)
