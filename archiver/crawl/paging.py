"""When to stop turning pages: at what is known, at what repeats, never at a number."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from archiver.core.addresses import address_key

MAX_PAGES = 5000  # of one list; twenty years of a busy section


@dataclass(slots=True)
class _Chain:
    """A list and the pages of it that were seen in this run."""

    seen: set[str] = field(default_factory=set)
    pages: int = 0
    brought_new: bool = False
    overlapped: bool = False


class Chains:
    """Decides for each page of each list whether the next one is worth asking for.

    A first crawl goes on to the end. Later ones stop at what is known: at the first page that brings nothing new, or
    one page later where earlier ones did (articles move down while we read). A list that only repeats itself has ended.
    """

    def __init__(self) -> None:
        self.deep = False  # nobody has read this newspaper's lists to the end yet
        self._chains: dict[str, _Chain] = {}

    async def goes_on(
        self, url: str, following: str, articles: Sequence[str], unknown: Callable[[Sequence[str]], Awaitable[int]]
    ) -> bool:
        """True where the page after `url` is worth asking for.

        Args:
            url: the page that was read.
            following: the page after it.
            articles: what the page names.
            unknown: counts which of some addresses the archive does not know yet.
        """
        chain = self._chains.setdefault(address_key(url), _Chain())
        keys = {address_key(one) for one in articles}
        fresh = keys - chain.seen
        chain.seen |= keys
        chain.pages += 1
        if not fresh or chain.pages >= MAX_PAGES:
            return False
        new = await unknown(articles) > 0
        chain.brought_new |= new
        if not self.deep and not new:
            if not chain.brought_new or chain.overlapped:
                return False
            chain.overlapped = True
        self._chains[address_key(following)] = chain
        return True
