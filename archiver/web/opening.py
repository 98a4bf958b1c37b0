"""The archive that a request asks: open for reading alone, and opened anew where its database was replaced."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Annotated, Final

from fastapi import Depends, Request
from sqlalchemy import Engine

from archiver.config import Config
from archiver.query.reading import open_for_reading

PATIENCE: Final = 1.0  # seconds that one step of a question may take before the database stops it
LONG_PATIENCE: Final = 5.0  # seconds that several series may take together, or reading the texts of a comparison


class Opening:
    """The engine of one application, shared by its requests; it cannot write."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self._path: Path | None = config.sqlite_path
        self._lock = threading.Lock()
        self._engine = open_for_reading(config)
        self._file = self._identity()

    def engine(self) -> Engine:
        """The engine; another one where `archiver rebuild` put a new database file in the place of the old.

        Raises:
            ConfigurationError, SchemaError, CorruptionError: there is no archive any more, or not of this version.
        """
        with self._lock:
            found = self._identity()
            if found != self._file:
                engine = open_for_reading(self.config)
                self._engine.dispose()
                self._engine, self._file = engine, found
            return self._engine

    def close(self) -> None:
        """Give the database's connections back."""
        self._engine.dispose()

    def _identity(self) -> tuple[int, int] | None:
        """Which file the database is; None where it is no file, or gone."""
        if self._path is None:
            return None
        try:
            found = os.stat(self._path)  # noqa: PTH116 - at every request: half the time of Path.stat
        except OSError:
            return None
        return found.st_dev, found.st_ino


def _engine(request: Request) -> Engine:
    opening: Opening = request.app.state.opening
    return opening.engine()


def _config(request: Request) -> Config:
    opening: Opening = request.app.state.opening
    return opening.config


Reading = Annotated[Engine, Depends(_engine)]  # a parameter of a route: the archive, open for reading
Settings = Annotated[Config, Depends(_config)]  # a parameter of a route: the configuration
