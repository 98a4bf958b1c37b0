"""All that a question means as one data frame in memory: the columns of a Parquet export, without files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine

from archiver.core.errors import ConfigurationError
from archiver.query.filters import Filters
from archiver.query.parquet import FOLDER_NAMES, place_of, row_of, schemas
from archiver.query.reading import snapshot
from archiver.query.taken import Living

if TYPE_CHECKING:
    import polars
    import pyarrow


def frame(engine: Engine, text: str = "", filters: Filters | None = None) -> polars.DataFrame:
    """Every article that matches, a row each, in the order of newspaper, publication and id; never cut short.

    Args:
        text: words as in a search; "" takes everything that the filters leave.

    Returns:
        `newspaper` and `month` ("2022-03" or "undated"), then the columns of a Parquet export with their types.

    Raises:
        QueryError: the query cannot be read; the error knows the place.
        UsageError: a filter names what the archive does not have.
        ConfigurationError: the libraries are not installed.
    """
    try:
        import polars
        import pyarrow
    except ModuleNotFoundError as problem:
        raise ConfigurationError(
            f"data frames need the package {problem.name}: pip install -r requirements-frames.txt"
        ) from problem
    read, kept = (_with_folders(pyarrow, schema) for schema in schemas(pyarrow))
    with snapshot(engine) as conn:
        tables = [kept.empty_table()]
        for articles in Living(conn, text, filters or Filters()).batches(captures=False):
            rows = [
                {**row_of(one.record, one.beside), **dict(zip(FOLDER_NAMES, place_of(one.record), strict=True))}
                for one in articles
            ]
            tables.append(pyarrow.Table.from_pylist(rows, schema=read).cast(kept))
    made = polars.from_arrow(pyarrow.concat_tables(tables))
    assert isinstance(made, polars.DataFrame)  # a table is no series
    return made


def _with_folders(arrow: Any, schema: pyarrow.Schema) -> pyarrow.Schema:
    """With the columns that a Parquet export keeps in the names of its folders."""
    return arrow.schema([(name, arrow.string()) for name in FOLDER_NAMES] + list(schema))
