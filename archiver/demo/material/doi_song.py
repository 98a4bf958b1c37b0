"""Đời sống: schools, health, neighbours."""

from __future__ import annotations

from archiver.demo.material.desk import Desk, Topic

DESK = Desk(
    slug="doi-song",
    name="Đời sống",
    topics=(
        Topic(
            "Bữa cơm bán trú ở điểm trường trên đồi",
            "Mỗi suất ăn chỉ 12.000 đồng, nhưng có đủ cơm, canh và một món mặn do cha mẹ học sinh thay nhau nấu.",
            "Từ ngày có bếp, sĩ số của điểm trường luôn trên 97%. Rau do thầy trò trồng ở mảnh vườn sau lớp, gạo "
            "do các nhà hảo tâm gửi.",
            ("giáo dục", "bán trú"),
        ),
        Topic(
            "Trạm y tế xã có bác sĩ trực cả đêm",
            "Người dân xã {xa} không còn phải đi 30 km trong đêm khi trẻ sốt cao.",
            "Ba bác sĩ thay nhau trực, mỗi tuần hai đêm. Tháng đầu, trạm tiếp nhận 64 lượt khám ngoài giờ, "
            "chuyển tuyến năm ca.",
            ("y tế", "trạm xá"),
        ),
        Topic(
            "Cô giáo vẽ lại bản đồ đường đến trường cho học trò",
            "Bản đồ chỉ rõ đoạn suối sâu, dốc trơn và nhà nào có thể trú mưa.",
            "Cô {nguoi2} đi bộ cùng các em trong hai tuần để vẽ. Nay mỗi em có một tấm, ép nhựa, treo ở góc học tập.",
            ("giáo dục", "an toàn"),
        ),
        Topic(
            "Hiến máu ở Gia Nghĩa: 412 đơn vị trong một buổi sáng",
            "Người hiến máu đông nhất là công nhân và sinh viên, có người đã hiến lần thứ hai mươi.",
            "Ban tổ chức bố trí thêm bốn giường lấy máu vì lượng người đến vượt dự kiến. Anh {nguoi} đưa cả vợ "
            "và em trai cùng đi.",
            ("hiến máu", "Gia Nghĩa"),
        ),
        Topic(
            "Ngôi nhà mới của hai chị em mồ côi",
            "Sau 45 ngày, căn nhà 40 m2 được trao tận tay, kèm theo bàn học và một giếng khoan.",
            "Tiền công do thợ trong thôn góp, vật liệu do bạn bè khắp nơi gửi. Cô chị mười lăm tuổi nói sẽ học "
            "nghề may để lo cho em.",
            ("nhân ái", "nhà ở"),
        ),
        Topic(
            "Xe buýt đưa học sinh Đắk R'lấp về nhà sau giờ học thêm",
            "Chuyến cuối rời trường lúc 19 giờ, vé tháng 90.000 đồng, em nào nhà nghèo được miễn.",
            "Trước đây nhiều phụ huynh phải chạy xe máy 12 km trong đêm. Nay mỗi chuyến chở khoảng 28 em, có một "
            "thầy đi cùng.",
            ("học sinh", "Đắk R'lấp"),
        ),
        Topic(
            "Lớp xóa mù chữ của những người mẹ",
            "Lớp học lúc 19 giờ 30, có người bế con theo, có người vừa từ rẫy về.",
            "Sau bốn tháng, 23 người đã đọc được bảng giá ở chợ và tự ký tên. Chị {nguoi2} khoe tin nhắn đầu "
            "tiên chị gửi cho con trai.",
            ("xóa mù chữ", "phụ nữ"),
        ),
        Topic(
            "Sốt xuất huyết tăng, Cư Jút vận động úp chum vại",
            "Từ đầu tháng, huyện ghi nhận 31 ca, phần lớn ở khu dân cư có nhiều dụng cụ chứa nước.",
            "Đội y tế thôn đi từng nhà soi bọ gậy bằng đèn pin. Hộ nào để nước đọng được nhắc và hẹn ngày quay lại.",
            ("sức khỏe", "Cư Jút"),
        ),
        Topic(
            "Đội thanh niên sửa xe miễn phí cho học trò nghèo",
            "Mỗi sáng chủ nhật, bốn thợ trẻ ở xã {xa} thay lốp, chỉnh phanh cho hàng chục chiếc xe đạp.",
            "Phụ tùng xin từ các tiệm quen, thiếu thì cả nhóm góp. Sau nửa năm, đội đã sửa 260 chiếc và lắp mới "
            "18 chiếc từ xe bỏ.",
            ("thanh niên", "nhân ái"),
        ),
        Topic(
            "Nước giếng nhiễm phèn, cả xóm góp tiền làm bể lọc",
            "Bể lọc ba ngăn bằng cát, than và sỏi phục vụ 54 hộ, chi phí chưa tới 40 triệu đồng.",
            "Thợ cả là ông {nguoi}, học cách làm từ một người bà con. Mẫu nước gửi kiểm nghiệm cho kết quả đạt "
            "yêu cầu sinh hoạt.",
            ("nước sạch", "cộng đồng"),
        ),
        Topic(
            "Phiên chợ không đồng ở Quảng Sơn",
            "Khách đến chợ được phát phiếu, chọn năm món tùy ý; hơn 700 phiếu được phát trong buổi sáng.",
            "Gian đông nhất là quần áo trẻ em và sách cũ. Bên cạnh là bàn cắt tóc, do ba thợ trong thị trấn tình "
            "nguyện lên làm.",
            ("nhân ái", "chợ không đồng"),
        ),
        Topic(
            "Người trẻ về quê mở lớp bơi bằng bạt",
            "Hồ bơi dựng từ khung sắt và bạt, sâu 1,1 m, đủ cho mười em học một lúc.",
            "Anh {nguoi} từng là vận động viên của trường đại học. Mỗi khóa mười buổi, học phí là một giờ nhặt "
            "rác quanh hồ.",
            ("đuối nước", "trẻ em"),
        ),
        Topic(
            "Bác sĩ khuyên gì khi trẻ ho kéo dài lúc giao mùa",
            "Ngày nóng, đêm lạnh khiến số trẻ đến khám hô hấp ở tuyến huyện tăng chừng một phần ba.",
            "Theo bác sĩ, phần lớn trường hợp có thể theo dõi tại nhà, uống đủ nước và giữ ấm cổ. Cần đi khám "
            "ngay khi trẻ thở nhanh, bỏ bú hoặc sốt trên ba ngày.",
            ("sức khỏe", "trẻ em"),
        ),
        Topic(
            "Học sinh Gia Nghĩa làm máy cảnh báo cháy từ linh kiện cũ",
            "Thiết bị giá chưa tới 300.000 đồng, gửi tin nhắn khi có khói và tự ngắt điện.",
            "Nhóm gồm ba em lớp 11, mất bốn tháng thử nghiệm. Mẫu thứ năm hoạt động ổn định trong 200 giờ liên tục.",
            ("sáng tạo", "Gia Nghĩa"),
        ),
        Topic(
            "Chuyến xe đưa người bệnh nghèo về quê",
            "Mỗi tháng bốn chuyến, xe xuất phát từ cổng bệnh viện tuyến trên lúc 5 giờ sáng, không lấy tiền.",
            "Người lái là ông {nguoi}, từng chạy xe khách hai mươi năm. Ông bảo chỉ cần có tiền dầu là còn chạy.",
            ("nhân ái", "y tế"),
        ),
    ),
    sentences=(
        "Chị {nguoi4}, có hai con nhỏ ở xã {xa}, nói chuyện này nhà nào cũng nên biết.",
        "Đến cuối tuần, đã có {so} người đăng ký, trong đó nhiều người ở thôn xa.",
        "Ban đầu ai cũng ngại, sau vài buổi thì rủ nhau đến, có hôm phải kê thêm ghế.",
        "Huyện {huyen} đang xem xét nhân rộng cách làm này sang những xã có điều kiện tương tự.",
        "Thầy {nguoi3} cho biết điều quan trọng là làm đều, không làm rầm rộ rồi bỏ.",
        "Mỗi người góp một ít, người có công góp công, người có xe góp xe.",
        "Khoảng {phan_tram}% số hộ trong thôn thuộc diện khó khăn, nên sự giúp đỡ nào cũng quý.",
        "Những khoản thu chi được ghi lên bảng ở đầu ngõ, ai đi qua cũng đọc được.",
        "Trời vừa tối, sân trường đã sáng đèn, tiếng cười nói vang ra tận đường lớn.",
        "Cán bộ y tế nhắc người dân theo dõi thông báo của địa phương, không tự ý dùng thuốc.",
        "Sang {thang}, nhóm sẽ nghỉ một tuần để sửa lại dụng cụ và tính toán chi phí.",
        "Ở Đắk Nông, mùa khô kéo dài, mọi sinh hoạt đều phải tính đến chuyện nước.",
        "Câu chuyện nhỏ nhưng làm ấm lòng người trong những ngày còn nhiều lo toan.",
        "Các em học sinh lớn nhận phần việc nặng, các em nhỏ lo tưới cây và nhặt rác.",
    ),
    captions=(
        "Niềm vui của các em nhỏ ở xã {xa}",
        "Mọi người cùng chung tay vào sáng chủ nhật",
        "Cô {nguoi4} trong giờ lên lớp",
    ),
)
