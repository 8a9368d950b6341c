// Lets a reader answer a page's questions and guess outputs before they are shown. What was answered stays in this browser.
"use strict";
(() => {
  const page = document.getElementById("page.questions");
  if (!page) return;
  const words = page.dataset, all = (selector, box = document) => [...box.querySelectorAll(selector)];
  // From a folder, some browsers refuse to store anything: then nothing is kept.
  let kept = {};
  try { kept = JSON.parse(localStorage.getItem(words.page)) ?? {}; } catch {}
  const keep = (key, answer) => {
    kept[key] = answer;
    try { localStorage.setItem(words.page, JSON.stringify(kept)); } catch {}
    tell();
  };
  const make = (name, properties, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };
  const makeLine = () => make("p", { role: "status" });
  const makeKey = (textContent, act) => {
    const button = make("button", { type: "button", textContent });
    button.addEventListener("click", act);
    return button;
  };

  const asked = all(".question").map((box) => {
    const { key } = box.dataset, ariaLabel = box.querySelector(".title").textContent;
    const answer = box.querySelector(".answer"), found = all("li", answer), list = box.querySelector(".options"), said = makeLine();
    let inputs;
    if (list) {
      Object.assign(list, { role: "radiogroup", ariaLabel });
      inputs = [...list.children].map((item) => {
        const input = make("input", { type: "radio", name: key, ariaLabel: item.dataset.name });
        item.role = "none";
        item.append(make("label", {}, input, make("span", {}, ...item.childNodes)));
        return input;
      });
    } else {
      inputs = [make("input", { inputMode: "decimal", ariaLabel })];
      answer.before(inputs[0], " ");
    }
    const at = () => inputs.findIndex((input) => input.checked);
    // The keyboard stops once at a group.
    const mark = () => inputs.forEach((input, i) => { input.tabIndex = i === Math.max(at(), 0) ? 0 : -1; });
    const show = (given) => {
      answer.hidden = !given;
      said.className = given ? (given.right ? "right" : "wrong") : "";
      said.textContent = given ? words[said.className] + " " : "";
      if (given && list) said.append(...found[given.choice].cloneNode(true).childNodes);
      inputs.forEach((input, i) => { input.checked = i === given?.choice; });
      if (!list) inputs[0].value = given?.choice ?? "";
      mark();
    };
    const give = () => {
      const choice = list ? at() : inputs[0].value;
      let right = found[choice]?.className;
      if (list) {
        right &&= right === "right";
      } else {
        const number = parseFloat(choice.replace("−", "-").replace(",", ".")), sought = +answer.querySelector("data").value;
        if (!isNaN(number)) right = Math.abs(number - sought) <= 0.01 * Math.abs(sought);
      }
      if (right === undefined) {
        said.className = "";
        said.textContent = list ? words.choose : words.type;
        inputs[0].focus();
        return;
      }
      show({ choice, right });
      keep(key, { choice, right });
    };
    answer.before(makeKey(words.check, give), said);
    box.addEventListener("change", mark);
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && inputs.includes(event.target)) give();
    });
    show(kept[key]);
    return { key, again() { show(); inputs[0].focus(); keep(key); } };
  });

  for (const fold of all("details.predicted")) {
    const box = all(".predict").findLast((each) => each.compareDocumentPosition(fold) & 4);
    const { key } = fold.dataset, said = makeLine(), field = make("textarea", { rows: 2, ariaLabel: words.guess });
    const show = (guess) => {
      field.hidden = button.hidden = fold.open = true;
      said.textContent = words.guessed + " " + guess;
    };
    const ask = (event) => {
      if (kept[key]) return;
      event.preventDefault();
      said.textContent = words.first;
      field.focus();
    };
    const button = makeKey(words.commit, (event) => {
      const guess = field.value.trim();
      if (!guess) { ask(event); return; }
      show(guess);
      keep(key, guess);
    });
    fold.firstElementChild.addEventListener("click", ask);
    box.append(field, button, said);
    if (kept[key]) show(kept[key]);
  }

  // Says how many are answered, and offers those again that were missed.
  function tell() {
    if (!asked.length) return;
    const those = (right) => asked.filter(({ key }) => kept[key]?.right === right), missed = those(false);
    const said = makeLine();
    said.textContent = words.tally.replace("{n}", those(true).length).replace("{m}", asked.length) + " ";
    page.replaceChildren(said);
    // The first is asked last, so that it has the focus.
    if (missed.length) page.append(makeKey(words.again, () => missed.reverse().forEach((each) => each.again())));
  }
  tell();
})();
