"""The newspapers that are defined: finds their files, imports each, and reports the broken ones beside the good."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import pkgutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import partial
from importlib.machinery import PathFinder
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from scrapy.exceptions import UsageError as ScrapyUsageError

from archiver import config as configuration
from archiver.core.errors import ConfigurationError, DefinitionError, UnknownNewspaper
from archiver.core.newspaper import Newspaper
from archiver.crawl.newspaper import NewspaperSpider

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.settings import BaseSettings

SPIDERS = "spiders"  # folder of the archive's home: newspapers that were added where no other folder is configured
SETTINGS = "archiver.crawl.settings"  # where SPIDER_MODULES stands; `archiver` names no newspaper's package itself


@dataclass(frozen=True, slots=True)
class Registry:
    """Every newspaper that could be read, by name, and every file that could not."""

    newspapers: Mapping[str, type[NewspaperSpider]]  # in the order of names
    broken: Mapping[str, str] = field(default_factory=dict)  # file -> what is wrong with it, in one line
    _owners: dict[str, Newspaper] = field(default_factory=dict, init=False, repr=False, compare=False)  # by domain

    def get(self, name: str) -> type[NewspaperSpider]:
        """The spider class of a newspaper.

        Raises:
            UnknownNewspaper: no file defines it; the message names the nearest.
            DefinitionError: a file of that name is there and is broken; the message says where and why.
        """
        found = self.newspapers.get(name)
        if found is not None:
            return found
        for file, problem in self.broken.items():
            if Path(file).stem == name:
                raise DefinitionError(f"newspaper {name!r} cannot be used: {file}: {problem}")
        raise UnknownNewspaper(f"no newspaper is called {name!r}{self._hint(name)}; see `archiver newspaper list`")

    def _hint(self, name: str) -> str:
        """ "; did you mean …" where a name, a title or a domain is near."""
        said: dict[str, str] = {}  # spelling -> name
        for key, spider in self.newspapers.items():
            paper = spider.definition()
            said |= {spelling.casefold(): key for spelling in (*paper.domains, *paper.former_domains, paper.title, key)}
        near = get_close_matches(name.casefold(), said, n=5, cutoff=0.6)
        keys = list(dict.fromkeys(said[spelling] for spelling in near))
        return f"; did you mean {' or '.join(keys[:3])}?" if keys else ""

    def definitions(self) -> tuple[Newspaper, ...]:
        """The newspapers as plain data, in the order of names."""
        return tuple(spider.definition() for spider in self.newspapers.values())

    def owner_of(self, url: str) -> Newspaper | None:
        """The newspaper to whose domains, past or present, the address belongs; None where nobody's.

        Where the domains of two contain one another (`dongkhoi.baovinhlong.vn`), the longer one owns it.
        """
        try:
            host = (urlsplit(url).hostname or "").rstrip(".")
        except ValueError:  # no address at all: "http://["
            return None
        if not self._owners:  # told once: an import asks of every record
            for paper in self.definitions():
                for domain in (*paper.domains, *paper.former_domains):
                    self._owners.setdefault(domain, paper)
        labels = host.split(".")
        above = (".".join(labels[start:]) for start in range(len(labels)))
        return next((self._owners[domain] for domain in above if domain in self._owners), None)


def load(config: configuration.Config) -> Registry:
    """The newspapers of the installed package, of the folder that `ARCHIVER_SPIDERS` names and of the archive's own.

    A broken file never stops the others: it is in `broken`. Of two newspapers of one name the first found is kept
    (the package before the folders) and the other's file is broken.

    Raises:
        ConfigurationError: the folder is none, or the package of the settings is not installed.
    """
    return _gather(_spider_modules(), folders(config))


def folders(config: configuration.Config) -> list[Path]:
    """The folders of newspapers' files beside the package: the configured one, and the archive's own where it is.

    Raises:
        ConfigurationError: the configured folder is none.
    """
    if config.spiders is not None and not config.spiders.is_dir():
        raise ConfigurationError(f"ARCHIVER_SPIDERS names {config.spiders}, which is no folder")
    own = config.home / SPIDERS
    return [folder for folder in (config.spiders, own) if folder is not None and folder.is_dir()]


def _spider_modules() -> list[str]:
    """The packages that Scrapy's settings name."""
    return list(importlib.import_module(SETTINGS).SPIDER_MODULES)


def _gather(packages: list[str], folders: Sequence[Path]) -> Registry:
    """Everything that the packages and the folders define."""
    newspapers: dict[str, type[NewspaperSpider]] = {}
    homes: dict[str, str] = {}  # name -> the file it came from
    broken: dict[str, str] = {}
    seen: set[Path] = set()
    for file, imported in _modules(packages, folders):
        place = Path(file).resolve()
        if place in seen:  # the folder is the package itself
            continue
        seen.add(place)
        if isinstance(imported, str):
            broken[file] = imported
            continue
        spiders = _spiders_of(imported)
        if not spiders:
            broken[file] = "defines no newspaper (a class with a `name` on NewspaperSpider or a platform)"
        for spider in spiders:
            if spider.name in newspapers:
                broken[file] = f"the name {spider.name!r} is already taken by {homes[spider.name]}"
                continue
            newspapers[spider.name], homes[spider.name] = spider, file
    return Registry(dict(sorted(newspapers.items())), broken)


def _modules(packages: list[str], folders: Sequence[Path]) -> Iterator[tuple[str, ModuleType | str]]:
    """Each file with its module, or with what is wrong with it."""
    for package in packages:
        try:
            root = _package(package)
        except ImportError as problem:
            raise ConfigurationError(
                f"the package {package!r} of the newspapers is not installed: {problem}"
            ) from problem
        for info in sorted(pkgutil.iter_modules(getattr(root, "__path__", ())), key=lambda info: info.name):
            if not info.name.startswith("_"):
                name = f"{package}.{info.name}"
                yield _file_of(name), _try(partial(importlib.import_module, name))
    for folder in folders:
        for path in sorted(folder.glob("*.py")):
            if not path.name.startswith("_"):
                yield str(path), _try(partial(_import_file, path))


def _package(name: str) -> ModuleType:
    """The package that lies beside `archiver`, whatever folder of that name the command is run in; else any."""
    spec = PathFinder.find_spec(name, [str(Path(__file__).parents[2])]) if "." not in name else None
    known = sys.modules.get(name)
    if spec is None or spec.loader is None or (known is not None and known.__file__ == spec.origin):
        return importlib.import_module(name)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _try(read: Callable[[], ModuleType]) -> ModuleType | str:
    """The module, or in one line why there is none."""
    try:
        return read()
    except (Exception, SystemExit) as problem:  # noqa: BLE001 - whatever a file does wrong is reported, never hidden
        where = f"line {problem.lineno}: " if isinstance(problem, SyntaxError) else ""
        text = problem.msg if isinstance(problem, SyntaxError) else str(problem)
        return " ".join(f"{type(problem).__name__}: {where}{text}".split())[:300]


def _file_of(module: str) -> str:
    """The path of a module's file; it need not be importable."""
    spec = importlib.util.find_spec(module)
    return spec.origin if spec is not None and spec.origin else module


def _import_file(path: Path) -> ModuleType:
    """The module of a file that lies in no package; loaded once, and again where it changed."""
    stat = path.stat()
    mark = hashlib.sha256(f"{path.resolve()}|{stat.st_mtime_ns}|{stat.st_size}".encode()).hexdigest()[:12]
    name = f"archiver_spiders_{path.stem}_{mark}"
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # before it runs: its classes look themselves up
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def _spiders_of(module: ModuleType) -> list[type[NewspaperSpider]]:
    """The newspapers that a module itself defines, in its order: what it imports is not its own."""
    return [
        value
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, NewspaperSpider)
        and value.__module__ == module.__name__
        and value.__dict__.get("name")
    ]


class NoNewspaper(KeyError, ScrapyUsageError):  # noqa: N818 - Scrapy asks for a KeyError, and shows a UsageError well
    """No newspaper of that name, or one whose file is broken; `scrapy crawl` says so in one line and exits with 2."""

    def __str__(self) -> str:
        return str(self.args[0])


class NewspaperLoader:
    """Scrapy's view of the registry (`SPIDER_LOADER_CLASS`): `scrapy list` and `scrapy crawl NAME` see the same."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """A loader for Scrapy, from the settings and the environment; what cannot be used is told on standard error."""
        try:
            registry = _gather(settings.getlist("SPIDER_MODULES"), folders(configuration.load()))
        except ConfigurationError as problem:
            print(f"archiver: {problem}", file=sys.stderr)  # noqa: T201 - Scrapy would show a traceback
            raise SystemExit(4) from problem
        for file, wrong in registry.broken.items():
            print(f"archiver: {file} cannot be used: {wrong}", file=sys.stderr)  # noqa: T201 - as above
        return cls(registry)

    def load(self, spider_name: str) -> type[NewspaperSpider]:
        """The spider class of that name; KeyError, as Scrapy expects, where there is none."""
        try:
            return self.registry.get(spider_name)
        except (UnknownNewspaper, DefinitionError) as problem:
            raise NoNewspaper(str(problem)) from problem

    def list(self) -> Sequence[str]:
        """The names of all newspapers."""
        return [*self.registry.newspapers]

    def find_by_request(self, request: Request) -> Sequence[str]:
        """The names of the newspapers whose address the request has: one or none."""
        owner = self.registry.owner_of(request.url)
        return [owner.name] if owner else []
