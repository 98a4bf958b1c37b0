"""Văn hóa: festivals, crafts, the geopark."""

from __future__ import annotations

from archiver.demo.material.desk import Desk, Topic

DESK = Desk(
    slug="van-hoa",
    name="Văn hóa",
    topics=(
        Topic(
            "Tiếng chiêng trở lại bon nhỏ bên suối Đắk Nia",
            "Sau nhiều năm cất trên gác bếp, bộ chiêng sáu chiếc của bon được chỉnh âm và đánh lên trong lễ mừng mùa.",
            "Người chỉnh chiêng là nghệ nhân {nguoi}, năm nay 71 tuổi. Ông gõ từng nhịp, nghiêng tai nghe rồi "
            "mới đặt búa xuống, mất trọn hai ngày cho chiếc chiêng mẹ.",
            ("cồng chiêng", "M'nông"),
        ),
        Topic(
            "Lớp dệt thổ cẩm của bà và cháu",
            "Mỗi chiều, hiên nhà dài ở xã {xa} thành lớp học, người dạy là các bà, người học là các cô bé tan trường.",
            "Lớp không có giáo trình. Bà {nguoi2} cầm tay cháu luồn sợi, chỉ vào con suối, lá cây mà đọc tên hoa văn.",
            ("thổ cẩm", "nghề truyền thống"),
        ),
        Topic(
            "Hang động núi lửa Krông Nô đón đoàn học sinh khảo sát",
            "Bốn mươi em được hướng dẫn đội mũ, đi theo dây và ghi lại nhiệt độ, độ ẩm trong lòng hang.",
            "Các em ngạc nhiên nhất khi biết vòm hang là dấu vết của dòng dung nham nguội dần. Nhiều em vẽ lại "
            "mặt cắt của hang ngay tại cửa.",
            ("công viên địa chất", "Krông Nô"),
        ),
        Topic(
            "Gần 600 vận động viên dự giải chạy Dak Nong Geopark Trail",
            "Đường chạy dài nhất 42 km, men theo miệng núi lửa và những nương cà phê vừa trổ hoa.",
            "Giải năm nay có ba cự ly. Ban tổ chức đặt tám trạm nước, mỗi trạm do một nhóm thanh niên địa phương "
            "phụ trách và không dùng ly nhựa.",
            ("chạy bộ", "du lịch"),
        ),
        Topic(
            "Thư viện tỉnh mở phòng đọc sách nói cho người khiếm thị",
            "Phòng có 420 đầu sách thu âm, do các tình nguyện viên đọc trong suốt một năm.",
            "Người đến nghe được mượn máy về nhà hai tuần. Cuốn được mượn nhiều nhất là tập truyện cổ của đồng "
            "bào Ê Đê.",
            ("thư viện", "sách"),
        ),
        Topic(
            "Đêm kể khan bên bếp lửa ở Tâm Thắng",
            "Gần trăm người ngồi quanh bếp nghe già làng kể lại chuyện chàng trai đi tìm nguồn nước.",
            "Lời kể lúc trầm, lúc nhanh như suối đổ. Lớp trẻ ghi âm bằng điện thoại, hẹn sẽ chép lại thành chữ "
            "để dạy cho em nhỏ.",
            ("sử thi", "Ê Đê"),
        ),
        Topic(
            "Ảnh xưa kể chuyện thị xã vùng cao",
            "Triển lãm trưng bày 86 bức ảnh đen trắng chụp Gia Nghĩa những năm mới lập tỉnh.",
            "Có bức chỉ là con dốc đất đỏ với chiếc xe thồ. Nhiều người tìm thấy cha mẹ mình trong ảnh và xin "
            "được ghi tên vào chú thích.",
            ("triển lãm", "Gia Nghĩa"),
        ),
        Topic(
            "Mùa hoa cà phê, homestay Đắk Mil kín phòng",
            "Khách đến từ chiều thứ sáu, sáng hôm sau theo chủ nhà ra rẫy ngắm hoa trắng và nghe ong.",
            "Chị {nguoi2}, chủ một homestay năm phòng, cho biết phòng đã được đặt hết đến cuối tuần sau. Khách "
            "thích nhất là bữa cơm lam nấu trong ống nứa.",
            ("du lịch", "Đắk Mil"),
        ),
        Topic(
            "Hội thi giã gạo, bắn nỏ trong ngày hội các dân tộc ở Đắk Glong",
            "Mười hai đội dự thi, phần bắn nỏ vào tấm bia bằng bẹ chuối thu hút đông người xem nhất.",
            "Đội về nhất giã xong ba ký lúa trong chưa đầy mười phút. Phần thưởng là một con heo, được cả đội "
            "mang ra chung vui.",
            ("lễ hội", "Đắk Glong"),
        ),
        Topic(
            "Người giữ đàn đá ở Quảng Tín",
            "Trong gian nhà gỗ của ông {nguoi} có mười ba thanh đá, gõ lên nghe như tiếng nước rơi.",
            "Ông nhặt được thanh đầu tiên khi làm rẫy, rồi đi dọc suối suốt mấy mùa khô để tìm cho đủ. Ông không "
            "bán, ai muốn nghe thì đến nhà.",
            ("đàn đá", "nhạc cụ"),
        ),
        Topic(
            "Sân khấu học đường đưa truyện cổ lên bảng đen",
            "Học sinh khối 7 một trường ở {huyen} tự viết lời, tự làm mặt nạ và diễn trong giờ chào cờ.",
            "Vở diễn dài 25 phút, có đoạn đối đáp bằng tiếng M'nông. Cô giáo chủ nhiệm nói, mấy em ít nói nhất "
            "lớp lại là những em thuộc vai nhanh nhất.",
            ("sân khấu", "học đường"),
        ),
        Topic(
            "Phục dựng lễ cúng bến nước của người Ê Đê ở Cư Jút",
            "Lễ diễn ra trong buổi sáng, từ lúc quét dọn đường xuống bến đến khi thầy cúng rót rượu vào ống tre.",
            "Theo lệ cũ, sau lễ không ai được giặt giũ ở đầu nguồn. Buôn nhân dịp này đặt lại quy ước giữ rừng "
            "quanh bến nước.",
            ("lễ cúng", "Cư Jút"),
        ),
        Topic(
            "Tìm thấy thêm công cụ đá trong hang C6",
            "Nhóm khảo sát nhặt được 19 mảnh tước và một rìu ngắn ở lớp đất sâu chừng 60 cm.",
            "Các hiện vật được đánh số, chụp ảnh tại chỗ rồi mới đem về. Kết quả phân tích tuổi sẽ có sau vài tháng.",
            ("khảo cổ", "công viên địa chất"),
        ),
        Topic(
            "Bảo tàng tỉnh mời người dân tặng hiện vật thời mở đất",
            "Đợt sưu tầm kéo dài đến hết {thang}, ưu tiên nông cụ, giấy tờ và ảnh gia đình.",
            "Tuần đầu đã có 57 hiện vật được gửi đến, trong đó có chiếc gùi hai nắp và một cuốn sổ chợ ghi tay. "
            "Mỗi người tặng được cấp giấy chứng nhận.",
            ("bảo tàng", "hiện vật"),
        ),
        Topic(
            "Liên hoan đờn ca giữa đại ngàn: khách Nam Bộ lên Đắk Nông",
            "Hai đêm liền, nhà văn hóa huyện không còn chỗ trống, nhiều người đứng nghe ngoài sân.",
            "Các câu lạc bộ mang theo đàn kìm, đàn cò và những bài bản tổ. Tiết mục cuối là màn hòa tấu với "
            "chiêng, điều chưa ai thử trước đó.",
            ("đờn ca tài tử", "giao lưu"),
        ),
    ),
    sentences=(
        "Già làng ở xã {xa} nói, còn người biết nghe thì tiếng xưa chưa mất.",
        "Bà {nguoi4} năm nay ngoài bảy mươi, mắt đã mờ nhưng tay vẫn thuộc từng sợi, từng nút.",
        "Ở huyện {huyen} hiện có {so} người được công nhận là biết nghề và còn truyền dạy.",
        "Nhiều gia đình ban đầu chỉ cho con đi xem, dần dà các em xin ở lại học.",
        "Buổi giao lưu kết thúc muộn, khách và chủ cùng ngồi lại bên ché rượu cần.",
        "Cách kể mộc mạc, không sân khấu, không đèn màu lại là điều khiến người xem nhớ lâu.",
        "Anh {nguoi3}, một hướng dẫn viên trẻ, cho rằng du lịch chỉ bền khi người trong bon được hưởng lợi.",
        "Những hiện vật mỏng manh được giữ trong tủ kính, có phiếu ghi tên người tặng và năm sử dụng.",
        "Vào {thang}, nhóm sẽ đi thêm ba bon nữa để ghi hình và chép lại lời hát.",
        "Các em nhỏ được tự tay chạm vào hiện vật, hỏi bao nhiêu cũng được.",
        "Khách từ xa đến thường ngạc nhiên vì một vùng đất trẻ lại có nhiều lớp văn hóa như vậy.",
        "Kinh phí chủ yếu do người dân góp, chính quyền xã {xa} hỗ trợ phần nhà sinh hoạt và ánh sáng.",
        "Khoảng {phan_tram}% khách được hỏi muốn quay lại vào dịp lễ hội năm sau.",
        "Người làm văn hóa ở đây vẫn bảo nhau: giữ được tiếng nói thì giữ được nếp nhà.",
    ),
    captions=(
        "Một buổi truyền dạy ở xã {xa}",
        "Nghệ nhân {nguoi3} bên hiện vật của gia đình",
        "Đông đảo người dân và du khách đến xem",
    ),
)
