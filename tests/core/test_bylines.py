"""Bylines: the corpus, the forms that papers print, who is nobody, and names beside words that look like them."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.core.bylines import MAX_LENGTH, parse_byline
from tests.corpora import corpus

PROPERTY = settings(max_examples=200)


def read(raw: str) -> tuple[list[str], list[str]]:
    """Authors and agencies; two empty lists where the text names nobody."""
    got = parse_byline(raw, newspaper="Báo Đông Khê")
    return ([], []) if got is None else (list(got.authors), list(got.agencies))


def test_every_string_of_the_corpus_is_read_right() -> None:
    wrong = []
    for entry in corpus("research", "bylines.json"):
        got = parse_byline(entry["raw"])
        authors = list(got.authors) if got else []
        agencies = list(got.agencies) if got else []
        roles = {got.roles.get(name) for name in authors} if got else set()
        right_role = roles in (set(), {entry["role"]})
        if authors != entry["authors"] or agencies != entry["agencies"] or not right_role:
            wrong.append((entry["raw"], entry["authors"], entry["agencies"], entry["role"], got))
    assert wrong == []


@pytest.mark.parametrize(
    ("raw", "authors", "agencies"),
    [
        ("(Theo VOV) Thứ Hai, 21/03/2022, 19:48 [GMT+7]", [], ["VOV"]),
        ("Vũ Hạnh", ["Vũ Hạnh"], []),
        ("VŨ HẠNH - TÚ LAN", ["VŨ HẠNH", "TÚ LAN"], []),
        ("Vũ Hạnh – Tú Lan", ["Vũ Hạnh", "Tú Lan"], []),
        ("Vũ Hạnh, Tú Lan và Lê Kỳ", ["Vũ Hạnh", "Tú Lan", "Lê Kỳ"], []),
        ("(Vũ Hạnh/Tú Lan)", ["Vũ Hạnh", "Tú Lan"], []),
        ("Vũ Hạnh | Tú Lan", ["Vũ Hạnh", "Tú Lan"], []),
        ("Bởi Vũ Hạnh & Tú Lan", ["Vũ Hạnh", "Tú Lan"], []),
        ("Tú Lan-Vũ Hạnh", ["Tú Lan", "Vũ Hạnh"], []),
        ("Vũ Hạnh\nTú Lan", ["Vũ Hạnh", "Tú Lan"], []),
        ("Tác giả: Vũ Hạnh", ["Vũ Hạnh"], []),
        ("PV Vũ Hạnh", ["Vũ Hạnh"], []),
        ("Đăng bởi Vũ Hạnh vào Thứ 3, 14/10/2025 - 09:04", ["Vũ Hạnh"], []),
        ("Đăng bởi: Vũ Hạnh lúc 09:04 14/10/2025", ["Vũ Hạnh"], []),
        ("Người đăng: Vũ Hạnh", ["Vũ Hạnh"], []),
        ("Được viết bởi Vũ Hạnh", ["Vũ Hạnh"], []),
        ("VŨ HẠNH Thứ ba, 14/10/2025", ["VŨ HẠNH"], []),
        ("Vũ Hạnh Thứ Tư", ["Vũ Hạnh"], []),
        ("Vũ Hạnh | Cỡ chữ: A- A A+", ["Vũ Hạnh"], []),
        ("Vũ Hạnh | Xuất bản: 21/07/2025", ["Vũ Hạnh"], []),
        ("Vũ Hạnh/VOV-Tây Bắc", ["Vũ Hạnh"], ["VOV-Tây Bắc"]),
        ("Phóng viên Tú Lan, CTV Lê Kỳ", ["Tú Lan", "Lê Kỳ"], []),
        ("PGS.TS Vũ Văn Hạnh", ["Vũ Văn Hạnh"], []),
        ("V.H", ["V.H"], []),
        ("V.Hạnh - TL", ["V.Hạnh", "TL"], []),
        ("Hạnh", ["Hạnh"], []),
        ("Y Krông Ksơr", ["Y Krông Ksơr"], []),
        ("H'Lan Niê", ["H'Lan Niê"], []),
        ("K' Brểu", ["K' Brểu"], []),
        ("John Baker", ["John Baker"], []),
        ("Jean-Paul Petit", ["Jean-Paul Petit"], []),
        ("Vũ Hạnh (TTXVN)", ["Vũ Hạnh"], ["TTXVN"]),
        ("Vũ Hạnh/TTXVN", ["Vũ Hạnh"], ["TTXVN"]),
        ("Vũ Hạnh-TTXVN", ["Vũ Hạnh"], ["TTXVN"]),
        ("Vũ Hạnh (Theo Reuters, AFP)", ["Vũ Hạnh"], ["Reuters", "AFP"]),
        ("Vũ Hạnh (tổng hợp từ TTXVN)", ["Vũ Hạnh"], ["TTXVN"]),
        ("Vũ HạnhTheo VOV", ["Vũ Hạnh"], ["VOV"]),
        ("VŨ HẠNHẢnh: NVCC", ["VŨ HẠNH"], []),
        ("Theo Tú LanDân Việt", ["Tú Lan"], ["Dân Việt"]),
        ("Theo TTXVN", [], ["TTXVN"]),
        ("Theo Báo Bà Rịa - Vũng Tàu", [], ["Báo Bà Rịa - Vũng Tàu"]),
        ("Nguồn: Báo Chính phủ, TTXVN", [], ["Báo Chính phủ", "TTXVN"]),
        ("Nguồn: baomau.example.vn", [], ["baomau.example.vn"]),
        ("Nguồn Gia Lai: https://baomau.example/tin", [], ["Gia Lai"]),
        ("Tác giả: Theo TTXVN", [], ["TTXVN"]),
        ("Vũ Hạnh (Sở Y tế)", ["Vũ Hạnh"], []),
        ("Vũ Hạnh (hanh@baomau.example)", ["Vũ Hạnh"], []),
        ("Vũ Hạnh - 07/05/2024 09:04", ["Vũ Hạnh"], []),
        ("Cập nhật lúc 09:04 - Vũ Hạnh", ["Vũ Hạnh"], []),
        ("Vũ Hạnh và nhóm PV", ["Vũ Hạnh"], []),
        ("Vũ Hạnh - Ảnh: Lê Kỳ", ["Vũ Hạnh"], []),
        ("Nội dung: Vũ Hạnh; Đồ họa: Lê Kỳ", ["Vũ Hạnh"], []),
        # names whose letters without marks would be another word
        ("Bảo Anh - Phong Bình", ["Bảo Anh", "Phong Bình"], []),
        ("Tiến Phong", ["Tiến Phong"], []),
        ("VĂN HÒA", ["VĂN HÒA"], []),
        ("Thu Ba", ["Thu Ba"], []),
        ("Trường Giang - Ban Mai", ["Trường Giang", "Ban Mai"], []),
    ],
)
def test_bylines_as_papers_print_them(raw: str, authors: list[str], agencies: list[str]) -> None:
    assert read(raw) == (authors, agencies)
    assert read(unicodedata.normalize("NFD", raw)) == (authors, agencies)


@pytest.mark.parametrize(
    ("raw", "role"),
    [
        ("Bài, ảnh: Tú Lan", "text+photo"),
        ("Bài và ảnh: Tú Lan", "text+photo"),
        ("Tin, ảnh: Tú Lan", "text+photo"),
        ("Tin, bài, ảnh: Tú Lan", "text+photo"),
        ("TIN - ẢNH: Tú Lan", "text+photo"),
        ("Bài: Tú Lan", "text"),
        ("Thực hiện: Tú Lan", "produced by"),
        ("T/h: Tú Lan", "produced by"),
        ("Tú Lan (thực hiện)", "produced by"),
        ("Tú Lan thực hiện", "produced by"),
        ("Tú Lan (tổng hợp)", "compiled"),
        ("Tổng hợp: Tú Lan", "compiled"),
        ("Tú Lan (sưu tầm)", "collected"),
        ("Tú Lan (lược dịch)", "translated"),
        ("Tú Lan ghi", "recorded"),
        ("Tú Lan", None),
        ("Tác giả: Tú Lan", None),
    ],
)
def test_roles(raw: str, role: str | None) -> None:
    got = parse_byline(raw)
    assert got is not None
    assert got.authors == ("Tú Lan",)
    assert got.roles.get("Tú Lan") == role


@pytest.mark.parametrize(
    "raw",
    [
        "",
        " ",
        "Nhóm PV",
        "NHÓM PHÓNG VIÊN - CTV",
        "Ban Biên tập",
        "PV",
        "Tổng hợp",
        "St",
        "Bút danh",
        "Tên tác giả",
        "Đang cập nhật",
        "{{author}}",
        "null",
        "admin",
        "hanhvu",
        "hanh.vu@baomau.example",
        "MEDIATECH",
        "VCCorp.vn",
        "BAOMAU.COM.VN",
        "BAO MAU ONLINE",
        "https://www.facebook.com/baomau",
        "Báo Đông Khê",
        "Đông Khê",
        "BÁO ĐÔNG KHÊ",
        "Báo Đông Khê điện tử",
        "Báo Bà Rịa - Vũng Tàu",
        "Đài PT-TH Đông Khê",
        "UBND tỉnh Đông Khê",
        "Ảnh: Vũ Hạnh",
        "Ảnh & video: Vũ Hạnh",
        "Biên tập: Vũ Hạnh",
        "Thứ Ba, 07/05/2024",
        "07/05/2024 09:04",
        "Chủ Nhật",
        "Xem thêm",
        "Tin liên quan",
        "Theo dõi Báo Đông Khê trên Google News",
        "Theo đó, UBND tỉnh đã giao các sở, ngành thực hiện",
        "theo quy định của pháp luật",
        "Lượt xem: 1.234",
        "Vũ Hạnh, " * 40,
        "x" * (MAX_LENGTH + 1),
    ],
)
def test_nobody(raw: str) -> None:
    assert parse_byline(raw, newspaper="Báo Đông Khê") is None


def test_raw_is_kept_and_a_name_is_counted_once() -> None:
    raw = " Vũ  Hạnh -\u00a0Vũ Hạnh "
    got = parse_byline(raw)
    assert got is not None
    assert (got.authors, got.raw) == (("Vũ Hạnh",), raw)


FAMILY_NAMES = "Nguyễn Trần Lê Phạm Hoàng Phan Vũ Đặng Bùi Đỗ Ngô Dương Y H'Mai Điểu"
FAMILY = st.sampled_from(FAMILY_NAMES.split())
MIDDLE_NAMES = "Văn Thị Hữu Đức Ngọc Quang Xuân Đình Bảo Kim Phong"
MIDDLE = st.sampled_from(MIDDLE_NAMES.split())
GIVEN_NAMES = "Hải Nam Tâm Dung Hiền Hòa Lan Linh Sơn Thảo Thủy Tuấn Yến Ánh Đạt Niê Ksơr"
GIVEN = st.sampled_from(GIVEN_NAMES.split())
NAMES = st.lists(st.tuples(FAMILY, MIDDLE, GIVEN).map(" ".join), min_size=1, max_size=3, unique=True)
FORMS: tuple[Callable[[list[str]], str], ...] = (
    lambda names: " - ".join(names),
    lambda names: " – ".join(names).upper(),
    lambda names: "Bài, ảnh: " + ", ".join(names),
    lambda names: "Tác giả: " + ", ".join(names),
    lambda names: " và ".join(names),
    lambda names: "PV " + ", ".join(names),
    lambda names: "Thực hiện: " + "; ".join(names),
    lambda names: "(" + "/".join(names) + ")",
    lambda names: " | ".join(names) + " |",
    lambda names: "Bởi " + " & ".join(names),
    lambda names: " - ".join(names) + " (thực hiện)",
    lambda names: " - ".join(names) + " (theo TTXVN)",
    lambda names: " - ".join(names) + "Ảnh: NVCC",
    lambda names: "Theo " + " - ".join(names) + " (TTXVN)",
)


@PROPERTY
@given(NAMES, st.sampled_from(FORMS))
def test_names_printed_in_any_form_come_back(names: list[str], form: Callable[[list[str]], str]) -> None:
    printed = form(names)
    authors, _ = read(printed)
    assert [name.lower() for name in authors] == [name.lower() for name in names], printed
    assert all(name in printed for name in authors)


@PROPERTY
@given(st.one_of(st.text(max_size=60), st.text(alphabet="AaĂă Theo:ảnhẢ()-/|,&.\0\n", max_size=60)))
def test_nothing_raises_and_nobody_is_empty(raw: str) -> None:
    got = parse_byline(raw)
    assert got is None or got.authors or got.agencies
    assert got is None or all(name.strip() for name in (*got.authors, *got.agencies))


@pytest.mark.parametrize("piece", ["(", "Theo ", "tin, ảnh, ", "A.", "Aa", "- ", "PV ", "a@", "[(", "Bài, ảnh: "])
def test_hostile_text_costs_little(piece: str) -> None:
    started = time.process_time()
    parse_byline((piece * MAX_LENGTH)[:MAX_LENGTH])
    parse_byline(piece * 100_000)
    assert time.process_time() - started < 0.1
