"""Files that others could have saved, of a newspaper made up for the tests of the import."""

import gzip
import hashlib
import io
import zipfile
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archiver.config import Config, load

SPIDER = """
from archiver.core.layout import Layout
from archiver.crawl.newspaper import NewspaperSpider


class BaoMauSpider(NewspaperSpider):
    name = "baomau"
    newspaper = "Báo Mẫu"
    province = "Đắk Nông"
    domains = ["baomau.example"]
    article_url = r"-a(?P<key>\\d+)\\.html$"
    layouts = [Layout(name="2019", title="h1", published=".date", views=".views", body=".content")]
"""
TEXT = (
    "Sáng nay, người dân hai bờ suối Đá đã đi qua cây cầu mới sau hai năm chờ đợi. "
    "Cây cầu dài bốn mươi mét nối thôn Hạ với chợ huyện, nơi bà con bán cà phê và hồ tiêu mỗi phiên. "
)


def page(
    number: int = 12, *, views: int = 100, date: str = "29/03/2019 09:04", extra: str = "", head: str = ""
) -> bytes:
    """An article's page."""
    title = f"Cầu mới thông xe số {number}"
    return (
        f"<!DOCTYPE html><html lang=vi><head><meta charset=utf-8><title>{title}</title>{head}</head>"
        f"<body><h1>{title}</h1><div class=date>{date}</div><div class=views>{views} lượt xem</div>"
        f"<div class=content><p>{TEXT}</p><p>Ở thôn Hạ, đoàn thợ số {number} vẫn còn dọn lán trại. {extra}</p>"
        f"<p>{TEXT}</p></div></body></html>"
    ).encode()


def address(number: int = 12) -> str:
    return f"https://baomau.example/cau-moi-a{number}.html"


def a_config(tmp_path: Path) -> Config:
    """The configuration of an archive that knows the newspaper."""
    spiders = tmp_path / "spiders"
    spiders.mkdir(exist_ok=True)
    (spiders / "baomau.py").write_text(SPIDER, "utf-8")
    return load({"ARCHIVER_HOME": str(tmp_path / "archive"), "ARCHIVER_SPIDERS": str(spiders)}, tmp_path)


def environment(tmp_path: Path) -> dict[str, str]:
    config = a_config(tmp_path)
    return {"ARCHIVER_HOME": str(config.home), "ARCHIVER_SPIDERS": str(config.spiders)}


class _Writer(WARCWriter):  # type: ignore[misc] # warcio has no types
    """warcio's writer, without the temporary files that it leaves open."""

    def _create_temp_file(self) -> io.BytesIO:
        return io.BytesIO()


class Foreign:
    """A WARC file as another program writes it."""

    def __init__(self, *, packed: bool = True) -> None:
        self.buffer = io.BytesIO()
        self.writer = _Writer(self.buffer, gzip=packed)

    def info(self) -> None:
        self.writer.write_record(self.writer.create_warcinfo_record("other.warc.gz", {"software": "other/1.0"}))

    def response(
        self,
        url: str,
        body: bytes,
        at: str = "2019-03-29T03:00:00Z",
        *,
        status: str = "200 OK",
        headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"),),
        kind: str = "response",
        request: bool = False,
        **warc: str,
    ) -> None:
        http = StatusAndHeaders(status, list(headers), protocol="HTTP/1.1")
        record = self.writer.create_warc_record(
            url,
            kind,
            payload=io.BytesIO(body),
            http_headers=http,
            warc_headers_dict={"WARC-Date": at, **{name.replace("_", "-"): value for name, value in warc.items()}},
        )
        if request:
            asked = StatusAndHeaders(
                "GET /x HTTP/1.1",
                [("Host", "baomau.example"), ("User-Agent", "other/1.0"), ("Cookie", "s=1")],
                is_http_request=True,
            )
            other = self.writer.create_warc_record(
                url, "request", http_headers=asked, warc_headers_dict={"WARC-Date": at}
            )
            self.writer.write_request_response_pair(other, record)
        else:
            self.writer.write_record(record)

    def resource(self, url: str, body: bytes, at: str) -> None:
        self.writer.write_record(
            self.writer.create_warc_record(
                url,
                "resource",
                payload=io.BytesIO(body),
                warc_content_type="text/html",
                warc_headers_dict={"WARC-Date": at},
            )
        )

    def data(self) -> bytes:
        return self.buffer.getvalue()

    def save(self, path: Path) -> Path:
        path.write_bytes(self.data())
        return path


def chunked(body: bytes) -> bytes:
    parts = [body[start : start + 700] for start in range(0, len(body), 700)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def gzipped(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)


def wacz(path: Path, warc: bytes, **members: bytes) -> Path:
    """A WACZ package."""
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("archive/data.warc.gz", warc)
        package.writestr("datapackage.json", "{}")
        for name, data in members.items():
            package.writestr(name, data)
    return path


def tree(folder: Path) -> dict[str, str]:
    """Every file below a folder and its digest, except below the archive."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink() and "archive" not in path.relative_to(folder).parts[:1]
    }
