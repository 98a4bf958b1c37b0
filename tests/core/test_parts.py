"""Joining the parts of a paged article."""

from typing import Any

import pytest

from archiver.core.extract import extract
from archiver.core.page import Page
from archiver.core.parts import join_parts, lacks_part
from archiver.core.values import Block, BlockKind, Byline, Extraction, Image, Kind, Problem, Reason

LONG = "Sáng nay, người dân hai bờ suối Đá đã đi qua cây cầu mới sau hai năm chờ đợi."


def page(*texts: str, **more: Any) -> Extraction:
    blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in texts)
    return Extraction("https://baomau.example/a1.html", Kind.ARTICLE, title="Cầu mới", blocks=blocks, **more)


def test_texts_in_order_and_what_is_repeated_once() -> None:
    whole = join_parts(page(LONG, "Một."), [page("Cầu mới", LONG, "Hai."), page("Ba.", "Một.")])
    assert whole.body_text.split("\n\n") == [LONG, "Một.", "Hai.", "Ba.", "Một."]  # short lines may come again
    assert whole.next_part is None


def test_pictures_once_and_the_byline_of_the_last_part() -> None:
    by = Byline(("NGUYỄN AN",), (), {}, "NGUYỄN AN")
    first = page("Một.", images=(Image("https://x/1.jpg", None),), problems=(Problem("authors", Reason.MISSING),))
    whole = join_parts(
        first, [page("Hai.", images=(Image("https://x/1.jpg", "a"), Image("https://x/2.jpg", None)), byline=by)]
    )
    assert [image.url for image in whole.images] == ["https://x/1.jpg", "https://x/2.jpg"]
    assert whole.byline == by
    assert whole.problems == ()


def test_a_missing_part_is_said() -> None:
    assert lacks_part(join_parts(page("Một."), [], missing=True))
    assert not lacks_part(join_parts(page("Một."), [page("Hai.")]))


@pytest.mark.parametrize("more", [True, False])
def test_a_heading_at_the_end_of_a_page_heads_the_next_one(more: bool) -> None:
    text = "".join(
        f"<p>{LONG} Đó là ngày thứ {n} của phiên chợ, khi bà con mang cà phê xuống núi.</p>" for n in range(4)
    )
    paging = '<div class="so-trang"><b>1</b> <a href="/cau-moi-a1.html?trang=2">2</a></div>' if more else ""
    body = f"<article><h1>Cầu mới thông xe</h1><div>{text}<h3>Con đường phía trước</h3></div>{paging}</article>"
    html = f"<!DOCTYPE html><html><head><title>Cầu mới</title></head><body>{body}</body></html>"
    read = extract(Page("https://baomau.example/cau-moi-a1.html", html.encode(), "text/html; charset=utf-8"))
    assert (read.next_part is not None) is more
    assert read.body_text.endswith("\n\nCon đường phía trước") is more
