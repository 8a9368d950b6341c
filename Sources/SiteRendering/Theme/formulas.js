// Computes a page's formulas with a reader's numbers. A page is whole without this.
//
// First the evaluator: it runs what the build made of a formula's expressions, in double precision, with the operations of the evaluator in
// Swift in their order. What has no value there has none here.
"use strict";
(() => {
  class NoValue extends Error {}
  const refuse = (why) => { throw new NoValue(why); };
  const numbers = (data) => data.map(Number).map((x, i) => (data[i] === "inf" ? Infinity : data[i] === "-inf" ? -Infinity : x));
  const countOf = (shape) => shape.reduce((a, b) => a * b, 1);

  // The result of numbers must be a number.
  const checked = (result, a, b) => (Number.isNaN(result) && !Number.isNaN(a) && !Number.isNaN(b) ? refuse("not a number") : result);
  const larger = (a, b) => (Number.isNaN(a) || Number.isNaN(b) ? NaN : Math.max(a, b));
  const smaller = (a, b) => (Number.isNaN(a) || Number.isNaN(b) ? NaN : Math.min(a, b));

  // As in C, where 1 to any power is 1.
  const power = (a, b) => (b === 2 ? a * a : a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b);

  function binomial(n, k) {
    if (n !== Math.round(n) || k !== Math.round(k) || !(n >= 0) || !(k >= 0) || n > 2 ** 53) refuse("no binomial coefficient");
    if (k > n) return 0;
    const count = Math.min(k, n - k);
    let value = 1;
    for (let step = 1; step <= count; step++) {
      value = (value * (n - count + step)) / step;
      if (!Number.isFinite(value)) refuse("too large");
    }
    return value;
  }

  const pairwise = {
    times: (a, b) => checked(a * b, a, b),
    divided: (a, b) => checked(a / b, a, b),
    power: (a, b) => checked(power(a, b), a, b),
    maximum: larger,
    minimum: smaller,
    modulo: (a, b) => checked(a - b * Math.floor(a / b), a, b),
    binomial,
    timesLogarithm: (a, b) => ((a === 0 && b === -Infinity) || (a === -Infinity && b === 0) ? 0 : checked(a * b, a, b)),
  };

  const sigmoid = (x) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));

  // The error function: its series for small numbers, the continued fraction of its complement (Lentz's method) for others.
  // Source: Abramowitz and Stegun 1964, 7.1.6 and 7.1.14.
  function erf(x) {
    const a = Math.abs(x);
    if (Number.isNaN(x) || a === 0) return x;
    if (a > 6) return Math.sign(x);
    if (a < 2.5) {
      let [term, sum] = [x, x];
      for (let n = 1; Math.abs(term) > Math.abs(sum) * 1e-18; n++) sum += (term *= (2 * x * x) / (2 * n + 1));
      return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
    }
    let fraction = 0;
    for (let n = 120; n > 0; n--) fraction = n / 2 / (a + fraction);
    return Math.sign(x) * (1 - Math.exp(-a * a) / Math.sqrt(Math.PI) / (a + fraction));
  }

  function factorial(x) {
    if (!(x >= 0 && x <= 170 && x === Math.round(x))) refuse("no factorial");
    let value = 1;
    for (let n = 1; n <= x; n++) value *= n;
    return value;
  }

  const entrywise = {
    exp: Math.exp, log: Math.log, log2: Math.log2, log10: Math.log10, sqrt: Math.sqrt, tanh: Math.tanh, sin: Math.sin, cos: Math.cos,
    tan: Math.tan, sinh: Math.sinh, cosh: Math.cosh, arctan: Math.atan, arcsin: Math.asin, arccos: Math.acos, abs: Math.abs,
    floor: Math.floor, ceil: Math.ceil, sigmoid, erf, factorial,
    relu: (x) => (x > 0 || Number.isNaN(x) ? x : 0),
    softplus: (x) => larger(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
    silu: (x) => (x === -Infinity ? 0 : x * sigmoid(x)),
    sign: (x) => (x > 0 ? 1 : x < 0 ? -1 : x),
    // Half away from zero.
    round: (x) => (Math.abs(x) < 2 ** 52 ? Math.sign(x) * Math.floor(Math.abs(x) + 0.5) : x),
  };

  function apply(name, x) {
    const result = entrywise[name](x);
    return Number.isNaN(result) && !Number.isNaN(x) ? refuse("not a number") : result;
  }

  function total(terms) {
    let sum = 0;
    for (const term of terms) sum = checked(sum + term, sum, term);
    return sum;
  }

  const relations = {
    "=": (a, b) => a === b, "≈": (a, b) => a === b, "≔": (a, b) => a === b, "←": (a, b) => a === b, "≠": (a, b) => a !== b,
    "<": (a, b) => a < b, "≤": (a, b) => a <= b, ">": (a, b) => a > b, "≥": (a, b) => a >= b,
  };

  function place(data, precedes) {
    if (data.length === 0) refuse("the largest of no values");
    let best = 0;
    data.forEach((x, i) => {
      if (Number.isNaN(x)) refuse("the largest of values of which one is not a number");
      if (precedes(data[best], x)) best = i;
    });
    return best;
  }

  const extreme = (data, choose) => (data.length === 0 ? refuse("the largest of no values") : data.reduce((a, b) => choose(a, b)));
  const strided = (data, start, step) => data.filter((_, i) => i >= start && (i - start) % step === 0);

  function reduce(name, data, shape) {
    const width = shape.at(-1) ?? 1;
    const rows = () => Array.from({ length: countOf(shape.slice(0, -1)) }, (_, row) => data.slice(row * width, (row + 1) * width));
    switch (name) {
      case "rowSums": return rows().map(total);
      case "rowMaxima": return rows().map((row) => extreme(row, larger));
      case "columnSums": return Array.from({ length: width }, (_, column) => total(strided(data, column, width)));
      case "total": return [total(data)];
      case "mean": return [data.length === 0 ? refuse("the mean of no values") : total(data) / data.length];
      case "maximum": return [extreme(data, larger)];
      case "minimum": return [extreme(data, smaller)];
      case "argmax": return [place(data, (a, b) => a < b) + 1];
      case "argmin": return [place(data, (a, b) => a > b) + 1];
      case "trace": return [total(strided(data, 0, width + 1))];
      case "determinant": return [determinant(data, width)];
      case "logSumExp": {
        const greatest = data.reduce((a, b) => (b > a ? b : a), -Infinity);
        return [Number.isFinite(greatest) ? greatest + Math.log(total(data.map((x) => Math.exp(x - greatest)))) : greatest];
      }
      case "norm1": return [total(data.map(Math.abs))];
      case "norm2": return [Math.sqrt(total(data.map((x) => x * x)))];
      case "normInfinity": return [data.reduce((a, b) => larger(a, Math.abs(b)), 0)];
      default: throw new Error(`no reduction ${name}`);
    }
  }

  // ---- Matrices ----

  function matrixProduct(left, right, m, k, n) {
    const out = new Array(m * n).fill(0);
    for (let row = 0; row < m; row++)
      for (let inner = 0; inner < k; inner++)
        for (let column = 0; column < n; column++) out[row * n + column] += left[row * k + inner] * right[inner * n + column];
    if (out.some(Number.isNaN) && !left.some(Number.isNaN) && !right.some(Number.isNaN)) refuse("not a number");
    return out;
  }

  // Gauss–Jordan elimination with the largest pivot of each column. `visit` sees each row operation.
  function eliminated(entries, size, isWhole, other) {
    const work = entries.slice();
    let product = 1;
    const each = (matrix, change) => { for (let column = 0; column < size; column++) change(matrix, column); };
    for (let column = 0; column < size; column++) {
      let pivot = column;
      for (let row = column; row < size; row++)
        if (Math.abs(work[row * size + column]) > Math.abs(work[pivot * size + column])) pivot = row;
      if (work[pivot * size + column] === 0) return 0;
      if (pivot !== column) {
        product = -product;
        for (const matrix of [work, other])
          each(matrix, (m, c) => { [m[pivot * size + c], m[column * size + c]] = [m[column * size + c], m[pivot * size + c]]; });
      }
      product *= work[column * size + column];
      if (isWhole) {
        const scale = 1 / work[column * size + column];
        for (const matrix of [work, other]) each(matrix, (m, c) => { m[column * size + c] *= scale; });
      }
      for (let row = isWhole ? 0 : column + 1; row < size; row++) {
        if (row === column) continue;
        const factor = work[row * size + column] / (isWhole ? 1 : work[column * size + column]);
        if (factor === 0) continue;
        for (const matrix of [work, other]) each(matrix, (m, c) => { m[row * size + c] -= factor * m[column * size + c]; });
      }
    }
    return product;
  }

  const identity = (size) => Array.from({ length: size * size }, (_, i) => (i % (size + 1) === 0 ? 1 : 0));
  const determinant = (data, size) => eliminated(data, size, false, identity(size));

  function inverse(data, size) {
    const out = identity(size);
    if (eliminated(data, size, true, out) === 0) refuse("this matrix has no inverse");
    const norm = (matrix) => extreme(Array.from({ length: size }, (_, c) => strided(matrix, c, size).reduce((a, x) => a + Math.abs(x), 0)), larger);
    if (!(norm(data) * norm(out) <= 1e8)) refuse("this matrix is nearly singular");
    return out;
  }

  function matrixPower(data, size, exponent) {
    const whole = Math.round(exponent);
    if (!(Math.abs(exponent - whole) < 1e-9 * Math.max(1, Math.abs(exponent))) || Math.abs(whole) >= 2 ** 40) refuse("no whole exponent");
    let base = whole < 0 ? inverse(data, size) : data;
    let result;
    for (let rest = Math.abs(whole); rest > 0; rest = Math.floor(rest / 2)) {
      if (rest % 2 === 1) result = result ? matrixProduct(result, base, size, size, size) : base;
      if (rest > 1) base = matrixProduct(base, base, size, size, size);
    }
    return result ?? identity(size);
  }

  function softmax(data, width) {
    const out = data.slice();
    for (let start = 0; width > 0 && start < data.length; start += width) {
      let greatest = -Infinity;
      for (let i = start; i < start + width; i++) greatest = data[i] > greatest || Number.isNaN(data[i]) ? data[i] : greatest;
      if (greatest === Infinity) refuse("softmax of ∞");
      let sum = 0;
      for (let i = start; i < start + width; i++) sum += out[i] = greatest === -Infinity ? 0 : Math.exp(data[i] - greatest);
      if (sum > 0) for (let i = start; i < start + width; i++) out[i] /= sum;
    }
    return out;
  }

  // ---- The program ----

  // How an entry of the whole is found in a part that is spread over it.
  function spread(data, part, shape) {
    const size = countOf(shape);
    if (part.every((length) => length === 1) || countOf(part) === size) return data;
    if (part.length === 2 && part[1] === 1) return Array.from({ length: size }, (_, i) => data[Math.floor(i / shape[1])]);
    return Array.from({ length: size }, (_, i) => data[i % shape.at(-1)]);
  }

  function index(value) {
    const whole = Math.round(value);
    if (!(Math.abs(value - whole) < 1e-9 * Math.max(1, Math.abs(value))) || Math.abs(whole) >= 2 ** 40) refuse("an index that is not whole");
    return whole;
  }

  const partsOfCondition = ([kind, ...rest]) => {
    if (kind === "comparison") return rest.slice(1);
    return kind === "oneOf" ? [rest[0], ...rest[1]] : rest.flatMap(partsOfCondition);
  };

  // The nodes that a node consists of.
  function parts([operation, , ...rest]) {
    switch (operation) {
      case "constant": case "input": case "index": case "element": return [];
      case "sum": return rest[0].map(([, place]) => place);
      case "pairwise": case "mapped": return rest.slice(1);
      case "entrywise": case "reduced": case "table": return [rest[1]];
      case "matrixProduct": case "matrixPower": case "delta": return rest.slice(0, 2);
      case "entry": return [rest[0], ...rest[3].filter((place) => place !== null)];
      case "fold": return [...rest[2] ?? [], ...rest[3] ? partsOfCondition(rest[3]) : [], rest[4]];
      case "stored": return rest[1].filter((place) => place !== null);
      case "joined": return rest[0];
      case "cases": return rest[0].flatMap(([form, place]) => [...partsOfCondition(form), place]);
      default: return [rest[0]];
    }
  }

  // Computes the nodes of a program. `values` are its slots; `loops`, the present values of its indices.
  class Evaluator {
    constructor(program, values) {
      [this.nodes, this.values, this.states, this.loops, this.turns] = [program.nodes, values, program.states ?? [], new Map(), 0];
      this.steps = [];
      this.known = new Map();
      this.changing = [];
      for (const node of this.nodes) this.changing.push(this.variables(node));
    }

    // The indices that a node's value changes with. Nodes come after those that they consist of.
    variables(node) {
      const found = new Set(parts(node).flatMap((place) => [...this.changing[place]]));
      const [operation, , ...rest] = node;
      if (operation === "index" || operation === "element") found.add(rest[0]);
      if (operation === "stored") found.add(this.states[rest[0]].variable);
      if (operation === "fold") found.delete(rest[1][0]);
      if (operation === "table") rest[0].forEach(([id]) => found.delete(id));
      if (operation === "mapped") found.delete(rest[0]);
      return found;
    }

    // The entries of a node, kept as long as the indices that it changes with stay.
    entries(place) {
      const changing = this.changing[place];
      const key = [...changing].map((id) => this.loops.get(id)).join();
      const last = this.known.get(place);
      if (last && last.key === key) return last.value;
      const value = this.compute(this.nodes[place]);
      this.known.set(place, { key, value });
      return value;
    }

    number(place) { return this.entries(place)[0]; }

    within(id, value, body) {
      if (++this.turns > 2e6) refuse("too many operations");
      this.loops.set(id, value);
      return body();
    }

    holds(form) {
      switch (form[0]) {
        case "always": return true;
        case "comparison": return (relations[form[1]] ?? (() => false))(this.number(form[2]), this.number(form[3]));
        case "oneOf": { const value = this.number(form[1]); return form[2].some((place) => this.number(place) === value); }
        case "both": return this.holds(form[1]) && this.holds(form[2]);
        case "either": return this.holds(form[1]) || this.holds(form[2]);
        case "not": return !this.holds(form[1]);
        default: throw new Error(`no condition ${form[0]}`);
      }
    }

    compute([operation, shape, ...rest]) {
      const size = countOf(shape);
      const one = (data) => (data.length === 1 ? () => data[0] : (i) => data[i]);
      switch (operation) {
        case "constant": return numbers(rest[0]);
        case "input": return this.values[rest[0]];
        case "index": case "element": return [this.loops.get(rest[0])];
        case "negated": return this.entries(rest[0]).map((x) => -x);
        case "sum": {
          const terms = rest[0].map(([negative, place]) => {
            const at = one(spread(this.entries(place), this.nodes[place][1], shape));
            return negative ? (i) => -at(i) : at;
          });
          return Array.from({ length: size }, (_, i) => {
            if (terms.length === 2) return checked(terms[0](i) + terms[1](i), terms[0](i), terms[1](i));
            return total(terms.map((term) => term(i)));
          });
        }
        case "pairwise": {
          const [a, b] = rest.slice(1).map((place) => one(spread(this.entries(place), this.nodes[place][1], shape)));
          return Array.from({ length: size }, (_, i) => pairwise[rest[0]](a(i), b(i)));
        }
        case "entrywise": return this.entries(rest[1]).map((x) => apply(rest[0], x));
        case "matrixProduct": return matrixProduct(this.entries(rest[0]), this.entries(rest[1]), ...rest[2]);
        case "matrixPower": return matrixPower(this.entries(rest[0]), shape[0], this.number(rest[1]));
        case "transposed": {
          const [data, [rows, columns]] = [this.entries(rest[0]), rest[1]];
          return Array.from({ length: size }, (_, i) => data[(i % rows) * columns + Math.floor(i / rows)]);
        }
        case "reshaped": return this.entries(rest[0]);
        case "entry": return this.entry(this.entries(rest[0]), ...rest.slice(1));
        case "stored": return this.stored(...rest);
        case "fold": return this.fold(size, ...rest);
        case "table": {
          const [variables, body] = rest;
          const run = (axis) => {
            if (axis === variables.length) return this.entries(body);
            const [id, lower, count] = variables[axis];
            return Array.from({ length: count }, (_, i) => this.within(id, lower + i, () => run(axis + 1))).flat();
          };
          return run(0);
        }
        case "softmax": return softmax(this.entries(rest[0]), rest[1]);
        case "reduced": {
          // The norm of a number is its magnitude.
          const data = this.entries(rest[1]);
          return rest[2].length === 0 ? [Math.abs(data[0])] : reduce(rest[0], data, rest[2]);
        }
        case "diagonalMatrix": {
          const data = this.entries(rest[0]);
          return Array.from({ length: size }, (_, i) => (i % (data.length + 1) === 0 ? data[i / (data.length + 1)] : 0));
        }
        case "diagonal": { const data = this.entries(rest[0]); return Array.from({ length: size }, (_, i) => data[i * (size + 1)]); }
        case "joined": {
          const [places, count, blocks] = rest;
          const data = places.map((place) => this.entries(place));
          return Array.from({ length: count }, (_, outer) =>
            data.map((part, p) => part.slice(outer * blocks[p], (outer + 1) * blocks[p]))).flat(2);
        }
        case "cases":
          for (const [form, place] of rest[0]) {
            if (!this.holds(form)) continue;
            const data = this.entries(place);
            return data.length === size ? data : new Array(size).fill(data[0]);
          }
          return refuse("no case applies");
        case "mapped": return this.entries(rest[1]).map((x) => this.within(rest[0], x, () => this.number(rest[2])));
        case "delta": return [this.number(rest[0]) === this.number(rest[1]) ? 1 : 0];
        default: throw new Error(`no operation ${operation}`);
      }
    }

    // What an earlier step of a recurrence gave, or what it begins with, which may be the same for all other indices.
    stored(state, places) {
      const { variable, indices, shape } = this.states[state];
      let [step, offset] = [0, 0];
      indices.forEach(([id, lower, count], i) => {
        const at = index(this.number(places[i]));
        if (id === variable) step = at;
        else if (at < lower || at >= lower + count) refuse("an index out of range");
        else offset = offset * count + at - lower;
      });
      const size = countOf(shape);
      const data = this.steps[state].get(step) ?? refuse("a value before it is computed");
      const start = data.length === size ? 0 : offset * size;
      return this.entry(data.slice(start, start + size), shape, shape.map(() => 1), places.slice(indices.length));
    }

    entry(data, lengths, lowers, places) {
      let offsets = [0];
      lengths.forEach((length, axis) => {
        const place = places[axis];
        if (place === null || place === undefined) {
          offsets = offsets.flatMap((offset) => Array.from({ length }, (_, i) => offset * length + i));
          return;
        }
        const at = index(this.number(place)) - lowers[axis];
        if (!(at >= 0 && at < length)) refuse("an index out of range");
        offsets = offsets.map((offset) => offset * length + at);
      });
      return offsets.map((offset) => data[offset]);
    }

    fold(size, operation, [id, first, count], bounds, condition, body) {
      const [lower, upper] = bounds ? bounds.map((place) => index(this.number(place))) : [first, first + count - 1];
      let [best, found] = [0, 0];
      let out = new Array(size).fill(operation === "product" ? 1 : 0);
      for (let i = lower; i <= upper; i++) {
        this.within(id, i, () => {
          if (condition && !this.holds(condition)) return;
          const data = this.entries(body);
          found += 1;
          switch (operation) {
            case "sum": case "mean": out = out.map((sum, e) => checked(sum + data[e], sum, data[e])); break;
            case "product": out = [checked(out[0] * data[0], out[0], data[0])]; break;
            default: {
              const isLargest = operation === "maximum" || operation === "argmax";
              if (operation.startsWith("arg") && Number.isNaN(data[0])) refuse("the largest of values of which one is not a number");
              if (found === 1 || (isLargest ? data[0] > out[0] : data[0] < out[0])) best = i;
              out = [found === 1 ? data[0] : (isLargest ? larger : smaller)(out[0], data[0])];
            }
          }
        });
      }
      if (found === 0 && operation !== "sum" && operation !== "product") refuse("the largest of no values");
      return operation === "mean" ? out.map((sum) => sum / found) : operation.startsWith("arg") ? [best] : out;
    }
  }

  // The sides of the statements of one recurrence, computed step by step, each with its steps where its left side has them.
  function recur(evaluator, statements) {
    const [id, first, count] = statements[0].step.variable;
    for (const { step: { state } } of statements) {
      if (state === undefined) continue;
      const starts = evaluator.states[state].initial.map(([step, slot, from, to]) => [step, evaluator.values[slot].slice(from, to)]);
      evaluator.steps[state] = new Map(starts);
    }
    const results = statements.map(({ sides }) => sides.map(() => []));
    for (let time = first; time < first + count; time++) {
      evaluator.within(id, time, () => statements.forEach(({ sides, step }, i) => {
        const entries = sides.map((side) => evaluator.entries(side.node));
        entries.forEach((data, side) => results[i][side].push(data));
        if (step.state !== undefined) evaluator.steps[step.state].set(time + step.offset, entries[sides.findIndex((side) => !side.isBound)]);
      }));
    }
    return statements.map(({ step: { before } }, i) => results[i].map((steps) => Array.from({ length: before }, (_, outer) =>
      steps.map((data) => data.slice((outer * data.length) / before, ((outer + 1) * data.length) / before))).flat(2)));
  }

  // The entries of all sides of all statements, given those of the inputs; an entry of the result is null if it has no value.
  function evaluate(program, inputs) {
    const evaluator = new Evaluator(program, inputs.slice());
    const attempt = (body) => {
      try {
        return body();
      } catch (error) {
        if (error instanceof NoValue) return null;
        throw error;
      }
    };
    const all = [];
    program.statements.forEach(({ sides, step }, place, statements) => {
      if (all.length > place) return;
      const together = step ? statements.filter((other) => other.step?.recurrence === step.recurrence) : [];
      const results = step
        ? attempt(() => recur(evaluator, together)) ?? together.map((part) => part.sides.map(() => null))
        : [sides.map((side) => attempt(() => evaluator.entries(side.node)))];
      results.forEach((found, i) => {
        const { sides, output } = statements[place + i];
        if (output !== undefined) evaluator.values[output] = found[Math.max(sides.findIndex((side) => !side.isBound), 0)] ?? [];
        all.push(found);
      });
    });
    return all;
  }

  window.liveFormulas = { evaluate, numbers };

  // ---- The page: a formula that is proved equal to a variable defines it, so that a change goes through all that is built on it ----

  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  const labelled = (element, attributes) => {
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };

  // The inputs that a side reads, by itself or through what earlier statements give.
  function inputsOf(program, place) {
    const node = program.nodes[place];
    if (node[0] !== "input") return parts(node).flatMap((part) => inputsOf(program, part));
    if (node[2] < program.inputs.length) return [node[2]];
    return program.statements.filter(({ output }) => output === node[2]).flatMap(({ sides }) => sides.flatMap((side) => inputsOf(program, side.node)));
  }

  const same = (a, b) => a.length === b.length && a.every((x, i) => Object.is(x, b[i]));
  const editable = 64;
  const filled = (form, values) => form.replace(/\{(\w)\}/g, (_, name) => values[name]);
  // What a place of a mask has that is open: in what is added to scores 0, else 1.
  const open = ({ code }) => (code.endsWith("additive") ? 0 : 1);
  const closed = (variable) => (open(variable) === 0 ? -Infinity : 0);
  const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  class Page {
    constructor({ words, variables, formulas, texts }) {
      // A name or a side is its place among the texts.
      Object.assign(this, { words, formulas, texts, panels: [], cells: new Map(), made: new Map() });
      this.variables = variables.map((variable) => ({
        ...variable, recorded: numbers(variable.values), edited: null, isChanging: variable.origin === "input" || variable.mask !== undefined,
        columns: variable.shape.at(-1) ?? 1,
      }));
      // Of several formulas for a variable the first defines it, unless it would define itself.
      this.definitions = new Map();
      for (const formula of formulas) {
        const { defines } = formula;
        if (defines === undefined || this.variables[defines].isChanging || this.definitions.has(defines)) continue;
        if (!formula.inputs.some((input) => input !== defines && this.reads(input, defines))) this.definitions.set(defines, formula);
      }
      for (const formula of formulas) {
        const figure = document.getElementById(formula.id);
        if (figure && formula.inputs.some((place) => this.roots(place).length > 0)) this.panels.push(new Panel(this, formula, figure));
      }
      // What cells gave: what depends on an input and shows no variable of the page stays, and says so. So do numbers in the text.
      this.outputs = [...document.querySelectorAll(".output[data-needs]")].map((output) => new Output(this, output));
      this.numbers = [...document.querySelectorAll("[data-needs]:not(.output)")].map((element) => ({ element, title: element.title }));
      this.status = labelled(make("p", { className: "heard" }), { role: "status" });
      document.body.append(this.status);
      for (const [event, isOn] of [["pointerover", true], ["pointerout", false]])
        document.addEventListener(event, ({ target }) => this.ask(isOn ? target.closest?.("td") : null));
    }

    needs(element) { return (element.dataset.needs ?? "").split(" ").some((place) => this.variables[place]?.edited); }

    reads(variable, other) {
      return variable === other || (this.definitions.get(variable)?.inputs.some((input) => input !== variable && this.reads(input, other)) ?? false);
    }

    // The inputs behind a variable, each with its name.
    roots(place, name) {
      if (this.variables[place].isChanging) return [{ place, name }];
      const { inputs = [], names } = this.definitions.get(place) ?? {};
      return inputs.flatMap((input, i) => (input === place ? [] : this.roots(input, names[i])));
    }

    get isEdited() { return this.variables.some((variable) => variable.edited); }

    // Other inputs have the signs of the recorded ones, and masks are always the recorded ones, so that nothing was compared beyond them.
    get isBeyondComparison() {
      const differ = (x, recorded) => recorded !== 0 && Math.sign(x) !== Math.sign(recorded);
      return this.variables.some(({ edited, recorded, mask }) => edited && (mask !== undefined || edited.some((x, i) => differ(x, recorded[i]))));
    }

    // The present values of a variable, and whether they are only those of the recorded run.
    value(place, known) {
      if (known.has(place)) return known.get(place);
      const variable = this.variables[place];
      let result = { values: variable.edited ?? variable.recorded, isOld: false };
      if (variable.origin === "computed" && this.isEdited) {
        const definition = this.definitions.get(place);
        result = { values: variable.recorded, isOld: true };
        if (definition) {
          const { sides, isOld } = this.results(definition, known, place);
          result = { values: sides.at(-1), isOld, isDefined: true };
        }
      }
      known.set(place, result);
      return result;
    }

    // The entries of the sides of a formula. While it defines a variable, that isn't among what it reads.
    results(formula, known, defined = null) {
      let isOld = false;
      const inputs = formula.inputs.map((input) => {
        if (input === defined) return this.variables[input].recorded;
        const value = this.value(input, known);
        isOld ||= value.isOld;
        return value.values;
      });
      // The formula was read for the value of a fixed input alone; and what has no value gives none.
      const { inputs: slots, statements } = formula.program;
      const isUnread = inputs.some((values, i) => values === null || (slots[i].isFixed && !same(values, this.variables[formula.inputs[i]].recorded)));
      const sides = isUnread ? statements.flatMap((statement) => statement.sides.map(() => null)) : evaluate(formula.program, inputs).flat();
      return { sides, isOld, inputs };
    }

    // Numbers from an entry on take the place of others.
    change(formula, place, start, numbers) {
      const variable = this.variables[place];
      if (variable.isPositive && !numbers.every((x) => x > 0)) return;
      variable.edited ??= variable.recorded.slice();
      variable.edited.splice(start, numbers.length, ...numbers);
      if (same(variable.edited, variable.recorded)) variable.edited = null;
      this.update();
      this.keep(formula);
    }

    // Opens or closes a place of a mask, in all that is read of it.
    toggle(formula, { mask }, entry) {
      const read = [...this.variables.entries()].filter(([, variable]) => variable.mask === mask);
      const [, first] = read[0];
      const opens = (first.edited ?? first.recorded)[entry] !== open(first);
      for (const [place, variable] of read) this.change(formula, place, entry, [opens ? open(variable) : closed(variable)]);
    }

    reset(formula) {
      for (const variable of this.variables) variable.edited = null;
      this.update();
      this.keep(formula);
    }

    update() {
      const known = new Map();
      this.made.clear();
      for (const each of [...this.panels, ...this.outputs]) each.update(known);
      for (const { element, title } of this.numbers) {
        const isOld = this.needs(element);
        element.classList.toggle("old", isOld);
        if (isOld || element.title !== title) element.title = isOld ? `${this.words.recorded} ${title}` : title;
      }
      document.querySelector("main")?.classList.toggle("edited", this.isEdited);
    }

    // The address leads to the formula and holds what was changed, so that it can be shared: `#formula-3~0=1,2;4=0.5`.
    keep({ id }) {
      const edits = this.variables.flatMap(({ edited }, place) => (edited ? [`${place}=${edited.join(",")}`] : []));
      history.replaceState(null, "", `#${encodeURIComponent(id)}${edits.length > 0 ? "~" : ""}${edits.join(";")}`);
    }

    restore() {
      for (const edit of (location.hash.split("~")[1] ?? "").split(";")) {
        const [place, list] = edit.split("=");
        const variable = this.variables[Number(place)];
        const values = (list ?? "").split(",").map(Number);
        const isValue = (x) => (variable.mask === undefined ? Number.isFinite(x) : x === open(variable) || x === closed(variable));
        if (list && variable?.isChanging && values.length === variable.recorded.length && values.every(isValue)) variable.edited = values;
      }
    }

    // ---- Where an entry comes from ----

    // For each input of a formula the entries that an entry of a side is made of: without their numbers, it has none or another one.
    sources(formula, side, entry) {
      let found = this.made.get(formula);
      if (!found) {
        const { inputs } = this.results(formula, new Map(), formula.defines);
        const isTraced = inputs.every(Boolean) && inputs.flat().length <= 256;
        const at = (values) => evaluate(formula.program, values).flat();
        const without = (slot, e, x) => at(inputs.map((values, i) => (i === slot ? values.map((old, j) => (j === e ? x : old)) : values)));
        found = {
          base: isTraced && at(inputs),
          others: isTraced ? inputs.map((values, slot) => (formula.program.inputs[slot].isFixed ? [] : values.map((x, e) => {
            const sides = without(slot, e, NaN);
            // Where there must be a number, another one.
            return sides.includes(null) ? without(slot, e, x + (Math.abs(x) || 1) / 1024) : sides;
          }))) : [],
        };
        this.made.set(formula, found);
      }
      return found.others.map((entries) => entries.flatMap((sides, e) =>
        (sides[side] && found.base[side] && !Object.is(sides[side][entry], found.base[side][entry]) ? [e] : [])));
    }

    // What is known of the cells of a table: which entries of a variable they show, or of a side of a formula.
    show(cells, shown, stop) {
      cells.forEach((cell, i) => this.cells.set(cell, { ...shown, entry: shown.start + i }));
      const formula = shown.formula ?? this.definitions.get(shown.place);
      if (!formula || cells.length < 2) return;
      let at = 0;
      stop.tabIndex = 0;
      stop.addEventListener("focus", () => this.ask(cells[at], true));
      stop.addEventListener("blur", () => this.ask(null));
      stop.addEventListener("keydown", (event) => {
        const [across, down] = arrows[event.key] ?? [0, 0];
        const next = at + across + down * shown.columns;
        if (event.target !== stop || !(across || down) || !cells[next]) return;
        event.preventDefault();
        at = next;
        this.ask(cells[at], true);
      });
    }

    // Lights up what a cell is made of, in all tables that show it.
    ask(cell, isHeard) {
      if (cell === this.asked) return;
      this.asked = cell;
      for (const each of document.querySelectorAll(".asked, .made")) each.classList.remove("asked", "made");
      const shown = this.cells.get(cell);
      const formula = shown && (shown.formula ?? this.definitions.get(shown.place));
      if (!formula) return;
      const side = shown.side ?? formula.program.statements.flatMap(({ sides }) => sides).length - 1;
      const sources = this.sources(formula, side, shown.entry);
      cell.classList.add("asked");
      for (const [other, { place, entry }] of this.cells)
        if (other !== cell && place !== undefined && formula.inputs.some((input, slot) => input === place && sources[slot]?.includes(entry))) other.classList.add("made");
      if (!isHeard) return;
      const { words } = this;
      cell.scrollIntoView({ block: "nearest", inline: "nearest" });
      const parts = formula.inputs.flatMap((place, slot) => (sources[slot]?.length > 0 ? [`${this.variables[place].code}: ${this.described(place, sources[slot])}`] : []));
      this.status.textContent = `${this.place(shown.entry, shown.columns)}: ${cell.textContent}. ${words.made} ${parts.join("; ")}`;
    }

    place(entry, columns) { return filled(this.words.entry, { i: Math.floor(entry / columns) + 1, j: (entry % columns) + 1 }); }

    // Whole rows, whole columns, or a few entries.
    described(place, entries) {
      const { words } = this;
      const { columns, recorded } = this.variables[place];
      const rows = recorded.length / columns;
      const [inRows, inColumns] = [(e) => Math.floor(e / columns), (e) => e % columns].map((line) => [...new Set(entries.map(line))]);
      const list = (word, lines) => lines.map((line) => filled(word, { i: line + 1, j: line + 1 })).join(", ");
      if (entries.length === inRows.length * columns) return list(words.row, inRows);
      if (entries.length === inColumns.length * rows) return list(words.column, inColumns);
      return entries.slice(0, 4).map((entry) => this.place(entry, columns)).join(", ") + (entries.length > 4 ? " …" : "");
    }
  }

  // A value as a table: fields where a reader may change it, buttons for the places of a mask.
  class Table {
    constructor(variable, label, words, edit) {
      const { shape, mask } = variable;
      const [rows, columns] = shape.length > 1 ? [countOf(shape.slice(0, -1)), shape.at(-1)] : [1, countOf(shape)];
      const place = (i) => filled(words.entry, { i: Math.floor(i / columns) + 1, j: (i % columns) + 1 });
      this.open = mask && open(variable);
      this.fields = edit && Array.from({ length: rows * columns }, (_, i) => {
        const name = shape.length === 0 ? label : `${label}: ${place(i)}`;
        if (mask !== undefined) {
          const button = labelled(make("button", { type: "button" }), { "aria-label": name });
          button.addEventListener("click", () => edit.toggle(i));
          return button;
        }
        const field = labelled(make("input", { type: "number", step: "any" }), { "aria-label": name });
        field.addEventListener("input", () => { if (field.value.trim() !== "" && Number.isFinite(field.valueAsNumber)) edit.change(i, [field.valueAsNumber]); });
        return field;
      });
      this.cells = Array.from({ length: rows * columns }, (_, i) => make("td", {}, ...(this.fields ? [this.fields[i]] : [])));
      const body = make("tbody");
      for (let row = 0; row < rows; row++) {
        const mover = edit && mask === undefined && rows > 1 ? [make("td", { className: "mover" }, this.mover(row, rows, columns, words, edit))] : [];
        body.append(make("tr", {}, ...mover, ...this.cells.slice(row * columns, (row + 1) * columns)));
      }
      this.element = make("table", {}, body);
    }

    // Puts a row in another place, as when tokens stand in another order.
    mover(row, rows, columns, words, edit) {
      const button = labelled(make("button", { type: "button", textContent: "⇅" }), { "aria-label": filled(words.move, { i: row + 1 }) });
      const move = (to) => {
        if (to < 0 || to >= rows || to === row) return;
        const values = this.values.slice();
        values.splice(to * columns, 0, ...values.splice(row * columns, columns));
        edit.change(0, values);
        this.element.querySelectorAll(".mover button")[to].focus();
      };
      button.addEventListener("keydown", (event) => {
        const step = arrows[event.key]?.[1];
        if (!step) return;
        event.preventDefault();
        move(row + step);
      });
      button.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        button.focus();
        document.addEventListener("pointerup", ({ clientX, clientY }) => {
          const target = document.elementFromPoint(clientX, clientY)?.closest("tr");
          if (target?.closest("table") === this.element) move(target.sectionRowIndex);
        }, { once: true });
      });
      return button;
    }

    show(values, none) {
      this.values = values;
      this.cells.forEach((cell, i) => {
        const [value, field] = [values?.[i], this.fields?.[i]];
        if (field?.type === "button") {
          field.textContent = text(value);
          field.setAttribute("aria-pressed", value === this.open);
        } else if (field) {
          field.placeholder = text(value);
          if (document.activeElement !== field || Number(field.value) !== value) field.value = Number.isFinite(value) ? shortest(value) : "";
        } else {
          cell.textContent = value === undefined ? none : text(value);
        }
      });
    }
  }

  // Moves one number between two. With "log" as its step, equal ways change it by equal factors.
  class Slider {
    constructor({ code, slider: [low, high, step] }, words, change) {
      const isLog = step === "log";
      this.to = isLog ? Math.log : (x) => x;
      const from = (x) => Math.min(high, Math.max(low, Number((isLog ? Math.exp(x) : x).toPrecision(3))));
      this.element = labelled(make("input", { type: "range", min: this.to(low), max: this.to(high), step: isLog ? "any" : step }), { "aria-label": code });
      this.element.addEventListener("input", () => change(0, [from(this.element.valueAsNumber)]));
    }

    show(value) {
      this.element.value = this.to(value);
      this.element.setAttribute("aria-valuetext", text(value));
    }
  }

  // A Float's value needs no more digits than tell it from its neighbours.
  function shortest(value) {
    for (let digits = 1; digits < 9; digits++) if (Math.fround(Number(value.toPrecision(digits))) === Math.fround(value)) return String(Number(value.toPrecision(digits)));
    return String(value);
  }

  function text(value) {
    if (Number.isNaN(value)) return "nan";
    const size = Math.abs(value);
    const digits = size === Infinity ? "∞" : size === 0 || (size >= 1e-3 && size < 1e6) ? String(Number(size.toPrecision(5))) : size.toExponential(3);
    return (value < 0 ? "−" : "") + digits;
  }

  // What a cell gave, drawn with a reader's numbers where it shows variables of the page; or else said to be the recorded run's.
  class Output {
    constructor(page, output) {
      const { words } = page;
      const { live } = output.dataset;
      // A part is a variable, a row or an entry of one, or numbers that stay.
      this.parts = live?.split(" ").map((part) => (part.includes(":") ? part.split(":").map(Number) : { fixed: part.split(",").map(Number) }));
      Object.assign(this, { page, output, note: make("small", { className: "note", textContent: words.recorded }) });
      this.figure = live && new LiveFigure(output, (text) => `${words.recorded}: ${text}`);
      const table = output.querySelector("table.tensor");
      if (table && this.parts?.length === 1) {
        const [place, start] = this.parts[0];
        const { columns } = page.variables[place];
        const cells = [...table.querySelectorAll("tbody tr:has(td)")].flatMap((row) => [...row.querySelectorAll("td")].slice(-columns));
        page.show(cells, { place, start, columns }, table.closest("[tabindex]") ?? table);
      }
      if (output.querySelector("svg.plane")) this.addMoves();
    }

    // The numbers of each part; null where one is known only of the recorded run.
    values(known) {
      const parts = this.parts.map((part) => {
        if (part.fixed) return part.fixed;
        const [place, start, count] = part;
        const { values, isOld } = this.page.value(place, known);
        // The code's numbers are Floats.
        return isOld || !values ? null : values.slice(start, start + count).map(Math.fround);
      });
      return parts.includes(null) ? null : parts;
    }

    update(known) {
      const isEdited = this.page.needs(this.output);
      const parts = isEdited && this.figure && this.values(known);
      const isOld = isEdited && !(parts && this.figure.draw(parts, this.held));
      if (!isEdited || isOld) this.figure?.reset();
      this.output.classList.toggle("old", isOld);
      if (isOld) this.output.prepend(this.note);
      else this.note.remove();
      for (const move of this.moves ?? []) move.show();
    }

    // Arrows that are inputs can be dragged at their tips, and moved by the keyboard.
    addMoves() {
      const { page } = this;
      const { words } = page;
      const names = [...this.output.querySelectorAll(".plane .name")].map((name) => name.textContent);
      const counts = [...this.output.querySelectorAll(".plane > g")].map((arrow) => arrow.querySelectorAll(".vector").length);
      // Of an arrow that turns, the last tip.
      const tips = counts.map((_, i) => counts.slice(0, i + 1).reduce((a, b) => a + b, 0) - 1);
      this.moves = (this.parts ?? []).flatMap((part, i) => {
        const [place, start] = part.fixed ? [] : part;
        const panel = page.panels.find((each) => each.inputs.some((input) => input.place === place && input.isField));
        if (!page.variables[place]?.isChanging || !panel || !tips.includes(i)) return [];
        const name = names[tips.indexOf(i)];
        const now = () => { const { edited, recorded } = page.variables[place]; return (edited ?? recorded).slice(start, start + 2); };
        const button = labelled(make("button", { type: "button" }), { "aria-description": words.arrows });
        const move = (to) => page.change(panel.formula, place, start, to);
        button.addEventListener("keydown", (event) => {
          const way = arrows[event.key];
          if (!way) return;
          event.preventDefault();
          const [x, y] = now();
          const step = this.plane().step;
          const to = (value, steps) => Number((value + steps * step).toFixed(6));
          move([to(x, way[0]), to(y, -way[1])]);
          page.status.textContent = button.textContent;
        });
        const show = () => { button.textContent = `${name} (${now().map(text).join(", ")})`; };
        show();
        return [{ button, now, move, show }];
      });
      if (this.moves.length === 0) return;
      const drawing = this.output.querySelector("svg.plane");
      this.output.classList.add("dragged");
      this.output.append(make("p", { className: "moves" }, ...this.moves.map(({ button }) => button)));
      drawing.addEventListener("pointerdown", (event) => {
        const plane = this.plane();
        const box = drawing.getBoundingClientRect();
        const zoom = drawing.viewBox.baseVal.width / box.width;
        const at = ({ clientX, clientY }) => [(clientX - box.left) * zoom, (clientY - box.top) * zoom];
        const [x, y] = at(event);
        const far = ({ now }) => Math.hypot(plane.x(now()[0]) - x, plane.y(now()[1]) - y);
        const nearest = this.moves.reduce((a, b) => (far(b) < far(a) ? b : a));
        if (far(nearest) > 30) return;
        event.preventDefault();
        // The axes stay until the arrow is let go.
        this.held = this.values(new Map());
        drawing.setPointerCapture(event.pointerId);
        const drag = (moved) => { const [toX, toY] = at(moved); nearest.move([plane.from(toX, 0), plane.from(toY, 1)]); };
        drawing.addEventListener("pointermove", drag);
        drawing.addEventListener("lostpointercapture", () => {
          drawing.removeEventListener("pointermove", drag);
          this.held = null;
          page.update();
        }, { once: true });
      });
    }

    // The scale of the plane as it is drawn now.
    plane() {
      if (!this.figure.scale) {
        this.figure.draw(this.values(new Map()));
        this.figure.reset();
      }
      return this.figure.scale;
    }
  }

  class Panel {
    constructor(page, formula, figure) {
      [this.page, this.formula] = [page, formula];
      const { words } = page;
      const named = (markup, ...more) => {
        const name = make("span", { className: "name" });
        name.innerHTML = page.texts[markup];
        return make("div", { className: "value" }, name, ...more);
      };
      const sides = formula.program.statements.flatMap((statement) => statement.sides);
      // In the order in which what is computed reads them. A name that only stands for the result is among the sides.
      const read = new Set(sides.filter((side) => !side.isBound).flatMap((side) => inputsOf(formula.program, side.node)));
      // What is computed by other formulas follows the inputs of those.
      const own = [...read].map((i) => ({ place: formula.inputs[i], name: formula.names[i], isFixed: formula.program.inputs[i].isFixed }));
      const others = own.flatMap(({ place, name }) => page.roots(place, name));
      const all = [...own, ...others].filter(({ place }, i, all) => all.findIndex((each) => each.place === place) === i);
      this.inputs = all.map(({ place, name, isFixed }) => {
        const variable = page.variables[place];
        const isField = variable.isChanging && !isFixed && variable.recorded.length <= editable;
        const edit = isField && {
          change: (start, numbers) => page.change(formula, place, start, numbers), toggle: (entry) => page.toggle(formula, variable, entry),
        };
        const table = new Table(variable, variable.code, words, edit);
        page.show(table.cells, { place, start: 0, columns: variable.columns }, table.element);
        const note = make("small");
        const slider = isField && variable.slider ? [new Slider(variable, words, edit.change)] : [];
        return { place, isField, table, note, slider, element: named(name, table.element, ...slider.map((each) => each.element), note) };
      });
      this.sides = sides.map((side, i) => {
        const table = new Table(side, "", words, null);
        if (!side.isBound) page.show(table.cells, { formula, side: i, start: 0, columns: side.shape.at(-1) ?? 1 }, table.element);
        const note = make("small");
        const inputs = [...new Set(inputsOf(formula.program, side.node))];
        return { table, note, inputs, isBound: side.isBound, element: named(formula.sides[i], table.element, note) };
      });
      // What scrolls can be reached by the keyboard.
      const scrolling = (className, label, values) =>
        labelled(make("div", { className, tabIndex: 0 }, ...values.map((value) => value.element)), { role: "group", "aria-label": label });
      const reset = make("button", { type: "button", textContent: words.reset });
      reset.addEventListener("click", () => page.reset(formula));
      this.status = labelled(make("p", { className: "status" }), { role: "status" });
      this.element = make("details", { className: "live" }, make("summary", { textContent: words.open }),
        scrolling("values", words.inputs, this.inputs), make("p", { textContent: words.sides }),
        scrolling("values sides", words.sides, this.sides), this.status, reset);
      figure.append(this.element);
      this.element.addEventListener("toggle", () => page.update());
    }

    update(known) {
      if (!this.element.open) return;
      const { page, formula } = this;
      const { words } = page;
      const definesItself = page.isEdited && page.definitions.get(formula.defines) === formula;
      const isOld = (place) => !(definesItself && place === formula.defines) && page.value(place, known).isOld;
      const mark = ({ element, note }, old, words) => {
        element.classList.toggle("old", old);
        note.textContent = words;
      };
      for (const input of this.inputs) {
        const value = page.value(input.place, known);
        input.table.show(value.values, words.none);
        for (const slider of input.slider) slider.show(value.values[0]);
        mark(input, value.isOld, value.isOld ? words.recorded : value.isDefined ? words.given : "");
      }
      const { sides } = page.results(formula, known, definesItself ? formula.defines : null);
      this.sides.forEach((side, i) => {
        // What the formula defines is what it gives.
        side.table.show(definesItself && side.isBound ? sides.at(-1) : sides[i], words.none);
        const old = side.inputs.some((input) => isOld(formula.inputs[input]));
        mark(side, old, old ? words.recorded : "");
      });
      this.status.textContent = !page.isEdited ? "" : page.isBeyondComparison ? `${words.changed} ${words.beyond}` : words.changed;
    }
  }

  const data = document.getElementById("page.live");
  if (data) {
    const page = new Page(JSON.parse(data.textContent));
    page.restore();
    page.update();
    if (page.isEdited) {
      const figure = document.getElementById(decodeURIComponent(location.hash.slice(1).split("~")[0]));
      figure?.querySelector("details.live")?.setAttribute("open", "");
      figure?.scrollIntoView();
    }
  }
})();
