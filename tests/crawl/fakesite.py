"""A newspaper on loopback that answers as a test wants, byte for byte, and writes down when it was asked what."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archiver.config import Config

SPIDER = """
from archiver.crawl.newspaper import Layout, NewspaperSpider


class {cls}Spider(NewspaperSpider):
    name = "{name}"
    newspaper = "Báo Mẫu"
    province = "Mẫu"
    domains = {domains!r}
    home = "{base}/"
    feeds = {feeds!r}
    sections = {sections!r}
    article_url = r"-a(?P<key>\\d+)\\.html(?:$|[?#])"
    verify_tls = {verify_tls}
    layouts = [Layout(name="2019", title="h1", published=".date", byline=".by", views=".views", body=".content")]
"""
TEXT = (
    "Sáng nay, người dân hai bờ suối Đá đã đi qua cây cầu mới sau hai năm chờ đợi. "
    "Cây cầu dài bốn mươi mét nối thôn Hạ với chợ huyện, nơi bà con bán cà phê và hồ tiêu mỗi phiên. "
)
CHALLENGE = (
    b'<html><body><script>document.cookie="D1N=abc"+"; path=/";window.location.reload(true);</script>'
    b"<noscript>Please enable javascript in your browser to access this page.</noscript></body></html>"
)


def article(number: int, *, views: int = 100, extra: str = "") -> bytes:
    """An article's page."""
    title = f"Cầu mới thông xe số {number}"
    return (
        f"<!DOCTYPE html><html lang=vi><head><meta charset=utf-8><title>{title}</title></head><body><h1>{title}</h1>"
        f"<div class=date>29/03/2022 09:04</div><div class=views>{views} lượt xem</div><div class=content><p>{TEXT}</p>"
        f"<p>Ở thôn Hạ, đoàn thợ số {number} vẫn còn dọn lán trại. {extra}</p><p>{TEXT}</p></div></body></html>"
    ).encode()


def listing(*links: str, title: str = "Thời sự") -> bytes:
    """A page of links."""
    anchors = "".join(f'<li><a href="{link}">Tin trong tỉnh số {n}</a></li>' for n, link in enumerate(links))
    head = f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}</title></head>"
    return f"{head}<body><h1>{title}</h1><ul>{anchors}</ul></body></html>".encode()


def html(body: bytes, status: int = 200, **headers: str) -> bytes:
    """A whole answer."""
    lines = [f"HTTP/1.1 {status} X", "Content-Type: text/html; charset=utf-8", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def moved(to: str, status: int = 301) -> bytes:
    """A redirect."""
    return html(b"", status, Location=to)


def rss(*links: str) -> bytes:
    """A feed, as a whole answer."""
    items = "".join(f"<item><link>{link}</link></item>" for link in links)
    return html(f"<rss><channel>{items}</channel></rss>".encode())


@dataclass
class Asked:
    """One request."""

    path: str
    began: float
    ended: float = 0.0
    headers: dict[str, str] = field(default_factory=dict)


Answer = bytes | Callable[[socket.socket], None]


class FakeSite:
    """`routes` holds answers by path: bytes, a function of the socket, or a list of them (the last one stays)."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.routes: dict[str, Answer | list[Answer]] = {"/robots.txt": html(b"", 404)}
        self.asked: list[Asked] = []
        self.flying = self.most_flying = 0
        self._tls = tls
        self._counts: Counter[str] = Counter()
        self._guard = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads: list[threading.Thread] = []
        self._open: list[socket.socket] = []
        self._ended = False

    @property
    def base(self) -> str:
        port = self._listener.getsockname()[1]
        return f"https://localhost:{port}" if self._tls else f"http://127.0.0.1:{port}"

    @property
    def paths(self) -> list[str]:
        return [one.path for one in self.asked]

    def __enter__(self) -> FakeSite:
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._ended = True
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for one in self._open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)

    def _start(self, work: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=work, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._ended:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._open.append(connection)
            self._start(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            try:
                if self._tls:
                    connection = self._tls.wrap_socket(connection, server_side=True)
                while self._answer(connection):
                    pass
            except OSError:
                pass
            finally:
                if self._tls:
                    connection.close()

    def _answer(self, connection: socket.socket) -> bool:
        head = b""
        while b"\r\n\r\n" not in head:
            data = connection.recv(65536)
            if not data:
                return False
            head += data
        lines = head.decode("latin-1").split("\r\n")
        path = lines[0].split(" ")[1]
        headers = {k.lower(): v for k, _, v in (line.partition(": ") for line in lines[1:] if line)}
        asked = Asked(path, time.monotonic(), headers=headers)
        with self._guard:
            self.asked.append(asked)
            self.flying += 1
            self.most_flying = max(self.most_flying, self.flying)
        try:
            return self._send(connection, asked)
        finally:
            with self._guard:
                self.flying -= 1

    def _send(self, connection: socket.socket, asked: Asked) -> bool:
        path = asked.path
        answers = self.routes.get(path, html(b"<h1>404</h1>", 404))
        answer = answers[min(self._counts[path], len(answers) - 1)] if isinstance(answers, list) else answers
        self._counts[path] += 1
        if callable(answer):
            try:
                answer(connection)
            finally:  # also where whoever asks hangs up: a request that never ended has no gap behind it
                asked.ended = time.monotonic()
            return False
        asked.ended = time.monotonic()  # before: whoever asks counts from the last byte, this thread may wake up later
        connection.sendall(answer)
        return True


def reset(connection: socket.socket) -> None:
    """Half an answer, then a reset."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def cut(connection: socket.socket) -> None:
    """Less than was announced."""
    connection.sendall(html(article(1)).replace(b"Content-Length: ", b"Content-Length: 9")[:-50])


def endless(connection: socket.socket) -> None:
    """A body without an end."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    for _ in range(4000):
        connection.sendall(b"<p>truyen hinh truc tiep</p>" * 400)


def spider_file(site: FakeSite, folder: Path, name: str = "baomau", **said: object) -> None:
    """Write the newspaper's definition."""
    folder.mkdir(parents=True, exist_ok=True)
    values: Mapping[str, object] = {
        "name": name,
        "cls": name.capitalize(),
        "base": site.base,
        "domains": ["127.0.0.1", "localhost"],
        "feeds": [],
        "sections": [],
        "verify_tls": True,
        **said,
    }
    (folder / f"{name}.py").write_text(SPIDER.format(**values), "utf-8")


def config_of(tmp_path: Path, **said: Any) -> Config:
    """An archive's configuration for such newspapers."""
    home = tmp_path / "archive"
    values: dict[str, Any] = {
        "home": home,
        "database_url": f"sqlite:///{home / 'archive.db'}",
        "delay": 0.0,
        "spiders": tmp_path / "papers",
        **said,
    }
    return Config(**values)


@contextmanager
def a_paper(tmp_path: Path, **said: Any) -> Iterator[FakeSite]:
    """A newspaper that is open and defined."""
    with FakeSite() as site:
        spider_file(site, tmp_path / "papers", **said)
        yield site
