"""Notices of the house go with the end of the text; sentences that speak of a licence, a hotline or an app stay."""

from __future__ import annotations

import pytest

from archiver.core.extract import extract
from archiver.core.notices import is_notice
from tests.core.pages import BODY, FIRST, PARAGRAPHS, SECOND, THIRD, article, paragraphs

SENTENCES = (
    "Sở Y tế đã cấp giấy phép hoạt động cho ba cơ sở ở xã.",
    "Giấy phép hoạt động của ba cơ sở này bị thu hồi từ hôm nay.",
    "Đơn vị có giấy phép số 12/GP-UBND ngày 1/2/2020 của tỉnh.",
    "Giấy phép số 12/GP-UBND ngày 1/2/2020 của công ty đã hết hạn từ tháng trước.",
    "Dự lễ có nhà báo Hà Mẫu, Phó Tổng Biên tập: người đã theo dõi công trình từ đầu.",
    "Người dân phát hiện sai phạm gọi đường dây nóng 0900 000 000 của huyện.",
    "Cơ quan chủ quản của dự án là Sở Giao thông vận tải.",
    "Chủ tịch xã chịu trách nhiệm nội dung của buổi lễ.",
    "Nhiều kẻ xấu giả danh xã để liên hệ quảng cáo với người dân.",
    "Bản quyền thuộc về nhạc sĩ Lê Ví, người viết bài hát về cây cầu.",
    "Hội cho rằng bản quyền của bài hát thuộc nhạc sĩ Lê Ví.",
    "Luật yêu cầu người dùng ghi rõ nguồn khi trích dẫn tài liệu.",
    "Hàng bán ở chợ mới phải ghi rõ nguồn gốc.",
    "Ông nói luật về copyright còn mới với nhiều người dân ở xã.",
    "Công ty đăng ký nhãn hiệu Ví Dụ® cho sản phẩm của xã.",
    "Huyện sẽ theo dõi mực nước và báo trên Facebook của xã mỗi ngày.",
    "Ban tổ chức mời bạn đọc theo dõi buổi lễ vào sáng mai.",
    "Khách đi qua cầu quét mã QR ở đầu cầu để gửi góp ý cho huyện.",
    "Quét mã QR ở đầu cầu, người dân biết ngay giờ xe buýt chạy qua.",
    "Người dân có thể tải ứng dụng của huyện để xem lịch xe.",
    "Tải ứng dụng về điện thoại giúp người dân đặt lịch khám nhanh hơn.",
    "Residents can sign up for the scheme at the town hall.",
    "Quét mã QR để thanh toán học phí.",
    "Tải ứng dụng VNeID tại đây để khai báo tạm trú.",
    "Mời bạn đọc theo dõi tiếp diễn biến ở trận chung kết.",
    "Đường dây nóng: 1900 1234 sẵn sàng tiếp nhận phản ánh của người dân vùng lũ.",
    "Cơ quan chủ quản: Bộ Công Thương phải chịu trách nhiệm về dự án.",
    "Tổng biên tập: “Chúng tôi sẽ không bỏ cuộc”.",
    "Giấy phép số 1234, cấp năm 2019, cho phép khai thác 20.000 m3 cát.",
    "Giấy phép số 12/GP-UBND do UBND tỉnh cấp ngày 2/3/2020 cho phép khai thác cát trên sông Mẫu.",
    "Download the app from the health ministry.",
    "“Join our group on Sunday,” she told the neighbours.",
)
NOTICES = (
    "Giấy phép số 12/GP-BTTTT ngày 1/2/2020. Tổng Biên tập: Hoàng Văn Mẫu",
    "Giấy phép hoạt động báo điện tử số: 12/GP-BTTTT do Bộ cấp.",
    "© 2022 Báo Mẫu. Ghi rõ nguồn khi phát hành lại.",
    "® Ghi rõ nguồn Báo Mẫu khi phát hành lại thông tin từ website này.",
    "Vui lòng ghi rõ nguồn baomau.example khi đăng lại bài viết này.",
    "Bản quyền thuộc về Báo Mẫu.",
    "Phó Tổng Biên tập: Lê Ví",
    "Báo Mẫu - Tổng Biên tập: Hoàng Văn Mẫu",
    "Người chịu trách nhiệm nội dung: Hoàng Văn Mẫu",
    "Cơ quan chủ quản: Sở Thông tin",
    "Đường dây nóng 0900 000 000",
    "Liên hệ quảng cáo: 0900 000 000.",
    "Copyright 2022 Example. All rights reserved.",
    "Theo dõi Báo Mẫu trên Google News",
    "Mời bạn đọc theo dõi Báo Mẫu trên Zalo.",
    "Tải ứng dụng Báo Mẫu để đọc tin nhanh hơn.",
    "Đọc báo nhanh hơn? Tải ứng dụng Báo Mẫu ngay!",
    "Quét mã QR để tải ứng dụng.",
    "Quét mã QR để theo dõi Báo Mẫu trên Zalo.",
    "Tải ứng dụng tại đây để cập nhật tin tức.",
    "Mời bạn đọc theo dõi video dưới đây.",
    "Mời quý độc giả đón xem",
    "Mời quý vị theo dõi Bản tin tối trên kênh VTV1.",
    "Đường dây nóng: 0900 000 000 luôn sẵn sàng tiếp nhận ý kiến của bạn đọc.",
    "Cơ quan chủ quản: Ủy ban nhân dân tỉnh Mẫu.",
    "Giấy phép số 12/GP-BTTTT, cấp ngày 1/2/2020.",
    "Giấy phép số 12/GP-BTTTT do Bộ cấp, cho phép hoạt động báo điện tử.",
    "Download the app now.",
    "Download the app from the App Store.",
    "Follow us on Facebook and X.",
    "Need more space? Sign up for our newsletter.",
)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_that_speaks_of_a_licence_or_an_app_is_text(sentence: str) -> None:
    assert not is_notice(sentence)
    at_the_end = extract(article(paragraphs(FIRST, SECOND, THIRD, sentence))).body_text
    within = extract(article(paragraphs(FIRST, SECOND, sentence, THIRD))).body_text
    assert at_the_end == "\n\n".join((FIRST, SECOND, THIRD, sentence))
    assert within == "\n\n".join((FIRST, SECOND, sentence, THIRD))


@pytest.mark.parametrize("notice", NOTICES)
def test_a_line_that_is_a_notice_as_a_whole_ends_the_text(notice: str) -> None:
    assert is_notice(notice)
    assert extract(article(paragraphs(*PARAGRAPHS, notice))).body_text == BODY


def test_a_line_of_links_that_names_one_is_a_notice() -> None:
    line = "Xem tin của tòa soạn và theo dõi trên kênh Zalo"
    assert (is_notice(line), is_notice(line, link=0.9)) == (False, True)
