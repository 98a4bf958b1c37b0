"""The API is described, and the description is true: a fuzzer that reads it finds no answer that is not in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.routing import APIRoute
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from archiver.web import api_articles, api_counts, api_exports, api_search
from archiver.web.api import PREFIX
from archiver.web.app import create_app
from tests.web.conftest import imported

# A query that has the right type may still be one that cannot be read, and a newspaper one that is not there: no schema
# says which, so a refusal (400) of what the schema allows is right.
_LEFT_OUT = ("positive_data_acceptance",)
EXAMPLES = int(os.environ.get("ARCHIVER_TEST_EXAMPLES", "12"))  # of each route and kind
PATHS = [
    PREFIX + route.path
    for group in (api_search, api_articles, api_counts, api_exports)
    for route in group.router.routes
    if isinstance(route, APIRoute)
]
load_all_checks()


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    app = create_app(imported(tmp_path_factory.mktemp("archive")))
    yield app
    app.state.opening.close()


@pytest.fixture(scope="module")
def described(app: FastAPI) -> Any:
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)


@pytest.mark.parametrize(
    ("path", "mode"),
    [
        (path, mode)
        for path in PATHS
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
        if mode is GenerationMode.POSITIVE or path != f"{PREFIX}/newspapers"  # it takes nothing that could be wrong
    ],
)
def test_a_fuzzer_finds_nothing_that_is_not_described(described: Any, path: str, mode: GenerationMode) -> None:
    left_out: list[Any] = [CHECKS.get_one(name) for name in _LEFT_OUT]

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=described[path]["GET"].as_strategy(generation_mode=mode))
    def run(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(excluded_checks=left_out)

    run()


def test_the_description_is_one(app: FastAPI) -> None:
    said = app.openapi()
    assert said["openapi"].startswith("3.1")
    for path, methods in said["paths"].items():
        assert path.startswith("/api/v1/")
        assert set(methods) == {"get"}
        assert set(methods["get"]["responses"]) >= {"200", "400", "422", "429", "503"}, path
        assert methods["get"]["summary"]
        for status, answer in methods["get"]["responses"].items():
            if status != "200":
                assert answer["content"]["application/json"]["schema"]["$ref"].endswith("/Failed")
    jsonschema_rs.meta.validate(said["components"]["schemas"]["Record"])
