// Which keys the queries of masks see.
"use strict";
(() => {
  const { all, attribute, change, joined, kinds, rows, setTable } = window.figureTools;

  const masks = (parts, { open }) => {
    const texts = [];
    all(".masks svg").forEach((picture, i) => {
      const isOpen = (x) => (x === Number(open.split(" ")[i]) ? 1 : 0);
      let d = "";
      rows(parts[i], attribute(picture, "viewBox").split(" ")[2]).forEach((row, y) => {
        const runs = [...joined(row, isOpen).matchAll(/1+/g)].map(({ index, 0: { length } }) => {
          d += `M${index} ${y}h${length}v1h-${length}z`;
          return length > 1 ? `${index + 1}–${index + length}` : index + 1;
        });
        texts.push(undefined, runs.join(" "));
      });
      change(picture.firstElementChild, "d", d);
    });
    setTable(texts);
  };

  kinds.masks = [masks];
})();
