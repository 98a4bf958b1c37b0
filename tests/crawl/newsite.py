"""A whole newspaper on loopback that nobody has described: front page, menus, sections, feed, sitemap, articles."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from tests.crawl.fakesite import FakeSite, html

SECTIONS = {"thoi-su": "Thời sự", "kinh-te": "Kinh tế", "van-hoa": "Văn hóa", "the-thao": "Thể thao"}
_WORDS = [
    "cầu", "suối", "huyện", "xã", "thôn", "bản", "chợ", "trường", "lúa", "cà", "phê", "hồ", "tiêu", "rừng",
    "đường", "hội", "làng", "lễ", "mùa", "nước", "điện", "trạm", "sông", "núi", "người", "dân", "già", "trẻ",
    "thầy", "trò", "công", "nhân", "nông", "dân", "bộ", "đội", "học", "sinh", "bác", "sĩ", "nghệ", "nhân", "mở",
    "rộng", "khánh", "thành", "sửa", "chữa", "trồng", "chăm", "sóc", "thu", "hoạch", "đón", "nhận", "tổ", "chức",
    "tham", "gia", "ủng", "hộ", "xây", "dựng", "bảo", "vệ", "phát", "triển", "giới", "thiệu", "khôi", "phục",
]  # fmt: skip
_PLAIN = str.maketrans(
    "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ",
    "aaaaaaaaaaaaaaaaaeeeeeeeeeeeiiiiiooooooooooooooooouuuuuuuuuuuyyyyyd",
)
Address = Callable[[int, str, str], str]  # number, slug, section -> path


def by_number(number: int, slug: str, section: str) -> str:
    return f"/{section}/{slug}-{number}.html"


def words(number: int, count: int, purpose: str = "") -> str:
    """So many invented words, always the same for one number."""
    chosen = random.Random(f"{number}/{purpose}")
    return " ".join(chosen.choice(_WORDS) for _ in range(count))


class NewSite:
    """Fills a FakeSite with a newspaper; every part can be left out."""

    def __init__(self, site: FakeSite, articles: int = 24, address: Address = by_number, lang: str = "vi") -> None:
        self.site, self.lang = site, lang
        self.paths = {}
        for number in range(5001, 5001 + 3 * articles, 3):
            section = list(SECTIONS)[number // 3 % len(SECTIONS)]
            slug = words(number, 6, "title").translate(_PLAIN).replace(" ", "-")
            self.paths[address(number, slug, section)] = (number, section)
        site.routes.update({path: html(self.article(path)) for path in self.paths})

    def title(self, path: str) -> str:
        return words(self.paths[path][0], 6, "title").capitalize()

    def page(self, title: str, inner: str, *, menu: bool = True, head: str = "") -> bytes:
        links = "".join(f'<li><a href="/{slug}/">{name}</a></li>' for slug, name in SECTIONS.items())
        return (
            f'<!DOCTYPE html><html lang="{self.lang}"><head><meta charset="utf-8">'
            f'<title>{title} - Báo Mẫu</title>{head}</head><body><header><a href="/">Báo Mẫu</a></header>'
            + (f'<nav><ul>{links}<li><a href="/lien-he.html">Liên hệ</a></li></ul></nav>' if menu else "")
            + f"<main>{inner}</main><footer>Cơ quan của tỉnh Đắk Nông</footer></body></html>"
        ).encode()

    def article(self, path: str) -> bytes:
        number, section = self.paths[path]
        text = "".join(f"<p>{words(number, 45, str(n)).capitalize()}.</p>" for n in range(4))
        inner = (
            f'<article><a class="muc" href="/{section}/">{SECTIONS[section]}</a>'
            f'<h1 class="tieu-de">{self.title(path)}</h1>'
            f'<div class="ngay">{number % 27 + 1:02}/03/2022 {number % 12 + 8:02}:04</div>'
            f'<p class="tom-tat">{words(number, 20, "lead").capitalize()}.</p><div class="noi-dung">{text}</div>'
            f'<p class="tac-gia">{"Trần Văn An" if number % 2 else "Lê Thị Bình"}</p>'
            f'<span class="luot">{number % 900 + 10} lượt xem</span></article>'
        )
        return self.page(self.title(path), inner)

    def cards(self, paths: Sequence[str]) -> str:
        return "".join(f'<h3><a href="{path}">{self.title(path)}</a></h3>' for path in paths)

    def of_section(self, slug: str) -> list[str]:
        return [path for path, (_, section) in self.paths.items() if section == slug]

    def put_home(self, count: int = 12, *, menu: bool = True, head: str = "", extra: str = "") -> None:
        self.site.routes["/"] = html(
            self.page("Trang chủ", self.cards([*self.paths][:count]) + extra, menu=menu, head=head)
        )

    def put_sections(self, size: int = 4) -> None:
        for slug, name in SECTIONS.items():
            paths = self.of_section(slug)
            for first in range(0, len(paths), size):
                number = first // size + 1
                more = f'<a href="/{slug}/?page={number + 1}">Trang sau</a>' if first + size < len(paths) else ""
                at = f"/{slug}/" + (f"?page={number}" if number > 1 else "")
                self.site.routes[at] = html(self.page(name, self.cards(paths[first : first + size]) + more))

    def put_feed(self, at: str = "/rss.xml", foreign: Sequence[str] = ()) -> None:
        items = "".join(f"<item><link>{self.site.base}{path}</link></item>" for path in [*self.paths][:15])
        items += "".join(f"<item><link>{url}</link></item>" for url in foreign)
        self.site.routes[at] = html(f"<rss><channel><title>Báo Mẫu</title>{items}</channel></rss>".encode())

    def put_sitemap(self, at: str = "/sitemap.xml") -> None:
        urls = "".join(
            f"<url><loc>{self.site.base}{path}</loc><lastmod>2022-03-{n % 27 + 1:02}</lastmod></url>"
            for path, (n, _) in self.paths.items()
        )
        self.site.routes[at] = html(f"<urlset>{urls}</urlset>".encode())
