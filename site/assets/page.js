// A page is whole without this. It adds a choice of light or dark, copying, a search, and a mark where the reader is.
"use strict";
(() => {
  const root = document.documentElement;
  const remembered = {
    // From a folder, some browsers refuse to store anything.
    get theme() { try { return localStorage.getItem("theme"); } catch { return null; } },
    set theme(value) { try { localStorage.setItem("theme", value); } catch { /* then not */ } },
  };
  const show = (theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
  };
  show(remembered.theme); // at once, before anything is drawn

  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  function addThemeChoice(bar) {
    const themes = ["auto", "light", "dark"];
    const button = make("button", { type: "button", textContent: "◐" });
    const label = () => {
      button.title = "Theme: " + (root.dataset.theme ?? "auto");
      button.setAttribute("aria-label", button.title);
    };
    button.addEventListener("click", () => {
      const next = themes[(themes.indexOf(root.dataset.theme ?? "auto") + 1) % themes.length];
      remembered.theme = next;
      show(next);
      label();
    });
    label();
    bar.append(button);
  }

  function addCopying() {
    if (!navigator.clipboard) return;
    for (const code of document.querySelectorAll(".cell > pre > code, .cell > details > pre > code")) {
      const button = make("button", { type: "button", className: "copy", textContent: "Copy" });
      button.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(code.textContent);
          button.textContent = "Copied";
        } catch {
          button.textContent = "Not copied";
        }
        setTimeout(() => { button.textContent = "Copy"; }, 1500);
      });
      code.parentElement.after(button);
    }
  }

  function followScrolling() {
    const links = new Map();
    for (const link of document.querySelectorAll('.contents li li a[href^="#"]')) {
      const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (heading) links.set(heading, link);
    }
    const mark = () => {
      let current;
      for (const heading of links.keys()) if (heading.getBoundingClientRect().top < innerHeight / 3) current = heading;
      for (const [heading, link] of links) {
        if (heading === current) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
      }
    };
    if (links.size === 0) return;
    new IntersectionObserver(mark, { rootMargin: "0px 0px -66% 0px" }).observe(document.body);
    addEventListener("scroll", () => requestAnimationFrame(mark), { passive: true });
    mark();
  }

  // Sections as [address, lesson, heading, text]; the file is fetched as a script, which also works from a folder.
  function addSearch(bar) {
    const input = make("input", { type: "text", placeholder: "Search the lessons", autocomplete: "off" });
    input.setAttribute("aria-label", "Search the lessons");
    const state = make("p", {});
    state.setAttribute("role", "status");
    const list = make("ol");
    const dialog = make("dialog", { className: "search" }, input, state, list);
    dialog.setAttribute("aria-label", "Search");

    const open = () => {
      if (!window.searchIndex) {
        const script = make("script", { src: "assets/search.js" });
        script.addEventListener("load", listFound);
        document.head.append(script);
      }
      dialog.showModal();
      input.select();
    };

    const marked = (text, words) => {
      const lower = text.toLowerCase();
      const at = Math.min(...words.map((word) => lower.indexOf(word)).filter((place) => place >= 0));
      if (!Number.isFinite(at)) return [text.slice(0, 120)];
      const start = Math.max(at - 40, 0);
      const word = words.find((word) => lower.startsWith(word, at));
      return [
        (start > 0 ? "…" : "") + text.slice(start, at),
        make("mark", { textContent: text.slice(at, at + word.length) }),
        text.slice(at + word.length, at + 100),
      ];
    };

    function listFound() {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      list.replaceChildren();
      state.textContent = "";
      if (words.length === 0 || !window.searchIndex) return;
      const weight = ([, lesson, heading, text]) => {
        let sum = 0;
        for (const word of words) {
          const found = [heading, lesson, text].findIndex((part) => part.toLowerCase().includes(word));
          if (found < 0) return 0;
          sum += [4, 2, 1][found];
        }
        return sum;
      };
      const found = window.searchIndex.map((section) => [weight(section), section]).filter(([sum]) => sum > 0);
      found.sort((a, b) => b[0] - a[0]);
      for (const [, [address, lesson, heading, text]] of found.slice(0, 20)) {
        const title = heading === lesson ? lesson : lesson + " · " + heading;
        list.append(make("li", {}, make("a", { href: address }, title, make("span", {}, ...marked(text, words)))));
      }
      state.textContent = found.length === 0 ? "Nothing found." : found.length + " found.";
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
      } else if (event.key === "Enter" && document.activeElement === input) {
        stops[1]?.click();
      }
    });
    addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        open();
      }
    });
    const button = make("button", { type: "button", textContent: "Search" });
    button.setAttribute("aria-keyshortcuts", "Control+K Meta+K");
    button.addEventListener("click", open);
    bar.append(button);
    document.body.append(dialog);
  }

  addEventListener("DOMContentLoaded", () => {
    const bar = document.querySelector("body > header > div");
    addSearch(bar);
    addThemeChoice(bar);
    addCopying();
    followScrolling();
  });
})();
