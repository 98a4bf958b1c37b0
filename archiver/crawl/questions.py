"""What a course asks of a host, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from archiver.storage.values import Leased, Outcome, Purpose, Visit


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to a host."""

    url: str
    purpose: Purpose
    leased: Leased | None = None  # None: robots.txt, or a part of a page
    parts: bool = False  # a page that has further parts is given back, to be kept together with them


@dataclass(frozen=True, slots=True)
class Miss:
    """A question that got no answer that could be kept."""

    reason: str
    retryable: bool
    network: bool = False  # the host could not be reached at all
    refused: bool = False  # we did not ask, or did not keep what came


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that is durable."""

    visit: Visit
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Held:
    """An answer that is not durable yet: the first part of a paged article."""

    visit: Visit


Answer: TypeAlias = Miss | Kept | Held
