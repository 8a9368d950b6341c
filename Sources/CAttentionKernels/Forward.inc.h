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

/// Computes the context of a block of at most MC rows. Returns whether it is finite.
static bool NAME(forward)(
  const AttentionProblem *problem, const AttentionPacked *packed, int64_t matrix, int64_t firstRow, int64_t rowCount,
  float *scratch, float *context, float *maximum, float *total) {
  const AttentionPlace *place = problem->places + matrix;
  const int64_t size = problem->keySize, columns = packed->valueColumns;
  const float *query = problem->query + place->query;
  const float *key = packed->key + place->key * packed->keyStride;
  const float *value = packed->value + place->value * packed->valueStride;
  const int64_t stripCount = (rowCount + MR - 1) / MR;
  float *queries = scratch;                               // [strips · MR][keySize], scaled
  float *sums = queries + stripCount * MR * size;       // [strips · MR][columns]
  float *scores = sums + stripCount * MR * columns;     // [MR][KC]
  NAME(Strip) strips[MC / MR];

  int64_t blockStart = problem->keys, blockEnd = 0;
  for (int64_t s = 0; s < stripCount; s++) {
    NAME(Strip) *strip = strips + s;
    const int64_t row = firstRow + s * MR, rows = rowCount - s * MR < MR ? rowCount - s * MR : MR;
    NAME(begin_strip)(problem, matrix * problem->queries + row, rows, strip);
    float *to = queries + s * MR * size;
    for (int64_t i = 0; i < rows * size; i++) to[i] = query[row * size + i] * problem->scale;
    for (int64_t i = rows * size; i < MR * size; i++) to[i] = 0;
    if (strip->start < blockStart) blockStart = strip->start;
    if (strip->end > blockEnd) blockEnd = strip->end;
  }
  for (int64_t i = 0; i < stripCount * MR * columns; i++) sums[i] = 0;
  const bool isPlain = problem->softcap == 0 && !problem->bias && !problem->visibility;

  for (int64_t tile = blockStart / KC * KC; tile < blockEnd; tile += KC) {
    for (int64_t s = 0; s < stripCount; s++) {
      NAME(Strip) *strip = strips + s;
      const int64_t start = strip->start > tile ? strip->start - tile : 0;
      const int64_t end = strip->end < tile + KC ? strip->end - tile : KC;
      if (start >= end || !NAME(strip_sees)(problem, strip, tile + start, tile + end)) continue;
      // Whole groups of keys that all rows see, whose products are the scores. Those before and after them need more work.
      int64_t wholeStart = end, wholeEnd = end;
      if (isPlain) {
        wholeStart = strip->commonStart > tile ? up(strip->commonStart - tile, PACKNR) : 0;
        wholeEnd = strip->commonEnd < tile + KC ? (strip->commonEnd - tile) / PACKNR * PACKNR : KC;
        if (wholeStart >= wholeEnd) wholeStart = wholeEnd = end;
      }
      const float *own = queries + s * MR * size, *tileKeys = key + tile * size;
      const int64_t count = problem->keys - tile, first = start / 16 * 16, last = up(end, 16);
      Vector most[MR];
      for (int r = 0; r < MR; r++) most[r] = NAME(all)(-INFINITY);
      if (start < wholeStart) {
        NAME(dots)(own, size, tileKeys, size, count, start, wholeStart, KC, scores);
        NAME(finish_strip_scores)(problem, strip, tile, first, up(wholeStart, 16), scores, most);
      }
      NAME(dots_and_largest)(own, size, tileKeys, size, wholeStart, wholeEnd, KC, scores, most);
      if (wholeEnd < end) {
        NAME(dots)(own, size, tileKeys, size, count, wholeEnd, end, KC, scores);
        NAME(finish_strip_scores)(problem, strip, tile, wholeEnd, last, scores, most);
      }
      float correction[16];
      NAME(weigh)(problem, strip, tile, first, last, most, scores, correction);
      for (int64_t r = strip->rows; r < MR; r++)
        for (int64_t j = start; j < end; j++) scores[r * KC + j] = 0;
      (problem->isCareful ? NAME(careful_average) : NAME(average))(
        scores + start, value + (tile + start) * columns, end - start, columns, correction, sums + s * MR * columns);
    }
  }

  Vector zero = NAME(all)(0);
  for (int64_t s = 0; s < stripCount; s++)
    zero = zero
      + NAME(finish_strip)(
             problem, strips + s, matrix * problem->queries + firstRow + s * MR, sums + s * MR * columns, columns, context,
             maximum, total);
  return NAME(sum)(zero) == 0;
}
