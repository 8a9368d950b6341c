// The forward pass: blocks of queries go through tiles of keys with a running softmax.

/// context[r][·] ← context[r][·] · correction[r] + Σ weights[r][j] value[j][·], for `count` keys.
#define AVERAGE(vectors, meet)                                                                              \
  PRODUCT(ROWS, vectors, weights, TILE, 1, value + first, columns, count, meet,                             \
    NAME(load)(context + r * columns + first + 16 * c) * correction[r],                                     \
    NAME(store)(context + r * columns + first + 16 * c, sums[r][c]))

static void NAME(average)(
  const float *weights, const float *value, int64_t count, int64_t columns, const float *correction, float *context) {
  int64_t first = 0;
#if VECTORS > 1
  for (; first + 16 * VECTORS <= columns; first += 16 * VECTORS) AVERAGE(VECTORS, AS_IT_IS);
#endif
  for (; first < columns; first += 16) AVERAGE(1, AS_IT_IS);
}

/// The same, where a value that has no weight may be anything.
static void NAME(carefulAverage)(
  const float *weights, const float *value, int64_t count, int64_t columns, const float *correction, float *context) {
  for (int64_t first = 0; first < columns; first += 16) AVERAGE(1, UNLESS_ZERO);
}

/// Drops some weights of the columns `[first, last)` of a row.
static void NAME(drop)(const AttentionProblem *problem, uint64_t index, int64_t first, int64_t last, float *weights) {
  float factors[TILE];
  NAME(dropFactors)(problem, index, first, last, factors);
  for (int64_t j = first; j < last; j += 16) NAME(store)(weights + j, NAME(load)(weights + j) * NAME(load)(factors + j));
}

/// ROWS rows of the block, on their way through the keys.
typedef struct {
  int64_t start, end;  // of the keys that one row at least may see
  int32_t starts[ROWS], ends[ROWS];
  float maximum[16];  // of ROWS rows
  float total[ROWS][16];
} NAME(Strip);

/// The context of a block of at most BLOCK rows. Returns whether it is finite.
static bool NAME(forward)(
  const AttentionProblem *problem, const AttentionPacked *packed, int64_t matrix, int64_t firstRow, int64_t rowCount,
  float *scratch, float *context, float *maximum, float *total) {
  const AttentionPlace *place = problem->places + matrix;
  const int64_t size = problem->keySize, columns = packed->valueColumns, keys = problem->keys;
  const float *query = problem->query + place->query;
  const float *key = packed->key + place->key * packed->keyStride;
  const float *value = packed->value + place->value * packed->valueStride;
  const int64_t stripCount = (rowCount + ROWS - 1) / ROWS;
  float *queries = scratch;                               // [strips][keySize][ROWS]
  float *sums = queries + stripCount * size * ROWS;       // [strips · ROWS][columns]
  float *scores = sums + stripCount * ROWS * columns;     // [ROWS][TILE]
  NAME(Strip) strips[BLOCK / ROWS];

  int64_t blockStart = keys, blockEnd = 0;
  for (int64_t s = 0; s < stripCount; s++) {
    NAME(Strip) *strip = strips + s;
    strip->start = keys;
    strip->end = 0;
    for (int r = 0; r < 16; r++) strip->maximum[r] = -INFINITY;
    for (int r = 0; r < ROWS; r++) {
      const int64_t row = firstRow + s * ROWS + r;
      const bool exists = s * ROWS + r < rowCount;
      int32_t start = 0, end = exists ? (int32_t)keys : 0;
      if (exists && problem->spans) {
        const int32_t *span = problem->spans + place->spans + row * problem->spanRowStride;
        start = span[0];
        end = span[1];
      }
      strip->starts[r] = start;
      strip->ends[r] = end;
      if (start < end) {
        if (start < strip->start) strip->start = start;
        if (end > strip->end) strip->end = end;
      }
      for (int64_t i = 0; i < size; i++)
        queries[(s * size + i) * ROWS + r] = exists ? query[row * size + i] * problem->scale : 0;
      for (int lane = 0; lane < 16; lane++) strip->total[r][lane] = 0;
      if (exists && problem->sinks) {
        strip->maximum[r] = problem->sinks[place->sink];
        strip->total[r][0] = strip->maximum[r] == -INFINITY ? 0 : 1;
      }
    }
    if (strip->start < blockStart) blockStart = strip->start;
    if (strip->end > blockEnd) blockEnd = strip->end;
  }
  for (int64_t i = 0; i < stripCount * ROWS * columns; i++) sums[i] = 0;

  for (int64_t tile = blockStart / TILE * TILE; tile < blockEnd; tile += TILE) {
    for (int64_t s = 0; s < stripCount; s++) {
      NAME(Strip) *strip = strips + s;
      const int64_t row = firstRow + s * ROWS;
      const int64_t start = strip->start > tile ? strip->start - tile : 0;
      const int64_t end = strip->end < tile + TILE ? strip->end - tile : TILE;
      if (start >= end) continue;
      const int64_t rows = rowCount - s * ROWS < ROWS ? rowCount - s * ROWS : ROWS;
      if (problem->visibility && !NAME(isVisible)(problem, place, row, rows, tile + start, tile + end)) continue;

      NAME(dots)(queries + s * size * ROWS, 1, ROWS, key + tile * size, size, start, end, TILE, scores);
      const int64_t first = start / 16 * 16, last = (end + 15) / 16 * 16;
      float largest[16], correction[16];
      for (int r = 0; r < 16; r++) largest[r] = -INFINITY;
      for (int64_t r = 0; r < rows; r++)
        NAME(finishScores)(
          problem, place, row + r, strip->starts[r], strip->ends[r], tile, first, last, scores + r * TILE, largest + r);
      Lanes before = NAME(load)(strip->maximum);
      Lanes after = NAME(larger)(NAME(load)(largest), before);
      NAME(store)(strip->maximum, after);
      // −∞ − (−∞) would be NaN.
      Lanes shift = NAME(select)(after == -INFINITY, NAME(all)(0), after);
      NAME(store)(largest, shift);
      NAME(store)(correction, NAME(exponential)(before - shift));
      for (int64_t r = 0; r < rows; r++)
        NAME(exponentials)(scores + r * TILE, first, last, largest[r], correction[r], strip->total[r]);
      if (problem->dropThreshold)
        for (int64_t r = 0; r < rows; r++)
          NAME(drop)(problem, place->weights + (row + r) * keys + tile, first, last, scores + r * TILE);
      for (int64_t r = rows; r < ROWS; r++)
        for (int64_t j = start; j < end; j++) scores[r * TILE + j] = 0;
      (problem->isCareful ? NAME(carefulAverage) : NAME(average))(
        scores + start, value + (tile + start) * columns, end - start, columns, correction, sums + s * ROWS * columns);
    }
  }

  Lanes zero = NAME(all)(0);
  for (int64_t index = 0; index < rowCount; index++) {
    const int64_t row = matrix * problem->queries + firstRow + index;
    const NAME(Strip) *strip = strips + index / ROWS;
    const float sum = NAME(sum)(NAME(load)(strip->total[index % ROWS]));
    if (maximum) maximum[row] = strip->maximum[index % ROWS];
    if (total) total[row] = sum;
    const Lanes divisor = NAME(all)(sum == 0 ? 1 : sum);
    const float *from = sums + index * columns;
    float *to = context + row * problem->valueSize;
    for (int64_t c = 0; c < problem->valueSize; c += 16) {
      Lanes x = NAME(load)(from + c) / divisor;
      zero = NAME(fused)(x, NAME(all)(0), zero);  // NaN if x is not finite
      if (c + 16 <= problem->valueSize) {
        NAME(store)(to + c, x);
      } else {
        NAME(storeFirst)(to + c, problem->valueSize - c, x);
      }
    }
  }
  return NAME(sum)(zero) == 0;
}
