"""What the page of the API shows, made from its own description (OpenAPI). Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a question."""

    name: str
    kind: str  # "text", "integer 1 to 200", "yes, no"
    required: bool
    several: bool
    usual: str  # where it is not given
    said: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One question that programs may ask."""

    path: str
    method: str
    group: str
    summary: str
    said: str
    parameters: tuple[Parameter, ...]
    answers: tuple[tuple[str, str], ...]  # status and meaning


def operations(described: Mapping[str, Any]) -> list[Operation]:
    """Every question of a description, in its order."""
    return list(_operations(described))


def _operations(described: Mapping[str, Any]) -> Iterator[Operation]:
    for path, methods in described.get("paths", {}).items():
        for method, said in methods.items():
            summary, _, rest = str(said.get("description", said.get("summary", ""))).partition("\n\n")
            yield Operation(
                path,
                method.upper(),
                ", ".join(said.get("tags", ())),
                " ".join(summary.split()),
                rest,
                tuple(_parameter(one, described) for one in said.get("parameters", ())),
                tuple((status, str(one.get("description", ""))) for status, one in said.get("responses", {}).items()),
            )


def _parameter(said: Mapping[str, Any], described: Mapping[str, Any]) -> Parameter:
    schema = said.get("schema", {})
    several = schema.get("type") == "array"
    usual = schema.get("default")
    return Parameter(
        said["name"],
        kind(schema.get("items", {}) if several else schema, described),
        bool(said.get("required")),
        several,
        "" if usual in (None, "", []) else str(usual),
        str(said.get("description", schema.get("description", ""))),
    )


def kind(schema: Mapping[str, Any], described: Mapping[str, Any]) -> str:
    """What a value may be, in a few words.

    >>> kind({"type": "integer", "minimum": 1, "maximum": 200}, {}), kind({"enum": ["yes", "no"]}, {})
    ('integer 1 to 200', 'yes, no')
    """
    if "$ref" in schema:
        found: Any = described
        for name in str(schema["$ref"]).removeprefix("#/").split("/"):
            found = found[name]
        return kind(found, described)
    if "enum" in schema:
        return ", ".join(value or "–" for value in map(str, schema["enum"]))
    if "const" in schema:
        return str(schema["const"])
    if schema.get("type") == "integer":
        ends = [str(schema[name]) for name in ("minimum", "maximum") if name in schema]
        return f"integer {' to '.join(ends)}".strip()
    return {"string": "text", "boolean": "yes, no"}.get(str(schema.get("type")), str(schema.get("type", "text")))
