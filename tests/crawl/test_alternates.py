"""Mobile, AMP, print and share addresses of an article are its aliases, never a second article."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from archiver.config import Clock, Config
from archiver.crawl import registry
from archiver.crawl.reread import rebuild
from archiver.crawl.run import CrawlRequest, crawl
from tests.crawl.fakesite import a_paper, article, config_of, html, listing, moved

START = datetime(2022, 3, 29, 4, tzinfo=UTC)


def rows(config: Config, query: str) -> list[Any]:
    with sqlite3.connect(config.home / "archive.db") as database:
        found = database.execute(query).fetchall()
    database.close()
    return found


def test_every_other_address_of_an_article_is_its_alias(tmp_path: Path) -> None:
    config = config_of(tmp_path, clock=Clock.starting_at(START))
    with a_paper(tmp_path) as site:
        main = f"{site.base}/tin-a1.html"
        head = (
            f'<link rel=canonical href="{main}"><link rel=amphtml href="{site.base}/amp/tin-a1.html">'
            f'<meta property="og:url" content="{site.base}/share1.html">'
            f'<link rel=alternate media="only screen" href="{site.base}/tin-a1.html/version/mobile">'
        ).encode()
        print_link = b'<a href="/print/tin-a1.html">In b\xc3\xa0i</a></body>'
        page = html(article(1).replace(b"</head>", head + b"</head>").replace(b"</body>", print_link))
        others = ("/amp/tin-a1.html", "/print/tin-a1.html", "/tin-a1.html/version/mobile", "/tin-a1.html?mobile=1")
        site.routes["/"] = html(listing("/share1.html", *others, "/tin-a1.html", "/tin-a1.html?utm_source=x"))
        site.routes |= dict.fromkeys(("/tin-a1.html", *others), page)
        site.routes["/share1.html"] = moved("/tin-a1.html")
        crawl(config, CrawlRequest(names=("baomau",)))
        assert rows(config, "SELECT public_id, canonical_url FROM article") == [("baomau/1", main)]
        assert rows(config, "SELECT count(*) FROM revision") == [(1,)]
        how = dict(rows(config, "SELECT replace(url, '" + site.base + "', ''), how FROM alias"))
        assert how == {
            "/amp/tin-a1.html": "amp",
            "/print/tin-a1.html": "print",
            "/tin-a1.html/version/mobile": "mobile",
            "/share1.html": "short",
        }
        assert sum("tin-a1" in path for path in site.paths) == 1  # the main page alone was asked for
        for url in others:
            crawl(config, CrawlRequest(url=site.base + url))
        assert rows(config, "SELECT count(*) FROM article") == [(1,)]
        before = rows(config, "SELECT url, how FROM alias ORDER BY 1")
        rebuild(config, registry.load(config))
        assert rows(config, "SELECT url, how FROM alias ORDER BY 1") == before
        assert rows(config, "SELECT count(*) FROM article") == [(1,)]
