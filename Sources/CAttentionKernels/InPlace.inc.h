// The forward pass of a few queries, which read keys and values as they lie: packing them for so few would take longer than the products. A
// row gets the same bits as in the pass over packed keys.

/// Runs `body` for a number of rows that the compiler knows.
#define FOR_ROWS(rows, body) \
  switch (rows) {            \
    case 1: body(1) break;   \
    case 2: body(2) break;   \
    case 3: body(3) break;   \
    case 4: body(4) break;   \
    case 5: body(5) break;   \
    default: body(MR) break; \
  }

/// Adds the products of sixteen columns, or the first `columns` of them, to the sums of `rows` rows.
#define ADD_PRODUCTS(rows, columns)                                                                           \
  for (int64_t c = 0; c < (columns); c++)                                                                     \
    _Pragma("unroll") for (int r = 0; r < (rows); r++)                                                        \
      sums[r] = NAME(fused)(NAME(all)(query[r * size + i + c]), square[c], sums[r]);

/// A dot product is one chain over the size, as in `dots`. Sixteen keys at a time are transposed in registers, a lane for each.
#define DOTS_IN_PLACE(rows)                                                                                   \
  {                                                                                                           \
    Vector sums[rows];                                                                                        \
    _Pragma("unroll") for (int r = 0; r < (rows); r++) sums[r] = NAME(all)(0);                                \
    int64_t i = 0;                                                                                            \
    if (count == 16)                                                                                          \
      for (; i + 16 <= size; i += 16) {                                                                       \
        Vector square[16];                                                                                    \
        /* The processor doesn't foresee that sixteen rows are read side by side. */                          \
        _Pragma("unroll") for (int64_t j = 0; j < 16; j++) __builtin_prefetch(from + (16 + j) * size + i);    \
        NAME(load_transposed)(from + i, size, 16, 16, square);                                                \
        _Pragma("unroll") ADD_PRODUCTS(rows, 16)                                                              \
      }                                                                                                       \
    for (; i < size; i += 16) {                                                                               \
      Vector square[16];                                                                                      \
      const int64_t columns = size - i < 16 ? size - i : 16;                                                  \
      NAME(load_transposed)(from + i, size, count, columns, square);                                          \
      ADD_PRODUCTS(rows, columns)                                                                             \
    }                                                                                                         \
    _Pragma("unroll") for (int r = 0; r < (rows); r++) NAME(store)(dots + r * KC + block, sums[r]);           \
  }

/// Dot products of `rows` rows of `query` with the columns `[first, last)` of a tile, whose keys begin at `key`; `keys` exist.
static void NAME(dots_in_place)(
  const float *query, int64_t rows, const float *key, int64_t keys, int64_t size, int64_t first, int64_t last, float *dots) {
  for (int64_t block = first; block < last; block += 16) {
    const float *from = key + block * size;
    const int64_t count = keys - block < 16 ? keys - block : 16;
    FOR_ROWS(rows, DOTS_IN_PLACE)
  }
}

/// context[r][·] ← context[r][·] · correction[r] + Σ weights[r][j] value[j][·], for `vectors` times sixteen columns of `count` keys.
#define AVERAGE_COLUMNS(rows, vectors, from, stride, meet)                                                    \
  PRODUCT(rows, vectors, weights, KC, 1, from, stride, count, meet,                                           \
    NAME(load)(context + r * columns + first + 16 * c) * correction[r],                                       \
    NAME(store)(context + r * columns + first + 16 * c, sums[r][c]));

// One row alone needs several vectors of columns to hide the latency of its sums.
#define AVERAGE_WIDE(rows) AVERAGE_COLUMNS(rows, (VECTORS > 1 || (rows) == 1 ? 4 : 1), value + first, valueSize, AS_IT_IS)
#define AVERAGE_NARROW(rows) AVERAGE_COLUMNS(rows, 1, value + first, valueSize, AS_IT_IS)
#define AVERAGE_LAST(rows) AVERAGE_COLUMNS(rows, 1, part, 16, AS_IT_IS)
#define AVERAGE_CAREFULLY(rows) AVERAGE_COLUMNS(rows, 1, part, 16, UNLESS_ZERO)

static void NAME(average_in_place)(
  const float *weights, int64_t rows, const float *value, int64_t count, int64_t valueSize, int64_t columns,
  bool isCareful, const float *correction, float *context) {
  const int64_t wide = VECTORS > 1 || rows == 1 ? 64 : 16;
  int64_t first = 0;
  while (first < valueSize) {
    if (!isCareful && first + wide <= valueSize) {
      FOR_ROWS(rows, AVERAGE_WIDE)
      first += wide;
    } else if (!isCareful && first + 16 <= valueSize) {
      FOR_ROWS(rows, AVERAGE_NARROW)
      first += 16;
    } else {
      // The last columns, filled up: the last row of values may end where memory does.
      _Alignas(64) float part[KC * 16];
      const int64_t width = valueSize - first < 16 ? valueSize - first : 16;
      for (int64_t j = 0; j < count; j++)
        NAME(store)(part + 16 * j, NAME(load_first)(value + j * valueSize + first, width));
      if (isCareful) {
        FOR_ROWS(rows, AVERAGE_CAREFULLY)
      } else {
        FOR_ROWS(rows, AVERAGE_LAST)
      }
      first += 16;
    }
  }
}

/// The dot products of a tile whose keys are stored in fewer bits. `firstKey` is the tile's first, counted over all matrices. The memory of `part` is
/// for PACKNR keys: they stay in the cache between the two steps.
static void NAME(dots_stored)(
  const float *query, int64_t rows, const AttentionStored *key, int64_t firstKey, int64_t keys, int64_t size, int64_t first,
  int64_t last, float *part, float *dots) {
  for (int64_t block = first; block < last; block += PACKNR) {
    const int64_t count = (last < keys ? last : keys) - block < PACKNR ? (last < keys ? last : keys) - block : PACKNR;
    NAME(expand)(key, firstKey + block, count, size, part);
    NAME(dots_in_place)(query, rows, part, count, size, 0, up(count, 16), dots + block);
  }
}

/// The average of values that are stored in fewer bits; otherwise as `average_in_place`.
static void NAME(average_stored)(
  const float *weights, int64_t rows, const AttentionStored *value, int64_t firstValue, int64_t count, int64_t valueSize,
  int64_t columns, bool isCareful, const float *correction, float *part, float *context) {
  static const float ones[MR] = {1, 1, 1, 1, 1, 1};
  for (int64_t block = 0; block < count; block += PACKNR) {
    const int64_t blockCount = count - block < PACKNR ? count - block : PACKNR;
    NAME(expand)(value, firstValue + block, blockCount, valueSize, part);
    NAME(average_in_place)(
      weights + block, rows, part, blockCount, valueSize, columns, isCareful, block == 0 ? correction : ones, context);
  }
}

/// Computes the context of at most MR rows, which follow each other and have the same keys and values. `first` is counted over all matrices.
/// Returns whether the context is finite.
static bool NAME(forward_in_place)(
  const AttentionProblem *problem, int64_t first, int64_t rows, float *scratch, float *context, float *maximum,
  float *total) {
  const int64_t size = problem->keySize, valueSize = problem->valueSize, columns = up(valueSize, 16);
  NAME(Strip) strip;
  NAME(begin_strip)(problem, first, rows, &strip);
  const int64_t firstKey = strip.places[0]->key * problem->keys, firstValue = strip.places[0]->value * problem->keys;
  const bool isStored = problem->storedKey.numbers;
  float *query = scratch;                // [MR][keySize]
  float *sums = query + MR * size;       // [MR][columns]
  float *scores = sums + MR * columns;   // [MR][KC]
  float *part = scores + MR * KC;        // [PACKNR][max(keySize, valueSize)], for stored keys and values
  for (int64_t r = 0; r < rows; r++) {
    const float *from = problem->query + strip.places[r]->query + strip.indices[r] * size;
    for (int64_t i = 0; i < size; i++) query[r * size + i] = from[i] * problem->scale;
  }
  for (int64_t i = 0; i < rows * columns; i++) sums[i] = 0;

  for (int64_t tile = strip.start / KC * KC; tile < strip.end; tile += KC) {
    const int64_t start = strip.start > tile ? strip.start - tile : 0;
    const int64_t end = strip.end < tile + KC ? strip.end - tile : KC;
    if (!NAME(strip_sees)(problem, &strip, tile + start, tile + end)) continue;
    const int64_t low = start / 16 * 16, high = up(end, 16);
    if (isStored)
      NAME(dots_stored)(
        query, rows, &problem->storedKey, firstKey + tile, problem->keys - tile, size, low, high, part, scores);
    else
      NAME(dots_in_place)(
        query, rows, problem->key + (firstKey + tile) * size, problem->keys - tile, size, low, high, scores);
    Vector most[MR];
    for (int r = 0; r < MR; r++) most[r] = NAME(all)(-INFINITY);
    NAME(finish_strip_scores)(problem, &strip, tile, low, high, scores, most);
    float correction[16];
    NAME(weigh)(problem, &strip, tile, low, high, most, scores, correction);
    if (isStored)
      NAME(average_stored)(
        scores + start, rows, &problem->storedValue, firstValue + tile + start, end - start, valueSize, columns,
        problem->isCareful, correction, part, sums);
    else
      NAME(average_in_place)(
        scores + start, rows, problem->value + (firstValue + tile + start) * valueSize, end - start, valueSize, columns,
        problem->isCareful, correction, sums);
  }
  return NAME(sum)(NAME(finish_strip)(problem, &strip, first, sums, columns, context, maximum, total)) == 0;
}
