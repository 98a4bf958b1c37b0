"""Settings come from the environment and archiver.toml; what makes no sense is one clear error, never a bug."""

from __future__ import annotations

from pathlib import Path

import pytest

from archiver import config
from archiver.core.errors import ConfigurationError


def load(folder: Path, toml: str = "", **environ: str) -> config.Config:
    if toml:
        (folder / "archiver.toml").write_text(toml, "utf-8")
    return config.load({f"ARCHIVER_{key.upper()}": value for key, value in environ.items()}, folder)


def test_the_environment_wins_over_the_file_and_the_file_over_the_defaults(tmp_path: Path) -> None:
    said = load(tmp_path, 'home = "here"\ncontact = "a@example.org"\ndelay = 5\n', contact="b@example.org")
    assert (said.home, said.contact, said.delay) == (tmp_path / "here", "b@example.org", 5.0)
    assert said.database_url == f"sqlite:///{tmp_path / 'here' / 'archive.db'}"
    assert said.spiders is None


def test_a_blank_setting_is_not_set(tmp_path: Path) -> None:
    said = load(tmp_path, 'home = ""\nproxy = ""\nspiders = " "\n', home="  ", delay="")
    assert (said.home, said.proxy, said.spiders, said.delay) == (tmp_path / "archive", "", None, 2.0)


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("home = ", "not valid TOML"),
        ('hom = "x"', "unknown settings hom"),
        ('home = ["a"]', "home is not one text"),
        ("contact = true", "contact is not one text"),
        ("delay = nan", "ARCHIVER_DELAY"),
        ('delay = "soon"', "ARCHIVER_DELAY"),
        ("delay = -1", "ARCHIVER_DELAY"),
        ('home = "~nobody-of-that-name/x"', "ARCHIVER_HOME"),
        ('home = "a\\u0000b"', "ARCHIVER_HOME"),
        ('spiders = "a\\u0000b"', "ARCHIVER_SPIDERS"),
        ("rate = -1", "ARCHIVER_RATE"),
        ('rate = "many"', "ARCHIVER_RATE"),
        ("rate = 1.5", "ARCHIVER_RATE"),
        ('now = "soon"', "ARCHIVER_NOW"),
        ('now = "9999-12-31T23:59:59Z"', "ARCHIVER_NOW"),
        ('now = "0001-01-01"', "ARCHIVER_NOW"),
    ],
)
def test_what_makes_no_sense_is_named(tmp_path: Path, toml: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        load(tmp_path, toml)


@pytest.mark.parametrize(
    "proxy", ["http://[", "https://box:1", "http://", "box:3128", "http://me:secret@box:x", "http://me:secret@box:0"]
)
def test_a_senseless_proxy_is_told_without_its_password(tmp_path: Path, proxy: str) -> None:
    with pytest.raises(ConfigurationError, match="ARCHIVER_PROXY") as told:
        load(tmp_path, proxy=proxy)
    assert "secret" not in str(told.value)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "archiver.toml").mkdir()
    with pytest.raises(ConfigurationError, match="cannot be read"):
        load(tmp_path)


def test_passwords_stay_out_of_what_is_printed(tmp_path: Path) -> None:
    said = load(tmp_path, proxy="http://me:secret@box:3128", database_url="postgresql+psycopg://me:secret@box/archive")
    assert "secret" not in repr(said)
