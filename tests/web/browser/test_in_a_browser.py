"""Every page in a real browser: without violations of accessibility, on a desktop and a phone, light and dark."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from archiver.demo.told import DELETED_ID, EDITED_ID
from tests.query.made import Made
from tests.web.browser.conftest import LOOKS, Opened, served
from tests.web.conftest import settings
from tests.web.payloads import PAYLOADS

pytestmark = [pytest.mark.slow, pytest.mark.browser]

PAGES = (
    "/",
    "/search?q=dak+nong",
    "/search?q=c%C3%A0+ph%C3%AA&since=2022&gone=no&sort=relevance&lang=vi",
    "/search?q=%22kh%C3%B4ng+c%C3%B3+g%C3%AC%22",
    "/search?q=(b%C3%A3o",
    f"/article/{EDITED_ID}",
    f"/article/{EDITED_ID}?version=1&lang=vi",
    f"/article/{DELETED_ID}",
    "/newspapers",
    "/newspaper/baomau?lang=vi",
    "/author?name=Ph%E1%BA%A1m+Thu+Uy%C3%AAn",
    "/trends",
    "/trends?q=dak+nong&q=c%C3%A0+ph%C3%AA&per=day",
    "/coverage",
    "/coverage?newspaper=baomau&lang=vi",
    "/saved",
    "/api",
    "/nothing",
)
OVERFLOWS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
RUN = "axe.run(document, {resultTypes: ['violations']})"
RUN_COLOURS = "axe.run(document, {resultTypes: ['violations'], runOnly: ['color-contrast', 'link-in-text-block']})"
WHOLE = ("desktop light", "phone dark")  # every rule; in the other two those that colours decide


@pytest.mark.parametrize("address", PAGES)
def test_no_page_violates_a_rule_of_accessibility(demo: str, opened: Opened, axe: str, address: str) -> None:
    found: dict[tuple[str, str], Any] = {}
    page = opened(demo + address)
    for closed in page.query_selector_all("details:not([open]) > summary"):
        closed.click()
    page.evaluate(axe)
    for look, (width, height, colours) in LOOKS.items():
        page.emulate_media(color_scheme=colours)
        page.set_viewport_size({"width": width, "height": height})
        if page.evaluate(OVERFLOWS):
            found[look, "wider than the screen"] = True
        for violation in page.evaluate(RUN if look in WHOLE else RUN_COLOURS)["violations"]:
            found[look, violation["id"]] = [node["target"] for node in violation["nodes"]][:3]
    assert found == {}


def test_the_check_finds_what_is_wrong(demo: str, opened: Opened, axe: str) -> None:
    page = opened(demo + "/")
    page.evaluate("document.querySelector('label[for=q]').remove(); document.documentElement.lang = ''")
    page.evaluate(axe)
    assert {violation["id"] for violation in page.evaluate(RUN)["violations"]} >= {"html-has-lang", "label"}


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))


def test_by_keyboard_alone(demo: str, opened: Opened) -> None:
    page = opened(demo + "/?lang=en")
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to content"
    assert page.locator(".skip").bounding_box()["x"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    assert focused(page) == "main"
    page.keyboard.press("Tab")
    assert focused(page) == "q"
    page.keyboard.type("dak nong")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?**")
    assert page.locator("#results-title").inner_text() == "33 articles"
    seen = set()
    for _ in range(110):
        page.keyboard.press("Tab")
        place = page.evaluate("(e => e.closest('svg') ? 'svg' : e.tagName)(document.activeElement)")
        assert place != "svg"  # what stands in the table below a chart is not asked for twice
        seen.add(page.evaluate("document.activeElement.href || ''"))
    assert any("/article/" in href for href in seen)
    assert any("facets" not in href and "section=" in href for href in seen)


def test_without_javascript(demo: str, opened: Opened) -> None:
    page = opened(demo + "/?lang=en", "phone light", script=False)
    page.fill("#q", "cà phê")
    page.get_by_text("Filters", exact=True).click()
    page.select_option("#gone", "no")
    page.locator(".ask button").click()
    assert "gone=no" in page.url
    assert "lang=en" in page.url
    page.locator(".entry h3 a").first.click()
    assert page.locator("h1").is_visible()
    assert page.get_by_text("Facts, and where they came from").is_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Cite as BibTeX").click()
    assert download.value.suggested_filename == "citations.bib"


def test_the_bytes_of_a_capture_are_the_promised_ones(demo: str, opened: Opened) -> None:
    page = opened(f"{demo}/article/{EDITED_ID}?lang=en")
    promised = page.locator(".digest", has_text="SHA-256").first.inner_text().removeprefix("SHA-256 ")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").first.click()
    assert hashlib.sha256(download.value.path().read_bytes()).hexdigest() == promised


def test_letters_with_two_marks_are_not_cut(demo: str, opened: Opened) -> None:
    page = opened(f"{demo}/article/{EDITED_ID}?lang=vi")
    for selector in ("h1", "h2", ".text p", ".meta", "button", "td"):
        size, line = page.evaluate(
            "s => { const e = getComputedStyle(document.querySelector(s)); return [parseFloat(e.fontSize), "
            "e.lineHeight === 'normal' ? 1.2 * parseFloat(e.fontSize) : parseFloat(e.lineHeight)] }",
            selector,
        )
        assert line >= 1.3 * size, selector
    assert page.evaluate("getComputedStyle(document.body).textTransform") == "none"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    made = Made(tmp_path_factory.mktemp("hostile"))
    made.paper("baomau", f"Báo {PAYLOADS[1]}", PAYLOADS[2])
    for number, payload in enumerate(PAYLOADS):
        made.article(
            "baomau",
            f"{number}",
            title=payload,
            lead=payload,
            body=payload,
            authors=[(f"{payload}{number}", payload)],
            tags=[payload],
            section=payload,
            images=[(payload, payload)],
            canonical=f"javascript:alert({number})",
            edits=[{"title": f"{payload} sửa"}],
        )
    made.writer.dispose()
    with served(settings(made)) as base:
        yield base


def test_hostile_texts_open_no_dialog_and_ask_nobody(hostile: str, opened: Opened) -> None:
    page = opened(hostile + "/")
    for address in ("/search?limit=200", "/search?q=alert&limit=200", "/newspaper/baomau", "/coverage"):
        page.goto(hostile + address)
    for number in range(0, len(PAYLOADS), 6):
        page.goto(f"{hostile}/article/baomau/{number}")
        assert page.evaluate("document.querySelectorAll('script, iframe, object, embed, img').length") == 0
