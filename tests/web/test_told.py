"""What the pages tell a reader beside an answer or in its place: what is wrong, left out or stopped."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from archiver.query.patience import in_time
from tests.query.conftest import Clock
from tests.web.reader import Reader, read


def test_a_broken_query_is_shown_with_its_place_and_can_be_mended(client: TestClient) -> None:
    page = read(client, "/search?q=bão (lũ&lang=en", 400)
    field = next(one for one in page.of("input") if one.get("name") == "q")
    assert field["value"] == "bão (lũ"
    assert (field["aria-invalid"], field["aria-describedby"]) == ("true", "problem")
    assert page.said("mark") == ["("]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/search?since=someday", 400),
        ("/search?newspaper=nobody", 400),
        ("/search?sort=odd", 400),
        ("/search?cursor=xyz", 400),
        ("/article/nobody/1", 404),
        ("/article?address=https://nowhere.example/a1.html", 404),
        ("/article/baomau/1?version=99", 404),
        ("/nothing/here", 404),
        ("/static/nothing.css", 404),
        ("/newspaper/nobody", 404),
        ("/author", 404),
        ("/author?name=Nobody", 404),
        ("/coverage?since=someday", 400),
        ("/coverage?newspaper=nobody", 400),
        ("/trends?q=(", 400),
        ("/trends?q=bão&per=decade", 400),
        ("/trends?q=bão&newspaper=nobody", 400),
        ("/feed.atom?q=(", 400),
        ("/search?q=%00", 400),
        ("/search?q=" + "a" * 20_000, 400),
    ],
)
def test_problems_are_pages(client: TestClient, address: str, status: int) -> None:
    page = read(client, address, status)
    assert any(one.get("role") == "alert" for one in page.of("div"))
    assert page.of("form") or any(one.get("class") == "button" for one in page.of("a"))


@pytest.mark.parametrize("address", ["/search?since=x", "/coverage?since=x", "/trends?q=an&since=x"])
def test_what_is_wrong_stands_before_the_form(client: TestClient, address: str) -> None:
    """On a telephone the form with its filters is longer than the screen."""
    text = client.get(address).text
    assert text.index('role="alert"') < text.index("<form")


@pytest.mark.parametrize(
    ("question", "vietnamese", "english"),
    [
        ("newspapper=baomau", "Không có bộ lọc “newspapper”", "There is no filter “newspapper”"),
        ("q=bão&per_page=3", "Không có bộ lọc “per_page”", "There is no filter “per_page”"),
        ("gone=maybe", "“gone” chỉ nhận yes hoặc no", "“gone” is either yes or no"),
        ("since=2020&since=2021", "“since” có hai giá trị khác nhau", "“since” has two different values"),
        ("limit=5&limit=9", "“limit” có hai giá trị khác nhau", "“limit” has two different values"),
        ("sort=views&sort=newest", "“sort” có hai giá trị khác nhau", "“sort” has two different values"),
        ("cursor=a&cursor=b", "“cursor” có hai giá trị khác nhau", "“cursor” has two different values"),
        ("facets=yes&facets=no", "“facets” có hai giá trị khác nhau", "“facets” has two different values"),
    ],
)
@pytest.mark.parametrize("path", ["/search", "/coverage", "/trends?q=an", "/trends", "/feed.atom"])
def test_a_filter_that_is_misspelt_is_not_left_out(
    client: TestClient, path: str, question: str, vietnamese: str, english: str
) -> None:
    question = question.replace("q=bão&", "") if path.startswith("/trends") else question
    for language, said in (("vi", vietnamese), ("en", english)):
        page = read(client, f"{path}{'&' if '?' in path else '?'}{question}&lang={language}", 400)
        assert said in page.said("p")
    if path == "/search":  # the form that is sent again is without it
        assert not page.sent(path).keys() & {"newspapper", "per_page", "gone"}


@pytest.mark.parametrize("name", ["per", "show"])
def test_trends_are_of_one_kind(client: TestClient, name: str) -> None:
    page = read(client, f"/trends?q=an&{name}=day&{name}=count&lang=en", 400)
    assert f"“{name}” has two different values" in page.said("p")


def test_a_long_name_is_not_repeated_whole_in_what_is_wrong(client: TestClient) -> None:
    for name in ("newspaper", "province", "platform"):
        (said,) = [text for text in read(client, f"/search?{name}={'x' * 9000}", 400).said("p") if "xx" in text]
        assert len(said) < 500, name


def test_what_other_sites_add_to_a_link_asks_for_nothing(client: TestClient) -> None:
    plain = read(client, "/search?q=bão&since=2020&since=2020&lang=en")
    added = read(client, "/search?q=bão&since=2020&fbclid=abc&utm_source=zalo&newspapper=&lang=en")
    assert added.said("h2")[0] == plain.said("h2")[0]


def test_a_query_too_many_is_not_left_out(client: TestClient) -> None:
    page = read(client, "/trends?" + "&".join(f"q=w{number}" for number in range(7)) + "&lang=en", 400)
    assert "No more than 6 queries can be compared" in page.said("p")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("vi", "Không có tác giả nào tên “nguyễn ân” (so cả tên)"),
        ("en", "No author is called 'nguyễn ân' (whole names"),
    ],
)
def test_notes_are_in_the_language_of_the_page(client: TestClient, language: str, said: str) -> None:
    for path in ("/search?", "/trends?q=bão&"):
        page = read(client, f"{path}author=nguyễn+ân&lang={language}")
        notes = [text for text in page.said("li") if text.startswith(said)]
        assert len(notes) == 1
    missing = read(client, f"/author?name=nguyễn+ân&lang={language}", 404)
    assert any(text.startswith(said) for text in missing.said("p"))


@pytest.mark.parametrize(
    ("address", "vietnamese", "english"),
    [
        ("/search?since=2022-13", "“2022-13” không phải là ngày", "'2022-13' is no date"),
        ("/search?since=2022&until=2021", "Ngày bắt đầu 2022 ở sau", "2022 lies after 2021"),
        ("/coverage?newspaper=nobody", "Kho không có báo “nobody”; các báo", "this archive has no newspaper 'nobody'"),
        ("/search?province=nowhere", "Kho không có báo của tỉnh “nowhere”", "this archive has no newspaper of the"),
        ("/search?cursor=x", "Không đọc được vị trí trang", "this is no cursor"),
        ("/article/nobody/1", "Kho không có bài “nobody/1”", "no article 'nobody/1' in this archive"),
        (
            "/article?address=https://a.example/b.html",
            "Kho không có bài ở https://a.example",
            "no article at https://a.e",
        ),
    ],
)
def test_what_is_wrong_is_said_in_the_language_of_the_page(
    client: TestClient, address: str, vietnamese: str, english: str
) -> None:
    for language, said in (("vi", vietnamese), ("en", english)):
        answer = client.get(f"{address}{'&' if '?' in address else '?'}lang={language}")
        (shown,) = [text for text in Reader(answer.text).said("p") if text.startswith(said)]
        assert f'<p lang="{language}">' in answer.text
        assert shown


def test_what_was_stopped_is_said_in_the_language_of_the_page(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    def slow(*_: object, **__: object) -> None:
        clock.ahead += 100
        in_time()

    monkeypatch.setattr("archiver.web.pages_search.PATIENCE", 60.5)
    for function in ("scope", "snippet"):
        monkeypatch.setattr(f"archiver.query.search.{function}", slow)
    page = read(client, "/search?q=bao&lang=vi")
    for what in ("Đếm độ phủ", "Tìm chỗ có các từ này trong bài"):
        assert any(text.startswith(f"{what} mất hơn 60,5 giây") for text in page.said("li"))
