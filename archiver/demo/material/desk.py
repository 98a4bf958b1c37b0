"""What one section of the sample newspaper has to write about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """One story; `{xa}`, `{huyen}`, `{nguoi}` and the like are filled in when the article is made."""

    title: str
    lead: str
    text: str  # the first paragraph, about this story alone
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """One section: its stories, newest last, and the sentences that any of them may use."""

    slug: str
    name: str
    topics: tuple[Topic, ...]
    sentences: tuple[str, ...]
    captions: tuple[str, ...]
