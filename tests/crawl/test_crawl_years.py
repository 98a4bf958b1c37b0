"""What a crawl of one day leaves for those of the years after it: nothing that went wrong once may last."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from archiver.config import Clock, Config
from archiver.core.errors import DiskError
from archiver.crawl import session
from tests.crawl.fakesite import FakeSite, a_paper, config_of, html, moved, spider_file
from tests.crawl.test_crawl import START, put_articles, run

NO = html(b"User-agent: *\nDisallow: /\n")


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return config_of(tmp_path, clock=Clock.starting_at(START))


def after(config: Config, **span: float) -> Config:
    return replace(config, clock=Clock.starting_at(START + timedelta(**span)))


def test_a_front_page_that_led_out_once_is_asked_again(config: Config, tmp_path: Path) -> None:
    with a_paper(tmp_path) as site:
        site.routes["/"] = moved("https://baotri.example/", 302)
        assert run(config).state == "refused"
        put_articles(site, 1, 2)
        assert run(after(config, days=1)).counts["articles_new"] == 2


def test_a_robots_that_said_no_is_believed_for_that_run_alone(config: Config, tmp_path: Path) -> None:
    with a_paper(tmp_path, feeds=[]) as site:
        put_articles(site, 1, 2)
        site.routes["/robots.txt"] = NO
        assert run(config).state == "refused"
        assert run(after(config, days=1)).state == "refused"
        assert set(site.paths) == {"/robots.txt"}
        site.routes["/robots.txt"] = html(b"", 404)
        assert run(after(config, days=2)).counts["articles_new"] == 2


def test_an_article_that_was_refused_is_judged_again_after_a_month(config: Config, tmp_path: Path) -> None:
    with a_paper(tmp_path) as site:
        put_articles(site, 1, 2)
        assert run(config).counts["articles_new"] == 2
        site.routes["/tin-a1.html"] = moved("https://baotri.example/", 302)
        assert run(after(config, days=1)).counts["refused"] == 1
        put_articles(site, 1, 2)
        assert run(after(config, days=2)).state == "finished"
        assert run(after(config, days=33)).counts["articles_read"] == 2


def test_a_disk_that_is_nearly_full_ends_the_run_before_it_begins(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_paper(tmp_path) as site:
        put_articles(site, 1, 2)
        with monkeypatch.context() as patched:
            patched.setattr(session, "DISK_FLOOR", 2**62)
            with pytest.raises(DiskError, match="bytes free, fewer than"):
                run(config)
        assert site.paths == []
        assert run(config).counts["articles_new"] == 2


def test_what_robots_asks_to_wait_is_remembered(config: Config, tmp_path: Path) -> None:
    with a_paper(tmp_path) as site:
        put_articles(site, 1, 2)
        site.routes["/robots.txt"] = html(b"", 429, Retry_After="3600")
        assert "come back after" in str(run(config).reason)
        site.asked.clear()
        assert run(after(config, minutes=30)).state == "refused"
        assert site.paths == []
        site.routes["/robots.txt"] = html(b"", 404)
        assert run(after(config, hours=2)).counts["articles_new"] == 2


@pytest.mark.parametrize("to", ["http://[", "", "https://khac.example/robots.txt", "javascript:0"])
def test_robots_that_lead_nowhere_mean_no(config: Config, tmp_path: Path, to: str) -> None:
    with a_paper(tmp_path) as site:
        put_articles(site, 1, 2)
        site.routes["/robots.txt"] = moved(to)
        report = run(config)
        assert (report.state, report.reason) == ("refused", "robots.txt: redirects to another site")


def test_a_front_page_on_a_host_that_says_no_is_no_success(config: Config, tmp_path: Path) -> None:
    with FakeSite() as other, a_paper(tmp_path) as site:
        spider_file(site, tmp_path / "papers", sections=[f"{other.base}/"])
        site.routes["/"] = moved(f"{other.base}/")
        other.routes["/robots.txt"] = html(b"", 503)
        report = run(config)
        assert (report.state, report.reason) == ("refused", "robots.txt: http 503")


def test_an_address_without_an_article_is_no_success(config: Config, tmp_path: Path) -> None:
    with a_paper(tmp_path) as site:
        put_articles(site, 1, 2, 3)
        site.routes["/thoi-su"] = site.routes["/"]
        report = run(config, names=(), url=f"{site.base}/thoi-su")
        assert report.state == "failed"
        assert str(report.reason).startswith("no article there: ")
        assert run(config, names=(), url=f"{site.base}/mat-a9.html").reason == "no article there: 404"
        assert run(config, names=(), url=f"{site.base}/tin-a1.html").state == "finished"
