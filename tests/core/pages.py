"""Pages of newspapers that do not exist, for the tests of the reader: chrome around what a test puts in."""

from __future__ import annotations

from datetime import UTC, datetime

from archiver.core.page import Page

URL = "https://baomau.example/thoi-su/cau-moi-thong-xe-a12.html"
FETCHED = datetime(2022, 4, 2, 3, 0, tzinfo=UTC)
TITLE = "Cầu mới ở xã Mẫu Sơn thông xe sau ba năm thi công"
LEAD = "Sáng 29/3, cây cầu nối hai bờ suối Mẫu được đưa vào sử dụng, hơn hai nghìn hộ dân không còn phải qua đò."
FIRST = (
    "Theo ông Trần Văn Thử, Chủ tịch UBND xã Mẫu Sơn, cây cầu dài 42 mét, rộng 6 mét, vốn 9,5 tỷ đồng từ ngân "
    "sách tỉnh."
)
SECOND = (
    "Trước đây, mỗi mùa mưa học sinh ở ba thôn bên kia suối phải nghỉ học nhiều ngày vì nước lên nhanh và đò "
    "không chạy được."
)
THIRD = (
    "Bà Lò Thị Ví dụ, người dân thôn Giữa, cho biết từ nay việc chở ngô ra chợ huyện chỉ mất nửa giờ thay vì "
    "cả buổi sáng."
)
LAST = "Trong quý tới, huyện sẽ làm tiếp đoạn đường bê tông dài hai cây số nối cầu với trung tâm xã."
PARAGRAPHS = (FIRST, SECOND, THIRD, LAST)
BODY = "\n\n".join(PARAGRAPHS)

MENU = "".join(
    f'<li><a href="/{slug}">{name}</a></li>'
    for slug, name in (("thoi-su", "Thời sự"), ("kinh-te", "Kinh tế"), ("van-hoa", "Văn hóa"), ("the-thao", "Thể thao"))
)
OTHERS = "".join(
    (
        f'<div class="it"><a href="/tin-a{n}.html">Tin thứ {n} trong danh sách những bài viết khác của báo</a>'
        f" <i>({n}/3/2022)</i></div>"
    )
    for n in range(1, 9)
)


def paragraphs(*texts: str) -> str:
    """The texts as paragraphs."""
    return "".join(f"<p>{text}</p>" for text in texts)


def article(
    body: str = paragraphs(*PARAGRAPHS),
    *,
    head: str = f"<title>{TITLE} | Báo Mẫu</title>",
    title: str = f"<h1>{TITLE}</h1>",
    date: str = '<div class="ngay">Cập nhật ngày: 29/03/2022 | 09:04 GMT+7</div>',
    lead: str = f'<p class="sapo">{LEAD}</p>',
    after: str = "",
    url: str = URL,
    status: int = 200,
    content_type: str = "text/html; charset=utf-8",
) -> Page:
    """A whole page: clock and menu above, boxes beside and below, with an article in its middle."""
    markup = f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">{head}</head><body>
<div class="top"><a href="/">Báo Mẫu</a> <span>Thứ Bảy, 02/04/2022</span></div><ul class="menu">{MENU}</ul>
<div class="row"><div class="cot-chinh"><div class="bai">{title}{date}{lead}<div class="than">{body}</div>{after}</div>
<div class="khac"><h3>Các tin khác</h3>{OTHERS}</div></div>
<div class="cot-phai"><h4>Đọc nhiều</h4>{OTHERS}</div></div>
<div class="chan">{MENU}<p>Giấy phép số 12/GP-BTTTT ngày 1/2/2020. Tổng Biên tập: Hoàng Văn Mẫu</p></div></body>
</html>"""
    return Page(url, markup.encode(), content_type, FETCHED, status)
