"""The guide names every declaration, and its example is a newspaper that works."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

from archiver.core.layout import Layout
from archiver.core.newspaper import Newspaper
from archiver.crawl.newspaper import NewspaperSpider
from archiver.demo import spider

PAGE = (Path(__file__).parents[2] / "docs" / "adding-a-newspaper.md").read_text("utf-8")


def first_cells(heading: str) -> list[str]:
    part = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"^\| `(\w+)` \|", part, flags=re.MULTILINE)


def example() -> str:
    found = re.search(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)
    assert found
    return found[1]


def test_every_attribute_of_the_class() -> None:
    declared = {field.name for field in dataclasses.fields(Newspaper)}
    assert set(first_cells("What the class can say")) == declared - {"title"} | {"newspaper"}


def test_every_field_of_a_layout() -> None:
    assert first_cells("What a layout can say") == [field.name for field in dataclasses.fields(Layout)]


def test_the_example_is_a_newspaper() -> None:
    names: dict[str, object] = {"__name__": "baomau"}
    exec(compile(example(), "baomau.py", "exec"), names)
    made = names["BaoMauSpider"]
    assert isinstance(made, type)
    assert issubclass(made, NewspaperSpider)
    paper = made.definition()
    assert paper.article_key("https://baomau.example/thoi-su/cau-moi-10201.html") == "10201"


def test_the_example_reads_as_the_demonstration_does() -> None:
    def selectors(text: str) -> list[str]:
        return re.findall(r'^ {12}\w+=".*",$', text, flags=re.MULTILINE)

    assert selectors(example()) == selectors(spider.source("http://127.0.0.1:8040"))


def test_files_that_are_named_exist() -> None:
    root = Path(__file__).parents[2]
    assert all((root / path).is_dir() for path in ("spiders", "archiver/crawl/platforms", "tests/pages"))
