// The forward pass: each block of queries visits the tiles of keys, with a running softmax.

/// context[r][·] ← context[r][·] · correction[r] + Σ weights[r][j] value[j][·], for `count` keys.
#define AVERAGE(vectors, meet)                                                                              \
  PRODUCT(MR, vectors, weights, KC, 1, value + first, columns, count, meet,                             \
    NAME(load)(context + r * columns + first + 16 * c) * correction[r],                                     \
    NAME(store)(context + r * columns + first + 16 * c, sums[r][c]))

static void NAME(average)(
  const float *weights, const float *value, int64_t count, int64_t columns, const float *correction, float *context) {
  int64_t first = 0;
#if VECTORS > 1
  for (; first + NR <= columns; first += NR) AVERAGE(VECTORS, AS_IT_IS);
#endif
  for (; first < columns; first += 16) AVERAGE(1, AS_IT_IS);
}

/// The same, except that a value with the weight 0 is excluded, whatever it is.
static void NAME(careful_average)(
  const float *weights, const float *value, int64_t count, int64_t columns, const float *correction, float *context) {
  for (int64_t first = 0; first < columns; first += 16) AVERAGE(1, UNLESS_ZERO);
}

/// Applies dropout to the columns `[first, last)` of a row.
static void NAME(drop)(const AttentionProblem *problem, uint64_t index, int64_t first, int64_t last, float *weights) {
  float factors[KC];
  NAME(drop_factors)(problem, index, first, last, factors);
  for (int64_t j = first; j < last; j += 16) NAME(store)(weights + j, NAME(load)(weights + j) * NAME(load)(factors + j));
}

/// The state of MR rows of a block while they visit the keys.
typedef struct {
  int64_t start, end;  // of the keys that at least one row may see
  int32_t starts[MR], ends[MR];
  float maximum[16];  // for each of MR rows
  float total[MR][16];
} NAME(Strip);

/// Computes the context of a block of at most MC rows. Returns whether it is finite.
static bool NAME(forward)(
  const AttentionProblem *problem, const AttentionPacked *packed, int64_t matrix, int64_t firstRow, int64_t rowCount,
  float *scratch, float *context, float *maximum, float *total) {
  const AttentionPlace *place = problem->places + matrix;
  const int64_t size = problem->keySize, columns = packed->valueColumns, keys = problem->keys;
  const float *query = problem->query + place->query;
  const float *key = packed->key + place->key * packed->keyStride;
  const float *value = packed->value + place->value * packed->valueStride;
  const int64_t stripCount = (rowCount + MR - 1) / MR;
  float *queries = scratch;                               // [strips][keySize][MR]
  float *sums = queries + stripCount * size * MR;       // [strips · MR][columns]
  float *scores = sums + stripCount * MR * columns;     // [MR][KC]
  NAME(Strip) strips[MC / MR];

  int64_t blockStart = keys, blockEnd = 0;
  for (int64_t s = 0; s < stripCount; s++) {
    NAME(Strip) *strip = strips + s;
    strip->start = keys;
    strip->end = 0;
    for (int r = 0; r < 16; r++) strip->maximum[r] = -INFINITY;
    for (int r = 0; r < MR; r++) {
      const int64_t row = firstRow + s * MR + r;
      const bool exists = s * MR + r < rowCount;
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
        queries[(s * size + i) * MR + r] = exists ? query[row * size + i] * problem->scale : 0;
      for (int lane = 0; lane < 16; lane++) strip->total[r][lane] = 0;
      if (exists && problem->sinks) {
        strip->maximum[r] = problem->sinks[place->sink];
        strip->total[r][0] = strip->maximum[r] == -INFINITY ? 0 : 1;
      }
    }
    if (strip->start < blockStart) blockStart = strip->start;
    if (strip->end > blockEnd) blockEnd = strip->end;
  }
  for (int64_t i = 0; i < stripCount * MR * columns; i++) sums[i] = 0;

  for (int64_t tile = blockStart / KC * KC; tile < blockEnd; tile += KC) {
    for (int64_t s = 0; s < stripCount; s++) {
      NAME(Strip) *strip = strips + s;
      const int64_t row = firstRow + s * MR;
      const int64_t start = strip->start > tile ? strip->start - tile : 0;
      const int64_t end = strip->end < tile + KC ? strip->end - tile : KC;
      if (start >= end) continue;
      const int64_t rows = rowCount - s * MR < MR ? rowCount - s * MR : MR;
      if (problem->visibility && !NAME(is_visible)(problem, place, row, rows, tile + start, tile + end)) continue;

      NAME(dots)(queries + s * size * MR, 1, MR, key + tile * size, size, keys - tile, start, end, KC, scores);
      const int64_t first = start / 16 * 16, last = (end + 15) / 16 * 16;
      float largest[16], correction[16];
      for (int r = 0; r < 16; r++) largest[r] = -INFINITY;
      for (int64_t r = 0; r < rows; r++)
        NAME(finish_scores)(
          problem, place, row + r, strip->starts[r], strip->ends[r], tile, first, last, scores + r * KC, largest + r);
      Vector before = NAME(load)(strip->maximum);
      Vector after = NAME(larger)(NAME(load)(largest), before);
      NAME(store)(strip->maximum, after);
      // −∞ − (−∞) would be NaN.
      Vector shift = NAME(select)(after == -INFINITY, NAME(all)(0), after);
      NAME(store)(largest, shift);
      NAME(store)(correction, NAME(exponential)(before - shift));
      for (int64_t r = 0; r < rows; r++)
        NAME(exponentials)(scores + r * KC, first, last, largest[r], correction[r], strip->total[r]);
      if (problem->dropThreshold)
        for (int64_t r = 0; r < rows; r++)
          NAME(drop)(problem, place->weights + (row + r) * keys + tile, first, last, scores + r * KC);
      for (int64_t r = rows; r < MR; r++)
        for (int64_t j = start; j < end; j++) scores[r * KC + j] = 0;
      (problem->isCareful ? NAME(careful_average) : NAME(average))(
        scores + start, value + (tile + start) * columns, end - start, columns, correction, sums + s * MR * columns);
    }
  }

  Vector zero = NAME(all)(0);
  for (int64_t index = 0; index < rowCount; index++) {
    const int64_t row = matrix * problem->queries + firstRow + index;
    const NAME(Strip) *strip = strips + index / MR;
    const float sum = NAME(sum)(NAME(load)(strip->total[index % MR]));
    if (maximum) maximum[row] = strip->maximum[index % MR];
    if (total) total[row] = sum;
    const Vector divisor = NAME(all)(sum == 0 ? 1 : sum);
    const float *from = sums + index * columns;
    float *to = context + row * problem->valueSize;
    for (int64_t c = 0; c < problem->valueSize; c += 16) {
      Vector x = NAME(load)(from + c) / divisor;
      zero = NAME(fused)(x, NAME(all)(0), zero);  // NaN if x is not finite
      if (c + 16 <= problem->valueSize) {
        NAME(store)(to + c, x);
      } else {
        NAME(store_first)(to + c, problem->valueSize - c, x);
      }
    }
  }
  return NAME(sum)(zero) == 0;
}
