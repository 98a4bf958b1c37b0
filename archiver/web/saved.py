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

Message = tuple[str, Mapping[str, object]]  # key of `said`, and what is filled in


@dataclass(frozen=True, slots=True)
class Saved:
    """A search that has a name."""

    name: str
    asked: Asked
    wrong: Message | None = None  # why it cannot be used; followed for years, it would find what nobody asked for


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
        ConfigurationError: it is no TOML.

    >>> [(one.name, one.asked.query) for one in parsed('"Cà phê" = "/search?q=c%C3%A0+ph%C3%AA"')]
    [('Cà phê', 'cà phê')]
    """
    try:
        said: Mapping[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise ConfigurationError(f"{FILE} is not valid TOML: {problem}") from problem
    return [_saved(name, value) for name, value in said.items()]


def _saved(name: str, value: object) -> Saved:
    if not isinstance(value, str):
        return Saved(name, Asked(), ("saved.no_address", {}))
    asked = Asked.of(parse_qsl(value.rpartition("?")[2]))
    return Saved(name, asked, unusable(*asked.wrong).words if asked.wrong is not None else None)
