"""How heavy the pages of a built site are: a table, as Markdown.

    weights.py SITE
"""

import gzip
import sys
from pathlib import Path

ALWAYS = ["assets/theme.css", "assets/paper.css", "assets/page.js", "assets/icon.svg"]


def size(site, path):
    return (site / path).stat().st_size


def of_page(site, name):
    """With what every page loads; the font and the search index come later and apart."""
    return sum(size(site, path) for path in [name, *ALWAYS])


def main():
    site = Path(sys.argv[1])
    print("| file | bytes | compressed | with what every page loads |\n|---|---:|---:|---:|")
    names = sorted(file.name for file in site.glob("*.html"))
    for path in names + sorted(str(file.relative_to(site)) for file in site.glob("assets/*")):
        whole = f"{of_page(site, path):,}" if path in names else ""
        print(f"| {path} | {size(site, path):,} | {len(gzip.compress((site / path).read_bytes())):,} | {whole} |")


if __name__ == "__main__":
    main()
