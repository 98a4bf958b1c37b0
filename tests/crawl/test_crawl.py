"""Whole crawls of a newspaper on loopback: the real Scrapy, the real archive, answers as hostile as need be."""

import gzip
import socket
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archiver.config import Clock, Config
from archiver.core import extract
from archiver.core.errors import (
    ConfigurationError,
    LockedError,
    NetworkError,
    UnhealthyError,
    UnknownNewspaper,
    UsageError,
)
from archiver.crawl import run as running
from archiver.crawl import visits
from archiver.crawl.run import CrawlRequest, NewspaperReport, RunReport, crawl
from archiver.crawl.session import NewspaperCrawl
from archiver.storage import database
from archiver.storage.lock import RunLock
from tests.crawl.fakesite import (
    CHALLENGE,
    FakeSite,
    a_paper,
    article,
    config_of,
    cut,
    endless,
    html,
    listing,
    moved,
    reset,
    rss,
)

START = datetime(2022, 3, 29, 4, tzinfo=UTC)


def run(config: Config, **asked: Any) -> NewspaperReport:
    request = CrawlRequest(**{"names": ("baomau",), **asked})
    (report,) = crawl(config, request).newspapers
    return report


def rows(config: Config, query: str) -> list[Any]:
    with sqlite3.connect(config.home / "archive.db") as database:
        found = database.execute(query).fetchall()
    database.close()
    return [row[0] if len(row) == 1 else row for row in found]


def addresses(config: Config) -> dict[str, tuple[str, str | None]]:
    return {
        url.split("/", 3)[3]: (state, reason)
        for url, state, reason in rows(config, "SELECT url, state, reason FROM address")
    }


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return config_of(tmp_path, clock=Clock.starting_at(START))


def links(*numbers: int) -> list[str]:
    return [f"/tin-a{n}.html" for n in numbers]


def put_articles(site: FakeSite, *numbers: int) -> None:
    site.routes["/"] = html(listing(*links(*numbers)))
    site.routes.update({f"/tin-a{n}.html": html(article(n)) for n in numbers})


def test_a_first_crawl_and_a_second(config: Config, tmp_path: Path) -> None:
    with a_paper(tmp_path) as site:
        put_articles(site, 1, 2, 3)
        first = run(config)
        assert (first.state, first.counts["articles_new"], first.healthy) == ("finished", 3, True)
        assert site.paths[0] == "/robots.txt"
        assert sorted(site.paths) == sorted(["/robots.txt", "/", *links(1, 2, 3)])
        assert site.most_flying == 1
        site.asked.clear()
        second = run(replace(config, clock=Clock.starting_at(START + timedelta(minutes=5))))
        assert site.paths == ["/robots.txt", "/"]
        assert (second.counts["articles_read"], second.counts["articles_new"]) == (0, 0)


def test_articles_are_asked_again_when_due_and_without_conditions(config: Config, tmp_path: Path) -> None:
    with a_paper(tmp_path) as site:
        put_articles(site, 1)
        site.routes["/"] = html(listing(*links(1)), ETag='"v1"', Last_Modified="Tue, 29 Mar 2022 03:00:00 GMT")
        site.routes["/tin-a1.html"] = [html(article(1), ETag='"a1"'), html(article(1, views=250), ETag='"a1"')]
        run(config)
        site.asked.clear()
        later = run(replace(config, clock=Clock.starting_at(START + timedelta(days=1))))
        asked = {one.path: one.headers for one in site.asked}
        assert asked["/"]["if-none-match"] == '"v1"'
        assert asked["/"]["if-modified-since"] == "Tue, 29 Mar 2022 03:00:00 GMT"
        assert "if-none-match" not in asked["/tin-a1.html"]
        assert (later.counts["articles_read"], later.counts["revisions_new"]) == (1, 0)
        assert rows(config, "SELECT view_count FROM observation ORDER BY observed_at") == [100, 250]


def test_revisit_asks_for_every_article(config: Config, tmp_path: Path) -> None:
    with a_paper(tmp_path) as site:
        put_articles(site, 1, 2)
        run(config)
        site.asked.clear()
        run(config, revisit=True)
        assert sorted(site.paths) == sorted(["/robots.txt", "/", *links(1, 2)])


# --- robots.txt


def test_robots_that_cannot_be_had_mean_no(config: Config, tmp_path: Path) -> None:
    with a_paper(tmp_path) as site:
        put_articles(site, 1)
        site.routes["/robots.txt"] = html(b"", 503)
        report = run(config)
        assert site.paths == ["/robots.txt"] * 3
        assert (report.state, report.reason, report.healthy) == ("refused", "robots.txt: http 503", False)
        site.routes["/robots.txt"] = html(b"", 404)
        assert run(config).counts["articles_new"] == 1


def test_robots_are_asked_for_three_times(config: Config, tmp_path: Path) -> None:
    with a_paper(tmp_path) as site:
        put_articles(site, 1)
        site.routes["/robots.txt"] = [html(b"", 500), reset, html(b"")]
        assert run(config).counts["articles_new"] == 1


def test_robots_rules_are_kept(config: Config, tmp_path: Path) -> None:
    with a_paper(tmp_path) as site:
        put_articles(site, 1, 2)
        site.routes["/robots.txt"] = moved("/rules.txt")
        site.routes["/rules.txt"] = html(b"User-agent: *\nDisallow: /tin-a2\nSitemap: /map.xml")
        site.routes["/map.xml"] = html(f"<urlset><url><loc>{site.base}/tin-a3.html</loc></url></urlset>".encode())
        site.routes["/tin-a3.html"] = html(article(3))
        report = run(config)
        assert "/tin-a2.html" not in site.paths
        assert "/tin-a3.html" in site.paths
        assert addresses(config)["tin-a2.html"] == ("refused", "robots")
        assert (report.counts["refused"], report.counts["articles_new"]) == (1, 2)
        assert rows(config, "SELECT status FROM capture WHERE purpose = 'robots'") == [301, 200]


def test_the_gap_is_a_floor_and_crawl_delay_raises_it(config: Config, tmp_path: Path) -> None:
    with a_paper(tmp_path) as site:
        put_articles(site, 1, 2)
        site.routes["/robots.txt"] = html(b"User-agent: *\nCrawl-delay: 0.3")
        run(replace(config, delay=0.1))
        gaps = [b.began - a.ended for a, b in zip(site.asked, site.asked[1:], strict=False)]
        assert min(gaps) >= 0.3
        assert site.most_flying == 1
        assert rows(config, "SELECT crawl_delay FROM host") == [0.3]


# --- failures and patience


@pytest.mark.parametrize(
    "answers",
    [
        [html(b"", 503), html(b"", 500), html(article(1))],
        [reset, cut, html(article(1))],
        [cut, html(gzip.compress(article(1))[:-20], Content_Encoding="gzip"), html(article(1))],
        [html(b"", 503), html(b"", 503), html(b"", 503), html(article(1))],  # the last round
        [html(b""), html(article(1))],
    ],
)
def test_failures_are_tried_again_within_the_run(config: Config, tmp_path: Path, answers: list[Any]) -> None:
    with a_paper(tmp_path) as site:
        put_articles(site, 1, 2)
        site.routes["/tin-a1.html"] = answers
        report = run(config)
        assert (report.state, report.counts["articles_new"]) == ("finished", 2)
        assert report.counts["failures"] == len(answers) - 1


def test_what_keeps_failing_is_left_to_later_runs(config: Config, tmp_path: Path) -> None:
    with a_paper(tmp_path) as site:
        put_articles(site, 1, 2)
        site.routes["/tin-a1.html"] = html(b"", 503)
        assert run(config).counts["articles_new"] == 1
        assert site.paths.count("/tin-a1.html") == 4
        assert addresses(config)["tin-a1.html"][1] == "http 503"
        put_articles(site, 1, 2)
        assert run(replace(config, clock=Clock.starting_at(START + timedelta(days=2)))).counts["articles_new"] == 1


def test_a_short_retry_after_is_waited_for(config: Config, tmp_path: Path) -> None:
    with a_paper(tmp_path) as site:
        put_articles(site, 1, 2)
        site.routes["/tin-a1.html"] = [html(b"", 503, Retry_After="1"), html(article(1))]
        assert run(config).counts["articles_new"] == 2
        order = [(one.path, one.began) for one in site.asked]
        when = [began for path, began in order if path == "/tin-a1.html"]
        between = [began for _, began in order if when[0] < began < when[0] + 0.95]
        assert between == []


def test_a_long_retry_after_ends_the_run_and_is_remembered(config: Config, tmp_path: Path) -> None:
    with a_paper(tmp_path) as site:
        put_articles(site, 1, 2)
        site.routes["/"] = html(b"", 429, Retry_After="3600")
        report = run(config)
        assert report.state == "refused"
        assert "come back after 2022-03-29T05:00" in str(report.reason)
        site.asked.clear()
        put_articles(site, 1, 2)
        assert run(replace(config, clock=Clock.starting_at(START + timedelta(minutes=30)))).state == "refused"
        assert site.paths == []
        assert run(replace(config, clock=Clock.starting_at(START + timedelta(hours=2)))).counts["articles_new"] == 2


def test_a_wall_is_reported_and_never_got_round(config: Config, tmp_path: Path) -> None:
    with a_paper(tmp_path) as site:
        site.routes |= {path: html(CHALLENGE) for path in ("/", "/rss", *links(1, 2, 3))}
        report = run(config)
        assert (report.state, report.reason) == ("refused", "blocked: challenge")
        assert report.counts["blocked"] >= 1
        assert rows(config, "SELECT count(*) FROM article") == [0]
        assert not any("cookie" in one.headers for one in site.asked)


def test_nobody_there(config: Config, tmp_path: Path) -> None:
    with a_paper(tmp_path):
        pass
    report = crawl(config, CrawlRequest(names=("baomau",)))
    assert report.newspapers[0].state == "failed"
    with pytest.raises(NetworkError, match="nothing could be reached"):
        report.check()


# --- redirects


def test_redirects_never_lead_out(config: Config, tmp_path: Path) -> None:
    with FakeSite() as canary, a_paper(tmp_path) as site:
        put_articles(site, 1, 2, 3, 4, 5, 6)
        port = canary.base.rsplit(":", 1)[1]
        site.routes |= {
            "/tin-a1.html": moved(f"{canary.base}/secret-a1.html"),
            "/tin-a2.html": [html(b"", 503), moved(f"http://localhost:{port}/secret-a2.html", 302)],
            "/tin-a3.html": moved("http://169.254.169.254/latest-a3.html"),
            "/tin-a4.html": moved("file:///etc/passwd"),
            "/tin-a5.html": moved("https://baothu.example/"),
        }
        report = run(config)
        assert canary.asked == []
        assert report.counts["articles_new"] == 1
        states = addresses(config)
        assert {states[f"tin-a{n}.html"][0] for n in (1, 2, 3, 4, 5)} <= {"refused", "failed"}
        assert states["tin-a5.html"] == ("refused", "offsite")


def test_the_front_page_may_not_lead_out_either(config: Config, tmp_path: Path) -> None:
    with FakeSite() as canary, a_paper(tmp_path) as site:
        site.routes["/"] = moved(f"{canary.base}/")
        assert run(config).state == "refused"
        assert canary.asked == []


def test_a_loop_of_redirects_ends(config: Config, tmp_path: Path) -> None:
    with a_paper(tmp_path) as site:
        put_articles(site, 1, 2, 3)
        site.routes["/tin-a1.html"] = moved("/xa-hoi/tin-a1.html")
        site.routes["/xa-hoi/tin-a1.html"] = moved("/tin-a1.html")
        site.routes["/tin-a2.html"] = moved("/tin-a2.html")
        site.routes |= {f"/{n}/tin-a3.html": moved(f"/{n + 1}/tin-a3.html") for n in range(50)}
        site.routes["/tin-a3.html"] = moved("/0/tin-a3.html")
        report = run(config)
        assert report.state == "finished"
        assert sum(path.endswith("tin-a3.html") for path in site.paths) <= 7
        assert sum(path.endswith("tin-a1.html") for path in site.paths) <= 3
        assert len(site.paths) < 30


def test_an_article_that_moves_is_one_article(config: Config, tmp_path: Path) -> None:
    with a_paper(tmp_path) as site:
        put_articles(site, 1)
        site.routes["/tin-a1.html"] = moved("/xa-hoi/tin-a1.html")
        site.routes["/xa-hoi/tin-a1.html"] = html(article(1))
        run(config)
        assert rows(config, "SELECT public_id FROM article") == ["baomau/1"]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [(html(b"<h1>404</h1>", 404), "404"), (html(b"", 410), "410"), (moved("/", 302), "home")],
)
def test_a_disappearance_is_seen_twice_before_it_is_believed(
    config: Config, tmp_path: Path, answer: bytes, reason: str
) -> None:
    with a_paper(tmp_path) as site:
        put_articles(site, 1, 2)
        run(config)
        site.routes["/tin-a1.html"] = answer
        site.asked.clear()
        report = run(replace(config, clock=Clock.starting_at(START + timedelta(days=1))), revisit=True)
        assert site.paths.count("/tin-a1.html") == 2
        assert report.counts["gone_new"] == 1
        assert rows(config, "SELECT gone_reason FROM article WHERE gone_at IS NOT NULL") == [reason]


def test_a_page_that_comes_back_was_never_gone(config: Config, tmp_path: Path) -> None:
    with a_paper(tmp_path) as site:
        put_articles(site, 1)
        run(config)
        site.routes["/tin-a1.html"] = [html(b"", 404), html(b"", 404), html(article(1))]
        site._counts.clear()
        site.routes["/tin-a1.html"] = [html(b"", 404), html(article(1))]
        report = run(config, revisit=True)
        assert report.counts["gone_new"] == 0
        assert rows(config, "SELECT gone_at FROM article") == [None]


# --- bodies


def test_bombs_and_endless_bodies_are_refused_and_the_rest_is_read(config: Config, tmp_path: Path) -> None:
    bomb = gzip.compress(bytes(64 * 2**20))
    with a_paper(tmp_path) as site:
        put_articles(site, 1, 2, 3, 4)
        site.routes["/tin-a1.html"] = html(bomb, Content_Encoding="gzip")
        site.routes["/tin-a2.html"] = endless
        site.routes["/tin-a3.html"] = html(b"").replace(b"Content-Length: 0", b"Content-Length: 99999999")
        report = run(config)
        assert (report.state, report.counts["articles_new"], report.counts["refused"]) == ("finished", 1, 3)
        states = addresses(config)
        assert {states[f"tin-a{n}.html"] for n in (1, 2, 3)} == {("refused", "too large")}


def test_evidence_holds_what_went_over_the_wire(config: Config, tmp_path: Path) -> None:
    packed = gzip.compress(article(1))
    head = b"HTTP/1.1 200 Fine\r\nX-ODD-case: 1\r\nset-cookie: a=1\r\nContent-Type: text/html; charset=utf-8\r\n"
    head += b"Set-Cookie: b=2\r\nContent-Encoding: gzip\r\nX-ODD-case: 2\r\n"
    body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(packed), packed)
    with a_paper(tmp_path) as site:
        put_articles(site, 1)
        site.routes["/tin-a1.html"] = head + b"Transfer-Encoding: chunked\r\n\r\n" + body
        run(config)
    (where,) = rows(config, "SELECT warc, \"offset\", length FROM capture WHERE purpose = 'article'")
    with (config.warc / where[0]).open("rb") as file:
        file.seek(where[1])
        record = gzip.decompress(file.read(where[2])) if where[0].endswith(".gz") else b""
    assert packed in record
    names = [line.split(b":")[0] for line in record.split(b"\r\n\r\n")[1].split(b"\r\n")[1:]]
    assert names[:6] == [
        b"X-ODD-case",
        b"set-cookie",
        b"Content-Type",
        b"Set-Cookie",
        b"Content-Encoding",
        b"X-ODD-case",
    ]


def test_no_secrets_are_sent(config: Config, tmp_path: Path) -> None:
    with a_paper(tmp_path) as site:
        put_articles(site, 1)
        site.routes["/"] = html(listing(*links(1)), Set_Cookie="session=secret", Referrer_Policy="unsafe-url")
        run(config)
        for asked in site.asked:
            assert not {"cookie", "authorization", "referer", "proxy-authorization"} & set(asked.headers)
            assert asked.headers["user-agent"] == "archiver/0.1"


def test_a_fault_of_the_reader_is_counted_and_stops_nothing(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = extract.extract

    def broken(page: Any, *args: Any, **options: Any) -> Any:
        if page.url.endswith("a1.html"):
            raise ZeroDivisionError("a bug of ours")
        return read(page, *args, **options)

    monkeypatch.setattr(visits, "extract", broken)
    with a_paper(tmp_path) as site:
        put_articles(site, 1, 2)
        report = run(config)
        assert (report.state, report.counts["articles_new"]) == ("finished", 1)
        assert rows(config, "SELECT count(*) FROM capture WHERE purpose = 'article'") == [2]


# --- lists


def test_pages_are_turned_to_the_end_first_and_to_the_known_later(config: Config, tmp_path: Path) -> None:
    with a_paper(tmp_path) as site:
        base = f"{site.base}/thoi-su/"
        numbers = list(range(40, 0, -1))
        site.routes |= {f"/tin-a{n}.html": html(article(n)) for n in range(1, 50)}

        def publish() -> None:
            pages = [numbers[at : at + 8] for at in range(0, len(numbers), 8)]
            for at, page in enumerate(pages, 1):
                more = [f"{base}?page={at + 1}"] if at < len(pages) else []
                site.routes["/thoi-su/" + (f"?page={at}" if at > 1 else "")] = html(listing(*links(*page), *more))
            site.routes["/"] = html(listing(base))

        publish()
        text = (tmp_path / "papers" / "baomau.py").read_text("utf-8")
        (tmp_path / "papers" / "baomau.py").write_text(text.replace("sections = []", f"sections = [{base!r}]"), "utf-8")
        assert run(config).counts["articles_new"] == 40
        numbers[:0] = [42, 41]
        publish()
        site.asked.clear()
        assert run(replace(config, clock=Clock.starting_at(START + timedelta(minutes=9)))).counts["articles_new"] == 2
        assert [path for path in site.paths if "page" in path] == ["/thoi-su/?page=2", "/thoi-su/?page=3"]
        site.asked.clear()
        run(replace(config, clock=Clock.starting_at(START + timedelta(minutes=18))))
        assert [path for path in site.paths if "page" in path] == []


def test_a_trap_of_pages_and_a_calendar_do_not_hold_us(config: Config, tmp_path: Path) -> None:
    with a_paper(tmp_path) as site:
        put_articles(site, 1, 2, 3)
        days = [f"/lich/2022/{month:02}/" for month in range(1, 13)]
        site.routes["/"] = html(listing("/thoi-su/", *links(1, 2, 3), *days))
        for n in range(1, 200):
            here = "/thoi-su/" + (f"?page={n}" if n > 1 else "")
            site.routes[here] = html(listing(*links(1, 2, 3), f"/thoi-su/?page={n + 1}"))
        run(config)
        assert sum("page" in path for path in site.paths) <= 2
        assert not any("lich" in path for path in site.paths)


def test_a_button_that_loads_more(config: Config, tmp_path: Path) -> None:
    with a_paper(tmp_path) as site:
        put_articles(site, 1, 2, 3)
        button = b'<button class="more" data-url="/api/more?cate=3&amp;page=2">Xem th\xc3\xaam</button></body>'
        site.routes["/"] = html(listing("/thoi-su/"))
        site.routes["/thoi-su/"] = html(listing(*links(1, 2, 3)).replace(b"</body>", button))
        site.routes |= {f"/tin-a{n}.html": html(article(n)) for n in range(1, 9)}
        for page, numbers in ((2, (4, 5)), (3, (6, 7, 8)), (4, ())):
            cards = "".join(f'<a href=\\"/tin-a{n}.html\\">x</a>' for n in numbers)
            more = "true" if page < 3 else "false"
            site.routes[f"/api/more?cate=3&page={page}"] = html(f'{{"html": "{cards}", "more": {more}}}'.encode())
        assert run(config).counts["articles_new"] == 8
        assert "/api/more?cate=3&page=4" not in site.paths


def test_hostile_and_broken_feeds(config: Config, tmp_path: Path) -> None:
    with FakeSite() as canary, a_paper(tmp_path) as site:
        put_articles(site, 1, 2)
        good = rss(f"{site.base}/tin-a3.html").split(b"\r\n\r\n", 1)[1]
        evil = f'<!DOCTYPE r [<!ENTITY a SYSTEM "{canary.base}/xxe">]>'
        evil += f"<rss><item><link>&a;{canary.base}/x-a9.html</link></item>"
        head = (
            b'<head><link rel="alternate" type="application/rss+xml" href="/rss/a.xml">'
            b'<link rel="alternate" type="application/rss+xml" href="/rss/b.xml">'
        )
        site.routes["/"] = html(listing(*links(1, 2)).replace(b"<head>", head))
        site.routes["/rss/a.xml"] = html(evil.encode() + good[5:-20])
        site.routes["/rss/b.xml"] = html(CHALLENGE)
        site.routes["/tin-a3.html"] = html(article(3))
        report = run(config)
        assert report.counts["articles_new"] == 3
        assert report.counts["blocked"] == 1
        assert canary.asked == []


# --- what is asked for


def test_limit_and_time_limit(config: Config, tmp_path: Path) -> None:
    with a_paper(tmp_path) as site:
        put_articles(site, *range(1, 9))
        report = run(config, limit=3)
        assert (report.state, report.counts["articles_read"]) == ("finished", 3)
        assert "limit" in str(report.reason)
        report = run(replace(config, delay=0.6), time_limit=timedelta(seconds=1))
        assert report.reason == "time limit"
        assert report.counts["requests"] < 5  # of seven
        assert run(config).counts["articles_new"] >= 3
        assert rows(config, "SELECT count(*) FROM article") == [8]


def test_one_address(config: Config, tmp_path: Path) -> None:
    with a_paper(tmp_path) as site:
        put_articles(site, 1, 2)
        site.routes["/tin-a1.html"] = moved("/xa-hoi/tin-a1.html")
        site.routes["/xa-hoi/tin-a1.html"] = html(article(1))
        report = run(config, names=(), url=f"{site.base}/tin-a1.html?utm_source=x")
        assert report.counts["articles_new"] == 1
        assert site.paths == ["/robots.txt", "/tin-a1.html", "/xa-hoi/tin-a1.html"]
        with pytest.raises(UsageError, match="no newspaper"):
            run(config, names=(), url="https://baothu.example/a1.html")
        with pytest.raises(UsageError, match="no http address"):
            run(config, names=(), url="https://")


def test_since_keeps_old_articles_out(config: Config, tmp_path: Path) -> None:
    with a_paper(tmp_path) as site:
        put_articles(site, 1)
        urls = "".join(
            f"<url><loc>{site.base}/tin-a{n}.html</loc><lastmod>2022-0{n}-01T00:00:00+07:00</lastmod></url>"
            for n in (1, 2, 3)
        )
        site.routes |= {f"/tin-a{n}.html": html(article(n)) for n in (1, 2, 3)}
        site.routes["/"] = html(listing("/x/"))
        site.routes["/robots.txt"] = html(b"Sitemap: /map.xml")
        site.routes["/map.xml"] = html(f"<urlset>{urls}</urlset>".encode())
        run(config, since=datetime(2022, 2, 20, tzinfo=UTC))
        assert [path for path in site.paths if "tin" in path] == ["/tin-a3.html"]


def test_a_real_host_needs_a_contact(config: Config, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="ARCHIVER_CONTACT"):
        crawl(replace(config, spiders=None), CrawlRequest(names=("baolamdong",)))


def test_unknown_names_and_missing_archives(config: Config, tmp_path: Path) -> None:
    with a_paper(tmp_path):
        with pytest.raises(UnknownNewspaper):
            run(config, names=("baomua",))
        elsewhere = replace(config, home=tmp_path / "no", database_url=f"sqlite:///{tmp_path / 'no' / 'archive.db'}")
        for asked in (CrawlRequest(all=True), CrawlRequest(due=True)):
            with pytest.raises(ConfigurationError, match="no archive"):
                crawl(elsewhere, asked)
        assert not (tmp_path / "no").exists()


def test_one_run_at_a_time(config: Config, tmp_path: Path) -> None:
    with a_paper(tmp_path) as site, RunLock(config):
        with pytest.raises(LockedError):
            run(config)
        assert site.paths == []


def test_the_ledger_is_written_first_and_closed_last(config: Config, tmp_path: Path) -> None:
    with a_paper(tmp_path) as site:
        put_articles(site, 1)
        states: list[Any] = []

        def look(connection: socket.socket) -> None:
            states.extend(rows(config, "SELECT state FROM crawl"))
            connection.sendall(html(listing(*links(1))))

        site.routes["/"] = look
        run(config)
        assert states == ["running"]
        (row,) = rows(config, "SELECT state, reason, requests, articles_new, ended_at IS NOT NULL FROM crawl")
        assert row == ("finished", None, 3, 1, 1)


def test_several_newspapers_side_by_side_and_one_is_ill(config: Config, tmp_path: Path) -> None:
    with a_paper(tmp_path) as site, FakeSite() as other:
        from tests.crawl.fakesite import spider_file

        spider_file(other, tmp_path / "papers", name="baothu")
        put_articles(site, 1, 2)
        other.routes["/robots.txt"] = html(b"", 500)
        report: RunReport = crawl(config, CrawlRequest(names=("baomau", "baothu")))
        assert [(one.newspaper, one.state) for one in report.newspapers] == [
            ("baomau", "finished"),
            ("baothu", "refused"),
        ]
        with pytest.raises(UnhealthyError, match="baothu refused"):
            report.check()


@pytest.mark.parametrize("to_the_end", [False, True], ids=["for a moment", "to the end"])
def test_another_program_that_holds_the_database_ends_the_run_and_costs_no_address(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, to_the_end: bool
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.4)
    held: list[sqlite3.Connection] = []
    closed = running.close

    async def close(crawl: NewspaperCrawl) -> bool:
        if not to_the_end:
            held[0].rollback()
        return await closed(crawl)

    def hold(connection: socket.socket) -> None:
        if not held:
            held.append(sqlite3.connect(config.home / "archive.db", isolation_level=None, check_same_thread=False))
            held[0].execute("BEGIN IMMEDIATE")
        connection.sendall(html(article(3)))

    with a_paper(tmp_path) as site:
        links = [f"/tin-a{number}.html" for number in range(1, 9)]
        site.routes["/"] = html(listing(*links))
        site.routes |= {link: html(article(int(link[6:-5]))) for link in links} | {"/tin-a3.html": hold}
        monkeypatch.setattr(running, "close", close)
        with pytest.raises(LockedError, match="another program holds the database"):
            crawl(config, CrawlRequest(names=("baomau",)))
        monkeypatch.setattr(running, "close", closed)
        asked = len(site.paths)
        held[0].rollback()
        held[0].close()
        assert not [said for said in addresses(config).values() if said[0] in ("failed", "refused") or said[1]]
        (told,) = rows(config, "SELECT state || ': ' || coalesce(reason, '') FROM crawl")
        assert told.startswith("failed: another program holds" if not to_the_end else "running")
        report = run(config)
        assert (report.state, len(rows(config, "SELECT id FROM article"))) == ("finished", 8)
        assert asked < len(site.paths)
        assert sum(path == "/tin-a3.html" for path in site.paths) == 1  # its evidence was kept, and adopted
        (first, _) = rows(config, "SELECT state FROM crawl ORDER BY id")
        assert first == ("interrupted" if to_the_end else "failed")
