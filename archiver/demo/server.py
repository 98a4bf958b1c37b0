"""The sample newspaper on loopback: a thread that answers on a free port of 127.0.0.1."""

from __future__ import annotations

from datetime import UTC
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType

from archiver.demo.content import evening
from archiver.demo.site import Answer, respond


class Server:
    """The newspaper while it is open: `with Server() as paper: ... paper.base ...`."""

    def __init__(self, port: int = 0) -> None:
        self.day = 0  # simulated days since the first evening; set it, and the next answer is of that day
        self.requests: list[tuple[str, str]] = []  # (method, path), in order of arrival
        self._http = _Http(self, port)
        self._thread = Thread(target=self._http.serve_forever, args=(0.05,), name="demo-newspaper", daemon=True)

    @property
    def port(self) -> int:
        """The port of 127.0.0.1 on which it answers."""
        return int(self._http.server_address[1])

    @property
    def base(self) -> str:
        """Scheme, host and port: what all its addresses begin with."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Server:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


class _Http(ThreadingHTTPServer):
    """The listening socket; knows the newspaper that it serves."""

    daemon_threads = True

    def __init__(self, paper: Server, port: int) -> None:
        self.paper = paper
        super().__init__(("127.0.0.1", port), _Handler)


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server_version, sys_version = "BaoMau", ""
    timeout = 30
    disable_nagle_algorithm = True
    server: _Http

    def do_GET(self) -> None:
        """Answer with a body."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Answer without one."""
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        paper = self.server.paper
        paper.requests.append((self.command, self.path))
        answer = respond(paper.day, self.path, paper.base)
        if self._known_already(answer):
            answer = Answer(304, tuple(h for h in answer.headers if h[0] != "Content-Type"), b"")
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.status != 304:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if with_body:
            self.wfile.write(answer.body)

    def _known_already(self, answer: Answer) -> bool:
        """True where the asker has this very version: the ETag decides, the date only where none was sent."""
        said = dict(answer.headers)
        if answer.status != 200 or "ETag" not in said:
            return False
        tag = self.headers.get("If-None-Match")
        if tag is not None:
            return said["ETag"] in (part.strip().removeprefix("W/") for part in tag.split(","))
        return self.headers.get("If-Modified-Since") == said["Last-Modified"]

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The newspaper's own clock: it lives in 2022."""
        return format_datetime(evening(self.server.paper.day).astimezone(UTC), usegmt=True)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of http.server
        """Nothing: what was asked stands in `Server.requests`."""
