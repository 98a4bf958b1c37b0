"""`newspaper add`: a newspaper on loopback is described from its address alone, or it is said why it cannot be."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from archiver.config import Clock, Config
from archiver.core.errors import ConfigurationError, DiskError, NetworkError, UnhealthyError, UsageError
from archiver.crawl.adding.exploring import BUDGET
from archiver.crawl.adding.newcomer import Added, NotAddedError, add
from archiver.crawl.registry import load
from archiver.crawl.run import CrawlRequest, crawl
from tests.crawl.fakesite import CHALLENGE, FakeSite, config_of, html, moved
from tests.crawl.newsite import NewSite

START = datetime(2022, 4, 2, 4, tzinfo=UTC)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return config_of(tmp_path, spiders=None, clock=Clock.starting_at(START))


def put(
    site: FakeSite, *, home: bool = True, sections: bool = True, feed: bool = True, sitemap: bool = True
) -> NewSite:
    paper = NewSite(site)
    head = '<link rel="alternate" type="application/rss+xml" href="/rss.xml">' if feed else ""
    paper.put_home(12 if home else 0, menu=sections, head=head)
    if sections:
        paper.put_sections()
    if feed:
        paper.put_feed()
    if sitemap:
        paper.put_sitemap()
        site.routes["/robots.txt"] = html(f"User-agent: *\nSitemap: {site.base}/sitemap.xml\n".encode())
    return paper


def added(config: Config, site: FakeSite, **said: Any) -> Added:
    return add(config, f"{site.base}/", name="baomau", **said)


def written(config: Config) -> list[str]:
    return sorted(str(path.relative_to(config.home)) for path in config.home.rglob("*")) if config.home.exists() else []


def test_a_newspaper_is_described_and_can_be_crawled_at_once(config: Config) -> None:
    with FakeSite() as site:
        paper = put(site)
        done = added(config, site)
        assert site.paths[0] == "/robots.txt"
        assert (site.most_flying, len(site.paths)) == (1, done.requests)
        assert done.requests <= BUDGET
        assert done.file == config.home / "spiders" / "baomau.py"
        assert done.configured
        definition = load(config).get("baomau").definition()
        assert (definition.title, definition.province) == ("Báo Mẫu", "Đắk Nông")
        assert all(definition.is_article_url(site.base + path) for path in paper.paths)
        assert {definition.article_key(site.base + path) for path in paper.paths} == {
            str(number) for number, _ in paper.paths.values()
        }
        assert not any(
            definition.is_article_url(f"{site.base}{path}") for path in ("/thoi-su/?page=2", "/lien-he.html")
        )
        (report,) = crawl(config, CrawlRequest(names=("baomau",))).newspapers
        assert (report.state, report.counts["articles_new"]) == ("finished", len(paper.paths))


def test_the_file_is_small_and_says_what_it_rests_on(config: Config) -> None:
    with FakeSite() as site:
        put(site)
        text = added(config, site).file.read_text("utf-8")
    assert len(text.splitlines()) < 25
    assert max(map(len, text.splitlines())) <= 120
    assert "not yet compared by a person" in text
    assert "import" not in text.replace("from archiver.crawl.newspaper import", "")


def test_report_and_recorded_pages_are_for_a_person(config: Config) -> None:
    with FakeSite() as site:
        put(site)
        done = added(config, site)
        said = json.loads((done.folder / "report.json").read_text("utf-8"))
        title = said["fields"]["title"]
        assert (title["share"], len(title["examples"])) == (1.0, 3)
        published = said["fields"]["published_at"]["examples"][0]
        assert "/03/2022" in published["raw"]
        assert published["value"].startswith("2022-03-")
        assert not set(said["learned_from"]) & set(said["checked_on"])
        report = (done.folder / "report.md").read_text("utf-8")
        assert "published_at: on 100%" in report
        assert report == str(done)
        folders = list((done.folder / "pages").iterdir())
        assert folders
        for folder in folders:
            known = json.loads((folder / "page.json").read_text("utf-8"))
            assert known["checked"] == ""
            assert known["url"] in said["checked_on"]
            expected = json.loads((folder / "expected.json").read_text("utf-8"))
            assert expected["title"]
            assert (folder / "page.html").read_bytes().startswith(b"<!DOCTYPE")
    assert written(config) == sorted({name for name in written(config) if name.split("/")[0] in ("added", "spiders")})


@pytest.mark.parametrize("only", ["feed", "sitemap", "sections", "home"])
def test_one_way_to_the_articles_is_enough(config: Config, only: str) -> None:
    with FakeSite() as site:
        paper = put(site, **{part: part == only for part in ("home", "feed", "sitemap", "sections")})
        done = added(config, site)
        assert all(done.learned.newspaper.is_article_url(site.base + path) for path in paper.paths)
        (report,) = crawl(config, CrawlRequest(names=("baomau",))).newspapers
        reachable = {"feed": 15, "home": 12}.get(only, len(paper.paths))
        assert report.counts["articles_new"] == reachable


def test_lists_in_usual_places_are_found_and_declared(config: Config) -> None:
    with FakeSite() as site:
        put(site, sitemap=False, feed=False)
        paper = NewSite(site)
        paper.put_feed("/rss.xml")
        paper.put_sitemap()
        definition = added(config, site).learned.newspaper
        assert definition.feeds == (f"{site.base}/rss.xml",)
        assert definition.sitemaps == (f"{site.base}/sitemap.xml",)


def put_days(site: FakeSite, paper: NewSite, *, obey: bool = True) -> str:
    """Lists of a day, the latest three of them linked; where they do not obey, each holds the same articles."""
    by_day: dict[str, list[str]] = {f"{n:02}-03-2022": [] for n in range(1, 32)}
    for path, (number, _) in paper.paths.items():
        by_day[f"{number % 27 + 1:02}-03-2022"].append(path)
    for day, paths in by_day.items():
        cards = paper.cards(paths if obey else [*paper.paths])
        site.routes[f"/luu-tru/{day}"] = html(paper.page(f"Tin ngày {day}", cards))
    return "".join(f'<a href="/luu-tru/{n}-03-2022">{n}-03-2022</a>' for n in (29, 30, 31))


def test_lists_of_a_day_are_found_and_read_to_the_end_where_nothing_else_leads_back(config: Config) -> None:
    with FakeSite() as site:
        paper = put(site, sections=False, sitemap=False, feed=False)
        paper.put_home(8, menu=False, extra=put_days(site, paper))
        definition = added(config, site).learned.newspaper
        assert definition.archives == (f"{site.base}/luu-tru/{{day:%d-%m-%Y}}",)
        (report,) = crawl(config, CrawlRequest(names=("baomau",))).newspapers
        assert report.counts["articles_new"] == len(paper.paths)
        days = [path for path in site.paths if path.startswith("/luu-tru/") and path.endswith("-02-2022")]
        assert 20 < len(days) < 31  # a month without news is its end
        site.asked.clear()
        crawl(config, CrawlRequest(names=("baomau",)))
        assert not any(path.startswith("/luu-tru/") for path in site.paths)


def test_few_lists_of_a_day_are_asked_for_where_they_bring_nothing_new(config: Config) -> None:
    with FakeSite() as site:
        paper = put(site, sections=False, sitemap=False, feed=False)
        paper.put_home(24, menu=False, extra=put_days(site, paper))
        assert added(config, site).learned.newspaper.archives
        site.asked.clear()
        crawl(config, CrawlRequest(names=("baomau",)))
        assert 0 < sum(path.startswith("/luu-tru/") for path in site.paths) <= 10


def test_lists_of_a_day_are_left_to_backfill_where_sections_go_on(config: Config) -> None:
    with FakeSite() as site:
        paper = put(site, sitemap=False, feed=False)
        paper.put_home(8, extra=put_days(site, paper))
        assert added(config, site).learned.newspaper.archives
        site.asked.clear()
        (report,) = crawl(config, CrawlRequest(names=("baomau",))).newspapers
        assert report.counts["articles_new"] == len(paper.paths)
        assert not any(path.startswith("/luu-tru/") for path in site.paths)
        site.asked.clear()
        crawl(config, CrawlRequest(names=("baomau",), backfill=True, since=datetime(2022, 3, 25, tzinfo=UTC)))
        assert any(path.startswith("/luu-tru/") for path in site.paths)


def test_where_only_numbers_lead_back_they_are_declared(config: Config) -> None:
    with FakeSite() as site:
        paper = NewSite(site, address=lambda number, _, __: f"/tin.aspx?id={number}")
        shown = [*paper.paths][-8:]
        site.routes["/"] = html(paper.page("Trang chủ", paper.cards(shown), menu=False))
        hidden = f"/tin.aspx?id={paper.paths[shown[-1]][0] - 1}"
        paper.paths[hidden] = (5071, "thoi-su")
        site.routes[hidden] = html(paper.article(hidden))
        definition = added(config, site).learned.newspaper
        assert definition.numbers == f"{site.base}/tin.aspx?id={{key}}"
        site.asked.clear()
        crawl(config, CrawlRequest(names=("baomau",)))
        assert len([path for path in site.paths if "id=" in path]) == len(shown)
        crawl(config, CrawlRequest(names=("baomau",), backfill=True, limit=12))
        assert len({path for path in site.paths if path in paper.paths}) > len(shown) + 10


def test_keys_of_figures_and_letters_are_no_numbers_though_one_has_figures_alone(config: Config) -> None:
    with FakeSite() as site:
        paper = NewSite(
            site, address=lambda number, slug, _: f"/tin/{slug}-{number:05d}{'09' if number == 5070 else 'af'}"
        )
        shown = [*paper.paths][-12:]
        site.routes["/"] = html(paper.page("Trang chủ", paper.cards(shown), menu=False))
        done = added(config, site)
        assert "bug" not in " ".join(done.learned.notes)
        assert done.learned.newspaper.numbers == ""


def test_where_lists_go_on_no_number_is_guessed(config: Config) -> None:
    with FakeSite() as site:
        paper = NewSite(site, address=lambda number, _, __: f"/tin.aspx?id={number}")
        paper.put_home(12)
        paper.put_sections()
        assert added(config, site).learned.newspaper.numbers == ""
        assert {path for path in site.paths if "id=" in path} <= set(paper.paths)


def test_lists_that_ignore_the_day_are_not_believed(config: Config) -> None:
    with FakeSite() as site:
        paper = put(site)
        paper.put_home(12, extra=put_days(site, paper, obey=False))
        done = added(config, site)
        assert done.learned.newspaper.archives == ()
        assert any(path.startswith("/luu-tru/") for path in site.paths)


def test_the_newest_list_for_every_day_is_not_believed_though_nothing_else_is_known(config: Config) -> None:
    with FakeSite() as site:
        paper = put(site, sections=False, sitemap=False, feed=False)
        put_days(site, paper)
        newest = html(paper.page("Tin ngày", paper.cards([*paper.paths][:8])))
        site.routes.update(dict.fromkeys([path for path in site.routes if path.startswith("/luu-tru/")], newest))
        links = "".join(f'<a href="/luu-tru/{n}-03-2022">{n}-03-2022</a>' for n in (29, 30, 31))
        paper.put_home(8, menu=False, extra=links)
        done = added(config, site)
        assert done.learned.newspaper.archives == ()
        assert "it names other days' too" in str(done)


# --- what cannot be described


def nothing(site: FakeSite) -> None:
    paper = NewSite(site, articles=0)
    paper.put_home(0)
    site.routes |= {f"/{slug}/": html(paper.page("Mục", "<p>Đang cập nhật</p>")) for slug in ("thoi-su", "kinh-te")}


def parked(site: FakeSite) -> None:
    site.routes["/"] = html(
        b"<html><head><title>baomau.example</title></head><body><h1>This domain is for sale</h1>"
        b"<a href='https://sedo.example/buy'>Buy this domain</a><a href='/privacy'>Privacy</a></body></html>"
    )


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (nothing, "no newspaper's articles were found"),
        (parked, "no newspaper's articles were found"),
        (lambda site: site.routes.update({path: html(CHALLENGE) for path in site.routes if path != "/robots.txt"}),
         "challenge"),
        (lambda site: site.routes.update({"/robots.txt": html(b"User-agent: *\nDisallow: /\n")}), "robots.txt forbids"),
        (lambda site: site.routes.update({"/robots.txt": html(b"", 503)}), "robots.txt: http 503"),
        (lambda site: site.routes.update({"/": moved("https://baothu.example/")}), "leads to another site"),
        (lambda site: site.routes.update({"/": html(b"", 500)}), "http 500"),
        (lambda site: site.routes.update({"/": html(b"<h1>404</h1>", 404)}), "404"),
    ],
)  # fmt: skip
def test_what_cannot_be_described_is_told_and_leaves_nothing(
    config: Config, spoil: Callable[[FakeSite], None], said: str
) -> None:
    with FakeSite() as site:
        if spoil not in (nothing, parked):
            put(site)
        spoil(site)
        with pytest.raises(NotAddedError) as refusal:
            added(config, site)
        assert said in str(refusal.value)
        assert "nothing was written" in str(refusal.value)
        assert refusal.value.found["requests"] == len(site.paths) <= BUDGET
        assert isinstance(refusal.value, UnhealthyError)
    assert written(config) == []


def test_a_site_that_is_not_there(config: Config) -> None:
    with FakeSite() as site:
        base = site.base
    with pytest.raises(NetworkError):
        add(config, f"{base}/", name="baomau")
    assert written(config) == []


def test_the_feed_of_another_site_is_left_out(config: Config) -> None:
    with FakeSite() as site:
        paper = put(site, sitemap=False)
        site.routes["/rss.xml"] = html(
            b"<rss><channel>" + b"<item><link>https://baothu.example/a1.html</link></item>" * 9 + b"</channel></rss>"
        )
        done = added(config, site)
        assert done.learned.newspaper.feeds == ()
        assert "9 of other sites" in str(done)
        assert all(done.learned.newspaper.is_article_url(site.base + path) for path in paper.paths)


@pytest.mark.parametrize("folder", ["tag", "nhan-bai"])
def test_pages_of_keywords_that_read_like_articles_are_none(config: Config, folder: str) -> None:
    with FakeSite() as site:
        paper = NewSite(site, address=lambda number, slug, _: f"/bai-viet/{slug}-{number}")
        paper.put_home(12)
        paper.put_sections()
        keywords = [
            f"/{folder}/{slug}" for slug in ("cay-cau-moi-thong-xe", "lua-mua-o-huyen-xa", "gia-ca-phe-hom-nay")
        ]
        texts = ("Cây cầu mới thông xe", "Lúa mùa ở huyện xa xôi", "Giá cà phê hôm nay")
        links = "".join(f'<a href="{url}">{text}</a>' for url, text in zip(keywords, texts, strict=True))
        for path in paper.paths:
            body = paper.article(path).replace(b"</article>", links.encode() + b"</article>")
            site.routes[path] = html(body)
        for url, path in zip(keywords, paper.paths, strict=False):
            site.routes[url] = html(paper.article(path).replace(paper.title(path).encode(), texts[0].encode()))
        definition = added(config, site).learned.newspaper
        assert not set(site.paths) & set(keywords)
        assert all(definition.article_key(site.base + path) for path in paper.paths)
        assert not any(definition.is_article_url(site.base + url) for url in keywords)


def test_what_robots_forbids_is_neither_asked_nor_counted_against_the_rest(config: Config) -> None:
    with FakeSite() as site:
        paper = put(site, sitemap=False)
        site.routes["/robots.txt"] = html(
            b"User-agent: *\nDisallow: /thoi-su/\nDisallow: /kinh-te/\nDisallow: /van-hoa/\n"
        )
        done = added(config, site)
        assert not any(path.startswith(("/thoi-su/", "/kinh-te/", "/van-hoa/")) for path in site.paths)
        assert all(done.learned.newspaper.is_article_url(site.base + path) for path in paper.paths)


def test_another_language_is_said_and_works(config: Config) -> None:
    english = [
        "the",
        "a",
        "of",
        "and",
        "to",
        "in",
        "is",
        "was",
        "for",
        "that",
        "with",
        "as",
        "on",
        "by",
        "it",
        "at",
        "from",
        "are",
        "this",
        "be",
        "have",
        "has",
        "had",
        "not",
        "but",
        "they",
    ]
    with FakeSite() as site:
        paper = NewSite(site, lang="en")
        paper.put_home(12)
        paper.put_sections()
        for path, (number, _) in paper.paths.items():
            text = "".join(f"<p>The bridge {' '.join(english)} number {number} part {n} opened.</p>" for n in range(5))
            date = f"<div>{number % 27 + 1:02}/03/2022 09:04</div>"
            site.routes[path] = html(
                paper.page(f"Bridge {number} opens", f"<h1>Bridge {number} opens</h1>{date}{text}")
            )
        done = added(config, site)
        assert done.learned.language == "en"
        assert "another language than Vietnamese" in str(done)


def test_a_thousand_sections_and_a_calendar_do_not_eat_the_budget(config: Config) -> None:
    with FakeSite() as site:
        paper = put(site)
        menus = "".join(f'<li><a href="/muc-{n}/">Mục số {n}</a></li>' for n in range(1000))
        days = "".join(f'<a href="/lich/2022/{m:02}/{d:02}/">{d}/{m}</a>' for m in range(1, 13) for d in range(1, 29))
        paper.put_home(12, extra=f"<nav><ul>{menus}</ul></nav>{days}")
        empty = html(paper.page("Mục", "<p>Chưa có bài</p>"))
        site.routes |= {f"/muc-{n}/": empty for n in range(1000)}
        done = added(config, site)
        assert len(site.paths) <= BUDGET
        assert sum(path.startswith("/lich/") for path in site.paths) == 1  # is it the paper's list of a day? no
        assert done.learned.newspaper.archives == ()
        assert "pages that may be sections" in str(done)
        assert not done.learned.newspaper.is_article_url(f"{site.base}/lich/2022/03/29/")


def test_a_host_that_asks_for_patience_ends_the_look(config: Config, tmp_path: Path) -> None:
    patience = html(b"", 429, Retry_After="7200")
    with FakeSite() as site:
        paper = put(site)
        added(config, site)
        tenth = [path for path in site.paths if path in paper.paths][9]
    elsewhere = replace(config, home=tmp_path / "another")
    with FakeSite() as site:
        put(site)
        site.routes[tenth] = patience
        done = added(elsewhere, site)
        assert "the look at the site ended early: the host asks to come back after" in str(done)
        assert site.paths[-1] == tenth
    nowhere = replace(config, home=tmp_path / "nowhere")
    with FakeSite() as site:
        site.routes.update(dict.fromkeys(put(site).paths, patience))
        with pytest.raises(NotAddedError, match="come back after"):
            added(nowhere, site)
    assert written(nowhere) == []


# --- what the operator says wrongly


def test_a_name_that_is_taken_is_refused_before_anything_is_asked(config: Config) -> None:
    with FakeSite() as site:
        put(site)
        added(config, site)
        site.asked.clear()
        with pytest.raises(UsageError, match="is there already"):
            added(config, site)
        with pytest.raises(UsageError, match="give another --name"):
            add(config, f"{site.base}/", name="baolamdong")
        with pytest.raises(UsageError, match="belongs to baomau already"):
            add(config, f"{site.base}/", name="another")
        assert site.paths == []


@pytest.mark.parametrize(
    ("url", "said", "match"),
    [
        ("ftp://baomau.example/", {}, "no http address"),
        ("", {}, "no http address"),
        ("http://127.0.0.1/", {"name": "Báo Mẫu"}, "not of the form"),
        ("http://127.0.0.1/", {"province": "999"}, "neither a code"),
    ],
)
def test_senseless_arguments(config: Config, url: str, said: dict[str, Any], match: str) -> None:
    with pytest.raises(UsageError, match=match):
        add(config, url, **said)


def test_a_real_host_is_not_asked_without_a_contact(config: Config) -> None:
    with pytest.raises(ConfigurationError, match="ARCHIVER_CONTACT"):
        add(config, "https://baomau.example/")


def test_a_private_address_is_never_asked(config: Config) -> None:
    with FakeSite() as site:
        put(site, sitemap=False, feed=False)
        canary = FakeSite()
        with canary:
            site.routes["/robots.txt"] = html(f"User-agent: *\nSitemap: {canary.base}/sitemap.xml\n".encode())
            added(config, site)
            assert canary.paths == []


def test_the_province_that_the_operator_says(config: Config) -> None:
    with FakeSite() as site:
        put(site)
        assert added(config, site, province="68").learned.newspaper.province == "Lâm Đồng"


def test_where_the_file_cannot_be_written_nothing_is_left(config: Config, tmp_path: Path) -> None:
    blocked = tmp_path / "papers"
    blocked.write_text("a file where a folder should be", "utf-8")
    with FakeSite() as site:
        put(site)
        with pytest.raises(DiskError):
            added(config, site, spiders=blocked)
    assert [name for name in written(config) if name != "added"] == []
