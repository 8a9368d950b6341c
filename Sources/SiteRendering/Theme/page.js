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
    for (const code of document.querySelectorAll("article pre > code")) {
      const button = make("button", { type: "button", className: "copy", textContent: words.copy });
      button.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(withoutPrompts(code));
          button.textContent = words.copied;
        } catch {
          button.textContent = words.notCopied;
        }
        setTimeout(() => { button.textContent = words.copy; }, 1500);
      });
      code.parentElement.after(button);
    }
  }

  // Of a session at a prompt, what was typed.
  function withoutPrompts(code) {
    const lines = code.textContent.split("\n");
    const typed = /language-(sh|bash|zsh|shell|console)/.test(code.className) ? lines.filter((line) => /^[$%#] /.test(line)) : [];
    return typed.length > 0 ? typed.map((line) => line.slice(2)).join("\n") : code.textContent;
  }

  // The keyboard stops at a formula; its arrows lead from symbol to symbol, and Escape back.
  function addSymbolKeys() {
    document.addEventListener("keydown", (event) => {
      const formula = event.target.closest?.(".formula > div[tabindex], math[tabindex]");
      const symbols = [...formula?.querySelectorAll("[data-symbol]") ?? []];
      if (symbols.length === 0 || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const at = symbols.indexOf(event.target.closest("[data-symbol]"));
      if (step) {
        event.preventDefault();
        symbols[at < 0 ? (step > 0 ? 0 : symbols.length - 1) : Math.min(Math.max(at + step, 0), symbols.length - 1)].focus();
      } else if (event.key === "Escape" && at >= 0) {
        formula.focus();
      }
    });
  }

  // A symbol that is pointed at or focused lights up with all that means the same. Rules for it in the style sheet made each change of a large page
  // take six times as long.
  function lightSymbols() {
    const asked = {};
    // On the page with all lessons each has numbers of its own.
    const place = (symbol) => symbol.closest("section[id], main");
    const isSame = (a, b) => !!b && a.getAttribute("data-symbol") === b.getAttribute("data-symbol") && place(a) === place(b);
    const light = (kind, target) => {
      const symbol = target?.closest?.("main [data-symbol]");
      if (asked[kind] === symbol) return;
      asked[kind] = symbol;
      for (const each of document.querySelectorAll("main [data-symbol]")) {
        each.classList.toggle("lit", isSame(each, asked.pointed) || isSame(each, asked.focused));
      }
    };
    document.addEventListener("mouseover", (event) => light("pointed", event.target));
    document.addEventListener("focusin", (event) => light("focused", event.target));
    document.addEventListener("focusout", () => light("focused"));
  }

  // A formula that is wider than its place is set smaller, as long as it can be read.
  function fitFormulas() {
    const boxes = [...document.querySelectorAll(".formula > div")];
    const fit = () => {
      const formulas = boxes.map((box) => box.querySelector("math"));
      for (const formula of formulas) formula.style.removeProperty("--fit");
      const shares = boxes.map(({ clientWidth, scrollWidth }, at) => {
        const width = formulas[at].getBoundingClientRect().width;
        return scrollWidth > clientWidth ? Math.max(0.99 * (clientWidth - scrollWidth + width) / width, 0.75) : 1;
      });
      shares.forEach((share, at) => { if (share < 1) formulas[at].style.setProperty("--fit", share); });
    };
    addEventListener("resize", fit);
    document.addEventListener("toggle", fit, { capture: true });
    document.fonts.ready.then(fit);
  }

  // Code and tables that fit are no stop of the keyboard; formulas and tables that don't say that they scroll.
  function skipWhatFits(words) {
    const boxes = [...document.querySelectorAll("pre[tabindex], .scroll[tabindex], .formula > div[tabindex]")];
    const mark = () => {
      // All is asked before anything is changed, so that the page is laid out once.
      const found = boxes.map(({ clientWidth, scrollWidth }) => ({ isHidden: clientWidth === 0, isWide: scrollWidth > clientWidth + 1 }));
      boxes.forEach((box, at) => {
        const { isHidden, isWide } = found[at], stop = isWide || isHidden || box.matches(".formula > *") ? 0 : -1;
        if (box.tabIndex !== stop) box.tabIndex = stop;
        if (isWide && !isHidden && !box.matches("pre, .data *")) box.dataset.more = words.scrolls;
        else delete box.dataset.more;
      });
    };
    addEventListener("resize", mark);
    document.addEventListener("toggle", mark, { capture: true });
    document.fonts.ready.then(mark);
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

  // ---- Search: what it does is in a script of its own, and what it looks through in another; both also load from a folder ----

  function addSearch(bar, words) {
    const base = document.querySelector("script[src$='page.js']").src;
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
      if (!dialog.isPrepared) {
        dialog.isPrepared = true;
        for (const name of ["search-index.js", "search.js"]) {
          const script = make("script", { src: new URL(name, base).href });
          script.addEventListener("load", listFound);
          document.head.append(script);
        }
      }
      dialog.showModal();
      input.select();
    };

    function listFound() {
      list.replaceChildren();
      state.textContent = "";
      if (!window.searchIndex || !window.searchLessons || !input.value.trim()) return;
      const found = window.searchLessons(input.value);
      const best = found.slice(0, 20);
      for (const { address, show } of best) {
        list.append(make("li", {}, make("a", { href: new URL("../" + address, base).href }, ...show())));
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
    addSymbolKeys();
    lightSymbols();
    // These ask where things are, so they wait until the first picture is there.
    requestAnimationFrame(() => setTimeout(() => {
      fitFormulas();
      skipWhatFits(words);
      followScrolling();
    }));
  });
})();
