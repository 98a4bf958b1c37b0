"""The `archiver` command: gathers the groups of commands and turns errors into one line and an exit code."""

from __future__ import annotations

import atexit
import errno
import gc
import os
import signal
import sys
from contextlib import nullcontext
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from archiver import config
from archiver.cli.exits import Exit, exit_of
from archiver.core.errors import ArchiverError, QueryError
from archiver.garbage import rarely_collected
from archiver.storage import faults, lock

if TYPE_CHECKING:
    import typer

COMMANDS = {  # command -> the module that holds it; a module is imported only when its command is asked for
    "demo": "demo",
    "crawl": "crawl",
    "newspaper": "newspapers",
    "import": "evidence",
    "read": "reading",
    "search": "asking",
    "coverage": "trends",
    "trends": "trends",
    "attention": "trends",
    "typical": "trends",
    "edits": "trends",
    "reprints": "trends",
    "show": "asking",
    "export": "taking",
    "freeze": "taking",
    "cite": "taking",
    "serve": "serving",
    "health": "health",
    "schedule": "health",
    "doctor": "health",
    "verify": "evidence",
    "rebuild": "care",
    "migrate": "care",
}
REFUSED = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.ENAMETOOLONG)
BROKEN_PIPE = 128 + signal.SIGPIPE  # as a shell tells that a program was ended by it
WRITERS = ("crawl", "import", "rebuild", "migrate")  # commands that take the run lock


def assemble(command: str | None = None) -> typer.Typer:
    """The command line, with the module of one command or, where none is known by that name, with all of them.

    Importing all takes over a second, most of it Scrapy: `archiver search` should not wait for that.
    """
    import typer  # here, not above: it takes longer to load than a second run takes to be refused

    app = typer.Typer(
        name="archiver",
        help="Crawls Vietnam's provincial newspapers into an archive that can prove every fact.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )

    @app.callback()  # also so that a single command keeps its name
    def whole(
        version: bool = typer.Option(False, "--version", is_eager=True, callback=_version, help="Say which this is."),
    ) -> None: ...

    modules = [COMMANDS[command]] if command in COMMANDS else dict.fromkeys(COMMANDS.values())
    for module in modules:
        import_module(f"archiver.cli.{module}").register(app)
    return app


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        print(f"archiver {version('archiver')}")  # noqa: T201 - the module that says things loads what this needs not
        raise SystemExit(0)


def run() -> None:
    """Run the command line; ends quietly where nobody reads on (`archiver search | head`), as other programs do."""
    atexit.register(gc.freeze)  # Python would look for garbage once more at its end, 0.3 s for memory that goes anyway
    _steady()
    out, place = sys.stdout, _place_of_output()
    try:
        with rarely_collected():
            _run()
        code: int | str | None = 0
    except SystemExit as end:
        code = end.code
    try:
        out.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())  # Python flushes once more at its end
    # typer puts another stream in the place of a broken one, rich another file: what they say of it is "1"
    unread = sys.stdout is not out or _place_of_output() != place
    sys.exit(BROKEN_PIPE if unread else code)


def _steady() -> None:
    """Output that can be written to: closed, it goes nowhere; what the terminal's letters lack is escaped."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # `archiver ... >&-`
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - as long as the process
        elif isinstance(stream, TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="backslashreplace")


def _place_of_output() -> tuple[int, int] | None:
    """Which file standard output is; None where it is none."""
    try:
        found = os.fstat(sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return None
    return found.st_dev, found.st_ino


def _run() -> None:
    """Run the command line; never shows a traceback: it goes to the log."""
    try:
        faults.arm(config.fault())
        command = next(iter(sys.argv[1:]), None)
        _version(command == "--version")  # before all commands are loaded: it needs none
        writes = command in WRITERS and "--help" not in sys.argv
        with lock.ahead(config.load()) if writes else nullcontext():
            assemble(command)(standalone_mode=True)
    except ArchiverError as problem:
        _say(str(problem))
        if isinstance(problem, QueryError):
            sys.stderr.write(f"{problem.pointed()}\n")
        sys.exit(exit_of(problem))
    except KeyboardInterrupt:
        _say("stopped; what was acknowledged is kept")
        sys.exit(130)
    except OSError as problem:  # what no room has foreseen: a folder that may not be read, a name that is too long
        if problem.errno not in REFUSED:
            _bug(problem)
        _say(f"{problem.filename or 'the disk'}: {problem.strerror} ({_log_traceback()})")
        sys.exit(Exit.DISK)
    except Exception as bug:  # noqa: BLE001 - the last door: written to the log in full, told in one line
        _bug(bug)


def _bug(bug: Exception) -> NoReturn:
    _say(f"a bug: {type(bug).__name__}: {bug} ({_log_traceback()})")
    sys.exit(Exit.BUG)


def _say(what: str) -> None:
    """One line on standard error, whatever stands in it: nothing there can steer a terminal."""
    sys.stderr.write("".join(c if c.isprintable() else "\ufffd" for c in f"archiver: {' '.join(what.split())}") + "\n")


def _log_traceback() -> str:
    """Where the traceback of the present exception was written."""
    import traceback
    from datetime import UTC, datetime

    text = traceback.format_exc()
    try:
        path = _log_folder() / f"traceback-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.txt"
        path.write_text(text, "utf-8")
    except Exception as problem:  # noqa: BLE001 - the bug may lie in the settings themselves
        return f"the traceback could not be written: {problem}"
    return f"traceback in {path}"


def _log_folder() -> Path:
    """The archive's logs, where there is an archive: a bug must not start one. Else the present folder."""
    home = config.load()
    if not home.home.is_dir():
        return Path.cwd()
    home.logs.mkdir(exist_ok=True)
    return home.logs


if __name__ == "__main__":
    run()
