// A diagram whose boxes have values.
"use strict";
(() => {
  const { all, beyond, built, decimal, kinds, letters, ofTable, setMarkup, setTexts, stepDecimals } = window.figureTools;

  // `boxes` has for each end of each arrow the part in the box there, if any.
  const flow = (parts, { boxes }) => {
    const texts = parts.map((values) => values.map((x) => decimal(x, stepDecimals(values)))), flat = texts.flat();
    if (flat.some((text) => letters(text) > 50)) throw beyond;
    setTexts(all(".picture .number"), flat);
    const cells = ofTable("tbody :is(th, td:nth-child(2))");
    const names = built(() => cells.map((cell) => cell.innerHTML.replace(/[^:]*$/, "")));
    boxes.split(",").forEach((part, i) => { if (part) setMarkup(cells[i], `${names[i]} ${texts[part].join(", ")}`); });
  };

  kinds.flow = [flow];
})();
