"""What is told straight to the driver is what SQLAlchemy would tell it, and what comes back is what it would read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine, bindparam, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from archiver.core.errors import ConfigurationError
from archiver.storage.database import errors_told, table
from archiver.storage.prepared import Prepared

NEWSPAPER, HOST, TAG = table("newspaper"), table("host"), table("tag")
NOON = datetime(2026, 11, 23, 12, 0, 0, 5, tzinfo=timezone(timedelta(hours=7)))
PAPER = {"title": "Báo Mẫu", "province": "Mẫu", "domains": ["baomau.example", "báo.example"]}
_NAMED = select(NEWSPAPER).where(NEWSPAPER.c.name == bindparam("wanted"))


def test_rows_are_read_as_sqlalchemy_reads_them(engine: Engine) -> None:
    hosts = select(HOST).where(HOST.c.not_before <= bindparam("now", type_=HOST.c.not_before.type)).order_by("name")
    with engine.begin() as conn:
        conn.execute(insert(NEWSPAPER), {"name": "baomau", **PAPER})
        conn.execute(insert(HOST), [{"name": name, "not_before": NOON, "crawl_delay": 1.5} for name in "ab"])
        for statement, values in ((_NAMED, {"wanted": "baomau"}), (hosts, {"now": NOON})):
            mine = Prepared(statement).all(conn, **values)
            theirs = conn.execute(statement, values).all()
            assert mine == theirs
            assert [row._asdict() for row in mine] == [row._asdict() for row in theirs]
    assert [(row.name, row.not_before) for row in mine] == [("a", NOON), ("b", NOON)]
    assert mine[0].not_before.tzinfo is UTC


def test_what_stands_in_a_statement_is_not_asked_of_the_caller(engine: Engine) -> None:
    fixed = Prepared(select(HOST.c.name).where(HOST.c.name > "a", HOST.c.name < bindparam("end")).limit(1))
    with engine.begin() as conn:
        conn.execute(insert(HOST), [{"name": name} for name in "abcd"])
        assert fixed.value(conn, end="d") == "b"
        assert fixed.value(conn, end="c") == "b"
        assert fixed.value(conn, end="b") is None


def test_nothing_found_is_none_or_an_error_as_it_is_asked_for(engine: Engine) -> None:
    named = Prepared(_NAMED)
    with engine.begin() as conn:
        assert named.all(conn, wanted="x") == []
        assert named.first(conn, wanted="x") is None
        assert named.value(conn, wanted="x") is None
        with pytest.raises(LookupError):
            named.one(conn, wanted="x")


def test_a_written_row_comes_back_with_what_the_database_gave_it(engine: Engine) -> None:
    put = Prepared(insert(NEWSPAPER).returning(NEWSPAPER), columns=("name", *PAPER))
    with engine.begin() as conn:
        row = put.one(conn, name="baomau", **PAPER)
        assert (row.name, row.domains, row.predecessor) == ("baomau", PAPER["domains"], None)
        assert row == conn.execute(select(NEWSPAPER).where(NEWSPAPER.c.id == row.id)).one()


def test_many_rows_are_written_and_changes_are_counted(engine: Engine) -> None:
    changed = Prepared(update(TAG).where(TAG.c.name < bindparam("end")).values(name=TAG.c.name + bindparam("more")))
    with engine.begin() as conn:
        Prepared(insert(TAG), columns=("name",)).run_all(conn, [{"name": name} for name in "abc"])
        assert changed.run(conn, end="c", more="!").rowcount == 2
        assert conn.execute(select(TAG.c.name).order_by("name")).scalars().all() == ["a!", "b!", "c"]


@pytest.mark.parametrize("many", [False, True])
def test_an_error_of_the_driver_is_sqlalchemys(engine: Engine, many: bool) -> None:
    put, rows = Prepared(insert(TAG), columns=("name",)), [{"name": "x"}, {"name": "x"}]

    def twice() -> None:
        with engine.begin() as conn:
            if many:
                put.run_all(conn, rows)
            else:
                for row in rows:
                    put.run(conn, **row)

    with pytest.raises(IntegrityError) as raised:
        twice()
    assert isinstance(raised.value.__cause__, engine.dialect.loaded_dbapi.IntegrityError)
    assert "INSERT INTO tag" in str(raised.value)
    with engine.begin() as conn:
        assert conn.execute(select(func.count()).select_from(TAG)).scalar_one() == 0  # undone with its transaction


def test_a_list_of_values_is_refused(engine: Engine) -> None:
    listed = Prepared(select(TAG).where(TAG.c.name.in_(bindparam("names", expanding=True))))
    with engine.begin() as conn, pytest.raises(AssertionError, match="list of values"):
        listed.all(conn, names=["a"])


def test_a_lost_connection_is_told_and_given_up(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        pytest.skip("a file has no connection to lose")
    kill, counting = Prepared(text("SELECT pg_terminate_backend(:pid)")), Prepared(select(func.count(TAG.c.id)))

    def ask() -> None:
        with errors_told(engine), engine.begin() as conn, engine.connect() as other:
            kill.run(other, pid=conn.exec_driver_sql("SELECT pg_backend_pid()").scalar_one())
            with pytest.raises(DBAPIError, match="terminat") as raised:
                counting.value(conn)
            assert raised.value.connection_invalidated
            raise raised.value

    with pytest.raises(ConfigurationError):
        ask()
    with engine.begin() as conn:  # another connection, not the dead one out of the pool
        assert counting.value(conn) == 0
