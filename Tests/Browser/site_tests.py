"""Looks at a built site in a real browser, from its folder: every page in both themes, what the pages can do, and the preview.

    site_tests.py SITE LESSONS CHINESE_SITE TOOL
"""

import json
import os
import shutil
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from playwright.sync_api import sync_playwright

import features
import figures
import pages
import preview
import reading
from report import Report

browser = None  # Each process has its own.


def browser_path():
    names = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    found = [path for path in map(shutil.which, names) if path]
    return (found + ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"])[0]


def start_browser():
    global browser
    # A browser ends with its process; what ends it by hand would have to run in every worker.
    browser = sync_playwright().start().chromium.launch(executable_path=browser_path(), args=["--no-sandbox"])


def recording_tab(context):
    """A tab that keeps what pages say on the console and what they ask for."""
    tab = context.new_page()
    tab.said, tab.asked = [], []
    tab.on("console", lambda message: tab.said.append(f"{message.type}: {message.text}"))
    tab.on("pageerror", lambda error: tab.said.append(f"error: {error}"))
    tab.on("request", lambda request: tab.asked.append(request.url))
    tab.on("requestfailed", lambda request: tab.said.append(f"not loaded: {request.url}"))
    return tab


def look_at_page(file):
    report, name = Report(), f"{file.parent.name}/{file.name}"
    context = browser.new_context(reduced_motion="reduce")
    with report.section(f"{name} can be looked at"):
        tab = recording_tab(context)
        pages.check_page(report, tab, file.as_uri(), name)
        pages.check_links(report, tab, file.parent, name)
    context.close()
    return report


def feature_checks(site, lessons, chinese, tool):
    """What the pages can do: a claim, and the function that finds out, of a report and a tab."""
    names = sorted(file.name for file in site.glob("*.html"))
    numbered = [name for name in names if name[0].isdigit() and name != "404.html"]

    def addresses(names):
        return [(site / name).as_uri() for name in names]

    lesson = (site / next(name for name in numbered if "worked-example" in name)).as_uri()
    source = next(lessons.glob("*worked-example.md")).read_text()
    chinese_landing, chinese_lesson = ((chinese / name).as_uri() for name in ("index.html", "01-attention.html"))
    return {
        "the preview follows its author": lambda report, _: preview.check_preview(report, browser, tool),
        "the search works": lambda report, tab: features.check_search(report, tab, lesson, "softmax", "oftmax"),
        "code can be searched": lambda report, tab: features.check_search(report, tab, lesson, "matmul", "matmul"),
        "Chinese can be searched": lambda report, tab: features.check_search(
            report, tab, chinese_landing, "注意力", "注意力"),
        "the search can be left": lambda report, tab: features.check_search_closing(report, tab, lesson),
        "the search shows what it found": lambda report, tab: features.check_search_results(report, tab, lesson),
        "keys do what readers expect": lambda report, tab: features.check_keys(report, tab, lesson),
        "headings can be linked to": lambda report, _: features.check_heading_links(report, browser, lesson),
        "the theme can be chosen": lambda report, _: features.check_theme(report, browser, lesson),
        "code can be copied": lambda report, _: features.check_copying(report, browser, lesson, source),
        "the contents follow": lambda report, tab: features.check_contents(report, tab, lesson),
        "a lesson can be printed": lambda report, _: features.check_print(report, browser, lesson),
        "the course can be printed": lambda report, _: features.check_whole_print(
            report, browser, (site / "print.html").as_uri()),
        "scripts may be off": lambda report, _: features.check_without_scripts(report, browser, site, names),
        "footnotes have their place": lambda report, tab: features.check_sidenotes(report, tab, chinese_lesson),
        "prose and code are set to be read": lambda report, tab: reading.check_type(report, tab, lesson),
        "symbols tell what they are": lambda report, tab: reading.check_symbols(report, tab, lesson),
        "formulas can be copied and referred to": lambda report, tab: reading.check_formulas(report, tab, lesson),
        "figures can be read": lambda report, tab: reading.check_figures(report, tab, (site / "appendix-gallery.html").as_uri()),
        "figures fit and their words are apart": lambda report, tab: figures.check_pages(
            report, tab, [(site / name).as_uri() for name in numbered + ["appendix-gallery.html"] if name != "404.html"]),
        "lessons end as expected": lambda report, tab: reading.check_ends(
            report, tab, addresses(numbered)),
        "motion can be turned off": lambda report, _: reading.check_motion(report, browser, lesson),
        "readers find what they look for": lambda report, tab: features.check_queries(
            report, tab, lesson, json.loads((Path(__file__).parent / "queries.json").read_text())),
        "all code can be copied": lambda report, _: features.check_copying_all(report, browser, addresses(numbered + ["appendix-gallery.html"])),
        "a lesson's code can be taken away": lambda report, _: features.check_code_file(report, site, "03-softmax.swift"),
        "the keyboard has few stops": lambda report, tab: reading.check_keyboard(report, tab, addresses(numbered)),
        "words have their language": lambda report, tab: reading.check_languages(report, tab, addresses(names)),
        "code has room": lambda report, tab: reading.check_code_widths(report, tab, addresses(numbered)),
        "phones show all": lambda report, tab: reading.check_phone(report, tab, addresses(numbered + ["glossary.html", "notation.html"])),
        "checks are quiet": lambda report, tab: reading.check_quiet(report, tab, lesson),
        "the landing page says what one wants to know": lambda report, tab: reading.check_landing(report, tab, (site / "index.html").as_uri()),
        "the weights are kept": lambda report, _: features.check_weights(report, site, numbered),
    }


def try_feature(claim, *sites):
    report = Report()
    context = browser.new_context(reduced_motion="reduce")
    with report.section(claim):
        feature_checks(*sites)[claim](report, recording_tab(context))
    context.close()
    return report


def main():
    site, lessons, chinese, tool = (Path(argument).resolve() for argument in sys.argv[1:5])
    report = Report()
    # The longest first, so that no process is left alone with it at the end.
    files = sorted(
        (file for each in (site, chinese) for file in each.glob("*.html")), key=lambda file: -file.stat().st_size)
    html = pages.start_html_check(files)
    with ProcessPoolExecutor(initializer=start_browser) as processes:
        waiting = [processes.submit(look_at_page, file) for file in files]
        waiting += [processes.submit(try_feature, claim, site, lessons, chinese, tool)
                    for claim in feature_checks(site, lessons, chinese, tool)]
        for each in waiting:
            report.add(each.result())
    pages.finish_html_check(report, files, html)
    report.close()


main()
