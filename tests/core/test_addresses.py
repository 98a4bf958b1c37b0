"""Addresses: one spelling, keys, copies, public names, the next page of a listing."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.core.addresses import address_key, next_page, normalise_url, public_id, variant

PROPERTY = settings(max_examples=200)
SITE = "https://baomau.example"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTPS://BaoMau.Example/Tin-A1.html", f"{SITE}/Tin-A1.html"),
        ("https://baomau.example", f"{SITE}/"),
        ("https://baomau.example.:443/", f"{SITE}/"),
        ("http://baomau.example:80/", "http://baomau.example/"),
        ("https://baomau.example:8443/x", f"{SITE}:8443/x"),
        ("https://user:secret@baomau.example/x", f"{SITE}/x"),
        ("  https://baomau.example/x\n", f"{SITE}/x"),
        ("https://baomau.example/a\n\tb", f"{SITE}/ab"),
        ("https://baomau.example/x#binh-luan", f"{SITE}/x"),
        ("https://baomau.example/a/./b/../c/", f"{SITE}/a/c/"),
        ("https://baomau.example/../../a", f"{SITE}/a"),
        ("https://baomau.example/%7Etin/%c3%a1%2f", f"{SITE}/~tin/%C3%A1%2F"),
        ("https://baomau.example/đắk nông", f"{SITE}/%C4%91%E1%BA%AFk%20n%C3%B4ng"),
        (unicodedata.normalize("NFD", "https://baomau.example/đắk"), f"{SITE}/%C4%91%E1%BA%AFk"),
        ("https://baomau.example/da%CC%81", f"{SITE}/d%C3%A1"),
        ("https://baomau.example/%e0%zz", f"{SITE}/%E0%25zz"),
        ("https://baomau.example/x?utm_source=rss&id=5&fbclid=abc", f"{SITE}/x?id=5"),
        ("https://baomau.example/x?UTM_Medium=feed", f"{SITE}/x"),
        ("https://baomau.example/x?PHPSESSID=1&b=2&a=1", f"{SITE}/x?b=2&a=1"),
        ("https://baomau.example/x?sid=12", f"{SITE}/x?sid=12"),  # a story, not a session
        ("https://baomau.example/x?sid=0f3a9c0f3a9c0f3a9c0f3a9c", f"{SITE}/x"),
        ("https://baomau.example/x;jsessionid=AB12?y=1", f"{SITE}/x?y=1"),
        ("https://baomau.example/x?", f"{SITE}/x"),
        ("https://baomau.example/x?a=1&&b=", f"{SITE}/x?a=1&b="),
        ("https&#x3A;&#x002F;&#x002F;baomau.example/x?a=1&amp;b=2", f"{SITE}/x?a=1&b=2"),
        ("https://báo.example/", "https://xn--bo-mia.example/"),
        ("http://１２７.0.0.1/", "http://127.0.0.1/"),  # the guard must see what would be asked for
        ("http://%31%32%37.0.0.1/", "http://127.0.0.1/"),
        ("http://[::FFFF:127.0.0.1]/x", "http://[::ffff:127.0.0.1]/x"),
        ("http://baomau.example\\@evil.example/", "http://baomau.example/@evil.example/"),
    ],
)
def test_an_address_has_one_spelling(url: str, expected: str) -> None:
    assert normalise_url(url) == expected
    assert normalise_url(expected) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("tin-a1.html", f"{SITE}/thoi-su/tin-a1.html"),
        ("/tin-a1.html", f"{SITE}/tin-a1.html"),
        ("//anh.baomau.example/1.jpg", "https://anh.baomau.example/1.jpg"),
        ("?page=2", f"{SITE}/thoi-su/?page=2"),
        ("http://khac.example/", "http://khac.example/"),
    ],
)
def test_a_relative_address_needs_its_page(url: str, expected: str) -> None:
    assert normalise_url(url, f"{SITE}/thoi-su/") == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        "tin-a1.html",
        "//baomau.example/",
        "ftp://baomau.example/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,x",
        "mailto:a@baomau.example",
        "http://",
        "http:///x",
        "http://baomau.example:0/",
        "http://baomau.example:99999/",
        "http://baomau.example:x/",
        "http://bao..mau/",
        "http://bao mau/",
        "http://[::1/",
        "http://%ff/",
        f"http://{'a' * 64}.example/",
        "http://baomau.example/" + "a" * 5000,
    ],
)
def test_what_is_no_address_is_none(url: str) -> None:
    assert normalise_url(url) is None


@pytest.mark.parametrize(
    "url",
    [
        "http://baomau.example/tin-a1.html?b=2&a=1",
        "https://www.baomau.example/tin-a1.html?a=1&b=2",
        "https://BAOMAU.example/tin-a1.html/?a=1&b=2&utm_source=zalo#x",
        "baomau.example/tin-a1.html?a=1&b=2",
    ],
)
def test_spellings_of_one_address_have_one_key(url: str) -> None:
    assert address_key(url) == "baomau.example/tin-a1.html?a=1&b=2"


def test_other_addresses_have_other_keys() -> None:
    keys = {address_key(SITE + path) for path in ("/", "/a", "/A", "/a?x=1", "/a?x=2", "/a/b")}
    assert len(keys) == 6
    assert address_key("không phải địa chỉ") == "không phải địa chỉ"


TEXT = st.text(alphabet=st.one_of(st.sampled_from("abAđắ0129%41zxc3áé./?&=;:#@ \\+_-"), st.characters()), max_size=40)


@PROPERTY
@given(st.one_of(TEXT, TEXT.map(lambda t: f"https://baomau.example/{t}"), TEXT.map(lambda t: f"http://{t}/x")))
def test_normalising_twice_changes_nothing(url: str) -> None:
    once = normalise_url(url)
    if once is not None:
        assert once.isascii()
        assert normalise_url(once) == once
        assert address_key(once) == address_key(url)
    assert address_key(address_key(url)) == address_key(url)


@PROPERTY
@given(TEXT)
def test_composed_and_decomposed_addresses_are_one(text: str) -> None:
    nfc = normalise_url("https://baomau.example/" + unicodedata.normalize("NFC", text))
    assert normalise_url("https://baomau.example/" + unicodedata.normalize("NFD", text)) == nfc


@pytest.mark.parametrize(
    ("path", "kind", "main"),
    [
        ("/amp/tin-a1.html", "amp", "/tin-a1.html"),
        ("/tin-a1.amp", "amp", "/tin-a1"),
        ("/tin-a1.amp.html", "amp", "/tin-a1.html"),
        ("/tin-a1/amp/", "amp", "/tin-a1/"),
        ("/tin-a1.html?amp=1", "amp", "/tin-a1.html"),
        ("/print/tin-a1.html", "print", "/tin-a1.html"),
        ("/tin-a1/print", "print", "/tin-a1"),
        ("/tin-a1.html?view=print&x=1", "print", "/tin-a1.html?x=1"),
        ("/tin-a1.html/version/mobile", "mobile", "/tin-a1.html"),
        ("/share123.html", "short", "/share123.html"),
    ],
)
def test_copies_name_their_main_page(path: str, kind: str, main: str) -> None:
    assert variant(SITE + path) == (kind, SITE + main)


def test_a_copy_on_its_own_host() -> None:
    assert variant("https://m.baomau.example/tin-a1.html") == ("mobile", f"{SITE}/tin-a1.html")
    assert variant("https://amp.baomau.example/tin-a1.html") == ("amp", f"{SITE}/tin-a1.html")


@pytest.mark.parametrize(
    "url",
    [
        f"{SITE}/tin-a1.html",
        f"{SITE}/",
        f"{SITE}/print",
        f"{SITE}/amplitude/x",
        f"{SITE}/x?view=full",
        "https://m.example/",
        "x",
    ],
)
def test_a_main_page_is_no_copy(url: str) -> None:
    assert variant(url) is None


def test_the_public_name_of_an_article() -> None:
    assert public_id("baomau", "12", f"{SITE}/tin-a12.html") == "baomau/12"
    without_key = public_id("baomau", None, f"{SITE}/tin/")
    assert without_key == public_id("baomau", "", "http://www.baomau.example/tin?utm_source=x")
    assert without_key.startswith("baomau/~")
    assert len(without_key) == len("baomau/~") + 16


@pytest.mark.parametrize(
    ("here", "links", "expected"),
    [
        ("/thoi-su", ["/thoi-su?page=2", "/thoi-su?page=3"], "/thoi-su?page=2"),
        ("/thoi-su?page=2", ["/thoi-su?page=1", "/thoi-su?page=3"], "/thoi-su?page=3"),
        ("/thoi-su-381.html", ["/thoi-su-381.html?page=2"], "/thoi-su-381.html?page=2"),
        ("/thoi-su/?x=1", ["/thoi-su/?paged=2", "/thoi-su/?paged=2&x=1"], "/thoi-su/?paged=2&x=1"),
        ("/thoi-su/?p=7", ["/thoi-su/?p=8"], "/thoi-su/?p=8"),
        ("/thoi-su?trang=9", ["/thoi-su?trang=10"], "/thoi-su?trang=10"),
        ("/thoi-su/", ["/kinh-te/page/2/", "/thoi-su/page/2/"], "/thoi-su/page/2/"),
        ("/thoi-su/page/2/", ["/thoi-su/", "/thoi-su/page/3/"], "/thoi-su/page/3/"),
        ("/thoi-su.html", ["/thoi-su/trang-2.html"], "/thoi-su/trang-2.html"),
        ("/thoi-su/trang-2.html", ["/thoi-su/trang-4.html", "/thoi-su/trang-3.html"], "/thoi-su/trang-3.html"),
        ("/thoi-su.html", ["/thoi-su-trang-2.html"], "/thoi-su-trang-2.html"),
        ("/thoi-su", ["/thoi-su/p2"], "/thoi-su/p2"),
        ("/thoi-su", ["/thoi-su?start=40", "/thoi-su?start=20"], "/thoi-su?start=20"),
        ("/thoi-su?start=20", ["/thoi-su?start=0", "/thoi-su?start=60", "/thoi-su?start=40"], "/thoi-su?start=40"),
        ("/thoi-su?page=9", ["/thoi-su?page=1", "/thoi-su?page=8"], None),
        ("/thoi-su", ["/thoi-su/tin-a12.html", "/kinh-te?page=2", "https://khac.example/thoi-su?page=2"], None),
        ("/thoi-su", [], None),
    ],
)
def test_the_next_page_of_a_listing(here: str, links: list[str], expected: str | None) -> None:
    assert next_page(SITE + here, links) == (None if expected is None else SITE + expected)


@dataclass(frozen=True)
class Link:
    """A link as the reader gives it."""

    url: str
    rel: tuple[str, ...] = ()
    text: str = ""


def test_a_link_may_say_that_it_is_next() -> None:
    here = f"{SITE}/thoi-su"
    assert next_page(here, [Link(f"{here}?page=2"), Link(f"{here}/tiep-abc", ("next",))]) == f"{here}/tiep-abc"
    assert next_page(here, [Link(f"{here}/2/", text="Trang sau »")]) == f"{here}/2/"
    assert next_page(here, [Link(f"{SITE}/kinh-te/2/", text="Trang sau »")]) is None
    assert next_page(here, [Link("https://khac.example/", ("next",))]) is None
    assert next_page("không phải", [Link(f"{here}?page=2")]) is None
