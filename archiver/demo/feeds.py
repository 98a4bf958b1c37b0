"""What the sample newspaper tells machines: RSS, sitemap, robots.txt, and a picture for every article."""

from __future__ import annotations

import struct
import zlib
from email.utils import format_datetime
from xml.sax.saxutils import escape

from archiver.demo.content import Article, articles, pick
from archiver.demo.pages import TITLE

NEWEST = 20  # items of the feed


def feed(day: int, base: str) -> str:
    """The RSS feed: the newest articles with title, lead and moment of publication."""
    items = "\n".join(
        f"<item><title>{escape(a.title)}</title><link>{base}{a.path}</link><guid>{base}{a.path}</guid>"
        f"<pubDate>{format_datetime(a.published)}</pubDate><description>{escape(a.lead)}</description></item>"
        for a in articles(day)[:NEWEST]
    )
    return f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>{TITLE}</title><link>{base}/</link><description>Tin mới</description>
{items}
</channel></rss>
"""


def sitemap(day: int, base: str) -> str:
    """The sitemap: every article. `lastmod` is the day of publication, so a silent edit does not show in it."""
    places = "\n".join(
        f"<url><loc>{base}{a.path}</loc><lastmod>{a.published.isoformat()}</lastmod></url>" for a in articles(day)
    )
    return f"""<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{places}
</urlset>
"""


def robots(base: str) -> str:
    """What machines are asked: to leave search and comments alone."""
    return f"User-agent: *\nDisallow: /tim-kiem\nDisallow: /gui-binh-luan\n\nSitemap: {base}/sitemap.xml\n"


def picture(article: Article) -> bytes:
    """A small PNG (48 x 27 pixels): two stripes of the article's own colours, hills under a sky."""
    sky = bytes((120 + pick(article.key, "sky", 100), 150 + pick(article.key, "haze", 80), 220))
    hill = bytes((40 + pick(article.key, "soil", 120), 90 + pick(article.key, "leaf", 70), 50))
    rows = b"".join(b"\0" + (sky if y < 16 else hill) * 48 for y in range(27))
    head = struct.pack(">IIBBBBB", 48, 27, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
