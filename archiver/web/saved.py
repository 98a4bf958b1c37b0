"""Searches with a name, as the operator wrote them into `searches.toml` beside the archive: read, never written."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl

from archiver.core.errors import ConfigurationError
from archiver.web.asked import Asked, unusable

FILE: Final = "searches.toml"
_LONGEST: Final = 256 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class Saved:
    """A search that has a name."""

    name: str
    asked: Asked


def saved(home: Path) -> list[Saved]:
    """The searches of an archive's `searches.toml`, in its order; none where there is no such file.

    Raises:
        ConfigurationError: the file cannot be read.
    """
    path = home / FILE
    try:
        if path.stat().st_size > _LONGEST:
            raise ConfigurationError(f"{FILE} is longer than {_LONGEST:,} bytes")
        return parsed(path.read_text("utf-8"))
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as problem:
        raise ConfigurationError(f"{FILE} cannot be read: {problem}") from problem


def parsed(text: str) -> list[Saved]:
    r"""The searches that the text of such a file names: name = address of a search, or what stands behind its `?`.

    Raises:
        ConfigurationError: it is no TOML, a value is no text, or a filter of it does not exist.

    >>> [(one.name, one.asked.query) for one in parsed('"Cà phê" = "/search?q=c%C3%A0+ph%C3%AA"')]
    [('Cà phê', 'cà phê')]
    """
    try:
        said: Mapping[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise ConfigurationError(f"{FILE} is not valid TOML: {problem}") from problem
    wrong = [name for name, value in said.items() if not isinstance(value, str)]
    if wrong:
        raise ConfigurationError(f"{FILE}: {wrong[0]} is not the address of a search")
    found = [Saved(name, Asked.of(parse_qsl(value.rpartition("?")[2]))) for name, value in said.items()]
    for one in found:
        if one.asked.wrong is not None:  # followed for years, it would find what nobody asked for
            raise ConfigurationError(f"{FILE}: {one.name}: {unusable(*one.asked.wrong).message}")
    return found
