"""`archiver demo`: the main job offline, on a bundled sample newspaper."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

DEFAULT = Path("demo-archive")


def register(app: typer.Typer) -> None:
    """Add `demo`."""
    app.command("demo")(demo)


def demo(
    home: Annotated[
        Path, typer.Option(metavar="DIR", help="folder of the demo's archive; a new one, or an earlier demo's")
    ] = DEFAULT,
    keep: Annotated[
        bool, typer.Option("--keep", help="keep the sample newspaper open afterwards, until Enter is pressed")
    ] = False,
) -> None:
    """Crawl the bundled sample newspaper over loopback, let days pass, crawl again, and show what was kept.

    Needs no settings and no internet, and leaves other archives alone. A folder that a demo made is emptied first.

    Example: archiver demo --home /tmp/demo
    """
    from archiver.demo import show, story  # late: `archiver --help` does not need them

    story.tell(home, program=_program(), keep=keep, console=show.console())


def _program() -> str:
    """How the archiver was called, so that the reader can call it again."""
    called = Path(sys.argv[0])
    if called.name != "archiver":
        return "python -m archiver"
    here = called.absolute()
    if shutil.which(called.name) == str(here):
        return called.name
    return shlex.quote(str(here.relative_to(Path.cwd()) if here.is_relative_to(Path.cwd()) else here))
