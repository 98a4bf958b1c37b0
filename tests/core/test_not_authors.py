"""What is printed like a name and names no author: places, buttons, the imprint, photographers, official signatures."""

from __future__ import annotations

import pytest

from archiver.core.bylines import parse_byline
from archiver.core.extract import extract
from archiver.core.page import Page
from archiver.core.values import Extraction
from tests.core.pages import BODY, PARAGRAPHS, TITLE, article, paragraphs

TEXT = paragraphs(*PARAGRAPHS)
DATE = '<div class="ngay">29/03/2022 09:04</div>'


def authors(got: Extraction) -> list[str]:
    return list(got.byline.authors) if got.byline else []


def near_title_and_behind(line: str) -> list[Page]:
    return [article(date=DATE + line), article(after=line), article(TEXT + line)]


@pytest.mark.parametrize(
    "words",
    [
        "Hà Nội", "Đắk Lắk", "ĐẮK LẮK", "TP.HCM", "Buôn Ma Thuột", "Việt Nam", "Tây Nguyên", "Tin Nóng", "TIN NÓNG",
        "Nghe Bài Viết", "Chia Sẻ", "Xem Thêm", "Lưu Bài Viết", "Gửi Bình Luận", "Tải Thêm", "Giọng Nữ", "Nữ Miền Nam",
        "Sao Chép Liên Kết", "Tăng Cỡ Chữ", "Viết Bình Luận", "COPY LINK",
        "Chủ Đề", "Nông Thôn Mới", "Yêu Thích", "PHÓ CHỦ TỊCH", "CHỦ TỊCH NGUYỄN VĂN MẪU",
        "Tổng Biên Tập: Hoàng Văn Mẫu", "Phó Tổng Biên tập: Hoàng Văn Mẫu", "Giấy phép số 12/GP-BTTTT",
        "Chịu trách nhiệm nội dung: Hoàng Văn Mẫu", "CHỊU TRÁCH NHIỆM NỘI DUNG: HOÀNG VĂN MẪU",
        "Tổng Biên tập: Hoàng Văn Mẫu - Phó Tổng Biên tập: Lê Ví", "Ông Trần Văn Thử", "Bà Lò Thị Ví",
        "Anh Nguyễn Văn Mẫu", "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH / Nguyễn Văn Mẫu",
    ],
)  # fmt: skip
def test_places_buttons_and_offices_are_nobody(words: str) -> None:
    assert parse_byline(words) is None
    for page in near_title_and_behind(f"<div>{words}</div>"):
        assert authors(extract(page)) == []


@pytest.mark.parametrize(
    "name",
    [
        "Thu Trang",
        "Anh Thư",
        "Anh Vũ",
        "Hà Giang",
        "Văn Hoà",
        "Phạm Thị Đọc",
        "Thích Minh Mẫu",
        "Tin Nguyen",
        "Bảo Thu",
    ],
)
def test_persons_whose_names_look_like_those_are_persons(name: str) -> None:
    assert authors(extract(article(TEXT + f"<p style='text-align:right'><b>{name}</b></p>"))) == [name]


@pytest.mark.parametrize(
    "name",
    [
        "Đình Tuyển", "Nguyễn Khuyến", "Lê Nghiệp", "Ngọc Bảng", "Đức Dụng", "Đỗ Viện", "Văn Liệu", "Xuân Mới",
        "Lò Thị Mới", "Ngọc Thêm", "Minh Báo", "Lại Hoa",
    ],
)  # fmt: skip
def test_a_given_name_may_be_any_word(name: str) -> None:
    head = f'<meta name="author" content="{name}">'
    linked = (
        f'<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "NewsArticle",'
        f'"headline": "{TITLE}", "author": {{"@type": "Person", "name": "{name}"}}}}</script>'
    )
    pages = [article(TEXT + f"<p><b>{name}</b></p>"), article(TEXT + f"<p>Bài, ảnh: {name}</p>")]
    pages += [article(after=f'<p class="author">{name}</p>'), article(head=head), article(head=linked)]
    assert [authors(extract(page)) for page in pages] == [[name]] * len(pages)


@pytest.mark.parametrize(
    "words",
    [
        "Quay Lại",
        "Nông Nghiệp",
        "Dự Báo",
        "Ứng Dụng",
        "Trang Trước",
        "Mới Hơn",
        "Chuyển Đổi Số",
        "Xây Dựng Đảng",
        "Sống Khỏe",
        "Hỏi Đáp",
    ],
)
def test_words_that_nobody_is_called_by_are_nobody(words: str) -> None:
    assert parse_byline(words) is None
    assert parse_byline(f"Nguyễn {words}") is not None


def test_an_entry_of_the_menu_is_nobody() -> None:
    names = ("Nhịp Cầu", "Miền Ký Ức", "Hà Mẫu")
    menu = "".join(f'<li><a href="/muc/{at}">{name}</a></li>' for at, name in enumerate(names))
    foot = f'<div class="footer"><ul>{menu}</ul></div>'
    for name in names:
        assert authors(extract(article(date=f"{DATE}<div>{name}</div>", after=foot))) == []
        assert authors(extract(article(date=f"{DATE}<div>{name.upper()}</div>", after=foot))) == []
        signed = f"<p style='text-align:right'><b>{name}</b></p>"
        assert authors(extract(article(TEXT + signed, after=foot))) == [name]


def test_a_writer_linked_in_the_foot_is_no_entry_of_it() -> None:
    for link in ("/tac-gia/ha-mau", "https://baomau.example/author/ha-mau.html", "/but-danh/ha-mau?p=1"):
        foot = f'<div class="footer"><a href="{link}">Hà Mẫu</a></div>'
        assert authors(extract(article(date=f"{DATE}<p>Hà Mẫu</p>", after=foot))) == ["Hà Mẫu"]


FILM = "<iframe src='https://phim.example/embed/x'></iframe>"


@pytest.mark.parametrize("label", [f"<p>Clip:{FILM}</p>", f"<p>Clip:</p>{FILM}", f"<p>Clip:</p><div>{FILM}</div>"])
def test_what_is_shown_below_a_label_takes_its_claim(label: str) -> None:
    assert authors(extract(article(TEXT + label, after='<p class="author">Hà Mẫu</p>'))) == ["Hà Mẫu"]
    assert authors(extract(article(f"{TEXT}{label}<p><b>Hà Mẫu</b></p>"))) == ["Hà Mẫu"]
    for above in (f"<p>{FILM}Clip:</p>", f"<p>{FILM}<br>Clip:</p>", f"{FILM}<p>Clip:</p>"):
        assert authors(extract(article(after=f"<div>{above}<p>Hà Mẫu</p></div>"))) == []


def test_a_place_beside_a_name_is_left_out() -> None:
    assert authors(extract(article(TEXT + "<p><b>Hà Mẫu - Hà Nội</b></p>"))) == ["Hà Mẫu"]
    assert authors(extract(article(date=f"{DATE}<div>Bình Dương</div>"))) == []
    assert authors(extract(article(date=f'{DATE}<div class="author">Bình Dương</div>'))) == ["Bình Dương"]


@pytest.mark.parametrize(
    "label",
    [
        "Ảnh:", "Tổng Biên tập", "Tổng Biên tập:", "Chịu trách nhiệm nội dung:", "Phụ trách trang tin:",
        "Người chịu trách nhiệm:", "Thư ký tòa soạn:", "(Đã ký)",
    ],
)  # fmt: skip
def test_a_label_hands_the_next_line_to_somebody_else(label: str) -> None:
    for line in (f"<p>{label}</p><p>Hà Mẫu</p>", f"<p><b>{label}</b></p><p><b>Hà Mẫu</b></p>"):
        for page in near_title_and_behind(line):
            assert authors(extract(page)) == []


@pytest.mark.parametrize(
    "line",
    [
        "Điện thoại: 0912 345 678.", "Địa chỉ: bản Mẫu, xã Thử, tỉnh Mẫu.", "Hotline: 0912 345 678",
        "Giấy phép xây dựng của ngôi nhà đã hết hạn từ lâu.", "Trụ sở xã mới vì thế vẫn bỏ trống.",
        "Tòa soạn vẫn sáng đèn.", "Đường dây nóng vẫn im lặng.", "Người chịu trách nhiệm là ai?",
        "Tổng thư ký Liên Hợp Quốc lên án vụ tấn công.", "Phó Tổng Thư ký cho biết như vậy.",
    ],
)  # fmt: skip
def test_a_contact_line_or_prose_hands_no_name_to_anybody(line: str) -> None:
    for sign in (f"<p>{line}</p><b>Minh Thu</b>", f"<p>{line}</p><p><b>Minh Thu</b></p>", f"<p>{line}<br>Minh Thu</p>"):
        assert authors(extract(article(TEXT + sign))) == ["Minh Thu"]
    assert authors(extract(article(TEXT, after=f"<p>{line}</p><p><b>Minh Thu</b></p>"))) == ["Minh Thu"]
    assert authors(extract(article(TEXT + f"<p>{line}</p>", after='<p class="author">Minh Thu</p>'))) == ["Minh Thu"]


@pytest.mark.parametrize(
    ("end", "names"),
    [
        ("<p>Ảnh:<br>Lê Ví</p>", []),
        ("<p>Ảnh: Lê Ví</p>", []),
        ("<p><b>Hà Mẫu</b></p><p><i>Ảnh: Lê Ví</i></p>", ["Hà Mẫu"]),
        ("<p>Bài: Hà Mẫu</p><p>Ảnh:</p><p>Lê Ví</p>", ["Hà Mẫu"]),
        ("<p>Bài:<br>Hà Mẫu<br>Ảnh:<br>Lê Ví</p>", ["Hà Mẫu"]),
        ("<p>Bài:</p><p>Hà Mẫu</p>", ["Hà Mẫu"]),
        ("<p><img src='/a.jpg'></p><p>Ông Trần Văn Thử</p>", []),
        ("<figure><img src='/a.jpg'><figcaption>Bà Lò Thị Ví</figcaption></figure>", []),
    ],
)
def test_who_took_the_pictures_or_is_on_them_wrote_nothing(end: str, names: list[str]) -> None:
    got = extract(article(TEXT + end))
    assert (authors(got), got.body_text) == (names, BODY)


OFFICES = "<p><b>TM. ỦY BAN NHÂN DÂN</b></p><p><b>KT. CHỦ TỊCH</b></p><p><b>PHÓ CHỦ TỊCH</b></p>"


@pytest.mark.parametrize(
    "signature",
    [
        f"{OFFICES}<p><b>Nguyễn Văn Mẫu</b></p>",
        f"<div style='text-align:right'>{OFFICES}<p>(Đã ký)</p><p><b>Nguyễn Văn Mẫu</b></p></div>",
        "<p style='text-align:center'><b>KT. CHỦ TỊCH<br>PHÓ CHỦ TỊCH<br>Nguyễn Văn Mẫu</b></p>",
        "<p><b>GIÁM ĐỐC</b></p><p><b>Nguyễn Văn Mẫu</b></p>",
        "<p><b>TM. BAN THƯỜNG VỤ</b></p><p><b>PHÓ BÍ THƯ THƯỜNG TRỰC</b></p><p><b>Nguyễn Văn Mẫu</b></p>",
    ],
)
def test_whoever_signed_a_document_stays_in_it_and_is_no_author(signature: str) -> None:
    got = extract(article(TEXT + signature))
    assert authors(got) == []
    assert (got.body_text or "").endswith("Nguyễn Văn Mẫu")
    signed = extract(article(TEXT + signature + "<p style='text-align:right'><b>HÀ MẪU</b></p>"))
    assert authors(signed) == ["HÀ MẪU"]
    assert signed.body_text == got.body_text
    assert authors(extract(article(after=f"<div>{signature}</div>"))) == []


def test_a_title_that_begins_with_an_office_signs_nothing() -> None:
    title = "CHỦ TỊCH XÃ THĂM CÔNG TRƯỜNG CẦU MẪU SƠN"
    head = f"<title>{title}</title>"
    got = extract(article(head=head, title=f"<h1>{title}</h1><div>Hà Mẫu</div>"))
    assert (got.title, authors(got)) == (title, ["Hà Mẫu"])
