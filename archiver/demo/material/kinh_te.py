"""Kinh tế: farms, markets and small firms."""

from __future__ import annotations

from archiver.demo.material.desk import Desk, Topic

DESK = Desk(
    slug="kinh-te",
    name="Kinh tế",
    topics=(
        Topic(
            "Giá hồ tiêu nhích lên, nông dân Đắk Song vẫn giữ hàng",
            "Tiêu đen được thu mua quanh mức 79.000 đồng một ký, cao hơn tuần trước 1.500 đồng nhưng lượng bán "
            "ra không nhiều.",
            "Nhiều nhà vườn ở xã {xa} phơi khô rồi cất kho, chỉ bán một phần để trả công hái. Các đại lý cho "
            "rằng nguồn hàng sẽ dồi dào hơn vào giữa tháng sau.",
            ("hồ tiêu", "Đắk Song"),
        ),
        Topic(
            "Bơ trái vụ ở Đắk Mil được đặt mua từ khi còn trên cây",
            "Nhờ ghép giống và tỉa cành sớm, vườn bơ của anh {nguoi} cho trái lệch vụ gần hai tháng, giá gấp đôi "
            "chính vụ.",
            "Vườn rộng 1,6 ha, trồng xen trong cà phê, mỗi gốc để lại chừng 60 trái. Thương lái trả trước một "
            "nửa tiền và tự cho người đến hái.",
            ("cây bơ", "Đắk Mil"),
        ),
        Topic(
            "Hợp tác xã cà phê rang xay tìm đường vào siêu thị",
            "Sau ba năm làm cà phê chín hái tay, 42 thành viên ở huyện {huyen} có sản phẩm đạt chuẩn để chào hàng.",
            "Mỗi tháng hợp tác xã rang khoảng 2,5 tấn, bán chủ yếu qua khách quen. Khâu còn yếu là bao bì và mã "
            "vạch, cả hai đều đang được làm lại.",
            ("cà phê", "hợp tác xã"),
        ),
        Topic(
            "Nuôi tằm hái tiền mỗi nửa tháng ở Quảng Khê",
            "Từ vài hộ làm thử, nay cả xã có hơn 90 ha dâu, kén bán tại chỗ với giá ổn định.",
            "Một lứa tằm kéo dài 15 đến 17 ngày. Với hai hộp giống, gia đình chị {nguoi2} thu chừng 95 kg kén, "
            "trừ chi phí còn lãi trên 9 triệu đồng.",
            ("dâu tằm", "Quảng Khê"),
        ),
        Topic(
            "Nhà vườn Krông Nô bắt tay trồng lúa theo hướng hữu cơ",
            "Cánh đồng 35 ha bên sông không phun thuốc trừ cỏ, gạo được bao tiêu với giá cao hơn thị trường 20%.",
            "Vụ đầu năng suất giảm gần một tạ mỗi sào, nhưng tiền phân thuốc cũng bớt đi một phần ba. Ruộng có "
            "lại cua, cá, điều mà nhiều năm nay không thấy.",
            ("lúa gạo", "Krông Nô"),
        ),
        Topic(
            "Đắk Nông có thêm 11 sản phẩm được xếp hạng ba sao",
            "Mắc ca sấy, mật ong rừng, măng khô và trà gừng là những mặt hàng mới trong đợt chấm lần này.",
            "Hội đồng chấm theo ba phần, trong đó câu chuyện sản phẩm chiếm số điểm đáng kể. Hai hồ sơ bị trả "
            "lại vì thiếu giấy kiểm nghiệm.",
            ("OCOP", "Đắk Nông"),
        ),
        Topic(
            "Lượng khách đi xe tuyến Gia Nghĩa – Buôn Ma Thuột hồi phục",
            "Các nhà xe tăng thêm sáu chuyến mỗi ngày, ghế kín khoảng 80% vào dịp cuối tuần.",
            "So với đầu năm, lượng khách đã tăng gần gấp rưỡi. Giá vé giữ nguyên 110.000 đồng dù giá dầu đã điều "
            "chỉnh ba lần.",
            ("vận tải", "Gia Nghĩa"),
        ),
        Topic(
            "Cư Jút thử trồng dưa lưới trong nhà màng, bán qua mạng",
            "Ba thanh niên góp vốn dựng 2.000 m2 nhà màng, lứa đầu thu 5,2 tấn, bán hết trong tám ngày.",
            "Dưa được tưới nhỏ giọt, mỗi cây chỉ giữ một trái. Nhóm quay lại cả quá trình bằng điện thoại, khách "
            "đặt từ lúc dưa mới tạo lưới.",
            ("nông nghiệp công nghệ cao", "Cư Jút"),
        ),
        Topic(
            "Chợ phiên nông sản sạch họp vào sáng thứ bảy hằng tuần",
            "Chợ đặt ở sân nhà văn hóa, chỉ nhận hàng của người trồng, mỗi gian có bảng ghi rõ vườn ở đâu.",
            "Phiên đầu có 36 gian, đông nhất là rau, nấm và trứng gà thả vườn. Đến 9 giờ, hơn nửa số gian đã hết hàng.",
            ("chợ phiên", "nông sản"),
        ),
        Topic(
            "Xưởng nhỏ ở Nhân Cơ biến vỏ cà phê thành phân bón",
            "Mỗi ngày xưởng ủ khoảng 6 tấn vỏ, sau 60 ngày cho ra phân tơi xốp, giá chỉ bằng nửa phân bò khô.",
            "Chủ xưởng là anh {nguoi}, từng làm thợ cơ khí. Anh tự chế máy đảo trộn từ động cơ cũ, tiết kiệm "
            "được gần 200 triệu đồng so với mua mới.",
            ("phân bón", "kinh tế tuần hoàn"),
        ),
        Topic(
            "Tín dụng nhỏ giúp phụ nữ Đắk Glong có vốn nuôi dê",
            "Mỗi người được vay 30 triệu đồng, trả dần trong ba năm; sau năm đầu chưa có khoản nào quá hạn.",
            "Tổ vay vốn họp mỗi tháng một lần ở nhà từng thành viên. Ai có dê bệnh thì báo ngay để cả tổ cùng "
            "tiêm phòng.",
            ("tín dụng", "Đắk Glong"),
        ),
        Topic(
            "Sầu riêng Gia Nghĩa chuẩn bị hồ sơ mã số vùng trồng",
            "Bốn tổ hợp tác với 128 ha đang ghi nhật ký từng gốc, chờ đoàn kiểm tra vào {thang}.",
            "Nhật ký ghi ngày bón, ngày phun, tên thuốc và người làm. Lúc đầu nhiều người ngại, nay đã quen vì "
            "có mẫu in sẵn và ứng dụng trên điện thoại.",
            ("sầu riêng", "Gia Nghĩa"),
        ),
        Topic(
            "Chanh dây rớt giá, người trồng Tuy Đức tính chuyện liên kết",
            "Giá mua tại vườn chỉ còn 5.000 đồng một ký, chưa bằng một nửa cùng kỳ năm ngoái.",
            "Ông {nguoi} cho biết vườn nhà ông vẫn hái đều vì để lâu trái rụng. Theo ông, nếu có hợp đồng với "
            "nhà máy thì giá thấp một chút vẫn yên tâm.",
            ("chanh dây", "Tuy Đức"),
        ),
        Topic(
            "Mắc ca vào vụ ra hoa, nhà vườn lo sương muối",
            "Đợt lạnh bất thường làm một số vườn ở huyện {huyen} rụng hoa đến 15%, mức cao nhất trong bốn năm.",
            "Chủ vườn {nguoi} đốt rơm tạo khói từ 4 giờ sáng để giữ ấm. Cách này tốn công nhưng giữ được phần "
            "hoa ở tầng thấp.",
            ("mắc ca", "thời tiết"),
        ),
        Topic(
            "Khoai lang Đắk Búk So được giá trở lại",
            "Thương lái mua tại ruộng 8.500 đồng một ký, người trồng lãi chừng 60 triệu đồng mỗi hecta.",
            "Vụ này diện tích giảm một phần ba vì hai vụ trước thua lỗ. Người còn giữ ruộng nay thu hoạch đến "
            "đâu bán hết đến đó.",
            ("khoai lang", "Tuy Đức"),
        ),
    ),
    sentences=(
        "Anh {nguoi3}, một hộ trồng ở xã {xa}, tính rằng tiền công chiếm gần {phan_tram}% chi phí của cả vụ.",
        "Huyện {huyen} hiện có khoảng {so} ha đất phù hợp với mô hình này, phần lớn nằm ven các hồ nhỏ.",
        "Giá vật tư tăng khiến nhiều hộ chuyển sang dùng phân ủ tại nhà và chế phẩm sinh học.",
        "Đầu ra vẫn là câu hỏi lớn: phần đông bà con bán cho thương lái quen, ít khi có hợp đồng viết tay.",
        "Cán bộ khuyến nông khuyên không mở rộng ồ ạt, nhất là ở những nơi thiếu nước tưới vào {thang}.",
        "Chị {nguoi4} kể, những năm đầu gia đình chị phải vay nóng, nay đã trả hết và sửa lại được căn nhà.",
        "Để giữ chất lượng, các hộ thống nhất hái đúng độ chín và không trộn hàng cũ với hàng mới.",
        "Theo tính toán, nếu giá giữ như hiện nay thì sau ba năm người trồng sẽ hoàn vốn.",
        "Vốn vay ưu đãi được giải ngân theo tổ, mỗi tổ có người biết ghi chép đứng ra theo dõi.",
        "Ngoài bán tươi, một số hộ đã thử sấy dẻo và đóng gói nhỏ để bán cho khách du lịch.",
        "Đường từ rẫy ra tỉnh lộ còn xấu, mùa mưa tiền chở hàng có khi đội lên {phan_tram}%.",
        "Trong đợt tập huấn vừa rồi, {so} người ở xã {xa} đã học cách tính giá thành và ghi sổ.",
        "Các đại lý thu mua ở Đắk Nông cho biết thị trường còn biến động, người bán nên chia nhỏ thành nhiều lần.",
        "Điều đáng mừng là lớp trẻ đã quay về vườn nhà, đem theo cách làm mới và thói quen ghi số liệu.",
    ),
    captions=(
        "Vườn của gia đình anh {nguoi3} ở xã {xa}",
        "Nông sản được phân loại trước khi giao cho khách",
        "Một buổi tập huấn cho nông dân huyện {huyen}",
    ),
)
