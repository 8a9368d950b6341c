// The search, which a page loads when a reader opens it. It forgives: case, accents, hyphens, apostrophes, brackets, Unicode's forms,
// plurals and simple endings, one typing error in a longer word; and it knows a symbol by its sign, its LaTeX and its name.
"use strict";
(() => {
  // ---- Words, as they are compared ----

  const signs = {
    α: "alpha", β: "beta", γ: "gamma", δ: "delta", ε: "epsilon", ζ: "zeta", η: "eta", θ: "theta", ι: "iota", κ: "kappa", λ: "lambda",
    μ: "mu", ν: "nu", ξ: "xi", π: "pi", ρ: "rho", σ: "sigma", ς: "sigma", τ: "tau", υ: "upsilon", φ: "phi", χ: "chi", ψ: "psi", ω: "omega",
    "√": "sqrt", "∑": "sum", "∏": "prod", "∫": "int", "∂": "partial", "∇": "nabla", "∞": "infty", "⊙": "odot", "⊗": "otimes", "×": "times",
    "⊤": "t", "ℓ": "ell", "≈": "approx", "≤": "le", "≥": "ge", "≠": "ne", "∈": "in", "→": "to", "∝": "propto",
  };
  const sign = new RegExp(`[${Object.keys(signs).join("")}]`, "gu");
  const greek = /[\u03b1-\u03c9]/u;

  // Case, accents and forms apart: `ﬁ` is fi, `é` is e, `𝛼` is alpha; U+2113 and ⊤ are signs before they are letters.
  const plain = (text) => text.replace(/['’ʼ]s?(?=$|[^\p{L}])/gu, "").replace(/[ℓ⊤]/g, (c) => signs[c]).normalize("NFKD").replace(/\p{M}|['’ʼ]/gu, "");
  const fold = (text) => plain(text).toLowerCase()
    .replace(sign, (c, at, all) => signs[c] + (greek.test(c) && /[\p{L}\p{N}]/u.test(all[at + 1] ?? "") ? " " : ""));

  // What stands between two of these is no word: blanks, brackets, points. A run of Chinese characters is a word.
  const raw = new RegExp(
    `\\p{sc=Han}+|(?:(?!\\p{sc=Han})[\\p{L}\\p{M}\\p{N}'’ʼ]|[_^](?=[(\\p{L}\\p{N}⊤]))(?:(?!\\p{sc=Han})[\\p{L}\\p{M}\\p{N}'’ʼ⊤]|[_^]\\(?(?=[\\p{L}\\p{N}⊤]))*|[${
      Object.keys(signs).join("")}]`, "gu");

  // The words of a piece, each under all names by which it can be found: whole, by its base, by the parts of its camel case.
  function names(piece) {
    const found = new Set();
    for (const part of fold(piece).replace(/\(/g, "").split(/[^\p{L}\p{N}_^]+/u)) {
      if (!part) continue;
      found.add(part);
      const script = part.search(/[_^]/);
      if (script > 0) {
        const base = part.slice(0, script);
        found.add(part.replace(/[_^]/g, ""));
        if (!(script === 1 && base.length === 1)) found.add(base);
        if (base.length < 4) found.add(part.slice(script - 1)); // In a product the script is the last letter's.
        if (/_.*\^/.test(part)) found.add(part.replace(/\^.*/, ""));
      }
    }
    if (/^(d?\p{Lu}|\p{Lu}[_^]\p{L})$/u.test(plain(piece))) found.add("=" + plain(piece)); // Among symbols, W_Q is another than W_q.
    if (/\p{Ll}\p{Lu}/u.test(piece)) for (const hump of piece.split(/(?<=\p{Ll})(?=\p{Lu})/u)) found.add(fold(hump));
    return [...found];
  }

  // Each word of a text with its place: `[start, end, names]`. Of words that hyphens join, the first is also the whole.
  function wordsOf(text) {
    const words = [];
    for (const match of text.matchAll(raw)) {
      const [start, end] = [match.index, match.index + match[0].length];
      const all = names(match[0]);
      const before = words.at(-1);
      if (before && /^[-‐‑–]$/.test(text.slice(before[1], start))) before[2].push(before[2][0] + all[0]);
      if (all.length > 0) words.push([start, end, all]);
    }
    return words;
  }

  function stem(word) {
    if (!/^[a-z]{4,}$/.test(word)) return word;
    let end = word.replace(/ies$/, "y").replace(/(s|x|ch|sh)es$/, "$1").replace(/([^su])s$/, "$1")
      .replace(/(?<=[lmnrt])is(?=(e|ed|er|ing|ation)$)/, "iz").replace(/ization$/, "iz"); // Normalisation is what normalizes.
    for (let before = ""; before !== end;) {
      before = end;
      end = end.replace(/(?<=[a-z]{3})(ing|ed|er|ly|al|ion)$/, "");
    }
    return end.replace(/([^aeiou])\1$/, "$1").replace(/(?<=[a-z]{3})[eiy]$/, "");
  }

  // Whether one insertion, deletion, change or exchange of neighbors makes one word of the other.
  function isOneOff(a, b) {
    if (Math.abs(a.length - b.length) > 1 || a === b) return false;
    let start = 0;
    while (start < Math.min(a.length, b.length) && a[start] === b[start]) start += 1;
    const [x, y] = [a.slice(start), b.slice(start)];
    return x.slice(1) === y.slice(1) || x.slice(1) === y || x === y.slice(1)
      || x[0] === y[1] && x[1] === y[0] && x.slice(2) === y.slice(2);
  }

  const isHan = (word) => /^\p{sc=Han}/u.test(word);

  // ---- The index ----

  // Where a word counts, and how much: in a page's title, a heading, the page's summary, the text, its formulas, the code, the outputs.
  const weights = [8, 4, 2, 1.5, 1.5, 1, 0.8];

  // The index as it was before its frequent words became characters.
  function whole([codes, words, ...lists]) {
    const known = new Map(words.split(",").map((word, at) => [codes[at], word]));
    const read = (value) => (Array.isArray(value) ? value.map(read)
      : typeof value === "string" ? value.replace(/[\xa1-\u07ff]/g, (code) => known.get(code) ?? code) : value);
    return read(lists);
  }

  function prepare([pages, sections, terms]) {
    const places = new Map(); // from a name to its fields: how often it stands in each field of each section
    const all = sections.map(([page, anchor, heading, text, code, outputs, isExercise], index) => {
      const [address, title, summary, rank] = pages[page];
      const isFirst = anchor === "";
      const section = {
        address: address + (anchor ? "#" + anchor : ""), page: address, title, heading, text, code, outputs, summary: isFirst ? summary : "",
        isFirst, rank, weight: isExercise ? 0.5 : 1, sought: key(wordsOf(heading).map(([, , found]) => found[0])),
      };
      const pieces = text.split("$");
      const [prose, formulas] = [0, 1].map((rest) => pieces.filter((_, at) => at % 2 === rest).join(" ; "));
      [isFirst ? title : "", isFirst ? "" : heading, section.summary, prose, formulas, code, outputs].forEach((part, field) => {
        for (const [, , found] of wordsOf(part)) for (const name of found) {
          if (!places.has(name)) places.set(name, new Map());
          const counts = places.get(name);
          if (!counts.has(index)) counts.set(index, weights.map(() => 0));
          // Where a symbol is used more often isn't where it is explained.
          if (field !== 4 || !counts.get(index)[4]) counts.get(index)[field] += 1;
        }
      });
      return section;
    });
    const stems = new Map();
    for (const name of places.keys()) stems.set(stem(name), [...stems.get(stem(name)) ?? [], name]);
    // Each term in both languages, with its lesson: of two rows, the first explains it.
    const glossary = new Map();
    for (const [foreign, own, lesson] of terms) for (const name of [foreign, own]) {
      const term = key(wordsOf(name).map(([, , found]) => found[0]));
      if (!glossary.has(term)) glossary.set(term, [own, lesson]);
    }
    return { sections: all, places, stems, glossary };
  }

  // The names that a word may mean, and how surely: whole words before their stems, these before parts of words.
  function meanings({ word, exact }, { places, stems }) {
    const found = new Map();
    const add = (name, fit) => { if (places.has(name) && !(found.get(name) >= fit)) found.set(name, fit); };
    if (places.has(exact) && exact[1] === "d") return new Map([[exact, 1.1]]); // The gradient dO isn't a word.
    add(word, 1);
    if (/[_^]/.test(word)) add(word.replace(/[_^]/g, ""), 0.8);
    if (exact) add(exact, 1.1);
    for (const name of stems.get(stem(word)) ?? []) add(name, 0.85);
    for (const name of places.keys()) {
      if (isHan(word) && name.includes(word)) add(name, 0.7);
      else if (word.length > 1 && name.startsWith(word)) add(name, 0.12);
      else if (word.length > 2 && name.includes(word)) add(name, 0.06);
    }
    if (found.size === 0 && word.length >= 5) {
      for (const name of places.keys()) if (isOneOff(word, name)) add(name, 0.5);
      if (found.size === 0) for (const [root, names] of stems) if (isOneOff(stem(word), root)) names.forEach((name) => add(name, 0.4));
    }
    return found;
  }

  // How much each section says of a word, by its fields.
  function scoresOf(term, index) {
    const scores = new Map();
    const found = meanings(term, index);
    for (const [name, fit] of found) for (const [section, counts] of index.places.get(name)) {
      const score = fit * Math.max(...counts.map((count, field) => count && weights[field] * (1 + Math.log2(Math.min(count, 16)) / 8)));
      if (!(scores.get(section)?.score >= score)) scores.set(section, { score, isWhole: fit >= 0.4 });
    }
    return { scores, names: new Set(found.keys()) };
  }

  // What must all hold at once; a section's score is their sum.
  function together(results) {
    const scores = new Map();
    for (const [section, { score, isWhole }] of results[0].scores) {
      const rest = results.slice(1).map((result) => result.scores.get(section));
      if (rest.every(Boolean)) {
        scores.set(section, {
          score: rest.reduce((sum, each) => sum + each.score, score), isWhole: rest.every((each) => each.isWhole) && isWhole,
        });
      }
    }
    return { scores, names: new Set(results.flatMap((result) => [...result.names])) };
  }

  // What may hold instead of another.
  function either(results) {
    const scores = new Map();
    for (const result of results) for (const [section, each] of result.scores) {
      if (!(scores.get(section)?.score >= each.score)) scores.set(section, each);
    }
    return { scores, names: new Set(results.flatMap((result) => [...result.names])) };
  }

  const none = { scores: new Map(), names: new Set() };

  // ---- A query ----

  const styles = /\\(?:left|right|big[lrg]?|mathbf|mathbb|mathrm|mathcal|boldsymbol|operatorname\*?|text[a-z]*|frac|d?tfrac|quad|qquad|hat|bar|tilde)(?![a-z])/gi;
  // LaTeX as it is read: `QK^{\top}` is QK^T, `\alpha_{ij}` is alpha_ij.
  const read = (query) => query.replace(styles, " ").replace(/\\top/g, "T").replace(/\\([A-Za-z]+)/g, "$1")
    .replace(/\{\s*\{([^{}]*)\}\s*\}/g, "{$1}").replace(/([_^])\s*\{([^{}]*)\}/g, (_, mark, inner) => mark + inner.replace(/\s/g, "")).replace(/[{}$\\]/g, " ");

  const fillers = new Set("a an and are as at by do does for from how in is it of on or that the this to what when where which why with".split(" "));
  const articles = new Set(["a", "an", "the", "of"]);
  // A title or a query as a key, written as one word or as several: its telling words without the last one's ending.
  function key(words) {
    const telling = words.filter((word) => !articles.has(word));
    return stem((telling.length > 0 ? telling : words).join(""));
  }

  // The words of a query that tell something, as terms: two words that were typed as one are two terms, as are joined ones of Chinese.
  function termsOf(query, index) {
    const words = wordsOf(read(query)).map(([, , found]) => ({ word: found[0], exact: found.find((name) => name.startsWith("=")) }));
    const telling = words.filter(({ word }) => !fillers.has(word));
    return (telling.length > 0 ? telling : words).flatMap((term) => split(term, index));
  }

  function split(term, index) {
    const { word } = term;
    if (index.glossary.has(key([word])) || meanings(term, index).size > 0) return [term];
    if (isHan(word)) {
      const parts = [];
      for (let at = 0; at < word.length;) {
        let end = word.length;
        while (end > at && !index.glossary.has(word.slice(at, end))) end -= 1;
        if (end > at) parts.push(word.slice(at, end));
        at = Math.max(end, at + 1);
      }
      const pairs = [...word].slice(1).map((character, at) => [...word][at] + character);
      return (parts.length > 0 ? parts : word.length > 2 ? pairs : [word]).map((part) => ({ word: part }));
    }
    for (let at = 3; at <= word.length - 3; at += 1) {
      const halves = [word.slice(0, at), word.slice(at)];
      if (halves.every((half) => index.places.has(half))) return halves.map((half) => ({ word: half }));
    }
    return [term];
  }

  // The glossary's term, or the shortest one that begins so; in Chinese, that contains it.
  function termOf(words, { glossary }) {
    const sought = key(words);
    const isPart = (term) => (isHan(sought) ? sought.length > 1 && term.includes(sought) : sought.length > 4 && term.startsWith(sought));
    return glossary.get(sought) ?? [...glossary].filter(([term]) => isPart(term)).sort(([a], [b]) => a.length - b.length)[0]?.[1];
  }

  // What the glossary calls the term leads first to the lesson that it names, and there to where the most of it is said.
  function throughGlossary(words, index) {
    const [name, lesson] = termOf(words, index) ?? [];
    if (!name) return none;
    const results = wordsOf(name).map(([, , found]) => found[0]).filter((word) => !fillers.has(word)).map((word) => scoresOf({ word }, index));
    const result = together(results);
    index.sections.forEach(({ page, isFirst }, at) => {
      if (page !== lesson) return;
      const most = results.reduce((sum, { scores }) => sum + (scores.get(at)?.score ?? 0), 0) / results.length * Math.min(results.length, 2);
      if (most > 0 || isFirst) result.scores.set(at, { score: most + 8, isWhole: true });
    });
    return result;
  }

  // The sections that say something of all words, the best first; where there are none, those that say most.
  function find(query, index) {
    const terms = termsOf(query, index);
    if (terms.length === 0) return { found: [], names: new Set() };
    const results = terms.map((term) => either([scoresOf(term, index), isHan(term.word) ? throughGlossary([term.word], index) : none]));
    // As it is spelled here.
    const spelled = terms.map((term) => [...meanings(term, index)].reduce((best, each) => (each[1] > best[1] ? each : best), [term.word, 0.3])[0])
      .map((name) => name.replace(/^=/, "").toLowerCase());
    const ways = [together(results), throughGlossary(spelled, index)];
    // Words side by side may be one in the text: "soft max".
    terms.slice(1).forEach(({ word }, at) => {
      const joined = terms[at].word + word;
      const others = results.filter((_, each) => each !== at && each !== at + 1);
      if (index.places.has(joined)) ways.push(together([scoresOf({ word: joined }, index), ...others]));
    });
    let result = either(ways);
    if (result.scores.size === 0 && terms.length > 1) result = most(results);
    const [name] = index.glossary.get(key(spelled)) ?? [];
    const called = name ? wordsOf(name).map(([, , found]) => found[0]) : spelled;
    const sought = key(called);
    const rated = [...result.scores].map(([at, { score, isWhole }]) => {
      const section = index.sections[at];
      // What is called as the query is, and what says it word for word.
      const bonus = section.sought === sought ? 8 * called.length : terms.length === 1 ? 0
        : section.sought.includes(sought) ? 4 : saysInOrder(section, spelled) ? 3 : 0;
      // Lessons come before references, and these before guides for authors, but for a page that is called so.
      const rank = section.isFirst && section.sought === sought ? 0 : section.rank;
      return { section, rank, rating: (score + bonus) * section.weight, isWhole, at };
    });
    rated.sort((a, b) => b.isWhole - a.isWhole || a.rank - b.rank || b.rating - a.rating || a.at - b.at);
    return { found: rated, names: result.names };
  }

  // The sections that speak of the most words.
  function most(results) {
    const counts = new Map();
    for (const { scores } of results) for (const [section, { score, isWhole }] of scores) {
      const before = counts.get(section) ?? { score: 0, isWhole: true, count: 0 };
      counts.set(section, { score: before.score + score, isWhole: before.isWhole && isWhole, count: before.count + 1 });
    }
    const most = Math.max(0, ...[...counts.values()].map((each) => each.count));
    return { scores: new Map([...counts].filter(([, each]) => each.count === most)), names: new Set(results.flatMap((each) => [...each.names])) };
  }

  function saysInOrder(section, words) {
    section.words ??= wordsOf(section.text).map(([, , found]) => found);
    return section.words.some((_, at) => words.every((word, step) =>
      section.words[at + step]?.some((name) => name === word || stem(name) === stem(word))));
  }

  // ---- What is shown of a section ----

  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  // Chinese words say that they are.
  const isChinese = document.documentElement.lang.startsWith("zh");
  const spoken = (text) => isChinese ? [text] : text.split(/(\p{sc=Han}+)/u).filter(Boolean)
    .map((part) => (isHan(part) ? make("span", { lang: "zh-Hans" }, part) : part));

  // A text with each of the words marked.
  function marked(text, names) {
    const parts = [];
    let done = 0;
    for (const [start, end, found] of wordsOf(text)) {
      if (!found.some((name) => names.has(name))) continue;
      parts.push(...spoken(text.slice(done, start)), make("mark", {}, ...spoken(text.slice(start, end))));
      done = end;
    }
    return [...parts, ...spoken(text.slice(done))];
  }

  // A formula with its indices below and above the line.
  function formula(text, names) {
    const parts = [];
    const script = /([_^])(?:\(((?:[^()]|\([^()]*\))*)\)|([\p{L}\p{N}⊤∗*′]+))/gu;
    let done = 0;
    const isSought = wordsOf(text).some(([, , found]) => found.some((name) => names.has(name)));
    for (const match of text.matchAll(script)) {
      parts.push(text.slice(done, match.index), make(match[1] === "_" ? "sub" : "sup", { textContent: match[2] ?? match[3] }));
      done = match.index + match[0].length;
    }
    return make(isSought ? "mark" : "i", { className: "math" }, ...parts, text.slice(done));
  }

  // Prose with its formulas, which stand between dollar signs.
  const shown = (text, names) => text.split("$").flatMap((part, at) => (at % 2 ? [formula(part, names)] : marked(part, names)));

  // The first place where a word stands, in the text, the code or the output, with what is around it.
  function excerpt({ summary, text, code, outputs }, names) {
    const say = (part) => wordsOf(part).find(([, , found]) => found.some((name) => names.has(name)));
    for (const part of [text, summary, code, outputs]) {
      const place = say(part);
      if (!place) continue;
      let start = place[0] > 60 ? part.lastIndexOf(" ", place[0] - 40) + 1 : 0;
      let end = start + 150 < part.length ? part.lastIndexOf(" ", start + 150) : part.length;
      if (end <= place[1]) end = Math.min(part.length, place[1] + 60);
      if (part === text) { // A formula isn't cut in two.
        const inside = (at) => part.slice(0, at).split("$").length % 2 === 0;
        if (inside(start)) start = part.lastIndexOf("$", start - 1);
        if (inside(end)) end = part.indexOf("$", end) + 1 || part.length;
      }
      const cutOut = part.slice(start, end);
      const content = part === code || part === outputs ? marked(cutOut, names) : shown(cutOut, names);
      return make(part === code || part === outputs ? "code" : "span", {}, start > 0 ? "…" : "", ...content, end < part.length ? "…" : "");
    }
    const [first] = (summary || text).match(/^(?:\$[^$]*\$|[^$]){0,110}/u);
    return make("span", {}, ...shown(first, names), first.length < (summary || text).length ? "…" : "");
  }

  let index;
  window.searchLessons = (query) => {
    index ??= prepare(whole(window.searchIndex));
    const { found, names } = find(query, index);
    return found.map(({ section, rank, isWhole }) => ({
      address: section.address, rank, isWhole,
      show: () => [
        make("span", {}, ...shown(section.isFirst ? section.title : section.title + " · " + section.heading, names)),
        excerpt(section, names),
      ],
    }));
  };
})();
