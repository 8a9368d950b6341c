// Hands of clocks for rotations.
"use strict";
(() => {
  const { PI, cos, sin } = Math;
  const { all, awayFromZero, change, kinds, one, px, setTable, shorts } = window.figureTools;

  const clocks = ([angles]) => {
    all(".clocks td svg").forEach((clock, i) => {
      const angle = angles[i], turn = ((angle * 180) / PI) % 360;
      change(clock, "aria-label", `${awayFromZero(turn < 0 ? turn + 360 : turn) % 360}°`);
      change(one(".hand", clock), "d", `M0 0L${px(9 * cos(angle))} ${px(-9 * sin(angle))}`);
    });
    setTable(shorts(angles, 4));
  };

  kinds.clocks = [clocks, true];
})();
