"""Each line of the settings that keep a crawler harmless (research/threat_model.md section 5)."""

from typing import Any

import pytest
from scrapy.settings import Settings
from scrapy.utils.misc import load_object

from archiver.crawl import robots, settings
from archiver.crawl.fetching import PoliteHandler
from archiver.crawl.guard import URL_LENGTH, GuardMiddleware

REQUIRED: dict[str, Any] = {
    "DOWNLOAD_MAXSIZE": 16 * 2**20,
    "DOWNLOAD_WARNSIZE": 4 * 2**20,
    "DOWNLOAD_TIMEOUT": 60,
    "DOWNLOAD_FAIL_ON_DATALOSS": True,
    "DOWNLOAD_VERIFY_CERTIFICATES": True,
    "REDIRECT_MAX_TIMES": 5,
    "RETRY_TIMES": 2,
    "URLLENGTH_LIMIT": 2083,
    "COOKIES_ENABLED": False,
    "HTTPPROXY_ENABLED": False,
    "REFERRER_POLICY": "no-referrer",
    "REFERER_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "ROBOTSTXT_OBEY": True,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "CONCURRENT_ITEMS": 1,
    "DOWNLOAD_DELAY": 2,
    "AUTOTHROTTLE_ENABLED": True,
    "MEMUSAGE_LIMIT_MB": 512,
    "METAREFRESH_ENABLED": False,
    "HTTPCACHE_ENABLED": False,
    "JOBDIR": None,
    "REDIRECT_ENABLED": False,
    "RETRY_ENABLED": False,
    "DOWNLOAD_DELAY_JITTER": 0,
    "DEPTH_LIMIT": 0,  # it would stop paging; traps are stopped by counting what is new
}


@pytest.fixture
def effective() -> Settings:
    chosen = Settings()
    chosen.setmodule(settings, priority="project")
    return chosen


@pytest.mark.parametrize("name", REQUIRED)
def test_what_is_set(effective: Settings, name: str) -> None:
    assert effective[name] == REQUIRED[name]


@pytest.mark.parametrize("scheme", ["file", "ftp", "s3", "data"])
def test_only_the_web_is_spoken(effective: Settings, scheme: str) -> None:
    assert effective.getwithbase("DOWNLOAD_HANDLERS")[scheme] is None


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_handler_is_pinned(effective: Settings, scheme: str) -> None:
    assert load_object(effective.getwithbase("DOWNLOAD_HANDLERS")[scheme]) is PoliteHandler


def test_the_guard_stands_first_and_the_robots_rules_second(effective: Settings) -> None:
    active = effective.get_component_priority_dict_with_base("DOWNLOADER_MIDDLEWARES")
    order = [
        load_object(one) for one, place in sorted(active.items(), key=lambda pair: pair[1] or 0) if place is not None
    ]
    assert order[:2] == [GuardMiddleware, robots.RobotsMiddleware]


@pytest.mark.parametrize("name", ["telnet.TelnetConsole", "remote_control.RemoteControl"])
def test_doors_on_this_machine_are_not_even_loaded(effective: Settings, name: str) -> None:
    assert f"scrapy.extensions.{name}" not in effective.getwithbase("EXTENSIONS")


@pytest.mark.parametrize("name", ["offsite.OffsiteMiddleware", "robotstxt.RobotsTxtMiddleware"])
def test_what_ours_replace_is_off(effective: Settings, name: str) -> None:
    assert f"scrapy.downloadermiddlewares.{name}" not in effective.getwithbase("DOWNLOADER_MIDDLEWARES")


def test_one_limit_of_length() -> None:
    assert settings.URLLENGTH_LIMIT == URL_LENGTH


def test_every_class_that_is_named_exists(effective: Settings) -> None:
    for name in ("SCHEDULER", "SPIDER_LOADER_CLASS", "TWISTED_DNS_RESOLVER", "LOG_FORMATTER"):
        assert load_object(effective[name]).__module__.startswith("archiver.")
