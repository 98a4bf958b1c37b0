"""Addresses: one spelling for each, keys that make spellings equal, copies (amp, print, mobile), the next page."""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, Protocol
from urllib.parse import SplitResult, quote, unquote_to_bytes, urljoin, urlsplit

from archiver.core.text import clean, fold

MAX_LENGTH: Final = 4096  # characters; no newspaper's address is longer, and a longer one is a trap

# Parameters that say how a reader came, not what is read. Names are compared in lower case.
_TRACKING_NAMES: Final = (
    "fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid twclid ttclid igshid igsh li_fat_id zarsrc gidzl zalo_id "
    "mc_cid mc_eid mkt_tok _ga _gl _hsenc _hsmi ref ref_src ref_url referrer fb_ref fb_source fb_action_ids "
    "fb_action_types action_object_map action_type_map action_ref_map spm scid s_kwcid cmpid icid ncid vero_id wt_zmc "
    "trk trkcampaign"
)
_TRACKING: Final = frozenset(_TRACKING_NAMES.split())
_TRACKING_FAMILIES: Final = ("utm_", "itm_", "pk_", "piwik_", "matomo_", "mtm_", "hsa_", "oly_")
_SESSION_NAMES: Final = "phpsessid jsessionid sessionid session_id session sess_id cfid cftoken zenid oscsid"
_SESSION: Final = frozenset(_SESSION_NAMES.split())
_SESSION_FAMILIES: Final = ("aspsessionid",)
# `sid` and `s` are a story or a section elsewhere: a session only where the value looks like a token.
_PERHAPS_SESSION: Final = frozenset({"sid", "s", "sess", "token"})
_TOKEN: Final = re.compile(r"\A(?=[a-z]*\d)(?=\d*[a-z])[a-z\d]{16,}", re.IGNORECASE)

_BLANKS: Final = re.compile(r"[\t\n\r]")
_SCHEME: Final = re.compile(r"\A[a-zA-Z][a-zA-Z0-9+.\-]{0,30}:")
_AMPERSANDS: Final = re.compile(r"&(?:(?:amp|#0{0,5}38|#[xX]0{0,4}26);)+")
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_ENCODED_RUN: Final = re.compile(r"(?:%[0-9a-fA-F]{2})+")
_STRAY_PERCENT: Final = re.compile(r"%(?![0-9a-fA-F]{2})")
_LABEL: Final = r"[a-z0-9_](?:[a-z0-9_\-]{0,61}[a-z0-9_])?"
_SPELLED: Final = re.compile(  # most addresses are spelled in the one way already
    rf"https?://(?=[^/]{{1,253}}/){_LABEL}(?:\.{_LABEL})*(?:/(?!\.)[A-Za-z0-9_\-.~!$()*+,:@=]*+)+"
)
_HOST: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_.\-]*[a-z0-9_])?|\[[0-9a-f:.]+\]")
_SESSION_IN_PATH: Final = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;?]*", re.IGNORECASE)
_PATH_SAFE: Final = "/!$&'()*+,;=:@~-._"
_QUERY_SAFE: Final = "/?!$'()*,;:@~-._+="


def normalise_url(url: str, base: str | None = None) -> str | None:
    """The one spelling of an address: absolute, http or https; None where it is no such address.

    Host in lower case and ASCII, default port, user and password, fragment, tracking and session parameters off,
    path and parameters NFC and percent-encoded in one way, dot segments resolved. Scheme, `www.`, trailing slash and
    the order of parameters stay: a server may tell them apart (`address_key` does not). Whether the address may be
    asked for is not judged here. Normalising twice changes nothing.

    Args:
        url: as found, also relative; white space around it and line breaks inside are dropped as browsers do.
        base: the address of the page it was found on.

    >>> normalise_url("../tin-a12.html?utm_source=rss#binh-luan", "HTTPS://BaoMau.example:443/thoi-su/")
    'https://baomau.example/tin-a12.html'
    >>> normalise_url("mailto:toasoan@baomau.example") is None
    True
    """
    return _normalised(url, base) if len(url) <= MAX_LENGTH else None


@lru_cache(maxsize=2**14)  # a menu names the same addresses on every page; never a long one: see above
def _normalised(url: str, base: str | None) -> str | None:
    if _SPELLED.fullmatch(url):
        return url
    url = _as_browsers_read(url)
    if not url:
        return None
    try:
        if base is not None:
            url = urljoin(base, _forward(url))
        parts = urlsplit(_forward(url))
        host, port = _host(parts.hostname or ""), parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in ("http", "https") or host is None or port == 0:
        return None
    if port is not None and port != {"http": 80, "https": 443}[scheme]:
        host = f"{host}:{port}"
    path = _without_dots(_SESSION_IN_PATH.sub("", _encoded(parts.path, _PATH_SAFE))) or "/"
    query = "&".join(kept for part in parts.query.split("&") if (kept := _parameter(part)))
    return f"{scheme}://{host}{path}" + (f"?{query}" if query else "")


def _as_browsers_read(url: str) -> str:
    """Entities decoded, NFC, white space around and line breaks inside dropped; until nothing changes any more."""
    for _ in range(8):
        before = url
        if "&" in url and ";" in url:
            url = _ENTITY.sub(lambda entity: html.unescape(entity.group()), _AMPERSANDS.sub("&", url))
        url = _BLANKS.sub("", unicodedata.normalize("NFC", url).strip("\x00\x20\t\n\r\f\v\u00a0\u200b\ufeff"))
        if url == before:
            break
    return url


def _forward(url: str) -> str:
    """The address with the backslashes before its query turned: browsers read them as slashes."""
    if "\\" not in url or (_SCHEME.match(url) and url[:4].lower() != "http"):
        return url
    head, mark, tail = url.partition("?")
    return head.replace("\\", "/") + mark + tail


def _host(host: str) -> str | None:
    """A host in lower-case ASCII, None where it is none."""
    if "%" in host:
        host = unquote_to_bytes(host).decode("utf-8")  # UnicodeDecodeError is a ValueError
    host = host.lower().rstrip(".")
    if ":" in host:
        host = f"[{host}]"  # an IPv6 address: urlsplit takes its brackets off
    if not host.isascii():
        host = unicodedata.normalize("NFKC", host).lower().replace("\u3002", ".")
        host = ".".join(label.encode("idna").decode("ascii") for label in host.split(".")).rstrip(".")
    if (
        len(host) > 253
        or ".." in host
        or any(len(label) > 63 for label in host.split("."))
        or _HOST.fullmatch(host) is None
    ):
        return None
    return host


def _encoded(text: str, safe: str) -> str:
    """Percent-encoded in the one way: capital hex digits, NFC, nothing encoded that need not be."""
    if "%" in text:
        text = _ENCODED_RUN.sub(_decoded_run, _STRAY_PERCENT.sub("%25", text))
    return quote(unicodedata.normalize("NFC", text), safe=safe + "%", errors="replace")


def _decoded_run(run: re.Match[str]) -> str:
    """Letters in the place of their bytes; signs that mean something when plain (`/ ? =`) stay encoded."""
    try:
        decoded = unquote_to_bytes(run.group()).decode("utf-8")
    except UnicodeDecodeError:  # bytes of an old code page: kept as they are
        return run.group().upper()
    return "".join(
        letter if not letter.isascii() or letter.isalnum() or letter in "-._~" else f"%{ord(letter):02X}"
        for letter in decoded
    )


def _without_dots(path: str) -> str:
    """The path with `.` and `..` resolved; double slashes stay."""
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")
    for number, segment in enumerate(segments):
        last = number == len(segments) - 1
        if segment == "..":
            if len(kept) > 1:
                kept.pop()
            if last:
                kept.append("")
        elif segment == ".":
            if last:
                kept.append("")
        else:
            kept.append(segment)
    return "/".join(kept)


def _parameter(part: str) -> str:
    """One parameter as it is kept, "" where it is dropped."""
    if not part:
        return ""
    name, sign, value = _encoded(part, _QUERY_SAFE).partition("=")
    lower = name.lower()
    if tracking(name) or lower in _SESSION or lower.startswith(_SESSION_FAMILIES):
        return ""
    if lower in _PERHAPS_SESSION and _TOKEN.fullmatch(value):
        return ""
    return name + sign + value


def tracking(name: str) -> bool:
    """Whether a parameter is one that other sites and letters add to a link: it says where a reader came from.

    >>> tracking("utm_source"), tracking("FBCLID"), tracking("q")
    (True, True, False)
    """
    lower = name.lower()
    return lower in _TRACKING or lower.startswith(_TRACKING_FAMILIES)


@lru_cache(maxsize=2**14)
def address_key(url: str) -> str:
    """What is equal for all spellings of one address: scheme, `www.`, trailing slash, order of parameters do not count.

    Not an address to ask for. The key of a key is the key. A text that is no address is its own key.

    >>> address_key("http://www.baomau.example/tin/?b=2&a=1&fbclid=x") == address_key("https://baomau.example/tin?a=1&b=2")
    True
    """
    normal = normalise_url(url)
    if normal is None and not _SCHEME.match(url):
        normal = normalise_url("http://" + url.lstrip("/"))
    if normal is None:
        return url
    parts = urlsplit(normal)
    host = parts.netloc.removeprefix("www.")
    path = parts.path.rstrip("/")
    query = "&".join(sorted(parts.query.split("&")))
    return f"{host}{path}" + (f"?{query}" if query else "")


_COPY_HOSTS: Final = {"amp": "amp", "m": "mobile", "mobile": "mobile", "wap": "mobile", "touch": "mobile"}
_COPY_SEGMENTS: Final = {"amp": "amp", "print": "print", "in-bai": "print", "ban-in": "print"}
_COPY_PARAMETERS: Final = {
    "amp": ("amp", ("", "1", "true")),
    "outputtype": ("amp", ("amp",)),
    "print": ("print", ("", "1", "true", "print")),
    "view": ("print", ("print",)),
    "mobile": ("mobile", ("", "1", "true")),
    "version": ("mobile", ("mobile",)),
}
_SHORT: Final = re.compile(r"/(?:share|[a-z]{2,12}-post)-?\d+(?:\.html?)?")


def variant(url: str) -> tuple[str, str] | None:
    """What kind of copy an address is, and the address of the main page as far as its spelling tells.

    The kind is `"amp"`, `"print"`, `"mobile"` or `"short"`; of a short address the spelling does not tell the main
    page, so the second is the address itself: the page's canonical link says more. None for a main page.

    Source:
        research/quirks.md section 3, "Duplicates".

    >>> variant("https://baomau.example/amp/cau-moi-a12.html")
    ('amp', 'https://baomau.example/cau-moi-a12.html')
    >>> variant("https://m.baomau.example/cau-moi-a12.html")
    ('mobile', 'https://baomau.example/cau-moi-a12.html')
    """
    normal = normalise_url(url)
    if normal is None:
        return None
    parts = urlsplit(normal)
    kind, parts = _of_host(parts)
    for rule in (_of_path, _of_parameters):
        found, parts = rule(parts)
        kind = found or kind
    if kind is None:
        return ("short", normal) if _SHORT.fullmatch(parts.path) else None
    return kind, parts.geturl()


def _of_host(parts: SplitResult) -> tuple[str | None, SplitResult]:
    """A copy that lives on a host of its own: `m.`, `amp.`"""
    label, _, rest = parts.netloc.removeprefix("www.").partition(".")
    if label in _COPY_HOSTS and "." in rest:
        return _COPY_HOSTS[label], parts._replace(netloc=rest)
    return None, parts


def _of_path(parts: SplitResult) -> tuple[str | None, SplitResult]:
    """A copy below or above the main path: `/amp/...`, `.../print`, `/version/mobile`, `.amp.html`."""
    path = parts.path
    segments = path.split("/")
    filled = [segment for segment in segments if segment]
    if path.endswith(("/version/mobile", "/version/mobile/")):
        return "mobile", parts._replace(path=path[: path.rindex("/version/mobile")] or "/")
    if len(filled) > 1 and filled[0].lower() in _COPY_SEGMENTS:
        return _COPY_SEGMENTS[filled[0].lower()], parts._replace(path=path[len(filled[0]) + 1 :])
    last = filled[-1].lower().removesuffix(".html").removesuffix(".htm") if filled else ""
    if len(filled) > 1 and last in ("amp", "print"):
        cut = path.rstrip("/").rindex("/")
        return _COPY_SEGMENTS[last], parts._replace(path=path[: cut + 1] if path.endswith("/") else path[:cut])
    found = re.search(r"\.(amp|print)(?=\.html?$|$)", path, re.IGNORECASE)
    if found is not None:
        return _COPY_SEGMENTS[found[1].lower()], parts._replace(path=path[: found.start()] + path[found.end() :])
    return None, parts


def _of_parameters(parts: SplitResult) -> tuple[str | None, SplitResult]:
    """A copy asked for by a parameter: `?amp=1`, `?view=print`."""
    kind, kept = None, []
    for part in parts.query.split("&"):
        name, _, value = part.partition("=")
        found, values = _COPY_PARAMETERS.get(name.lower(), ("", ()))
        if value.lower() in values:
            kind = found
        else:
            kept.append(part)
    return kind, parts._replace(query="&".join(kept))


def public_id(newspaper: str, key: str | None, canonical_url: str) -> str:
    """The public name of an article: the newspaper and the site's own key, else a digest of the canonical address.

    The same after every rebuild, for it depends on nothing else.

    >>> public_id("baomau", "92175", "https://baomau.example/cau-moi-92175.html")
    'baomau/92175'
    >>> public_id("baomau", None, "https://baomau.example/cau-moi/")
    'baomau/~a880c56d8cd0a327'
    """
    if key:
        return f"{newspaper}/{key}"
    return f"{newspaper}/~{hashlib.sha256(address_key(canonical_url).encode('utf-8', 'replace')).hexdigest()[:16]}"


class HasUrl(Protocol):
    """A link: an absolute address; `rel` and `text` are asked for where they exist."""

    @property
    def url(self) -> str:
        """The address."""


_PAGE_PARAMETERS: Final = frozenset(
    {"page", "p", "paged", "trang", "pageindex", "pagenumber", "pageno", "pg", "sotrang"}
)
_OFFSETS: Final = frozenset({"start", "offset", "from", "bat-dau"})
_PAGE_IN_PATH: Final = re.compile(
    r"(?:/(?:page|trang)[/\-]|/p|[\-_](?:trang|page)[\-_]?)(\d{1,5})(?:\.html?|/)?$", re.IGNORECASE
)
_FOLLOWING: Final = frozenset(
    {"next", "next page", "trang sau", "trang tiep", "trang ke", "tiep theo", "tiep", "sau", "xem tiep"}
)


def next_page(url: str, links: Iterable[str | HasUrl]) -> str | None:
    """The address of the following page of a listing, found among its links; None where there is none.

    Known are `?page=`, `?p=`, `?paged=`, `?trang=`, offsets as `?start=`, `/page/N/`, `/trang-N.html`, `/pN`,
    `-trang-N.html`. Only the page after this one, never a later one, and only of the same listing.

    >>> next_page("https://baomau.example/thoi-su.html", ["/", "https://baomau.example/thoi-su/trang-2.html"])
    'https://baomau.example/thoi-su/trang-2.html'
    >>> next_page("https://baomau.example/thoi-su?page=2", ["?page=1", "?page=3", "?page=9"])
    'https://baomau.example/thoi-su?page=3'
    """
    here = normalise_url(url)
    if here is None:
        return None
    listing, number, offset = _place(here)
    offsets: list[tuple[int, str]] = []
    named: list[str] = []
    for address, says_next in _addresses(here, links):
        target, its_number, its_offset = _place(address)
        if says_next == "rel" and target[0] == listing[0] and address != here:
            return address
        if target == listing and its_offset is not None:
            offsets.append((its_offset, address))
        elif target == listing and its_number == number + 1:
            return address
        elif says_next == "text" and target[0] == listing[0] and target[1].startswith(listing[1] + "/"):
            named.append(address)  # a way of paging that is not known here, but a link that says what it is
    following = min((found for found in offsets if found[0] > (offset or 0)), default=None)
    return following[1] if following is not None else named[0] if named else None


def _addresses(here: str, links: Iterable[str | HasUrl]) -> list[tuple[str, str]]:
    """The links as absolute addresses, and how they say "next": by `rel`, by `text` or not; the surest first."""
    found = []
    for link in links:
        address = normalise_url(link if isinstance(link, str) else link.url, here)
        if address is None:
            continue
        says_next = ""
        if not isinstance(link, str):
            if "next" in _words(getattr(link, "rel", "")).split():
                says_next = "rel"
            elif fold(clean((getattr(link, "text", "") or "")[:64])).strip(" »›>→.") in _FOLLOWING:
                says_next = "text"
        found.append((address, says_next))
    return sorted(found, key=lambda pair: pair[1] != "rel")


def _words(value: str | Sequence[str] | None) -> str:
    """A rel attribute as one text, however it is held."""
    if value is None:
        return ""
    return (value if isinstance(value, str) else " ".join(value)).lower()


def _place(url: str) -> tuple[tuple[str, str, str], int, int | None]:
    """Which listing an address belongs to, and the number or the offset of the page within it."""
    parts = urlsplit(url)
    number, offset = 1, None
    kept = []
    for part in parts.query.split("&"):
        name, _, value = part.partition("=")
        if name.lower() in _PAGE_PARAMETERS and value.isdecimal() and len(value) < 6:
            number = int(value)
        elif name.lower() in _OFFSETS and value.isdecimal() and len(value) < 8:
            offset = int(value)
        else:
            kept.append(part)
    path = parts.path
    found = _PAGE_IN_PATH.search(path)
    if found is not None:
        number, path = int(found[1]), path[: found.start()]
    stem = re.sub(r"\.html?$", "", path.rstrip("/"), flags=re.IGNORECASE)
    return (parts.netloc.removeprefix("www."), stem, "&".join(sorted(kept))), number, offset
