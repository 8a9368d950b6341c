"""Looks at a built site in a real browser, from its folder: every page in both themes, and what the pages can do.

    site_tests.py SITE LESSONS CHINESE_SITE
"""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

import features
import pages
from report import Report


def browser_path():
    names = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    found = [path for path in map(shutil.which, names) if path]
    return (found + ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"])[0]


def recording_tab(context):
    """A tab that keeps what pages say on the console and what they ask for."""
    tab = context.new_page()
    tab.said, tab.asked = [], []
    tab.on("console", lambda message: tab.said.append(f"{message.type}: {message.text}"))
    tab.on("pageerror", lambda error: tab.said.append(f"error: {error}"))
    tab.on("request", lambda request: tab.asked.append(request.url))
    tab.on("requestfailed", lambda request: tab.said.append(f"not loaded: {request.url}"))
    return tab


def check_site(report, browser, site):
    html = pages.start_html_check(site)
    context = browser.new_context(reduced_motion="reduce")
    tab = recording_tab(context)
    for file in sorted(site.glob("*.html")):
        name = f"{site.name}/{file.name}"
        with report.section(f"{name} can be looked at"):
            pages.check_page(report, tab, file.as_uri(), name)
            pages.check_links(report, tab, site, name)
    context.close()
    pages.finish_html_check(report, site, html)


def check_features(report, browser, site, lessons, chinese):
    names = sorted(file.name for file in site.glob("*.html"))
    numbered = [name for name in names if name[0].isdigit()]
    lesson = (site / next(name for name in numbered if "worked-example" in name)).as_uri()
    source = next(lessons.glob("*worked-example.md")).read_text()
    context = browser.new_context(reduced_motion="reduce")
    tab = recording_tab(context)
    for claim, work in [
        ("the search works", lambda: features.check_search(report, tab, lesson, "softmax", "oftmax")),
        ("code can be searched", lambda: features.check_search(report, tab, lesson, "matmul", "matmul")),
        ("Chinese can be searched", lambda: features.check_search(
            report, tab, (chinese / "index.html").as_uri(), "注意力", "注意力")),
        ("the search can be left", lambda: features.check_search_closing(report, tab, lesson)),
        ("the theme can be chosen", lambda: features.check_theme(report, browser, lesson)),
        ("code can be copied", lambda: features.check_copying(report, browser, lesson, source)),
        ("the contents follow", lambda: features.check_contents(report, tab, lesson)),
        ("a lesson can be printed", lambda: features.check_print(report, browser, lesson)),
        ("the course can be printed", lambda: features.check_print(report, browser, (site / "print.html").as_uri())),
        ("scripts may be off", lambda: features.check_without_scripts(report, browser, site, names)),
        ("footnotes have their place", lambda: features.check_sidenotes(
            report, tab, (chinese / "01-attention.html").as_uri())),
        ("the weights are kept", lambda: features.check_weights(report, site, numbered)),
    ]:
        with report.section(claim):
            work()
    context.close()


def main():
    site, lessons, chinese = (Path(argument).resolve() for argument in sys.argv[1:4])
    report = Report()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=["--no-sandbox"])
        check_site(report, browser, site)
        check_site(report, browser, chinese)
        check_features(report, browser, site, lessons, chinese)
        browser.close()
    report.close()


main()
