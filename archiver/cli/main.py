"""The `archiver` command: gathers the groups of commands and turns errors into one line and an exit code."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from archiver import config
from archiver.cli.exits import Exit, exit_of
from archiver.core.errors import ArchiverError, ConfigurationError
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
    "show": "asking",
    "export": "asking",
    "health": "health",
    "schedule": "health",
    "doctor": "health",
    "verify": "evidence",
    "rebuild": "care",
    "migrate": "care",
}
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
    app.callback()(lambda: None)  # so that a single command keeps its name
    modules = [COMMANDS[command]] if command in COMMANDS else dict.fromkeys(COMMANDS.values())
    for module in modules:
        import_module(f"archiver.cli.{module}").register(app)
    return app


def run() -> None:
    """Run the command line; never shows a traceback: it goes to the log."""
    try:
        faults.arm(config.fault())
        command = next(iter(sys.argv[1:]), None)
        if command in WRITERS and "--help" not in sys.argv:
            lock.glance(config.load())
        assemble(command)(standalone_mode=True)
    except ArchiverError as problem:
        _say(str(problem))
        sys.exit(exit_of(problem))
    except KeyboardInterrupt:
        _say("stopped; what was acknowledged is kept")
        sys.exit(130)
    except Exception as bug:  # noqa: BLE001 - the last door: written to the log in full, told in one line
        _say(f"a bug: {type(bug).__name__}: {bug} ({_log_traceback()})")
        sys.exit(Exit.BUG)


def _say(what: str) -> None:
    sys.stderr.write(f"archiver: {what}\n")


def _log_traceback() -> str:
    """Where the traceback of the present exception was written."""
    import traceback
    from datetime import UTC, datetime

    text = traceback.format_exc()
    try:
        folder = config.load().logs
        if not folder.parent.is_dir():  # no archive here: a bug must not start one
            folder = Path.cwd()
        folder.mkdir(exist_ok=True)
        path = folder / f"traceback-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.txt"
        path.write_text(text, "utf-8")
    except (OSError, ConfigurationError) as problem:
        return f"the traceback could not be written: {problem}"
    return f"traceback in {path}"


if __name__ == "__main__":
    run()
