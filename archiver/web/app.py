"""Makes the application: the archive it reads, what guards it, the API and the pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Final

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI

from archiver.config import Config
from archiver.web import api, pages, problems
from archiver.web.forwarded import Forwarded, proxies_of
from archiver.web.limits import Limits, Rate
from archiver.web.opening import Opening
from archiver.web.safety import SafeFastAPI

AT_ONCE: Final = 10  # questions; the rest wait. With the exports fewer than the connections that the engine gives out


def create_app(config: Config, *, hosts: Collection[str] = (), proxies: Collection[str] = ()) -> FastAPI:
    """The application of one archive: `uvicorn.run(create_app(config))`, or a test client around it.

    Args:
        hosts: names under which it may be asked; () for any.
        proxies: addresses or networks of the proxies that are believed who asks; () for none.

    Raises:
        UsageError: a proxy that is no address.
        ConfigurationError, SchemaError, CorruptionError: there is no archive, or it cannot be read.
    """
    believed = proxies_of(proxies)
    opening = Opening(config)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        current_default_thread_limiter().total_tokens = AT_ONCE
        yield
        opening.close()

    app = SafeFastAPI(
        title="archiver",
        version=version("archiver"),
        description=api.DESCRIPTION,
        openapi_url=f"{api.PREFIX}/openapi.json",
        docs_url=None,  # these pages fetch scripts from another host; ours is a page of ours
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.opening = opening
    app.add_middleware(Limits, rate=Rate(config.rate), hosts=hosts)
    app.add_middleware(Forwarded, proxies=believed)  # before the limits: added last, asked first
    problems.mount(app)
    api.mount(app)
    pages.mount(app)
    return app
