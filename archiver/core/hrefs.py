"""The address of a link as the page writes it: whether it leads to a page at all, and its parts."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

_NO_PAGES = ("#", "javascript:", "mailto:", "tel:")


def leads_to_page(href: str) -> bool:
    """True for an address that a page may have, not for a place within this one, a script, a mailbox or a telephone.

    >>> [leads_to_page(href) for href in ("/thoi-su", "", "#binh-luan", "JavaScript:void(0)", "mailto:bbt@x.example")]
    [True, False, False, False, False]
    """
    return bool(href) and not href[:24].lstrip().lower().startswith(_NO_PAGES)


def split_href(href: str) -> SplitResult:
    """The parts of an address; empty ones where it is none, which `urlsplit` raises for.

    >>> split_href("/thoi-su/giao-thong?trang=2").path, split_href("http://[x/thoi-su").path
    ('/thoi-su/giao-thong', '')
    """
    try:
        return urlsplit(href)
    except ValueError:
        return urlsplit("")
