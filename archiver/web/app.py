"""Makes the application: the archive it reads, what guards it, the API and the pages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI

from archiver.config import Config
from archiver.web import api, pages
from archiver.web.opening import Opening


def create_app(config: Config) -> FastAPI:
    """The application of one archive: `uvicorn.run(create_app(config))`, or a test client around it.

    Raises:
        ConfigurationError, SchemaError, CorruptionError: there is no archive, or it cannot be read.
    """
    opening = Opening(config)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        opening.close()

    app = FastAPI(
        title="archiver",
        version=version("archiver"),
        description="An archive of Vietnam's provincial newspapers, for reading.",
        openapi_url=f"{api.PREFIX}/openapi.json",
        docs_url=None,  # these pages fetch scripts from another host; ours is /api
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.opening = opening
    api.mount(app)
    pages.mount(app)
    return app
