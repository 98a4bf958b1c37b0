"""What the pages say of an answer beside it, by the kinds of `query.notes`: Vietnamese, English."""

from __future__ import annotations

from typing import Final

from archiver.query.notes import SENTENCES

_STOPPED: Final = "mất hơn {seconds} giây nên đã dừng; hãy thu hẹp (một báo, một khoảng ngày, từ ít gặp hơn)"

_VIETNAMESE: Final = {
    "small_operator": "“{word}” được tìm như một từ; viết hoa {capitals} mới là phép nối.",
    "no_word": "Câu tìm không có từ nào để tìm.",
    "undated": "Các bài không đọc được ngày đăng không được tính.",
    "undated_changed": "Các bài không rõ ngày của những báo có tỉnh đã thay đổi không được tính: {papers}.",
    "not_reprinted": "Theo những gì kho biết, chưa báo nào khác ở đây đăng lại bài “{asked}”.",
    "no_author": "Không có tác giả nào tên “{asked}” (so cả tên).",
    "no_author_but": "Không có tác giả nào tên “{asked}” (so cả tên); có {near}.",
    "no_agency": "Không có hãng tin nào tên “{asked}” (so cả tên).",
    "no_agency_but": "Không có hãng tin nào tên “{asked}” (so cả tên); có {near}.",
    "no_tag": "Không có từ khóa nào là “{asked}” (so cả tên).",
    "no_tag_but": "Không có từ khóa nào là “{asked}” (so cả tên); có {near}.",
    "no_section": "Không có chuyên mục nào tên “{asked}”; kho chưa có chuyên mục nào.",
    "no_section_but": "Không có chuyên mục nào tên “{asked}”; có {near}.",
    "grown_province": (
        "{name} là tỉnh cũ đến hết {last} và là đơn vị lớn hơn từ sau đó: "
        "province_of=2024 chọn các báo của tỉnh cũ, province_of=2026 chọn các báo của đơn vị mới."
    ),
    "code_given_again": "Mã {code} là của {now} từ {since}; trước đó là của {before}: province_of=2024 chọn tỉnh đó.",
    "not_ranked": "Không có gì để xếp theo độ liên quan: bài mới nhất đứng trước.",
    "common_words": (
        "Các từ này rất phổ biến: trong số bài khớp chỉ xét {weighed} bài, trước hết là những bài mới nhất "
        "có từ trong tiêu đề, rồi đến các bài mới nhất khác."
    ),
    "best_alone": "Sau {most} bài liên quan nhất không xếp tiếp nữa: hãy xếp theo mới nhất để xem tất cả.",
    "part_read": "Đã đọc {here} trong {mine} bài của câu hỏi và {there} trong {others} bài còn lại, chọn đều.",
    "late_count": f"Đếm số bài khớp {_STOPPED}.",
    "late_scope": f"Đếm độ phủ {_STOPPED}.",
    "late_papers": f"Đếm theo báo, tỉnh và tháng {_STOPPED}.",
    "late_sections": f"Đếm theo chuyên mục {_STOPPED}.",
    "late_authors": f"Đếm theo tác giả {_STOPPED}.",
    "late_snippets": f"Tìm chỗ có các từ này trong bài {_STOPPED}.",
    "no_date": "“{asked}” không phải là ngày: hãy viết 2022, 03/2022 hoặc 29/03/2022",
    "span_reversed": "Ngày bắt đầu {since} ở sau ngày kết thúc {until}",
    "no_newspaper": "Kho không có báo “{asked}”; các báo trong kho: {there}",
    "no_platform": "Kho không có báo nào trên nền tảng “{asked}”; các nền tảng trong kho: {there}",
    "no_province": "Kho không có báo của tỉnh “{asked}”; các tỉnh trong kho: {there}",
    "no_cursor": "Không đọc được vị trí trang trong địa chỉ này: hãy bắt đầu lại từ trang đầu",
    "no_moment": "Vị trí trang trong địa chỉ này không có thật: hãy bắt đầu lại từ trang đầu",
    "cursor_of_another": "Vị trí trang này thuộc một lần tìm khác: hãy bắt đầu lại từ trang đầu",
    "no_article": "Kho không có bài “{asked}”",
    "never_met": "Kho không có bài ở {asked} và chưa từng gặp địa chỉ này",
}

_ENGLISH: Final = {  # where the sentence names options of the command line
    "grown_province": (
        "{name} means the old province until {last} and the larger unit since: "
        "province_of=2024 asks for the newspapers of the one, province_of=2026 for those of the other."
    ),
    "code_given_again": (
        "The code {code} means {now} since {since}; until then it was {before}'s: province_of=2024 asks for that."
    ),
    "span_reversed": "{since} lies after {until}",
    "no_article": "no article {asked!r} in this archive",
}

NOTES: Final = {f"note.{kind}": (said, _ENGLISH.get(kind, SENTENCES[kind])) for kind, said in _VIETNAMESE.items()}
