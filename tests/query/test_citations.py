"""Citations are what public libraries of each format read: names whole and in order, addresses, times and digests."""

from __future__ import annotations

import json
import warnings
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import NameParts, SeparateCoAuthors, SplitNameParts
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.core.record import complete
from archiver.query.citations import CitationFormat, Cited, citations, cited

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its own
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

RECORD = complete(
    {
        "id": "baomau/92175",
        "newspaper": "baomau",
        "url": "https://baomau.example/cau-moi-a92175.html?x=1_2&y=3%20",
        "title": "Cầu {mới} & đường 100% thông xe_",
        "authors": ["Nguyễn Thị Minh Khai", "Y Jút Niê and Sons", "PV, CTV"],
        "published_at": "2022-03-29T09:04:00+07:00",
        "section": "Thời sự",
        "language": "vi",
        "evidence": {
            "warc": "archive-20220329T110000Z-00001.warc.gz",
            "offset": 613671,
            "length": 3106,
            "sha256": "ab" * 32,
            "fetched_at": "2022-03-29T18:00:06+07:00",
        },
    }
)
TITLES = {"baomau": "Báo Mẫu"}
NAMES = ["Nguyễn Thị Minh Khai", "Y Jút Niê and Sons", "PV, CTV"]


def text_of(form: CitationFormat, *all_of_them: Cited) -> str:
    return "".join(citations(all_of_them, form))


def read_bibtex(text: str) -> list[Any]:
    library = parse_string(text, append_middleware=[SeparateCoAuthors(), SplitNameParts()])
    assert library.failed_blocks == []
    return list(library.entries)


def test_bibtex() -> None:
    (entry,) = read_bibtex(text_of(CitationFormat.BIBTEX, cited(RECORD, TITLES)))
    fields = {field.key: field.value for field in entry.fields}
    assert (entry.entry_type, entry.key) == ("article", "baomau-92175")
    assert [(name.first, name.last) for name in fields["author"]] == [([], [f"{{{name}}}"]) for name in NAMES]
    assert isinstance(fields["author"][0], NameParts)
    assert fields["title"] == r"{Cầu \textbraceleft{}mới\textbraceright{} \& đường 100\% thông xe\_}"
    assert fields["journal"] == "Báo Mẫu"
    assert (fields["year"], fields["month"], fields["date"]) == ("2022", "3", "2022-03-29")
    assert fields["url"] == RECORD["url"]
    assert fields["urldate"] == "2022-03-29"
    assert fields["langid"] == "vietnamese"
    assert "fetched 2022-03-29T18:00:06+07:00" in fields["note"]
    assert "archive-20220329T110000Z-00001.warc.gz" in fields["note"]
    assert "ab" * 32 in fields["note"]


def test_ris() -> None:
    (entry,) = rispy.loads(text_of(CitationFormat.RIS, cited(RECORD, TITLES)))
    assert entry["type_of_reference"] == "NEWS"
    assert entry["authors"] == NAMES
    assert entry["title"] == RECORD["title"]
    assert entry["secondary_title"] == "Báo Mẫu"
    assert (entry["year"], entry["date"], entry["access_date"]) == ("2022", "2022/03/29", "2022/03/29")
    assert entry["urls"] == [RECORD["url"]]
    assert "#offset=613671&length=3106" in str(entry)
    assert "ab" * 32 in str(entry["notes"])


def test_csl_json_as_a_style_prints_it() -> None:
    (item,) = json.loads(text_of(CitationFormat.CSL_JSON, cited(RECORD, TITLES)))
    assert [author["literal"] for author in item["author"]] == NAMES
    assert item["issued"] == {"date-parts": [[2022, 3, 29]]}
    assert item["accessed"] == {"date-parts": [[2022, 3, 29]]}
    assert item["URL"] == RECORD["url"]
    assert item["archive_location"] == "warc/archive-20220329T110000Z-00001.warc.gz#offset=613671&length=3106"
    assert "ab" * 32 in item["note"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # citeproc-py's, of fields that it does not print
        source = CiteProcJSON([item])
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        printed = CitationStylesBibliography(style, source, formatter.plain)
        printed.register(Citation([CitationItem(item["id"])]))
        (line,) = [str(one) for one in printed.bibliography()]
    assert line.startswith("Nguyễn Thị Minh Khai, Y Jút Niê and Sons")
    assert "2022" in line
    assert "Báo Mẫu" in line


def test_a_replay_service_is_the_archived_address() -> None:
    one = cited(RECORD, TITLES, replay="https://replay.example/taken/")
    assert one.archived == f"https://replay.example/taken/20220329110006/{RECORD['url']}"


def test_what_is_not_known_is_left_out() -> None:
    bare = complete({"id": "baomau/~0123456789abcdef", "newspaper": "baomau", "agencies": ["TTXVN"]})
    one = cited(bare, {})
    (entry,) = read_bibtex(text_of(CitationFormat.BIBTEX, one))
    assert {field.key for field in entry.fields} == {"author", "journal", "note"}
    (item,) = json.loads(text_of(CitationFormat.CSL_JSON, one))
    assert item["author"] == [{"literal": "TTXVN"}]
    assert not {"issued", "accessed", "URL", "archive"} & set(item)
    (read,) = rispy.loads(text_of(CitationFormat.RIS, one))
    assert "date" not in read


@pytest.mark.parametrize(("form", "empty"), [("bibtex", ""), ("ris", ""), ("csl-json", "[]\n")])
def test_none_and_several(form: str, empty: str) -> None:
    chosen = CitationFormat(form)
    assert text_of(chosen) == empty
    several = text_of(chosen, *(cited({**RECORD, "id": f"baomau/{n}"}, TITLES) for n in range(3)))
    found: list[Any] = {"bibtex": read_bibtex, "ris": rispy.loads, "csl-json": json.loads}[form](several)
    assert len(found) == 3


NASTY = st.text(alphabet=st.sampled_from("{}\\@%&#$_~^\"'\n\r\x00\x1b ,=-aĐệ"), max_size=20)


@settings(max_examples=100, deadline=None)
@given(NASTY, st.lists(NASTY, max_size=3), NASTY)
def test_no_text_of_a_page_breaks_a_file(title: str, authors: list[str], newspaper: str) -> None:
    one = cited({**RECORD, "title": title, "authors": authors}, {"baomau": newspaper})
    both = (one, cited({**RECORD, "id": "baomau/2"}, TITLES))
    assert [entry.key for entry in read_bibtex(text_of(CitationFormat.BIBTEX, *both))] == [one.key, "baomau-2"]
    assert [entry["id"] for entry in rispy.loads(text_of(CitationFormat.RIS, *both))] == [one.key, "baomau-2"]
    assert len(json.loads(text_of(CitationFormat.CSL_JSON, *both))) == 2
