"""`archiver newspaper add | check`: the command line around them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.crawl.fakesite import FakeSite
from tests.crawl.newsite import NewSite


def archiver(tmp_path: Path, *words: str, **said: str) -> subprocess.CompletedProcess[str]:
    plain = {key: value for key, value in os.environ.items() if not key.startswith("ARCHIVER_")}
    environment = plain | {"ARCHIVER_HOME": str(tmp_path / "archive"), "ARCHIVER_DELAY": "0"} | said
    command = [sys.executable, "-m", "archiver", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, cwd=tmp_path)


def put(site: FakeSite) -> NewSite:
    paper = NewSite(site)
    paper.put_home()
    paper.put_sections()
    return paper


def test_add_then_crawl_then_check(tmp_path: Path) -> None:
    with FakeSite() as site:
        paper = put(site)
        done = archiver(tmp_path, "newspaper", "add", site.base, "--name", "baomau")
        assert (done.returncode, done.stderr) == (0, "")
        assert f"written: {tmp_path / 'archive' / 'spiders' / 'baomau.py'}" in done.stdout
        assert "next: archiver crawl baomau --limit 20" in done.stdout
        crawled = archiver(tmp_path, "crawl", "baomau", "--json")
        assert crawled.returncode == 0, crawled.stderr
        assert json.loads(crawled.stdout)["newspapers"][0]["articles_new"] == len(paper.paths)
        checked = archiver(tmp_path, "newspaper", "check", "baomau", "--json")
        said = json.loads(checked.stdout)
        assert (checked.returncode, said["healthy"], said["advice"]) == (0, True, "")
        assert said["recorded"]["title"] == 1
        listed = archiver(tmp_path, "newspaper", "list", "--json")
        assert "baomau" in {one["name"] for one in json.loads(listed.stdout)["newspapers"]}


def test_add_for_programs_into_a_folder_of_ones_own(tmp_path: Path) -> None:
    with FakeSite() as site:
        put(site)
        folder = tmp_path / "own" / "papers"
        words = ("newspaper", "add", site.base, "--name", "baomau", "--province", "67", "--spiders", str(folder))
        done = archiver(tmp_path, *words, "--json")
        said = json.loads(done.stdout)
        assert (said["added"], said["province"], said["file"]) == (True, "Đắk Nông", str(folder / "baomau.py"))
        assert archiver(tmp_path, "newspaper", "show", "baomau").returncode == 2
        assert archiver(tmp_path, "newspaper", "show", "baomau", ARCHIVER_SPIDERS=str(folder)).returncode == 0


@pytest.mark.parametrize("as_json", [True, False])
def test_a_site_without_articles(tmp_path: Path, as_json: bool) -> None:
    with FakeSite() as site:
        NewSite(site, articles=0).put_home(0)
        done = archiver(tmp_path, "newspaper", "add", site.base, "--name", "baomau", *(["--json"] if as_json else []))
    assert done.returncode == 6
    assert len(done.stderr.splitlines()) == 1
    assert "no newspaper's articles were found" in done.stderr
    if as_json:
        assert json.loads(done.stdout)["added"] is False
    assert not (tmp_path / "archive").exists()


def test_a_site_that_changed(tmp_path: Path) -> None:
    with FakeSite() as site:
        paper = put(site)
        archiver(tmp_path, "newspaper", "add", site.base, "--name", "baomau")
        NewSite(site, articles=0).put_home(0)
        for path in paper.paths:
            del site.routes[path]
        done = archiver(tmp_path, "newspaper", "check", "baomau")
    assert done.returncode == 6
    assert "what to do: " in done.stdout


def test_usage_errors_write_nothing(tmp_path: Path) -> None:
    assert archiver(tmp_path, "newspaper", "add", "ftp://baomau.example/").returncode == 2
    assert archiver(tmp_path, "newspaper", "add", "https://baomau.example/").returncode == 4  # no contact
    assert not (tmp_path / "archive").exists()
