"""The registry: good files beside broken ones, names, addresses, any working directory."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.settings import Settings

from archiver.config import Config
from archiver.core.errors import ConfigurationError, DefinitionError, UnknownNewspaper, UsageError
from archiver.crawl.registry import NewspaperLoader, Registry, load

GOOD = """
from archiver.crawl.newspaper import Layout, NewspaperSpider

class Spider(NewspaperSpider):
    name = "{name}"
    newspaper = "Báo Mẫu"
    province = "Mẫu"
    domains = ["{domain}"]
    article_url = r"-a(?P<key>\\d+)\\.html$"
    layouts = [Layout(name="2024", title="h1", body="article")]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "papers"
    path.mkdir()
    write(path, "baomau", "baomau", "baomau.example")
    return path


def write(folder: Path, file: str, name: str, domain: str) -> None:
    (folder / f"{file}.py").write_text(GOOD.format(name=name, domain=domain), "utf-8")


def registry(folder: Path | None) -> Registry:
    return load(Config(home=Path("/nonexistent"), database_url="sqlite://", spiders=folder))


def test_newspapers_of_the_package_and_of_the_folder(folder: Path) -> None:
    found = registry(folder)
    assert {"baodaknong", "baolamdong", "baomau"} <= set(found.newspapers)
    assert list(found.newspapers) == sorted(found.newspapers)
    assert found.broken == {}
    assert found.get("baomau").definition().title == "Báo Mẫu"
    assert "baomau" not in registry(None).newspapers


BROKEN = {
    "syntax": ("class Spider(", "SyntaxError: line 1"),
    "import": ("import no_such_module_at_all", "No module named 'no_such_module_at_all'"),
    "name": ("undefined_name", "NameError"),
    "exit": ("raise SystemExit(3)", "SystemExit: 3"),
    "lacks": (GOOD.format(name="x", domain="x.example").replace("province", "provinz"), "lacks `province`"),
    "pattern": (GOOD.format(name="x", domain="x.example").replace("-a(", "-a(("), "article_url"),
    "archives": (
        GOOD.replace("layouts", "archives = ['https://x.example/day']\n    layouts").format(
            name="x", domain="x.example"
        ),
        "lacks {day:",
    ),
    "numbers": (
        GOOD.replace("layouts", "numbers = 'https://x.example/12'\n    layouts").format(name="x", domain="x.example"),
        "is no address with {key}",
    ),
    "views": (GOOD.replace('h1"', 'h1", views_url="/views"').format(name="x", domain="x.example"), "names no {key}"),
    "empty": ("", "defines no newspaper"),
    "taken": (GOOD.format(name="baolamdong", domain="x.example"), "'baolamdong' is already taken by"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_file_is_reported_and_never_stops_the_others(folder: Path, what: str) -> None:
    code, problem = BROKEN[what]
    bad = folder / f"bad_{what}.py"
    bad.write_text(code, "utf-8")
    write(folder, "zuletzt", "zuletzt", "zuletzt.example")
    found = registry(folder)
    assert {"baomau", "zuletzt", "baolamdong"} <= set(found.newspapers)
    assert list(found.broken) == [str(bad)]
    assert problem in found.broken[str(bad)]
    assert "\n" not in found.broken[str(bad)]
    assert found.get("baolamdong").__module__ != bad.stem
    assert found.get("baolamdong").definition().domains == ("baolamdong.vn",)


def test_a_file_with_a_leading_underscore_is_a_helper(folder: Path) -> None:
    (folder / "_common.py").write_text("raise RuntimeError", "utf-8")
    assert registry(folder).broken == {}


def test_several_newspapers_in_one_file(folder: Path) -> None:
    text = GOOD.format(name="mot", domain="mot.example")
    text += GOOD.format(name="hai", domain="hai.example").replace("class Spider", "class Second")
    (folder / "two.py").write_text(text, "utf-8")
    assert {"mot", "hai"} <= set(registry(folder).newspapers)


def test_a_changed_file_is_read_again(folder: Path) -> None:
    first = registry(folder).get("baomau")
    assert registry(folder).get("baomau") is first
    (folder / "baomau.py").write_text(GOOD.format(name="baomau", domain="elsewhere.example"), "utf-8")
    assert registry(folder).get("baomau").definition().domains == ("elsewhere.example",)


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"ARCHIVER_SPIDERS names .*nowhere, which is no folder"):
        registry(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        ("baodaknog", "did you mean baodaknong"),
        ("BAOLAMDONG", "did you mean baolamdong"),
        ("baolamdong.vn", "did you mean baolamdong"),
        ("Báo Nghệ An", "did you mean baonghean"),
        ("thoi-bao-x", "no newspaper is called 'thoi-bao-x'; see `archiver newspaper list`"),
    ],
)
def test_an_unknown_name_names_the_nearest(said: str, hint: str) -> None:
    with pytest.raises(UnknownNewspaper) as raised:
        registry(None).get(said)
    assert hint in str(raised.value)
    assert isinstance(raised.value, UsageError)


def test_a_broken_newspaper_is_not_called_unknown(folder: Path) -> None:
    (folder / "baothu.py").write_text("class (", "utf-8")
    with pytest.raises(DefinitionError, match=r"cannot be used: .*baothu\.py: SyntaxError"):
        registry(folder).get("baothu")


@pytest.mark.parametrize(
    ("url", "owner"),
    [
        ("https://baodaknong.org.vn/chinh-tri/x-92175.html", "baodaknong"),
        ("http://www.baodaknong.vn/", "baodaknong"),
        ("https://phuyen.baodaklak.vn/x", "baophuyen"),
        ("https://notbaodaklak.vn/x", None),
        ("https://baodaklak.vn.evil.example/x", None),
        ("https://sub.inside.baomau.example/", "inner"),
        ("https://other.baomau.example/", "baomau"),
        ("http://[", None),
        ("", None),
    ],
)
def test_whose_an_address_is(folder: Path, url: str, owner: str | None) -> None:
    write(folder, "inner", "inner", "inside.baomau.example")
    paper = registry(folder).owner_of(url)
    assert (paper.name if paper else None) == owner


def test_scrapys_own_commands_see_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHIVER_SPIDERS", str(folder))
    loader = NewspaperLoader.from_settings(Settings({"SPIDER_MODULES": ["spiders"]}))
    assert loader.list() == list(registry(folder).newspapers)
    assert loader.load("baomau").definition().name == "baomau"
    assert loader.find_by_request(Request("https://www.baomau.example/a")) == ["baomau"]
    assert loader.find_by_request(Request("https://nobody.example/a")) == []
    with pytest.raises(KeyError, match="did you mean"):
        loader.load("baomao")


def test_it_works_from_any_working_directory(tmp_path: Path) -> None:
    code = (
        "from archiver.config import load as c; from archiver.crawl.registry import load; "
        "r = load(c()); print(len(r.newspapers), r.broken)"
    )
    environ = {key: value for key, value in os.environ.items() if not key.startswith("ARCHIVER_")}
    got = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environ, capture_output=True, text=True)
    assert got.stderr == ""
    count, _, broken = got.stdout.strip().partition(" ")
    assert int(count) >= 6
    assert broken == "{}"


def test_the_package_itself_as_the_further_folder() -> None:
    found = registry(Path(__file__).parents[2] / "spiders")
    assert found.broken == {}
    assert "baolamdong" in found.newspapers


@pytest.mark.parametrize("package", [False, True])
def test_a_folder_of_the_operators_that_is_called_spiders(tmp_path: Path, package: bool) -> None:
    folder = tmp_path / "spiders"
    folder.mkdir()
    write(folder, "baomau", "baomau", "baomau.example")
    if package:
        (folder / "__init__.py").touch()
    done = subprocess.run(
        [sys.executable, "-m", "archiver", "newspaper", "list"],
        cwd=tmp_path,
        env={**os.environ, "ARCHIVER_SPIDERS": "spiders"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert {"baomau", "baolamdong"} <= {line.split()[0] for line in done.stdout.splitlines()}
