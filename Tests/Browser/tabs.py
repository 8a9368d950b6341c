"""Tabs of the browser that wait as long as a busy machine needs."""

from contextlib import contextmanager

# What is waited for comes much earlier.
PATIENCE_IN_MS = 120_000


def new_context(browser, **options):
    context = browser.new_context(**options)
    context.set_default_timeout(PATIENCE_IN_MS)
    return context


kept = None  # The tab of this process.


@contextmanager
def new_tab(browser):
    """A tab that keeps what pages say on the console and what they ask for. It is the last one again, which takes much less than a new one,
    unless something went wrong there; what is kept in the browser is forgotten."""
    global kept
    tab, kept = kept or open_tab(browser), None
    # The next content that is set would be under the rules of the last page.
    tab.goto("about:blank")
    tab.set_viewport_size({"width": 1280, "height": 800})
    tab.emulate_media(media="screen", color_scheme="light")
    tab.mouse.move(0, 0)
    tab.said.clear()
    tab.asked.clear()
    try:
        yield tab
        if tab.url.startswith("file:"):
            tab.evaluate("localStorage.clear(); sessionStorage.clear()")
        kept = tab
    finally:
        if kept is None:
            tab.context.close()


def open_tab(browser):
    tab = new_context(browser, reduced_motion="reduce").new_page()
    tab.said, tab.asked = [], []
    tab.on("console", lambda message: tab.said.append(f"{message.type}: {message.text}"))
    tab.on("pageerror", lambda error: tab.said.append(f"error: {error}"))
    tab.on("request", lambda request: tab.asked.append(request.url))
    tab.on("requestfailed", lambda request: tab.said.append(f"not loaded: {request.url}"))
    return tab


def wait_for_address(page):
    """The address takes a number 150 ms after the last change. A later timer of the page ends after that, however busy the machine is."""
    page.evaluate("new Promise((done) => setTimeout(done, 200))")
