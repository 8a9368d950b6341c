// Computes a page's formulas with a reader's numbers. A page is whole without this.
//
// First the evaluator: it runs what the build made of a formula's expressions, in double precision, with the operations of the evaluator in
// Swift in their order. What has no value there has none here.
"use strict";
(() => {
  const { abs, exp, floor, log, max, min, round, sign, sqrt } = Math;
  const { isFinite, isNaN } = Number;
  const list = (length, make) => {
    const all = [];
    for (let i = 0; i < length; i++) all.push(make(i));
    return all;
  };
  const countOf = (shape) => shape.reduce((a, b) => a * b, 1);
  const noValue = {};
  const refuse = () => { throw noValue; };

  // The result of numbers must be a number.
  const checked = (result, a, b = 0) => (isNaN(result) && !isNaN(a) && !isNaN(b) ? refuse() : result);
  const added = (a, b) => checked(a + b, a, b);
  const total = (terms) => terms.reduce(added, 0);
  const isWhole = (x) => x === round(x);

  const binomial = (n, k) => {
    if (!isWhole(n) || !isWhole(k) || !(n >= 0) || !(k >= 0) || n > 2 ** 53) refuse();
    if (k > n) return 0;
    const count = min(k, n - k);
    let value = 1;
    for (let step = 1; step <= count; step++) {
      value = (value * (n - count + step)) / step;
      if (!isFinite(value)) refuse();
    }
    return value;
  };

  const pairwise = {
    times: (a, b) => a * b,
    divided: (a, b) => a / b,
    // As in C, where 1 to any power is 1.
    power: (a, b) => (b === 2 ? a * a : a === 1 || (a === -1 && abs(b) === Infinity) ? 1 : a ** b),
    maximum: max,
    minimum: min,
    modulo: (a, b) => a - b * floor(a / b),
    binomial,
    timesLogarithm: (a, b) => ((a === 0 && b === -Infinity) || (a === -Infinity && b === 0) ? 0 : a * b),
  };

  const sigmoid = (x) => (x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x)));

  // Those that are not as `Math` has them.
  const entrywise = {
    sigmoid,
    // The error function: its series for small numbers, the continued fraction of its complement (Lentz's method) for others.
    // Source: Abramowitz and Stegun 1964, 7.1.6 and 7.1.14.
    erf(x) {
      const a = abs(x), root = sqrt(Math.PI);
      if (isNaN(x) || a === 0) return x;
      if (a > 6) return sign(x);
      if (a < 2.5) {
        let term = x, sum = x;
        for (let n = 1; abs(term) > abs(sum) * 1e-18; n++) sum += (term *= (2 * x * x) / (2 * n + 1));
        return (2 / root) * exp(-x * x) * sum;
      }
      let fraction = 0;
      for (let n = 120; n > 0; n--) fraction = n / 2 / (a + fraction);
      return sign(x) * (1 - exp(-a * a) / root / (a + fraction));
    },
    factorial: (x) => (x >= 0 && x <= 170 && isWhole(x) ? countOf(list(x, (n) => n + 1)) : refuse()),
    relu: (x) => max(x, 0),
    softplus: (x) => max(x, 0) + Math.log1p(exp(-abs(x))),
    silu: (x) => (x === -Infinity ? 0 : x * sigmoid(x)),
    // Half away from zero.
    round: (x) => (abs(x) < 2 ** 52 ? sign(x) * floor(abs(x) + 0.5) : x),
  };

  const extreme = (choose, data) => (data.length ? choose(...data) : refuse());
  const place = (choose, data) => (data.some(isNaN) ? refuse() : data.indexOf(extreme(choose, data)) + 1);
  const strided = (data, start, step) => data.filter((_, i) => i >= start && (i - start) % step === 0);
  const rowsOf = (data, width) => list(data.length / width, (row) => data.slice(row * width, (row + 1) * width));

  // Of the entries and how many are in a row.
  const reductions = {
    rowSums: (data, width) => rowsOf(data, width).map(total),
    rowMaxima: (data, width) => rowsOf(data, width).map((row) => extreme(max, row)),
    columnSums: (data, width) => list(width, (column) => total(strided(data, column, width))),
    total,
    mean: (data) => (data.length ? total(data) / data.length : refuse()),
    maximum: (data) => extreme(max, data),
    minimum: (data) => extreme(min, data),
    argmax: (data) => place(max, data),
    argmin: (data) => place(min, data),
    trace: (data, width) => total(strided(data, 0, width + 1)),
    determinant: (data, width) => eliminated(rowsOf(data, width)),
    logSumExp(data) {
      const greatest = data.reduce((a, b) => (b > a ? b : a), -Infinity);
      return isFinite(greatest) ? greatest + log(total(data.map((x) => exp(x - greatest)))) : greatest;
    },
    norm1: (data) => total(data.map(abs)),
    norm2: (data) => sqrt(total(data.map((x) => x * x))),
    normInfinity: (data) => max(0, ...data.map(abs)),
  };

  // ---- Matrices ----

  const matrixProduct = (left, right, [m, k, n]) => {
    const out = list(m * n, () => 0);
    for (let row = 0; row < m; row++)
      for (let inner = 0; inner < k; inner++)
        for (let column = 0; column < n; column++) out[row * n + column] += left[row * k + inner] * right[inner * n + column];
    return out.some(isNaN) && ![...left, ...right].some(isNaN) ? refuse() : out;
  };

  // Gauss–Jordan elimination with the largest pivot of each column: the product of the pivots. Of a matrix with another beside it, each row is
  // reduced, else only those below the pivot.
  const eliminated = (rows) => {
    const isBoth = rows.length < rows[0]?.length;
    let product = 1;
    for (let column = 0; column < rows.length; column++) {
      const pivot = rows.slice(column).reduce((best, row) => (abs(row[column]) > abs(best[column]) ? row : best));
      const at = rows.indexOf(pivot), divisor = pivot[column];
      if (divisor === 0) return 0;
      if (at > column) {
        product = -product;
        rows[at] = rows[column];
        rows[column] = pivot;
      }
      product *= divisor;
      if (isBoth) pivot.forEach((x, i) => { pivot[i] = x * (1 / divisor); });
      rows.forEach((row, i) => {
        const factor = row[column] / (isBoth ? 1 : divisor);
        if ((isBoth ? i !== column : i > column) && factor !== 0) pivot.forEach((x, j) => { row[j] -= factor * x; });
      });
    }
    return product;
  };

  const diagonalMatrix = (data) => list(data.length ** 2, (i) => (i % (data.length + 1) === 0 ? data[i / (data.length + 1)] : 0));
  const identity = (size) => diagonalMatrix(list(size, () => 1));

  const inverse = (data, size) => {
    const units = rowsOf(identity(size), size), rows = rowsOf(data, size).map((row, i) => [...row, ...units[i]]);
    // What is nearly singular has none, either.
    const norm = (matrix) => extreme(max, list(size, (column) => total(strided(matrix, column, size).map(abs))));
    const product = eliminated(rows), out = rows.flatMap((row) => row.slice(size));
    return product !== 0 && norm(data) * norm(out) <= 1e8 ? out : refuse();
  };

  const whole = (x) => {
    const near = round(x);
    return abs(x - near) < 1e-9 * max(1, abs(x)) && abs(near) < 2 ** 40 ? near : refuse();
  };

  const matrixPower = (data, size, exponent) => {
    let rest = abs(exponent), base = exponent < 0 ? inverse(data, size) : data, result;
    const product = (a, b) => matrixProduct(a, b, [size, size, size]);
    for (; rest > 0; rest = floor(rest / 2)) {
      if (rest % 2 === 1) result = result ? product(result, base) : base;
      if (rest > 1) base = product(base, base);
    }
    return result ?? identity(size);
  };

  const softmax = (row) => {
    const greatest = row.reduce((a, x) => (x > a || isNaN(x) ? x : a), -Infinity);
    if (greatest === Infinity) refuse();
    const out = row.map((x) => (greatest === -Infinity ? 0 : exp(x - greatest))), sum = total(out);
    return sum > 0 ? out.map((x) => x / sum) : out;
  };

  // ---- The program: see `FormulaProgram` for its lists ----

  const comparisons = { "=": (a, b) => a === b, "≠": (a, b) => a !== b, "<": (a, b) => a < b, "≤": (a, b) => a <= b };

  // The entries of all sides of all statements, given those of the inputs. A side is null if it has no value, and so are the entries that a
  // condition leaves out.
  const evaluate = ([, nodes, statements, states], inputs) => {
    // Its slots, the present values of its indices, how nodes are computed and what they gave, and what the steps of recurrences gave.
    const values = inputs.slice(), loops = [], computations = [], known = [], steps = [], changing = [];
    let turns = 0;

    // The indices that a node's value changes with. Nodes come after those that they consist of.
    for (const [operation, , parts, first, second] of nodes) {
      const ids = new Set(parts.flatMap((part) => changing[part] ?? []));
      if (operation === "index") ids.add(first);
      if (operation === "stored") ids.add(states[first][0]);
      if (operation === "fold") ids.delete(second[0]);
      if (operation === "mapped") ids.delete(first);
      if (operation === "table") for (const [id] of first) ids.delete(id);
      changing.push([...ids]);
    }

    // The entries of a node, kept as long as the indices that it changes with stay.
    const entries = (node) => {
      const key = changing[node].map((id) => loops[id]).join();
      if (known[node]?.[0] !== key) known[node] = [key, (computations[node] ??= prepare(nodes[node]))()];
      return known[node][1];
    };

    const within = (id, value, body) => {
      if (++turns > 2e6) refuse();
      loops[id] = value;
      return body();
    };

    // How a node is computed.
    const prepare = ([operation, shape, parts, first, second]) => {
      const size = countOf(shape);
      const operand = (i) => entries(parts[i]), number = (i) => operand(i)[0];
      const operations = {
        constant: () => first.map(Number),
        input: () => values[first],
        index: () => [loops[first]],
        negated: () => operand(0).map((x) => -x),
        sum() {
          const terms = parts.map((_, i) => {
            const at = spread(i);
            return first[i] ? (e) => -at(e) : at;
          });
          return list(size, (e) => {
            const all = terms.map((term) => term(e));
            return terms.length === 2 ? added(...all) : total(all);
          });
        },
        pairwise() {
          const [a, b] = [0, 1].map(spread);
          return list(size, (e) => checked(pairwise[first](a(e), b(e)), a(e), b(e)));
        },
        entrywise: () => operand(0).map((x) => checked((entrywise[first] ?? Math[first])(x), x)),
        matrixProduct: () => matrixProduct(operand(0), operand(1), first),
        matrixPower: () => matrixPower(operand(0), shape[0], whole(number(1))),
        transposed: () => list(size, (e) => operand(0)[(e % first[0]) * first[1] + floor(e / first[0])]),
        reshaped: () => operand(0),
        entry: () => entry(operand(0), first, second, parts.slice(1)),
        // What an earlier step of a recurrence gave, or what it begins with, which may be the same for all other indices.
        stored() {
          const [variable, indices, shape] = states[first], size = countOf(shape);
          let step, offset = 0;
          indices.forEach(([id, lower, count], i) => {
            const at = whole(number(i));
            if (id === variable) step = at;
            else if (at < lower || at >= lower + count) refuse();
            else offset = offset * count + at - lower;
          });
          const data = steps[first].get(step) ?? refuse();
          const start = data.length === size ? 0 : offset * size;
          return entry(data.slice(start, start + size), shape, shape.map(() => 1), parts.slice(indices.length));
        },
        fold() {
          const [, condition, from, to] = parts, [id, lowest, count] = second;
          const [lower, upper] = from === null ? [lowest, lowest + count - 1] : [from, to].map((part) => whole(entries(part)[0]));
          const isLargest = /max/.test(first), isPlace = /arg/.test(first);
          let best, found = 0, out = list(size, () => (first === "product" ? 1 : 0));
          for (let i = lower; i <= upper; i++) {
            within(id, i, () => {
              if (condition !== null && !number(1)) return;
              const data = operand(0), [x] = data, [old] = out;
              found += 1;
              if (first === "sum" || first === "mean") {
                out = out.map((sum, e) => added(sum, data[e]));
              } else if (first === "product") {
                out = [checked(old * x, old, x)];
              } else {
                if (isPlace && isNaN(x)) refuse();
                if (found === 1 || (isLargest ? x > old : x < old)) best = i;
                out = [found === 1 ? x : (isLargest ? max : min)(old, x)];
              }
            });
          }
          if (found === 0 && first !== "sum" && first !== "product") refuse();
          return first === "mean" ? out.map((sum) => sum / found) : isPlace ? [best] : out;
        },
        table() {
          const run = (axis) => {
            if (axis === first.length) return operand(0);
            const [id, lower, count] = first[axis];
            return list(count, (i) => within(id, lower + i, () => run(axis + 1))).flat();
          };
          return run(0);
        },
        softmax: () => rowsOf(operand(0), first).flatMap(softmax),
        // The norm of a number is its magnitude.
        reduced: () => [second.length ? reductions[first](operand(0), second.at(-1)) : abs(number(0))].flat(),
        diagonalMatrix: () => diagonalMatrix(operand(0)),
        diagonal: () => strided(operand(0), 0, size + 1),
        joined: () => list(first, (outer) => parts.map((_, i) => operand(i).slice(outer * second[i], (outer + 1) * second[i]))).flat(2),
        // Conditions and what they choose.
        cases() {
          for (let i = 0; i < parts.length; i += 2) if (number(i)) return list(size, spread(i + 1));
          refuse();
        },
        mapped: () => operand(0).map((x) => within(first, x, () => number(1))),
        comparison: () => [comparisons[first]?.(number(0), number(1)) ? 1 : 0],
      };
      // How an entry of the whole is found in a part that is spread over it.
      function spread(i) {
        const data = operand(i), part = nodes[parts[i]][1];
        if (data.length === 1) return () => data[0];
        if (data.length === size) return (e) => data[e];
        return part.length === 2 && part[1] === 1 ? (e) => data[floor(e / shape[1])] : (e) => data[e % shape.at(-1)];
      }
      return operations[operation];
    };

    const entry = (data, lengths, lowers, places) => lengths.reduce((offsets, length, axis) => {
      const node = places[axis] ?? null;
      if (node === null) return offsets.flatMap((offset) => list(length, (i) => offset * length + i));
      const at = whole(entries(node)[0]) - lowers[axis];
      if (!(at >= 0 && at < length)) refuse();
      return offsets.map((offset) => offset * length + at);
    }, [0]).map((offset) => data[offset]);

    // The side that the others are compared with isn't what a statement gives.
    const given = (sides) => max(sides.findIndex(([, isBound]) => !isBound), 0);

    // The sides of the statements of one recurrence, computed step by step, each with its steps where its left side has them.
    const recur = (together) => {
      const [id, first, count] = together[0][2][1];
      for (const [, , [, , , , state]] of together) {
        if (state !== undefined) steps[state] = new Map(states[state][3].map(([step, slot, from, to]) => [step, values[slot].slice(from, to)]));
      }
      const results = together.map(([sides]) => sides.map(() => []));
      for (let time = first; time < first + count; time++) {
        within(id, time, () => together.forEach(([sides, , [, , offset, , state]], i) => {
          const all = sides.map(([node]) => entries(node));
          all.forEach((data, side) => results[i][side].push(data));
          steps[state]?.set(time + offset, all[given(sides)]);
        }));
      }
      return together.map(([, , [, , , before]], i) => results[i].map((steps) => list(before, (outer) =>
        steps.map((data) => data.slice((outer * data.length) / before, ((outer + 1) * data.length) / before))).flat(2)));
    };

    const attempt = (body) => {
      try {
        return body();
      } catch (error) {
        if (error === noValue) return null;
        throw error;
      }
    };
    // Of a side those entries that the condition of its statement includes.
    const chosenOf = (data, condition) => {
      if (condition === undefined) return data;
      const truths = entries(condition);
      return truths.includes(1) ? data.map((x, e) => (truths[floor((e * truths.length) / data.length)] ? x : null)) : refuse();
    };

    const all = [];
    statements.forEach(([sides, , step, condition], at) => {
      if (all.length > at) return;
      const together = statements.filter(([, , other]) => step && other?.[0] === step[0]);
      const results = step ? attempt(() => recur(together)) ?? together.map(([sides]) => sides.map(() => null))
        : [sides.map(([node]) => attempt(() => chosenOf(entries(node), condition)))];
      results.forEach((found, i) => {
        const [sides, output] = statements[at + i];
        if (output !== null) values[output] = found[given(sides)] ?? [];
        all.push(found);
      });
    });
    return all;
  };

  window.liveFormulas = evaluate;

  // ---- The page: a formula that is proved equal to a variable defines it, so that a change goes through all that is built on it ----

  const byID = (id) => document.getElementById(id);
  const data = byID("page.live");
  if (!data) return;

  const { words, variables, formulas, texts, version } = JSON.parse(data.textContent);
  const one = (selector, element = document) => element.querySelector(selector);
  const all = (selector, element = document) => [...element.querySelectorAll(selector)];
  const make = (name, properties, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };
  // A text that stays isn't laid out anew, and isn't heard again.
  const setText = (element, text) => {
    if (element.firstChild) element.firstChild.data !== text && (element.firstChild.data = text);
    else element.textContent = text;
  };
  const on = (element, name, act, options) => element.addEventListener(name, act, options);
  const makeButton = (properties, act) => {
    const button = make("button", { type: "button", ...properties });
    if (act) on(button, "click", act);
    return button;
  };
  // Arrow keys, as steps across and down. `act` says whether they lead anywhere.
  const onArrows = (element, act) => on(element, "keydown", (event) => {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (way && event.target === element && act(...way)) event.preventDefault();
  });
  const same = (a, b) => a.length === b.length && a.every((x, i) => Object.is(x, b[i]));
  const filled = (form, i, j) => form.replace("{i}", i + 1).replace("{j}", j + 1);

  // Of each variable, by its place: what it is called, what a reader may do with it, its recorded values, and the reader's.
  const codes = [], shapes = [], kinds = [], positive = [], sliders = [], masks = [], recorded = [], edited = [];
  const isInput = 1, isComputed = 2;
  variables.forEach(([code, shape, values, kind, isPositive, slider, mask], place) => {
    [codes[place], shapes[place], kinds[place], positive[place], sliders[place], masks[place]] = [code, shape, kind & 3, isPositive, slider, mask];
    // Floats are written as such.
    recorded[place] = values.map(kind & 4 ? Math.fround : Number);
  });
  const columnsOf = (shape) => shape.at(-1) ?? 1;
  const isEdited = () => edited.some(Boolean);
  // What a place of a mask has that is open: in what is added to scores 0, else 1.
  const open = (place) => (codes[place].endsWith("additive") ? 0 : 1);
  const closed = (place) => (open(place) === 0 ? -Infinity : 0);

  // Of several formulas for a variable the first defines it, unless it would define itself.
  const definitions = [];
  const reads = (place, other) => place === other || (definitions[place]?.[2].some((input) => input !== place && reads(input, other)) ?? false);
  for (const formula of formulas) {
    const [, , inputs, , , defines] = formula;
    if (defines == null || kinds[defines] === isInput || definitions[defines]) continue;
    if (!inputs.some((input) => input !== defines && reads(input, defines))) definitions[defines] = formula;
  }

  // The inputs behind a variable, each with its name.
  const roots = (place, name) => {
    if (kinds[place] === isInput) return [[place, name]];
    const [, , inputs = [], names] = definitions[place] ?? [];
    return inputs.flatMap((input, i) => (input === place ? [] : roots(input, names[i])));
  };

  // The inputs that a side reads, by itself or through what earlier statements give.
  const inputsOf = (program, place) => {
    const [fixed, nodes, statements] = program, [operation, , parts, slot] = nodes[place];
    if (operation !== "input") return parts.flatMap((part) => (part === null ? [] : inputsOf(program, part)));
    if (slot < fixed.length) return [slot];
    return statements.filter(([, output]) => output === slot).flatMap(([sides]) => sides.flatMap(([node]) => inputsOf(program, node)));
  };
  const sidesOf = ([, program]) => program[2].flatMap(([sides]) => sides);

  // What is known until a number changes: the values of variables, what formulas give, and what entries are made of.
  let known = [], computed = {}, made = new Map();

  // The present values of a variable, whether they are only those of the recorded run, and whether a formula gives them.
  const valueOf = (place) => (known[place] ??= (() => {
    if (kinds[place] !== isComputed || !isEdited()) return [edited[place] ?? recorded[place]];
    const definition = definitions[place];
    if (!definition) return [recorded[place], true];
    const [sides, isOld] = results(definition, place);
    return [sides.at(-1), isOld, true];
  })());

  // The entries of the sides of a formula. While it defines a variable, that isn't among what it reads.
  const results = (formula, defined) => (computed[[formula[0], defined]] ??= (() => {
    const [, program, inputs] = formula;
    const values = inputs.map((input) => (input === defined ? [recorded[input]] : valueOf(input)));
    // The formula was read for the value of a fixed input alone; and what has no value gives none.
    const isUnread = values.some(([numbers], i) => !numbers || (program[0][i] && !same(numbers, recorded[inputs[i]])));
    const read = values.map(([numbers]) => numbers);
    return [isUnread ? sidesOf(formula).map(() => null) : evaluate(program, read).flat(), values.some(([, isOld]) => isOld), read];
  })());

  // What isn't written is no number, and zero has no sign.
  const numberOf = (text) => Number(text || NaN) + 0;

  // Numbers from an entry on take the place of others.
  const change = (formula, place, start, numbers) => {
    if (positive[place] && !numbers.every((x) => x > 0)) return;
    const now = (edited[place] ?? recorded[place]).slice();
    now.splice(start, numbers.length, ...numbers);
    edited[place] = same(now, recorded[place]) ? null : now;
    update();
    keep(formula);
  };

  // The address leads to the formula and holds what was changed, so that it can be shared: `#formula-3~1x2y3z~0=1,2;4=0.5`. On a page whose
  // variables are others than those of this version, it leads to the formula alone.
  // It waits until a number stays, because browsers allow only so many a minute.
  let keeping;
  const keep = ([id]) => {
    clearTimeout(keeping);
    keeping = setTimeout(() => {
      const edits = edited.flatMap((numbers, place) => (numbers ? [`${place}=${numbers}`] : [])).join(";");
      history.replaceState(null, "", `#${encodeURIComponent(id)}${edits && `~${version}~`}${edits}`);
    }, 150);
  };

  const [id, own, edits = ""] = location.hash.slice(1).split("~");
  for (const edit of own === version ? edits.split(";") : []) {
    const [place, numbers = ""] = edit.split("="), values = numbers.split(",").map(numberOf);
    const isValue = (x) => (masks[place] ? x === open(place) || x === closed(place) : isFinite(x) && (x > 0 || !positive[place]));
    if (numbers && kinds[place] === isInput && values.length === recorded[place].length && values.every(isValue) && !same(values, recorded[place])) edited[place] = values;
  }
  // All that is read of a mask has the same places open.
  const opened = (place) => (edited[place] ?? recorded[place]).map((x) => x === open(place)).join();
  masks.forEach((mask, place) => { if (mask && masks.some((other, each) => other === mask && opened(each) !== opened(place))) edited.length = 0; });
  on(window, "hashchange", () => { if (/~/.test(location.hash)) location.reload(); });

  const needs = ({ dataset }) => dataset.needs?.split(" ").some((place) => edited[place]);

  const update = () => {
    known = [];
    computed = {};
    made = new Map();
    for (const each of updates) each();
    one("main")?.classList.toggle("edited", isEdited());
  };

  // ---- Where an entry comes from ----

  // Of each cell of a table: which entry of a variable it shows, or of a side of a formula.
  const shown = new Map();
  const formulaOf = ({ formula, place }) => formula ?? definitions[place];
  const nameOf = (entry, columns) => filled(words.entry, floor(entry / columns), entry % columns);
  const heard = make("p", { className: "heard", role: "status" });
  document.body.append(heard);

  // For each input of a formula the entries that an entry of a side is made of: without their numbers, it has none or another one.
  const sources = (formula, side, entry) => {
    if (!made.has(formula)) {
      const [, program, , , , defines] = formula, [, , read] = results(formula, defines);
      const isTraced = read.every(Boolean) && read.flat().length <= 256;
      const without = (slot, e, x) => evaluate(program, read.map((values, i) => (i === slot ? values.with(e, x) : values))).flat();
      made.set(formula, isTraced ? [evaluate(program, read).flat(), read.map((values, slot) => values.map((x, e) => {
        if (program[0][slot]) return [];
        const sides = without(slot, e, NaN);
        // Where there must be a number, another one.
        return sides.includes(null) ? without(slot, e, x + (abs(x) || 1) / 1024) : sides;
      }))] : [[], []]);
    }
    const [base, others] = made.get(formula);
    return others.map((entries) => [...entries.keys()].filter((e) => {
      const other = entries[e][side];
      return other && base[side] && !Object.is(other[entry], base[side][entry]);
    }));
  };

  // `stop` is where the keyboard stops, to go on with the arrows.
  const show = (cells, what, start, columns, stop) => {
    cells.forEach((cell, i) => shown.set(cell, { ...what, entry: start + i, columns }));
    if (!formulaOf(what) || cells.length < 2) return;
    let at = 0;
    stop.tabIndex = 0;
    on(stop, "focus", () => ask(cells[at], true));
    on(stop, "blur", () => ask());
    onArrows(stop, (across, down) => {
      const next = at + across + down * columns;
      if (!cells[next]) return false;
      at = next;
      ask(cells[at], true);
      return true;
    });
  };

  // Lights up what a cell is made of, in all tables that show it.
  let asked;
  const ask = (cell, isHeard) => {
    if (cell === asked) return;
    asked = cell;
    for (const each of all(".asked, .made")) each.classList.remove("asked", "made");
    const what = shown.get(cell), formula = what && formulaOf(what);
    if (!formula) return;
    const [, , inputs] = formula, { entry, columns, side = sidesOf(formula).length - 1 } = what, found = sources(formula, side, entry);
    cell.classList.add("asked");
    for (const [other, { place, entry }] of shown)
      if (other !== cell && inputs.some((input, slot) => input === place && found[slot]?.includes(entry))) other.classList.add("made");
    if (!isHeard) return;
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    const parts = inputs.flatMap((place, slot) => (found[slot]?.length ? [`${codes[place]}: ${described(place, found[slot])}`] : []));
    heard.textContent = `${nameOf(entry, columns)}: ${cell.textContent}. ${words.made} ${parts.join("; ")}`;
  };
  on(document, "pointerover", ({ target }) => ask(target.closest("td")));

  // Whole rows, whole columns, or a few entries.
  const described = (place, entries) => {
    const columns = columnsOf(shapes[place]), rows = recorded[place].length / columns;
    const inRows = new Set(entries.map((e) => floor(e / columns))), inColumns = new Set(entries.map((e) => e % columns));
    const named = (word, lines) => [...lines].map((line) => filled(word, line, line)).join(", ");
    if (entries.length === inRows.size * columns) return named(words.row, inRows);
    if (entries.length === inColumns.size * rows) return named(words.column, inColumns);
    return entries.slice(0, 4).map((entry) => nameOf(entry, columns)).join(", ") + (entries.length > 4 ? " …" : "");
  };

  // ---- Numbers to change ----

  // A Float's value needs no more digits than tell it from its neighbors. What no Float holds needs as many.
  const shortest = (value) => {
    const digits = list(8, (i) => Number(value.toPrecision(i + 1)));
    return String(digits.find((x) => Math.fround(x) === Math.fround(value) && abs(x / value - 1) < 1e-7) ?? value);
  };

  const text = (value) => {
    if (value === null) return "";
    if (isNaN(value)) return "nan";
    const size = abs(value);
    const digits = size === Infinity ? "∞" : size === 0 || (size >= 1e-3 && size < 1e6) ? Number(size.toPrecision(5)) : size.toExponential(3);
    return (value < 0 ? "−" : "") + digits;
  };

  // A value as a table; with a formula, an input's: fields where a reader may change it, buttons for the places of a mask.
  const makeTable = (shape, place, formula) => {
    const columns = columnsOf(shape), count = countOf(shape), mask = masks[place];
    let values, letters = 0;
    const fields = formula && list(count, (i) => {
      const ariaLabel = codes[place] + (shape.length ? `: ${nameOf(i, columns)}` : "");
      if (mask) {
        return makeButton({ ariaLabel }, () => {
          const opens = values[i] !== open(place);
          // In all that is read of the mask.
          masks.forEach((other, each) => { if (other === mask) change(formula, each, i, [opens ? open(each) : closed(each)]); });
        });
      }
      const field = make("input", { type: "number", step: "any", ariaLabel });
      on(field, "input", () => { if (isFinite(field.valueAsNumber)) change(formula, place, i, [numberOf(field.value)]); });
      // What isn't taken doesn't stay in the field.
      on(field, "change", () => update(values, true));
      // Several numbers at once, as from a table, and as they are written elsewhere.
      on(field, "paste", (event) => {
        const pasted = event.clipboardData.getData("text").split(/[\s;]+/).filter(Boolean)
          .map((each) => numberOf(each.replace("−", "-").replace(",", ".")));
        if (!pasted.every(isFinite) || i + pasted.length > count) return;
        event.preventDefault();
        change(formula, place, i, pasted);
      });
      return field;
    });
    const cells = list(count, (i) => make("td", {}, fields ? fields[i] : make("span")));
    const rows = rowsOf(cells, columns);
    const element = make("table", {}, make("tbody", {}, ...rows.map((row, i) =>
      make("tr", {}, ...formula && !mask && rows.length > 1 ? [make("td", { className: "mover" }, makeMover(i))] : [], ...row))));

    // Puts a row in another place, as when tokens stand in another order.
    function makeMover(row) {
      const button = makeButton({ textContent: "⇅", ariaLabel: filled(words.move, row) });
      const move = (to) => {
        if (!rows[to] || to === row) return;
        const moved = values.slice();
        moved.splice(to * columns, 0, ...moved.splice(row * columns, columns));
        change(formula, place, 0, moved);
        one("button", element.rows[to]).focus();
      };
      onArrows(button, (_, down) => {
        move(row + down);
        return down;
      });
      on(button, "pointerdown", (event) => {
        event.preventDefault();
        button.focus();
        on(document, "pointerup", ({ clientX, clientY }) =>
          move([...element.rows].indexOf(document.elementFromPoint(clientX, clientY)?.closest("tr"))), { once: true });
      });
      return button;
    }

    const update = (now, isForced) => {
      if (now === values && !isForced) return;
      values = now;
      const texts = list(count, (i) => (values ? text(values[i]) : words.none));
      // With the width of the widest so far, so that a text that changes is laid out alone, and no field cuts its number.
      const shown = fields && !mask && values ? values.map((x) => shortest(x)) : texts;
      const longest = max(letters, ...shown.map(({ length }) => length));
      if (longest > letters) element.setAttribute("style", `--letters:${letters = longest}`);
      cells.forEach((cell, i) => {
        const value = values?.[i], field = fields?.[i], said = texts[i];
        if (!field) {
          setText(cell.firstChild, said);
        } else if (mask) {
          setText(field, said);
          field.ariaPressed = value === open(place);
        } else {
          if (field.placeholder !== said) field.placeholder = said;
          if (document.activeElement !== field || field.valueAsNumber !== value) field.value = isFinite(value) ? shortest(value) : "";
        }
      });
    };
    return { element, cells, update };
  };

  // Moves one number between two. With "log" as its step, equal ways change it by equal factors.
  const makeSlider = (place, formula) => {
    const [low, high, step] = sliders[place], isLog = step === "log", to = isLog ? log : (x) => x;
    const element = make("input", { type: "range", min: to(low), max: to(high), step: isLog ? "any" : step, ariaLabel: codes[place] });
    on(element, "input", () => {
      const x = element.valueAsNumber;
      change(formula, place, 0, [min(high, max(low, Number((isLog ? exp(x) : x).toPrecision(3))))]);
    });
    const update = ([value]) => {
      element.value = to(max(low, value));
      element.ariaValueText = text(value);
    };
    return { element, update };
  };

  // ---- What a reader opens at a formula ----

  const updates = [];

  const makePanel = (formula, details) => {
    const [, program, inputs, names, sideNames, defines] = formula;
    const named = (markup, ...more) => {
      const name = make("span", { className: "name" }), note = make("small");
      name.innerHTML = texts[markup];
      const element = make("div", { className: "value" }, name, ...more, note);
      return { element, mark: (isOld, words) => { element.classList.toggle("old", !!isOld); setText(note, words); } };
    };
    const sides = sidesOf(formula);
    // In the order in which what is computed reads them. A name that only stands for the result is among the sides.
    const own = [...new Set(sides.filter(([, isBound]) => !isBound).flatMap(([node]) => inputsOf(program, node)))]
      .map((i) => [inputs[i], names[i], program[0][i]]);
    // What is computed by other formulas follows the inputs of those.
    const all = new Map();
    for (const each of [...own, ...own.flatMap(([place, name]) => roots(place, name))]) if (!all.has(each[0])) all.set(each[0], each);
    const read = [...all.values()].map(([place, name, isFixed]) => {
      const isField = kinds[place] === isInput && !isFixed && recorded[place].length <= 64;
      const shape = shapes[place], table = makeTable(shape, place, isField && formula), parts = [table];
      show(table.cells, { place }, 0, columnsOf(shape), table.element);
      if (isField && sliders[place]) parts.push(makeSlider(place, formula));
      const { element, mark } = named(name, ...parts.map(({ element }) => element));
      return { element, update() {
        const [values, isOld, isDefined] = valueOf(place);
        for (const part of parts) part.update(values);
        mark(isOld, isOld ? words.recorded : isDefined ? words.given : "");
      } };
    });
    const given = sides.map(([node, isBound, shape], side) => {
      const table = makeTable(shape);
      if (!isBound) show(table.cells, { formula, side }, 0, columnsOf(shape), table.element);
      const { element, mark } = named(sideNames[side], table.element), slots = inputsOf(program, node);
      return { element, update(results, defined) {
        // What the formula defines is what it gives.
        table.update(defined !== null && isBound ? results.at(-1) : results[side]);
        const isOld = slots.some((slot) => inputs[slot] !== defined && valueOf(inputs[slot])[1]);
        mark(isOld, isOld ? words.recorded : "");
      } };
    });
    // What scrolls can be reached by the keyboard.
    const scrolling = (className, ariaLabel, values) => make("div", { className, ariaLabel, role: "group", tabIndex: 0 }, ...values.map(({ element }) => element));
    const status = make("p", { className: "status", role: "status" });
    details.append(scrolling("values", words.inputs, read), make("p", { textContent: words.sides }), scrolling("values sides", words.sides, given), status,
      makeButton({ textContent: words.reset }, () => {
        edited.fill(null);
        update();
        keep(formula);
      }));
    return () => {
      for (const each of read) each.update();
      const defined = isEdited() && definitions[defines] === formula ? defines : null;
      const [gives] = results(formula, defined);
      for (const each of given) each.update(gives, defined);
      // Other inputs have the signs of the recorded ones, and masks are always the recorded ones, so that nothing was compared beyond them.
      const isBeyond = edited.some((numbers, place) =>
        numbers && (masks[place] || numbers.some((x, i) => recorded[place][i] !== 0 && sign(x) !== sign(recorded[place][i]))));
      setText(status, !isEdited() ? "" : isBeyond ? `${words.changed} ${words.beyond}` : words.changed);
    };
  };

  for (const formula of formulas) {
    const figure = byID(formula[0]);
    if (!figure || !formula[2].some((place) => roots(place).length)) continue;
    const details = make("details", { className: "live" }, make("summary", { textContent: words.open }));
    let panel;
    const show = () => {
      if (details.open) (panel ??= makePanel(formula, details))();
    };
    on(details, "toggle", show);
    updates.push(show);
    figure.append(details);
  }

  // ---- What cells gave: drawn with a reader's numbers where it shows variables of the page; or else said to be the recorded run's ----

  const follow = (output) => {
    const { live } = output.dataset;
    // A part is a variable, a row or an entry of one, or numbers that stay.
    const parts = live?.split(" ").map((part) => [part.includes(":"), part.split(/[:,]/).map(Number)]);
    const note = make("small", { className: "note", textContent: words.recorded });
    const figure = live && window.liveFigure(output, (text) => `${words.recorded}: ${text}`);
    const table = one("table.tensor", output);
    // While an arrow is dragged, what the axes stay for.
    let held;

    // The numbers of each part; null where one is known only of the recorded run. The code's are Floats.
    const numbers = () => {
      const all = parts.map(([isVariable, part]) => {
        if (!isVariable) return part;
        const [place, start, count] = part, [values, isOld] = valueOf(place);
        return isOld || !values ? null : values.slice(start, start + count).map(Math.fround);
      });
      return all.includes(null) ? null : all;
    };

    if (table && parts?.length === 1) {
      const [[, [place, start]]] = parts, columns = columnsOf(shapes[place]);
      const cells = all("tbody tr:has(td)", table).flatMap((row) => all("td", row).slice(-columns));
      show(cells, { place }, start, columns, table.closest("[tabindex]") ?? table);
    }
    const moves = live && one("svg.plane", output) ? makeMoves() : [];

    updates.push(() => {
      const isNeeded = needs(output) ?? false, values = isNeeded && live && numbers();
      const isOld = isNeeded && !(values && figure.draw(values, held));
      if (!isNeeded || isOld) figure?.reset();
      output.classList.toggle("old", isOld);
      if (isOld) output.prepend(note);
      else note.remove();
      for (const { show } of moves) show();
    });

    // Arrows that are inputs can be dragged at their tips, and moved by the keyboard.
    function makeMoves() {
      const drawing = one("svg.plane", output), names = all(".plane .name", output);
      // Of an arrow that turns, the last tip.
      let count = 0;
      const tips = all(".plane > g", output).map((arrow) => (count += all(".vector", arrow).length) - 1);
      // The scale of the plane as it is drawn now.
      const scale = () => {
        if (!figure.scale) {
          figure.draw(numbers());
          figure.reset();
        }
        return figure.scale;
      };
      const moves = parts.flatMap(([isVariable, [place, start]], i) => {
        const formula = isVariable && kinds[place] === isInput && recorded[place].length <= 64
          && formulas.find(([, [fixed], inputs]) => inputs.some((input, slot) => input === place && !fixed[slot]));
        if (!formula || !tips.includes(i)) return [];
        const now = () => (edited[place] ?? recorded[place]).slice(start, start + 2);
        const button = makeButton(), name = names[tips.indexOf(i)].textContent;
        button.setAttribute("aria-description", words.arrows);
        const move = (to) => change(formula, place, start, to);
        onArrows(button, (across, down) => {
          const [x, y] = now(), to = (value, steps) => Number((value + steps * scale().step).toFixed(6));
          move([to(x, across), to(y, -down)]);
          heard.textContent = button.textContent;
          return true;
        });
        const show = () => { button.textContent = `${name} (${now().map(text).join(", ")})`; };
        show();
        return [{ button, now, move, show }];
      });
      if (!moves.length) return moves;
      output.classList.add("dragged");
      output.append(make("p", { className: "moves" }, ...moves.map(({ button }) => button)));
      on(drawing, "pointerdown", (event) => {
        const { x, y, from } = scale(), { left, top, width } = drawing.getBoundingClientRect(), zoom = drawing.viewBox.baseVal.width / width;
        const at = ({ clientX, clientY }) => [(clientX - left) * zoom, (clientY - top) * zoom];
        const [atX, atY] = at(event);
        const far = ({ now }) => Math.hypot(x(now()[0]) - atX, y(now()[1]) - atY);
        const nearest = moves.reduce((a, b) => (far(b) < far(a) ? b : a));
        if (far(nearest) > 30) return;
        event.preventDefault();
        // The axes stay until the arrow is let go.
        held = numbers();
        drawing.setPointerCapture(event.pointerId);
        const drag = (moved) => nearest.move(at(moved).map(from));
        on(drawing, "pointermove", drag);
        on(drawing, "lostpointercapture", () => {
          drawing.removeEventListener("pointermove", drag);
          held = null;
          update();
        }, { once: true });
      });
      return moves;
    }
  };

  for (const element of all("[data-needs]")) {
    if (element.matches(".output")) {
      follow(element);
    } else {
      // So do numbers in the text.
      const { title } = element;
      updates.push(() => {
        const isOld = needs(element);
        element.classList.toggle("old", isOld);
        if (isOld || element.title !== title) element.title = isOld ? `${words.recorded} ${title}` : title;
      });
    }
  }

  if (isEdited()) {
    update();
    // A foreign address may be no name at all.
    const figure = formulas.map(([each]) => byID(each)).find((each) => each && encodeURIComponent(each.id) === id);
    if (figure) {
      one("details.live", figure)?.setAttribute("open", "");
      figure.scrollIntoView();
    }
  }
})();
