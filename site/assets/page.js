// A page is whole without this. It adds a choice of light or dark, copying, a search, keys, and a mark where the reader is.
"use strict";
(() => {
  const root = document.documentElement;
  // From a folder, some browsers refuse to store anything.
  const remembered = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
  const remember = (name, value) => { try { localStorage.setItem(name, value); } catch { /* then not */ } };
  const show = (theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
  };
  show(remembered("theme")); // at once, before anything is drawn

  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  function addThemeChoice(bar, words) {
    const themes = ["auto", "light", "dark"];
    const button = make("button", { type: "button", textContent: "◐" });
    const label = () => {
      button.dataset.choice = root.dataset.theme ?? "auto";
      button.title = words.themeLabel + words[button.dataset.choice];
      button.setAttribute("aria-label", button.title);
    };
    button.addEventListener("click", () => {
      const next = themes[(themes.indexOf(button.dataset.choice) + 1) % themes.length];
      remember("theme", next);
      show(next);
      label();
    });
    label();
    bar.append(button);
  }

  function addCopying(words) {
    if (!navigator.clipboard) return;
    for (const code of document.querySelectorAll(".cell > pre > code, .cell > details > pre > code")) {
      const button = make("button", { type: "button", className: "copy", textContent: words.copy });
      button.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(code.textContent);
          button.textContent = words.copied;
        } catch {
          button.textContent = words.notCopied;
        }
        setTimeout(() => { button.textContent = words.copy; }, 1500);
      });
      code.parentElement.after(button);
    }
  }

  // A heading is a link to itself: a click copies it, and says so.
  function addLinkCopying(words) {
    if (!navigator.clipboard) return;
    for (const link of document.querySelectorAll("article :is(h2, h3, h4) > a[href^='#']")) {
      link.title = words.copyLink;
      link.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(link.href);
        } catch {
          return; // The address bar has it, too.
        }
        link.dataset.copied = words.linkCopied;
        setTimeout(() => { delete link.dataset.copied; }, 1500);
      });
    }
  }

  // ---- Single keys, as in other books. Who types by voice sets them off by accident, so that they can be turned off ----

  const keysAreOn = () => remembered("keys") !== "off";

  function addTurning() {
    const links = { ArrowLeft: document.querySelector("a[rel=prev]"), ArrowRight: document.querySelector("a[rel=next]") };
    for (const [key, link] of Object.entries(links)) link?.setAttribute("aria-keyshortcuts", key);
    const scrolls = (element) => element && (element.scrollWidth > element.clientWidth + 1
      && getComputedStyle(element).overflowX !== "visible" || scrolls(element.parentElement));
    addEventListener("keydown", (event) => {
      const link = links[event.key];
      // Where the arrows scroll, they scroll.
      if (link && isFree(event) && !scrolls(event.target)) link.click();
    });
  }

  // Whether a key is nobody else's: no part of a longer shortcut, not typed into a field, not meant for a dialog.
  const isFree = (event) => keysAreOn() && !event.defaultPrevented && !event.isComposing && !event.repeat
    && !(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey)
    && !event.target.closest("input, textarea, select, dialog, [contenteditable]");

  // The section that is being read: the last whose heading has passed the upper third, or the last at the page's end.
  function followScrolling() {
    const links = new Map();
    for (const link of document.querySelectorAll('.contents li li a[href^="#"]')) {
      const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (heading) links.set(heading, link);
    }
    if (links.size === 0) return;
    let marked;
    const mark = () => {
      const headings = [...links.keys()];
      const isAtEnd = scrollY > 0 && scrollY + innerHeight >= root.scrollHeight - 2;
      const limit = isAtEnd ? innerHeight : innerHeight / 3;
      const current = headings.findLast((heading) => heading.getBoundingClientRect().top < limit);
      if (current === marked) return;
      links.get(marked)?.removeAttribute("aria-current");
      links.get(current)?.setAttribute("aria-current", "true");
      marked = current;
      keepInSight(links.get(current));
    };
    addEventListener("scroll", () => requestAnimationFrame(mark), { passive: true });
    addEventListener("resize", mark);
    mark();
  }

  // Scrolls the contents alone, and only where they are a column.
  function keepInSight(link) {
    const column = link?.closest(".contents");
    if (!column || getComputedStyle(column).position !== "sticky") return;
    const [inner, outer] = [link.getBoundingClientRect(), column.getBoundingClientRect()];
    if (inner.top < outer.top || inner.bottom > outer.bottom) column.scrollTop += inner.top - outer.top - outer.height / 3;
  }

  // ---- Search: sections are [address, lesson, heading, text, code]; the index is a script, which also loads from a folder ----

  // What is typed, as words; of Chinese, which has no spaces, also each pair of neighbouring characters.
  const wordsOf = (query) => query.toLowerCase().split(/[\s,.;:!?，。；：！？、]+/).filter(Boolean);
  const pairsOf = (word) =>
    /^\p{Script=Han}{3,}$/u.test(word) ? [...word].slice(1).map((character, index) => [...word][index] + character) : [];

  // How well a text speaks of a word: 0 not at all, 1 within a word, 2 as a word's beginning, 3 as a whole word.
  function fit(text, word) {
    let best = 0;
    for (let at = text.indexOf(word); at >= 0 && best < 3; at = text.indexOf(word, at + 1)) {
      const isLetter = (character) => character !== undefined && /[\p{L}\p{N}_]/u.test(character);
      const begins = !isLetter(text[at - 1]);
      best = Math.max(best, begins ? (isLetter(text[at + word.length]) ? 2 : 3) : 1);
    }
    return best;
  }

  // A word counts where it weighs most: in the lesson's title, the heading, the code, the text.
  function weightOf(word, [, lesson, heading, text, code]) {
    const weights = [[heading, 8], [lesson, heading === lesson ? 12 : 3], [code, 2], [text, 1.5]];
    const of = (word) => Math.max(...weights.map(([part, weight]) => fit(part.toLowerCase(), word) * weight));
    const whole = of(word);
    if (whole > 0) return whole;
    const pairs = pairsOf(word).map(of);
    return pairs.length > 0 && pairs.every((weight) => weight > 0) ? Math.min(...pairs) / 2 : 0;
  }

  function find(query, sections) {
    const words = wordsOf(query);
    if (words.length === 0) return [];
    return sections
      .map((section) => [words.map((word) => weightOf(word, section)), section])
      .filter(([weights]) => weights.every((weight) => weight > 0))
      .map(([weights, section]) => [weights.reduce((a, b) => a + b), section])
      .sort((a, b) => b[0] - a[0])
      .map(([, section]) => section);
  }

  // Whole words, as many as there is room for; of Chinese, characters.
  const shorten = (text, length) =>
    text.length <= length ? text : text.slice(0, length).replace(/\s\S{0,20}$/, "") + "…";

  // A text with each place marked where one of the words stands; the longest word first.
  function marked(text, words) {
    const parts = [];
    const lower = text.toLowerCase();
    let end = 0;
    for (let at = 0; at < text.length;) {
      const word = words.find((word) => lower.startsWith(word, at));
      if (!word) { at += 1; continue; }
      parts.push(text.slice(end, at), make("mark", { textContent: text.slice(at, at + word.length) }));
      at = end = at + word.length;
    }
    return [...parts, text.slice(end)];
  }

  // The first place where a word stands, in the text or else in the code, with what is around it.
  function excerpt(words, [, , , text, code]) {
    for (const part of [text, code]) {
      const lower = part.toLowerCase();
      const at = Math.min(...words.map((word) => lower.indexOf(word)).filter((at) => at >= 0));
      if (at === Infinity) continue;
      const start = Math.max(at - 40, 0);
      const before = start > 0 ? "…" + part.slice(start, at).replace(/^\S{0,20}\s/, "") : part.slice(0, at);
      return make(part === code ? "code" : "span", {}, ...marked(before + shorten(part.slice(at), 110), words));
    }
    return make("span", {}, shorten(text, 120));
  }

  function addSearch(bar, words) {
    const input = make("input", { type: "text", placeholder: words.searchLessons, autocomplete: "off" });
    input.setAttribute("aria-label", words.searchLessons);
    const state = make("p", {});
    state.setAttribute("role", "status");
    const list = make("ol");
    const close = make("button", { type: "button", textContent: "×", title: words.close });
    close.setAttribute("aria-label", words.close);
    close.addEventListener("click", () => dialog.close());
    const keys = make("input", { type: "checkbox", checked: keysAreOn() });
    keys.addEventListener("change", () => remember("keys", keys.checked ? "on" : "off"));
    const dialog = make("dialog", { className: "search" },
      make("div", {}, input, close), state, list, make("label", {}, keys, words.keys));
    dialog.setAttribute("aria-label", words.search);

    const open = () => {
      if (dialog.open) return;
      if (!window.searchIndex) {
        const base = document.querySelector("script[src$='page.js']").src;
        const script = make("script", { src: new URL("search.js", base).href });
        script.addEventListener("load", listFound);
        document.head.append(script);
      }
      dialog.showModal();
      input.select();
    };

    function listFound() {
      list.replaceChildren();
      state.textContent = "";
      if (!window.searchIndex || !input.value.trim()) return;
      const found = find(input.value, window.searchIndex);
      const sought = wordsOf(input.value).flatMap((word) => [word, ...pairsOf(word)]).sort((a, b) => b.length - a.length);
      const best = found.slice(0, 20);
      for (const section of best) {
        const [address, lesson, heading] = section;
        const title = heading === lesson ? lesson : lesson + " · " + heading;
        const href = new URL("../" + address, document.querySelector("script[src$='page.js']").src).href;
        list.append(make("li", {}, make("a", { href }, ...marked(title, sought), excerpt(sought, section))));
      }
      state.textContent = found.length === 0 ? words.nothingFound
        : (found.length > best.length ? words.foundMore : words.found).replace("{n}", found.length).replace("{m}", best.length);
    }

    input.addEventListener("input", listFound);
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog || event.target.closest("a")) dialog.close();
    });
    dialog.addEventListener("keydown", (event) => {
      const stops = [input, ...list.querySelectorAll("a")];
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        stops[(stops.indexOf(document.activeElement) + step + stops.length) % stops.length].focus();
      } else if (event.key === "Enter" && document.activeElement === input && !event.isComposing) {
        stops[1]?.click();
      }
    });
    addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" || ["/", "s"].includes(event.key) && isFree(event)) {
        event.preventDefault();
        open();
      }
    });
    const button = make("button", { type: "button", textContent: words.search });
    button.setAttribute("aria-keyshortcuts", "Control+K Meta+K / s");
    button.addEventListener("click", open);
    bar.append(button);
    document.body.append(dialog);
  }

  addEventListener("DOMContentLoaded", () => {
    const bar = document.querySelector("body > header > div");
    const words = bar.dataset;
    addSearch(bar, words);
    addThemeChoice(bar, words);
    addCopying(words);
    addLinkCopying(words);
    addTurning();
    followScrolling();
  });
})();
