"""Makes contact sheets of all figures of a built site, at the widths of a desktop, a tablet, a phone and of paper, to be looked at.

    contact_sheets.py SITE OUTPUT [PART_OF_A_PAGE'S_NAME...]

OUTPUT gets a picture a sheet: `desktop-light-1.png`, `phone-dark-1.png`, `paper-1.png`. What is wider than its box is framed in red.
"""

import base64
import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

import figures
from tabs import new_context

FIGURES = "figure.figure"
A_SHEET = 16

# The name of a kind of sheet, the width of the screen, the theme, the medium.
KINDS = [
    ("desktop-light", 1280, "light", "screen"),
    ("tablet-light", 768, "light", "screen"),
    ("phone-light", 390, "light", "screen"),
    ("narrow-dark", 320, "dark", "screen"),
    ("desktop-dark", 1280, "dark", "screen"),
    ("paper", figures.PAPER, "light", "print"),
]


def pictures(page, address, width, theme, media):
    """Each figure of a page: what is above it, its picture, and whether something of it is cut."""
    page.set_viewport_size({"width": width, "height": 1000})
    page.emulate_media(media=media, color_scheme=theme)
    page.goto(address)
    page.evaluate("document.querySelectorAll('details:has(figure.figure)').forEach((each) => { each.open = true })")
    # The header of the page would lie on what is scrolled to its place.
    page.evaluate("document.querySelector('body > header')?.remove()")
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(800)
    for figure in page.locator(FIGURES).all():
        trouble = figure.evaluate(figures.TROUBLES)
        yield figure.locator("figcaption").first.inner_text(), figure.screenshot(), trouble


def sheet(page, kind, number, cells, theme):
    paper, ink = ("#16181b", "#ddd") if theme == "dark" else ("#fff", "#222")
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 1800, "height": 1000})
    page.set_content(
        f"<!doctype html><style>body {{ margin: 16px; columns: {cells[0]['columns']}; column-gap: 24px; background: {paper}; color: {ink};"
        " font: 12px sans-serif }"
        " div { break-inside: avoid; margin-bottom: 20px } img { max-width: 100% } .trouble { outline: 3px solid red }</style>"
        + "".join(
            f"<div><p>{cell['name']} {cell['trouble']}</p>"
            f"<img class='{'trouble' if cell['trouble'] else ''}' src='data:image/png;base64,{cell['image']}'></div>"
            for cell in cells))
    page.screenshot(path=f"{kind}-{number}.png", full_page=True)


def main():
    site, output = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    parts = sys.argv[3:]
    output.mkdir(parents=True, exist_ok=True)
    files = sorted(
        file for file in site.glob("*.html")
        if file.name not in ("print.html", "404.html") and (not parts or any(part in file.name for part in parts)))
    with sync_playwright() as playwright:
        path = shutil.which(os.environ.get("CHROMIUM", "chromium"))
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page, drawing = new_context(browser, reduced_motion="reduce").new_page(), new_context(browser).new_page()
        for name, width, theme, media in KINDS:
            cells = [
                {"name": f"{file.stem}: {title}", "image": base64.b64encode(image).decode(), "trouble": "; ".join(trouble),
                 "columns": 2 if width > 700 else 4 if width > 350 else 5}
                for file in files
                for title, image, trouble in pictures(page, file.as_uri(), width, theme, media)
            ]
            for number, start in enumerate(range(0, len(cells), A_SHEET), 1):
                sheet(drawing, output / name, number, cells[start:start + A_SHEET], theme)
            troubles = [f"{cell['name']}: {cell['trouble']}" for cell in cells if cell["trouble"]]
            print(f"{name}: {len(cells)} figures, {len(troubles)} with something cut or overlapping", *troubles, sep="\n  ")
        browser.close()


main()
