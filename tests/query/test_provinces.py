"""Which articles a province means: by the day of publication, by another day, by code; on both engines."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from archiver.archive import Archive
from archiver.core.errors import UsageError
from archiver.core.values import VIETNAM
from archiver.query.filters import Filters
from archiver.query.provinces import Which
from archiver.query.search import search
from tests.query.made import Made

LAST = datetime(2025, 6, 30, 23, 59, tzinfo=VIETNAM).astimezone(UTC)  # of the 63 provinces
FIRST = datetime(2025, 7, 1, tzinfo=VIETNAM).astimezone(UTC)  # of the 34 units
BEFORE, AFTER = LAST - timedelta(days=400), FIRST + timedelta(days=200)


@pytest.fixture(scope="module")
def engine(made: Made, engine: Engine) -> Engine:
    """Beside the sample: papers of provinces that grew, ended, were renamed and got another code."""
    made.paper("bacninh", "Báo Bắc Ninh", "Bắc Ninh")
    made.paper("bacgiang", "Báo Bắc Giang", "Bắc Giang", valid_to=date(2025, 6, 30), successor="bacninh")
    made.paper("dongkhoi", "Báo Đồng Khởi", "Bến Tre", successor="vinhlong")  # lives on as an edition
    made.paper("vinhlong", "Báo Vĩnh Long", "Vĩnh Long")
    made.paper("laocai", "Báo Lào Cai", "Lào Cai")
    made.paper("hue", "Huế ngày nay", "Thừa Thiên Huế")
    for paper in ("bacninh", "dongkhoi", "vinhlong", "laocai", "hue"):
        for key, moment in enumerate((BEFORE, LAST, FIRST, AFTER, None), 1):
            made.article(paper, str(key), published_at=moment)
    for key, moment in enumerate((BEFORE, LAST, None), 1):
        made.article("bacgiang", str(key), published_at=moment)
    return engine


def ids(engine: Engine, *province: str, of: str | None = None) -> set[str]:
    found = search(engine, "", Filters.of(province=province, province_of=of, limit=200))
    assert found.total == len(found.records)
    return {str(record["id"]) for record in found.records}


def of(paper: str, *keys: int) -> set[str]:
    return {f"{paper}/{key}" for key in keys or (1, 2, 3, 4, 5)}


@pytest.mark.parametrize("spelling", ["Bắc Ninh", "bac ninh", "tỉnh Bắc Ninh"])
def test_a_name_means_the_unit_on_the_day_of_publication(engine: Engine, spelling: str) -> None:
    assert ids(engine, spelling) == of("bacninh")


def test_what_ended_is_meant_until_it_ended(engine: Engine) -> None:
    assert ids(engine, "Bắc Giang") == of("bacgiang", 1, 2, 3)  # undated too: it was published at no other time
    assert ids(engine, "Bến Tre") == of("dongkhoi", 1, 2)
    assert ids(engine, "Vĩnh Long") == of("vinhlong") | of("dongkhoi", 3, 4)


def test_who_is_left_out_for_want_of_a_date_is_told(engine: Engine) -> None:
    found = search(engine, "", Filters.of(province="Bến Tre"))
    assert "Undated articles are left out where the province changed: Báo Đồng Khởi." in found.notes
    assert "of the province Bến Tre, as it was on the day of publication" in found.in_words
    assert not [note for note in search(engine, "", Filters.of(province="Bắc Ninh")).notes if "Undated" in note]


def test_a_name_that_means_two_is_told(engine: Engine) -> None:
    told = "Bắc Ninh means the old province until 2025-06-30 and the larger unit since"
    assert any(told in note for note in search(engine, "", Filters.of(province="bac ninh")).notes)
    for other in (Filters.of(province="Bắc Ninh", province_of="2024"), Filters.of(province="Huế")):
        assert not any("larger unit" in note for note in search(engine, "", other).notes)


def test_another_day_means_its_provinces_and_all_articles_of_their_papers(engine: Engine) -> None:
    assert ids(engine, "Bắc Ninh", of="2024") == of("bacninh")
    assert ids(engine, "Bắc Ninh", of="2026") == of("bacninh") | of("bacgiang", 1, 2, 3)
    assert ids(engine, "Bến Tre", of="2024-12") == of("dongkhoi")
    assert ids(engine, "Vĩnh Long", of="30/06/2025") == of("vinhlong")
    assert ids(engine, "Vĩnh Long", of="2025-07-01") == of("vinhlong") | of("dongkhoi")
    said = search(engine, "", Filters.of(province="Bắc Ninh", province_of="2026")).in_words
    assert "in newspapers of what was the province Bắc Ninh in 2026" in said


def test_a_code_tells_the_old_from_the_new(engine: Engine) -> None:
    assert ids(engine, "27") == of("bacninh", 1, 2)
    assert ids(engine, "24") == of("bacninh", 3, 4)
    assert ids(engine, "24", of="2024") == of("bacgiang", 1, 2, 3)
    assert ids(engine, "Bắc Ninh", of="27") == of("bacninh", 1, 2)
    assert ids(engine, "Bắc Ninh", of="24") == of("bacninh", 3, 4)
    assert ids(engine, of="27") == of("bacninh", 1, 2)
    assert ids(engine, "10") == of("laocai", 1, 2)
    assert ids(engine, "Lào Cai") == of("laocai")
    notes = search(engine, "", Filters.of(province="24")).notes
    assert any("until then it was Bắc Giang's" in note for note in notes)


def test_a_renamed_province_is_one(engine: Engine) -> None:
    assert ids(engine, "Huế") == ids(engine, "Thừa Thiên - Huế") == ids(engine, "46") == of("hue")


def test_a_query_names_provinces_likewise(engine: Engine) -> None:
    for asked, same in (
        ("Bến Tre", 'province:"Bến Tre"'),
        ("Vĩnh Long", 'province:"vinh long"'),
        ("27", "province:27"),
    ):
        found = search(engine, same, Filters.of(limit=200))
        assert {record["id"] for record in found.records} == ids(engine, asked)
    both = search(engine, 'province:"Bắc Ninh" NOT newspaper:bacninh', Filters.of())
    assert both.total == 0


def test_python_asks_likewise(made: Made, engine: Engine) -> None:
    with Archive.open(made.url) as archive:
        assert archive.search(province="Bắc Ninh", province_of="2026").total == 8
        assert archive.search(province="Bắc Ninh").total == 5


def test_several_provinces_and_one_that_is_none_of_them(engine: Engine) -> None:
    assert ids(engine, "Bến Tre", "Bắc Giang") == of("dongkhoi", 1, 2) | of("bacgiang", 1, 2, 3)
    assert ids(engine, "dak mau") == of("baomau", 1, 2, 3)


@pytest.mark.parametrize(
    ("province", "when", "said"),
    [
        ("Nào", None, "has no newspaper of the province 'Nào'; it has"),
        ("Hà Giang", None, "has no newspaper of the province 'Hà Giang'"),
        ("Bắc Giang", "2026", "in 2026 there was no province 'Bắc Giang': it belonged to Bắc Ninh"),
        ("Bắc Ninh", "25", "no province 'Bắc Ninh' has the code 25"),
        ("99", None, "no newspaper of the province '99'"),
        ("Bắc Ninh", "2025", "the provinces changed"),
        ("Bắc Ninh", "hôm qua", "is no date"),
    ],
)
def test_what_means_nothing_is_refused(engine: Engine, province: str, when: str | None, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        search(engine, "", Filters.of(province=province, province_of=when))


def test_the_facet_counts_what_the_filter_finds(engine: Engine) -> None:
    facets = search(
        engine, "", Filters.of(newspaper=["bacninh", "bacgiang", "dongkhoi", "vinhlong"]), facets=True
    ).facets
    assert facets is not None
    counts = dict(facets["province"].values)
    assert counts == {"Bắc Ninh": 5, "Bắc Giang": 3, "Bến Tre": 3, "Vĩnh Long": 7}  # undated: as it is defined
    assert counts["Vĩnh Long"] == len(ids(engine, "Vĩnh Long"))


def test_the_question_is_in_the_words_of_an_export() -> None:
    said = Filters.of(province="Bắc Ninh", province_of="2024").as_json()
    assert (said["province"], said["province_of"]) == (["Bắc Ninh"], "2024")
    assert Filters.of(province_of="27").narrow
    assert not Filters.of(province_of="2024").narrow


def test_a_year_that_the_merger_parts_is_no_day() -> None:
    def span(text: str) -> tuple[datetime, datetime]:
        return datetime(2025, 6, 1, tzinfo=VIETNAM), datetime(2025, 7, 1, tzinfo=VIETNAM)

    assert Which.of("2025-06", span).on == date(2025, 6, 1)
    assert Which.of("", span) == Which.of(None, span) == Which()
    assert Which.of("7", span).code == "07"
