"""Thời sự: news of the day."""

from __future__ import annotations

from archiver.demo.material.desk import Desk, Topic

DESK = Desk(
    slug="thoi-su",
    name="Thời sự",
    topics=(
        Topic(
            "Gia Nghĩa ra quân làm sạch lòng hồ trung tâm",
            "Sáng chủ nhật, hơn 300 người dân thành phố Gia Nghĩa cùng vớt rác, phát quang bờ kè quanh hồ trung tâm.",
            "Buổi ra quân bắt đầu từ 6 giờ 30 tại chân cầu phía bắc. Đến gần trưa, các tổ đã gom được khoảng 4 "
            "tấn rác và bèo, trong đó phần lớn là vỏ chai nhựa trôi về sau cơn mưa đầu mùa.",
            ("Gia Nghĩa", "môi trường"),
        ),
        Topic(
            "Đắk Song diễn tập chữa cháy rừng giữa cao điểm mùa khô",
            "Tình huống giả định là đám cháy lan trên 5 ha rừng thông tại xã {xa}, gió cấp 4, nguồn nước cách "
            "hơn 2 km.",
            "Gần 120 người tham gia diễn tập, chia thành bốn mũi tiếp cận đám cháy. Sau 55 phút, ngọn lửa được "
            "khống chế và đường băng cản lửa dài 400 m được mở bằng dụng cụ thủ công.",
            ("phòng cháy", "Đắk Song"),
        ),
        Topic(
            "Khởi công cầu dân sinh qua suối Đắk Rung",
            "Cây cầu dài 42 m, rộng 5,5 m sẽ thay cho cầu gỗ đã xuống cấp mà học sinh hai thôn phải đi qua mỗi ngày.",
            "Theo đơn vị thi công, công trình có hai nhịp, tải trọng 10 tấn, dự kiến xong trước mùa mưa lớn. "
            "Người dân thôn bên kia suối đã hiến 800 m2 đất vườn để làm đường dẫn.",
            ("giao thông", "cầu dân sinh"),
        ),
        Topic(
            "Hơn 1.200 hộ ở Tuy Đức được cấp nước sạch trước mùa khô",
            "Trạm cấp nước tập trung tại xã {xa} chạy thử từ đầu tuần, mỗi ngày bơm khoảng 650 m3.",
            "Trước đây vào tháng 3, nhiều gia đình phải mua nước chở bằng xe công nông với giá 70.000 đồng một "
            "khối. Nay nước về tận sân, giá theo đồng hồ chưa bằng một phần bảy.",
            ("nước sạch", "Tuy Đức"),
        ),
        Topic(
            "Đắk Mil bắt đầu cấp căn cước lưu động tại thôn xa",
            "Tổ lưu động đem máy móc đến nhà văn hóa thôn, làm việc cả thứ bảy để bà con không phải bỏ buổi rẫy.",
            "Riêng trong ngày đầu, tổ đã tiếp nhận 216 hồ sơ, trong đó 38 trường hợp là người già yếu được làm "
            "tại nhà. Lịch đến từng thôn được đọc trên loa trước ba ngày.",
            ("thủ tục hành chính", "Đắk Mil"),
        ),
        Topic(
            "Sạt taluy trên đường vào xã Đắk Som, xe chỉ đi được một chiều",
            "Cơn mưa trái mùa tối qua làm gần 200 m3 đất đá tràn xuống mặt đường ở km 9, không có người bị thương.",
            "Đến 10 giờ sáng, một máy xúc và hai xe tải đã dọn được nửa mặt đường. Lực lượng tại chỗ cắm biển "
            "báo và cắt cử người gác hai đầu, hướng dẫn xe máy đi sát mép trong.",
            ("giao thông", "Đắk Glong"),
        ),
        Topic(
            "Cư Jút gỡ vướng mặt bằng cho tuyến đường liên xã",
            "Còn 17 hộ chưa thống nhất phương án đền bù trên đoạn dài 1,8 km, huyện tổ chức đối thoại ngay tại "
            "hiện trường.",
            "Cuộc đối thoại kéo dài gần ba tiếng. Mười hai hộ đồng ý nhận tiền và bàn giao đất trong tháng, các "
            "hộ còn lại đề nghị đo lại diện tích cây lâu năm.",
            ("hạ tầng", "Cư Jút"),
        ),
        Topic(
            "Điểm trường vùng biên có điện năng lượng mặt trời",
            "Hệ thống 6 kW do một nhóm cựu sinh viên đóng góp giúp điểm trường ở xã {xa} có điện suốt buổi tối.",
            "Từ nay các cô giáo ở lại trường không còn phải thắp đèn sạc. Buổi học phụ đạo cũng kéo dài thêm một "
            "tiếng, nhất là vào những ngày mù.",
            ("giáo dục", "điện mặt trời"),
        ),
        Topic(
            "Krông Nô kiểm tra các cửa xả thủy lợi trước vụ hè thu",
            "Đoàn kiểm tra đi qua 14 công trình, phát hiện ba cửa van rò rỉ và một đoạn kênh bị bồi lấp.",
            "Đoạn kênh bồi lấp dài khoảng 350 m, nằm ngay đầu cánh đồng lúa giống. Huyện giao đội thủy nông nạo "
            "vét xong trong mười ngày, trước khi người dân gieo sạ.",
            ("thủy lợi", "Krông Nô"),
        ),
        Topic(
            "Nhà văn hóa thôn mở cửa buổi tối, người dân đến đọc báo, hỏi thủ tục",
            "Mô hình do thanh niên xã {xa} đề xuất, mỗi tối có hai bạn trực để hướng dẫn nộp hồ sơ trên điện thoại.",
            "Sau một tháng, gần 140 lượt người đã đến. Việc được hỏi nhiều nhất là đăng ký khai sinh, thứ đến là "
            "bảo hiểm y tế và xin cấp đổi giấy tờ xe.",
            ("chuyển đổi số", "thanh niên"),
        ),
        Topic(
            "Đắk R'lấp lắp 60 camera ở các ngã ba thường xảy ra tai nạn",
            "Kinh phí do các hộ kinh doanh dọc quốc lộ góp, mỗi cụm camera có đèn chiếu sáng và loa nhắc tốc độ.",
            "Ba ngã ba ở gần chợ là nơi được lắp đầu tiên. Theo thống kê của huyện, năm ngoái riêng các điểm này "
            "xảy ra chín vụ va chạm, phần lớn vào lúc chạng vạng.",
            ("an toàn giao thông", "Đắk R'lấp"),
        ),
        Topic(
            "Kiểm lâm trả một cá thể culi nhỏ về rừng Nâm Nung",
            "Con vật do một chủ vườn cà phê ở xã {xa} phát hiện trong giỏ thu hoạch và tự nguyện giao nộp.",
            "Sau hai ngày theo dõi, con vật ăn uống bình thường, không có vết thương. Nó được thả vào lúc xế "
            "chiều ở khu vực có nhiều cây bụi, cách đường mòn gần 3 km.",
            ("động vật hoang dã", "Nâm Nung"),
        ),
        Topic(
            "Đắk Nông sửa chữa 28 km đường tỉnh trước mùa mưa",
            "Tổng kinh phí 34 tỷ đồng, ưu tiên các đoạn qua đèo và trước cổng trường; nhà thầu cam kết xong "
            "trong tháng 5.",
            "Đoạn hư hỏng nặng nhất nằm giữa Gia Nghĩa và Quảng Khê, nơi mặt nhựa bong tróc thành nhiều ổ gà "
            "sâu. Trong thời gian thi công, xe tải trên 8 tấn đi vòng qua đường tránh từ 7 giờ đến 17 giờ.",
            ("giao thông", "Đắk Nông"),
        ),
        Topic(
            "Gia Nghĩa thử nghiệm thu gom rác theo giờ ở ba tổ dân phố",
            "Xe rác đến đúng 18 giờ, người dân mang rác đã phân loại ra trước nhà, không để qua đêm trên vỉa hè.",
            "Tuần đầu, lượng rác để sai giờ giảm còn một phần tư. Ban đêm chó mèo không còn cắn rách túi, sáng "
            "ra công nhân quét dọn xong sớm hơn gần một tiếng.",
            ("Gia Nghĩa", "môi trường"),
        ),
        Topic(
            "Mưa đá rải rác ở Đắk Glong, 40 mái nhà bị thủng",
            "Trận mưa kéo dài chừng 15 phút vào chiều qua, hạt đá to bằng đầu ngón tay cái, không có thiệt hại "
            "về người.",
            "Thôn thiệt hại nhiều nhất có 22 mái nhà lợp tôn cũ bị thủng. Ngay trong đêm, thanh niên và bộ đội "
            "đã giúp các hộ neo người che bạt tạm.",
            ("thời tiết", "Đắk Glong"),
        ),
    ),
    sentences=(
        "Ông {nguoi3}, trưởng một thôn ở xã {xa}, cho biết bà con đã họp bàn hai lần trước khi bắt tay vào việc.",
        "Tại huyện {huyen}, việc này được giao cho từng tổ, mỗi tổ có sổ theo dõi và báo kết quả vào chiều thứ sáu.",
        "Khó khăn lớn nhất vẫn là kinh phí, vì địa bàn rộng mà dân cư sống rải rác theo các sườn đồi.",
        "Theo kế hoạch, đợt hai sẽ làm vào {thang}, sau khi rút kinh nghiệm từ những điểm đầu tiên.",
        "Đến nay, {so} hộ trong vùng đã đăng ký tham gia, nhiều hơn dự tính ban đầu.",
        "Chị {nguoi4}, nhà ở gần đó, nói rằng điều chị mừng nhất là con em trong thôn được an toàn.",
        "Xã {xa} có gần {phan_tram}% số hộ là đồng bào Mạ và M'nông, nên thông báo nào cũng đọc bằng hai thứ tiếng.",
        "Các hạng mục còn lại sẽ được nghiệm thu từng phần để người dân sớm được sử dụng.",
        "Đoàn công tác đề nghị địa phương công khai số liệu ở trụ sở và trên trang thông tin của xã.",
        "Trước đó, cử tri huyện {huyen} đã nhiều lần kiến nghị về vấn đề này tại các buổi tiếp xúc.",
        "Thời tiết những ngày tới được dự báo nắng nóng, độ ẩm thấp, vì vậy công việc chủ yếu làm vào sáng sớm.",
        "Một số ý kiến cho rằng cần thêm biển chỉ dẫn và đường dây nóng để người dân phản ánh kịp thời.",
        "Kết quả bước đầu cho thấy cách làm gần dân, rõ việc, rõ người đem lại hiệu quả hơn hẳn.",
        "Dự kiến cuối quý, huyện {huyen} sẽ đánh giá lại và quyết định có mở rộng sang các xã khác hay không.",
    ),
    captions=(
        "Người dân xã {xa} cùng tham gia từ sáng sớm",
        "Một góc hiện trường tại huyện {huyen}",
        "Các lực lượng phối hợp tại chỗ. Ảnh minh họa",
    ),
)
