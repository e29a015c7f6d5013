"""The audit page in a real browser: filters, keyboard, themes, widths, paper, and not one request.

`PORTBIND_BROWSER` names a Chromium; Playwright drives it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from portbind_lint.model.report import Report
from portbind_lint.report.registry import RenderOptions, render
from tests.report.builder import SITUATIONS, mixed

BROWSER = os.environ.get("PORTBIND_BROWSER", "")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(BROWSER).is_file(), reason="PORTBIND_BROWSER does not name a Chromium"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=BROWSER)
        yield started
        started.close()


class Shown:
    """A report in a new page, with everything that the page asked for or complained of."""

    def __init__(self, browser: Browser, folder: Path, report: Report, **how: object) -> None:
        file = folder / "audit.html"
        file.write_text(render("html", report, RenderOptions()), encoding="utf-8")
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page: Page = browser.new_page(**how)
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        self.page.goto(file.as_uri())

    def records(self) -> list[str]:
        """The verdicts of the records that are shown."""
        found: list[str] = self.page.eval_on_selector_all(
            ".record", "all => all.filter(one => one.checkVisibility()).map(one => one.dataset.verdict)"
        )
        return found


def many(number: int) -> Report:
    """A report with so many listeners, every one different."""
    kinds = mixed().sites
    sites = tuple(
        replace(kinds[n % len(kinds)], location=replace(kinds[n % len(kinds)].location, path=f"src/part{n:03}.ts"))
        for n in range(number)
    )
    return replace(mixed(), sites=sites)


@pytest.mark.parametrize("name", SITUATIONS)
@pytest.mark.parametrize("width", [380, 1200])
def test_nothing_is_asked_for_nothing_fails_and_nothing_sticks_out(
    browser: Browser, tmp_path: Path, name: str, width: int
) -> None:
    shown = Shown(browser, tmp_path, SITUATIONS[name](), viewport={"width": width, "height": 800})
    assert shown.requests == [shown.page.url]
    assert shown.complaints == []
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= width


def test_filters_narrow_the_records_and_say_how_many(browser: Browser, tmp_path: Path) -> None:
    shown = Shown(browser, tmp_path, mixed())
    page = shown.page
    everything = ["high", "medium", "accept", "unknown", "suppressed", "none"]
    assert shown.records() == everything
    page.get_by_label("Not exposed").uncheck()
    assert shown.records() == everything[:-1]
    page.get_by_label("Rule").select_option("unauthenticated-exposure")
    assert shown.records() == ["medium"]
    assert page.locator("#shown").inner_text() == "1 of 6 shown"
    page.get_by_role("searchbox").fill("OFF until nothing-like-it")
    assert shown.records() == []
    assert page.get_by_text("No listener fits these filters.").is_visible()
    page.get_by_role("button", name="Reset").click()
    page.wait_for_function("document.querySelectorAll('.record:not([hidden])').length === 6")
    page.get_by_role("searchbox").fill("Behind Firewall")
    assert shown.records() == ["suppressed"]
    page.get_by_role("searchbox").fill("")
    page.get_by_label("Library").select_option("express")
    page.get_by_label("Context").select_option("product")
    assert shown.records() == everything


def test_the_keyboard_reaches_everything(browser: Browser, tmp_path: Path) -> None:
    shown = Shown(browser, tmp_path, mixed())
    page = shown.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the listeners"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "text"
    page.keyboard.type("a/b")
    assert page.get_by_role("searchbox").input_value() == "a/b"
    page.get_by_role("searchbox").fill("")
    closed = page.locator(".record.none")
    closed.locator("summary").focus()
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    page.keyboard.press("Enter")
    assert closed.get_attribute("open") is not None
    assert page.evaluate(outline) == "solid"


def test_records_open_and_close_together_and_by_a_link_of_the_map(browser: Browser, tmp_path: Path) -> None:
    page = Shown(browser, tmp_path, mixed()).page
    page.get_by_role("button", name="Close all").click()
    assert page.locator(".record[open]").count() == 0
    page.get_by_label("Not exposed").uncheck()
    page.locator(".map").get_by_role("link", name="src/admin.ts:7").click()
    page.wait_for_function("document.querySelector('.record.none').open")
    assert page.locator(".record.none").is_visible()
    page.get_by_role("button", name="Open all").click()
    assert page.locator(".record[open]").count() == 6


LUMINANCE = """() => {
  const parts = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = (text) => parts(text).slice(0, 3).map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (parts(color)[3] !== 0) return color;
    }
    return 'rgb(255, 255, 255)';
  };
  const wrong = [];
  for (const one of document.querySelectorAll('body *')) {
    const own = [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || !one.checkVisibility() || one.matches('script, option')) continue;
    const [a, b] = [light(getComputedStyle(one).color), light(behind(one))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) wrong.push(`${one.tagName}.${one.className} ${ratio.toFixed(2)}`);
  }
  return wrong;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_contrast_in_both_themes(browser: Browser, tmp_path: Path, scheme: str) -> None:
    shown = Shown(browser, tmp_path, mixed(), color_scheme=scheme)
    background = shown.page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert (max(map(int, background[4:-1].split(","))) < 60) == (scheme == "dark")
    assert shown.page.evaluate(LUMINANCE) == []


def test_paper_shows_every_record_and_no_filter(browser: Browser, tmp_path: Path) -> None:
    shown = Shown(browser, tmp_path, mixed())
    shown.page.emulate_media(media="print")
    assert not shown.page.locator("#filters").is_visible()
    reasons = shown.page.get_by_text("Reasoning", exact=True)
    heights = [reasons.nth(number).bounding_box() for number in range(6)]
    assert all(box and box["height"] > 0 for box in heights)
    assert shown.page.pdf(format="A4").startswith(b"%PDF")


def test_without_javascript_all_records_can_be_read(browser: Browser, tmp_path: Path) -> None:
    shown = Shown(browser, tmp_path, mixed(), java_script_enabled=False)
    assert not shown.page.locator("#filters").is_visible()
    assert shown.page.locator(".record").count() == 6
    assert shown.page.locator(".record.high").get_by_text("Recommendation").is_visible()


def test_a_report_of_500_listeners_filters_to_one(browser: Browser, tmp_path: Path) -> None:
    shown = Shown(browser, tmp_path, many(500))
    assert shown.page.locator("#shown").inner_text() == "500 of 500 shown"
    shown.page.get_by_role("searchbox").fill("src/part123.ts")
    assert shown.page.locator("#shown").inner_text() == "1 of 500 shown"
    assert len(shown.records()) == 1
