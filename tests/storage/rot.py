"""Ways in which evidence rots, and a judge of what `verify` says of each."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from archiver.storage.evidence import captures
from archiver.storage.values import Evidence
from archiver.storage.verify import CaptureRow, Damage, verify


class MadeRows:
    """The rows that a database would have, made from the evidence while it was whole."""

    def __init__(self, folder: Path) -> None:
        self.evidence: list[Evidence] = []
        self.articles: dict[tuple[str, int], str] = {}
        for number, kept in enumerate(captures(folder)):
            self.evidence.append(kept.evidence)
            self.articles[kept.evidence.warc, kept.evidence.offset] = f"baomau/{number}"

    def files(self) -> set[str]:
        return {one.warc for one in self.evidence}

    def of(self, file: str) -> Sequence[CaptureRow]:
        return [
            CaptureRow(one.offset, one.length, one.sha256, self.articles[one.warc, one.offset])
            for one in self.evidence
            if one.warc == file
        ]

    def starts(self, file: str) -> list[int]:
        """The offsets at which exchanges begin."""
        return sorted(one.offset for one in self.evidence if one.warc == file)

    def from_(self, file: str, offset: int) -> set[str]:
        """The articles whose exchange ends behind `offset`."""
        starts = self.starts(file)
        ends = [*starts[1:], 2**62]
        return {self.articles[file, start] for start, end in zip(starts, ends, strict=True) if end > offset}


@dataclass(frozen=True)
class Verdict:
    """What was said of one damaged file."""

    damages: list[Damage]

    @property
    def articles(self) -> set[str]:
        return {article for damage in self.damages for article in damage.articles}


def said_of(folder: Path, rows: MadeRows, name: str) -> Verdict:
    """What `verify` says; every word of it must be about the damaged file."""
    damages = list(verify(folder, rows))
    assert {damage.file for damage in damages} <= {name}, damages
    return Verdict(damages)


def truncation(folder: Path, rows: MadeRows, luck: random.Random) -> None:
    """Cut a file anywhere: reported, with every article behind the cut."""
    name = luck.choice(sorted(rows.files()))
    data = (folder / name).read_bytes()
    cut = luck.randrange(len(data))
    (folder / name).write_bytes(data[:cut])
    verdict = said_of(folder, rows, name)
    (folder / name).write_bytes(data)
    assert verdict.damages, f"{name} cut at {cut}"
    assert verdict.articles == rows.from_(name, cut), f"{name} cut at {cut}"


def bit_flip(folder: Path, rows: MadeRows, luck: random.Random) -> None:
    """Flip one bit anywhere: reported, and only the article hit is named."""
    name = luck.choice(sorted(rows.files()))
    data = bytearray((folder / name).read_bytes())
    at, bit = luck.randrange(len(data)), 1 << luck.randrange(8)
    data[at] ^= bit
    (folder / name).write_bytes(data)
    verdict = said_of(folder, rows, name)
    data[at] ^= bit
    (folder / name).write_bytes(data)
    assert verdict.damages, f"{name}: bit {bit} of byte {at}"
    hit = {rows.articles[name, start] for start in rows.starts(name) if start <= at}
    assert verdict.articles <= hit, f"{name}: bit {bit} of byte {at}"
    response = next(
        (one for one in rows.evidence if one.warc == name and one.offset <= at < one.offset + one.length), 0
    )
    if isinstance(response, Evidence):
        assert verdict.articles == {rows.articles[name, response.offset]}
        assert {damage.offset for damage in verdict.damages} == {response.offset}


def boundary_cut(folder: Path, rows: MadeRows, luck: random.Random) -> None:
    """Cut a file exactly where an exchange ends, which no walk can notice: reported with every article behind it."""
    name = luck.choice(sorted(rows.files()))
    data = (folder / name).read_bytes()
    cut = luck.choice(rows.starts(name))
    (folder / name).write_bytes(data[:cut])
    verdict = said_of(folder, rows, name)
    alone = [damage for damage in verify(folder) if damage.file == name]
    (folder / name).write_bytes(data)
    assert alone, "the manifest alone did not notice"
    assert cut in {damage.offset for damage in verdict.damages}
    assert verdict.articles == rows.from_(name, cut)


def deletion(folder: Path, rows: MadeRows, luck: random.Random) -> None:
    """Delete a file: reported with every article in it."""
    name = luck.choice(sorted(rows.files()))
    data = (folder / name).read_bytes()
    (folder / name).unlink()
    verdict = said_of(folder, rows, name)
    (folder / name).write_bytes(data)
    assert [damage.what for damage in verdict.damages] == ["the file is gone"]
    assert verdict.articles == rows.from_(name, 0)
