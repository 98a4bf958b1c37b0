"""Who writes, speaks and comments in the sample newspaper (invented), and where (real places)."""

from __future__ import annotations

MEN = (
    "Trần Văn Lượm",
    "Y Brơi Niê",
    "Nguyễn Bá Thuần",
    "K'Tiêng",
    "Lê Quang Đạo Hạnh",
    "Điểu Mrót",
    "Phạm Đình Tứ Hải",
    "Hoàng Văn Páo",
    "Võ Trọng Nghĩa Sơn",
    "Y Sơn Bkrông",
    "Đặng Hữu Chiến Khu",
    "Bùi Thế Lân",
)
WOMEN = (
    "Trần Thị Lụa Đào",
    "H'Mai Ayŭn",
    "Nguyễn Thị Bông",
    "Thị Briêl",
    "Lò Thị Mẩy",
    "Phan Thị Ngọc Bơ",
    "Hồ Thị Thu Lan Anh",
    "Ka Hiêng",
    "Vũ Thị Cẩm Nhài",
    "Nông Thị Pjảo",
)
REPORTERS = (
    "Hoàng Yến Nhi",
    "Lê Dũng Sơn",
    "Phạm Thu Uyên",
    "Nguyễn Đăng Khôi",
    "Trần Kiều My",
    "Đỗ Gia Bách",
    "Võ Thanh Mộc",
)
READERS = ("Bảy Tiêu", "Minh Đức", "Cô Tư Rẫy", "Lan Anh", "Người Gia Nghĩa", "Quốc Việt")
COMMENTS = (
    "Tin vui quá, mong xã mình cũng sớm được như vậy.",
    "Bài viết hay, cảm ơn tòa soạn đã đến tận nơi.",
    "Đề nghị báo cho biết thêm thời gian cụ thể để bà con sắp xếp.",
    "Tôi ở ngay gần đó, đúng như bài báo nói.",
    "Chuyện này nói mãi rồi, lần này làm được thì tốt.",
    "Ước gì có thêm ảnh để người xa quê được xem.",
)
COMMUNES = {  # district -> communes
    "Đắk R'lấp": ("Nhân Cơ", "Quảng Tín", "Đắk Wer"),
    "Đắk Song": ("Nâm N'Jang", "Thuận Hạnh", "Trường Xuân"),
    "Đắk Mil": ("Đức Mạnh", "Thuận An", "Đắk Lao"),
    "Cư Jút": ("Tâm Thắng", "Nam Dong", "Trúc Sơn"),
    "Krông Nô": ("Nam Đà", "Đắk Drô", "Nâm Nung"),
    "Đắk Glong": ("Quảng Khê", "Đắk Som", "Quảng Sơn"),
    "Tuy Đức": ("Đắk Búk So", "Quảng Trực", "Quảng Tâm"),
}
