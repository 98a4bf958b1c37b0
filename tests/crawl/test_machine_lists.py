"""Feeds and sitemaps: good ones, broken ones, hostile ones."""

import gzip
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.crawl.machine_lists import MAX_ENTRIES, read_machine_list, read_moment

A = "https://baomau.example/cau-moi-a1.html"
B = "https://baomau.example/mua-lon-a2.html"


def urls(body: str | bytes, content_type: str = "") -> list[str]:
    data = body.encode() if isinstance(body, str) else body
    return [entry.url for entry in read_machine_list(data, content_type).entries]


RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Báo Mẫu</title>
<link>https://baomau.example/</link><image><url>https://baomau.example/logo.png</url><link>https://baomau.example/</link></image>
<item><title>Cầu mới</title><link>{A}</link><guid isPermaLink="false">1</guid>
<pubDate>Tue, 29 Mar 2022 09:04:00 +0700</pubDate><media:content url="https://x.example/1.jpg"/>
<description><![CDATA[<a href="https://else.example/">x</a> <item><link>https://no.example/</link></item>]]></description></item>
<item><title>Mưa lớn</title><guid>{B}</guid></item></channel></rss>"""


def test_rss() -> None:
    listed = read_machine_list(RSS.encode())
    assert listed.kind == "feed"
    assert [entry.url for entry in listed.entries] == [A, B]
    assert listed.entries[0].published == datetime(2022, 3, 29, 2, 4, tzinfo=UTC)


def test_atom() -> None:
    listed = read_machine_list(
        f"""<feed xmlns='http://www.w3.org/2005/Atom'><link rel='self' href='https://baomau.example/atom'/>
        <entry><id>tag:1</id><link rel="edit" href="https://baomau.example/edit"/>
        <link rel='alternate' type='text/html' href='{A}&amp;x=1'/><published>2022-03-29T09:04:00+07:00</published>
        <updated>2022-03-30T09:04:00+07:00</updated></entry></feed>""".encode()
    )
    assert [entry.url for entry in listed.entries] == [A + "&x=1"]
    assert listed.entries[0].modified == datetime(2022, 3, 30, 2, 4, tzinfo=UTC)


def test_sitemap_with_pictures_and_news() -> None:
    listed = read_machine_list(
        f"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url>
        <image:image><image:loc>https://baomau.example/1.jpg</image:loc></image:image><loc> {A} </loc>
        <lastmod>2022-03-29</lastmod></url><url><loc>{B}</loc><news:news><news:publication><news:name>x</news:name>
        </news:publication><news:publication_date>2022-03-29T09:04:00+07:00</news:publication_date></news:news></url></urlset>
        """.encode()
    )
    assert [entry.url for entry in listed.entries] == [A, B]
    assert listed.entries[0].modified == datetime(2022, 3, 28, 17, tzinfo=UTC)
    assert listed.entries[1].published == datetime(2022, 3, 29, 2, 4, tzinfo=UTC)


def test_index_prefixed_and_zipped() -> None:
    text = f"<ns:sitemapindex><ns:sitemap><ns:loc>{A}</ns:loc></ns:sitemap></ns:sitemapindex>"
    listed = read_machine_list(gzip.compress(text.encode()))
    assert (listed.kind, [entry.url for entry in listed.entries]) == ("index", [A])


@pytest.mark.parametrize(
    "spoil",
    [
        lambda x: "\ufeff\r\n\n" + x,
        lambda x: x.replace("</channel></rss>", ""),
        lambda x: x.replace("</item>\n<item>", "</item>\n<item><b>Nóng", 1),
        lambda x: x.replace("utf-8", "UTF8") + "&nbsp;<br>",
        lambda x: x.replace("<title>Cầu mới</title>", "<title>Cầu & mới < cũ</title>"),
        lambda x: x + "<item><link>",
        lambda x: x.replace("<?xml version", "<?xml versiom"),
        lambda x: x.upper().replace(A.upper(), A).replace(B.upper(), B),
        lambda x: x[: x.index("</item>\n") + 8] + "<item><link>" + B + "</link><pubDate",
    ],
)
def test_broken_feeds_are_read_where_possible(spoil: object) -> None:
    assert callable(spoil)
    assert urls(spoil(RSS)) == [A, B]


@pytest.mark.parametrize(
    "subset",
    [
        '<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b SYSTEM "http://127.0.0.1/secret">',
        '<!ENTITY b "ha">' + "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10)),
        '<!ENTITY % p SYSTEM "http://127.0.0.1/x.dtd"> %p;',
    ],
)
def test_entities_are_never_known(subset: str) -> None:
    text = RSS.replace("<rss", f"<!-- {'x' * 5000} --><!DOCTYPE r [{subset}]>\n<rss")
    text = text.replace("<title>", "<title>&a;&b;&l9; ").replace(f"<link>{A}", f"<link>&b;{A}")
    listed = read_machine_list(text.encode())
    assert [entry.url for entry in listed.entries] == [A, B]
    assert "root:" not in repr(listed)


def test_plain_ampersands_stay() -> None:
    assert urls("<urlset><url><loc>https://x.example/?a=1&section=2&amp;copy=3</loc></url></urlset>") == [
        "https://x.example/?a=1&section=2&copy=3"
    ]


def test_an_endless_list_ends() -> None:
    text = "<urlset>" + f"<url><loc>{A}</loc></url>" * (MAX_ENTRIES + 10)
    assert len(urls(text)) == MAX_ENTRIES


def test_a_bomb_is_inflated_to_the_limit_only() -> None:
    bomb = gzip.compress(b"<urlset>" + b" " * (64 * 2**20))
    assert read_machine_list(bomb).entries == ()


@pytest.mark.parametrize(
    "piece", ["<", "<![CDATA[", "<!--", "<!DOCTYPE [", "&", "&#", "<item>", "<link ", '<link href="', "</", "<a a=a "]
)
def test_hostile_lists_take_linear_time(piece: str) -> None:
    text = ("<rss>" + piece * 100_000).encode()
    started = time.process_time()
    read_machine_list(text)
    assert time.process_time() - started < 3


@pytest.mark.parametrize("text", ["<rss><item><link " + "a" * 500_000, "<urlset><url><loc>" + "aaaaaa<b/>" * 200_000])
def test_a_field_without_end_takes_linear_time(text: str) -> None:
    started = time.process_time()
    read_machine_list((text + "></link></item></rss>").encode())
    assert time.process_time() - started < 5


@pytest.mark.parametrize("body", [b"", b"{}", b"<html><body><url><loc>x</loc></url></body></html>", b"\x00\xff" * 50])
def test_what_is_no_list(body: bytes) -> None:
    assert read_machine_list(body).kind == ""


@settings(max_examples=150)
@given(st.text(alphabet="<>/![]-CDATAitemlinkrs&;#x\"' \n", max_size=300))
def test_any_text_is_either_read_or_not(text: str) -> None:
    listed = read_machine_list(("<rss>" + text).encode("utf-8", "replace"))
    assert all(entry.url for entry in listed.entries)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2022-03-29T09:04:00Z", 2022),
        ("29/03/2022 09:04", 2022),
        ("0001-01-01T00:00:00", None),
        ("x" * 100, None),
        ("", None),
    ],
)
def test_moments(text: str, year: int | None) -> None:
    moment = read_moment(text)
    assert (moment.year if moment else None) == year
