"""Questions and predictions of a page."""

from tabs import new_context


def opened(browser, address, **options):
    page = new_context(browser, **options).new_page()
    page.goto(address)
    return page


def check_answering(report, browser, address):
    """With the keyboard alone: a wrong option says what it gives, a right one opens the answer; both are kept, and the missed one is offered again."""
    page = opened(browser, address)
    questions = page.locator(".question:has(.options)")
    first, second = questions.nth(0), questions.nth(1)
    report.expect(first.locator(".answer").is_hidden(), "an answer is hidden until the reader has chosen")
    first.locator("button").click()
    report.expect("first" in first.locator("[role=status]").inner_text(), "a check without a choice asks for one")

    results = first.locator(".answer li")
    right = results.evaluate_all("all => all.findIndex((each) => each.matches('.right'))")
    wrong = 0 if right else 1
    first.locator("input").first.focus()
    for _ in range(wrong):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    said = first.locator("[role=status]")
    given = results.nth(wrong).text_content()
    report.expect(said.get_attribute("class") == "wrong" and given in said.text_content() and "the code gives" in given,
                  "a wrong option says what it gives", said.text_content())
    report.expect("0 of" in page.locator("#page\\.questions [role=status]").inner_text(), "a wrong answer isn't counted")

    def choose(question, number):
        question.locator("input").nth(number).check()
        question.locator("button").click()

    choose(second, second.locator(".answer li").evaluate_all("all => all.findIndex((each) => each.matches('.right'))"))
    report.expect(second.locator("[role=status]").get_attribute("class") == "right", "the right option is right")
    page.reload()
    report.expect(first.locator("input").nth(wrong).is_checked() and second.locator("[role=status]").get_attribute("class") == "right",
                  "answers are kept in the browser")
    tally = page.locator("#page\\.questions")
    report.expect("1 of" in tally.inner_text(), "the page says how many are answered", tally.inner_text())
    tally.locator("button").click()
    report.expect(page.evaluate("document.activeElement.closest('.question') !== null") and first.locator("input:checked").count() == 0,
                  "a missed question is offered again")
    choose(first, right)
    report.expect("2 of" in tally.inner_text() and tally.locator("button").count() == 0, "after that none is missed", tally.inner_text())
    page.context.close()


def check_typing(report, browser, address):
    page = opened(browser, address)
    question = page.locator(".question:not(:has(.options))").first
    field, said = question.locator("input"), question.locator("[role=status]")
    answer = float(question.locator("data").get_attribute("value"))
    for text, judged in (("much", ""), (str(answer + 1), "wrong"), (f"{answer:.3f}".replace(".", ","), "right")):
        field.fill(text)
        page.keyboard.press("Enter")
        report.expect((said.get_attribute("class") or "") == judged and said.inner_text(), f"{text} for {answer} is {judged or 'no number'}",
                      said.inner_text())
    page.context.close()


def check_predicting(report, browser, address):
    page = opened(browser, address)
    box, output = page.locator(".predict").first, page.locator("details.predicted").first
    report.expect(output.locator(".output").is_hidden(), "an output to be predicted is hidden")
    output.locator("summary").click()
    report.expect(output.locator(".output").is_hidden() and box.locator("textarea").evaluate("field => field === document.activeElement"),
                  "it can't be looked at before a guess")
    page.keyboard.type("a half")
    box.locator("button").click()
    report.expect(output.locator(".output").is_visible() and "a half" in box.inner_text(), "a guess shows the output, and stays", box.inner_text())
    page.reload()
    report.expect(output.locator(".output").is_visible() and "a half" in box.inner_text(), "a guess is kept", box.inner_text())
    page.context.close()


def check_without_scripts(report, browser, address):
    page = opened(browser, address, java_script_enabled=False)
    question = page.locator(".question:has(.options)").first
    report.expect(question.locator(".options > li").first.is_visible() and question.locator("input").count() == 0, "without scripts, options are a list")
    question.locator("summary").click()
    report.expect(question.locator(".answer li.right").is_visible(), "without scripts, the answer is a fold")
    output = page.locator("details.predicted").first
    output.locator("summary").click()
    report.expect(output.locator(".output").is_visible(), "without scripts, an output to be predicted is a fold")
    page.context.close()


def check_chinese(report, browser, address):
    page = opened(browser, address, viewport={"width": 390, "height": 800})
    question = page.locator(".question").first
    question.locator("input").first.check()
    question.locator("button").click()
    said = question.locator("[role=status]").text_content()
    report.expect(any(word in said for word in ("正确", "不对")), "a Chinese page speaks Chinese of answers", said)
    tally = page.locator("#page\\.questions").inner_text()
    report.expect("本页" in tally, "and of how many are answered", tally)
    page.context.close()
