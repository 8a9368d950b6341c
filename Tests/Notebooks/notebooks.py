"""Whether Jupyter's tools find exported notebooks valid, and show their outputs and figures without running anything.

    notebooks.py FOLDER
"""

import html
import re
import sys
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter


def words(text):
    """The text as a page shows it: without markup and escapes, and with one blank where there are several."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", text)).split())


def main():
    files = sorted(Path(sys.argv[1]).rglob("*.ipynb"))
    exporter = HTMLExporter()
    problems, outputs, pictures = [], 0, 0
    for file in files:
        notebook = nbformat.read(file, as_version=nbformat.NO_CONVERT)
        try:
            nbformat.validate(notebook)
        except nbformat.ValidationError as error:
            problems.append(f"{file.name} isn't valid: {error}")
            continue
        page, _ = exporter.from_notebook_node(notebook)
        # Formulas and code have signs that a page escapes.
        shown = words(page)
        for cell in notebook.cells:
            for output in cell.get("outputs", []):
                data = output.get("data", {})
                text = output.get("text") or data.get("text/plain", "")
                if any(kind.startswith("image/") or kind == "text/html" for kind in data):
                    pictures += 1
                else:
                    outputs += 1
                    if words(html.escape(text)) not in shown:
                        problems.append(f"{file.name} doesn't show an output: {text[:80]}")
        if page.count("<svg") + page.count("<img") < sum("image/svg+xml" in each.get("data", {}) for cell in notebook.cells
                                                         for each in cell.get("outputs", [])):
            problems.append(f"{file.name} doesn't show all its pictures")
    for problem in problems:
        print(problem)
    print(f"{len(files)} notebooks opened with Jupyter's tools: {outputs} outputs and {pictures} figures shown")
    sys.exit(1 if problems or not (outputs and pictures and files) else 0)



main()
