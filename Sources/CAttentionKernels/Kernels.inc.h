// The kernels of one instruction set. Before inclusion, NAME(x) gives its names, and VECTORS says how many vectors wide a
// block of registers is: that changes the speed, and no bit, as every number has its own accumulator.

#include "Vectors.inc.h"

/// `result[row][column] += Σ left[·] right[·][column]` on ROWS × `vectors` accumulators, in the order of the inner index:
/// the one matrix product of everything here. Row r of the left stands `rowStride` apart, inner indices `innerStride`.
#define PRODUCT(vectors, left, rowStride, innerStride, right, rightStride, inner, meet, start, finish)     \
  do {                                                                                                      \
    Lanes sums[ROWS][vectors];                                                                              \
    _Pragma("unroll") for (int r = 0; r < ROWS; r++)                                                        \
      _Pragma("unroll") for (int c = 0; c < (vectors); c++) sums[r][c] = start;                             \
    for (int64_t i = 0; i < (inner); i++) {                                                                 \
      Lanes panel[vectors];                                                                                 \
      _Pragma("unroll") for (int c = 0; c < (vectors); c++)                                                 \
        panel[c] = NAME(load)((right) + i * (rightStride) + 16 * c);                                      \
      _Pragma("unroll") for (int r = 0; r < ROWS; r++) {                                                    \
        Lanes factor = NAME(all)((left)[r * (rowStride) + i * (innerStride)]);                              \
        _Pragma("unroll") for (int c = 0; c < (vectors); c++)                                               \
          sums[r][c] = NAME(fused)(factor, meet(factor, panel[c]), sums[r][c]);                             \
      }                                                                                                     \
    }                                                                                                       \
    _Pragma("unroll") for (int r = 0; r < ROWS; r++)                                                        \
      _Pragma("unroll") for (int c = 0; c < (vectors); c++) { finish; }                                     \
  } while (0)

#define AS_IT_IS(factor, x) (x)
/// Nothing of what a factor of 0 meets: 0 · NaN would be NaN. No bit changes where all is finite.
#define UNLESS_ZERO(factor, x) NAME(select)((factor) == 0.0f, NAME(all)(0), x)

/// Scores of a strip of queries, packed as [keySize][ROWS], with GROUP keys, packed as [keySize][GROUP].
INLINE void NAME(scores)(const float *query, const float *key, int64_t size, int64_t width, float *scores) {
  for (int first = 0; first < GROUP; first += 16 * VECTORS)
    PRODUCT(VECTORS, query, 1, ROWS, key + first, GROUP, size, AS_IT_IS, NAME(all)(0),
      NAME(store)(scores + r * width + first + 16 * c, sums[r][c]));
}

/// context[r][·] ← context[r][·] · correction[r] + Σ weights[r][j] value[j][·], for `count` keys.
#define AVERAGE(vectors, meet)                                                                              \
  PRODUCT(vectors, weights, TILE, 1, value + first, columns, count, meet,                                   \
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

/// Sixteen numbers of a row that may end before, or that is one number for all columns.
INLINE Lanes NAME(loadPart)(const float *row, int64_t column, int64_t stride, int64_t end) {
  if (stride == 0) return NAME(all)(row[0]);
  if (column + 16 <= end) return NAME(load)(row + column);
  float part[16] = {0};
  for (int64_t j = column; j < end; j++) part[j - column] = row[j];
  return NAME(load)(part);
}

/// Makes dot products into scores, of the columns `[first, last)` of a tile that begins at key `tile`: softcap, bias and
/// masks. Returns the largest of each lane.
static void NAME(finishScores)(
  const AttentionProblem *problem, const AttentionPlace *place, int64_t row, int32_t start, int32_t end, int64_t tile,
  int64_t first, int64_t last, float *scores, float *largest) {
  const Lanes hidden = NAME(all)(-INFINITY);
  const Bits steps = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  const float *bias = problem->bias ? problem->bias + place->bias + row * problem->biasRowStride : 0;
  const float *visibility =
    problem->visibility ? problem->visibility + place->visibility + row * problem->visibilityRowStride : 0;
  const bool plain = problem->softcap == 0 && !bias && !visibility;
  Lanes most = hidden;
  for (int64_t j = first; j < last; j += 16) {
    const int64_t column = tile + j;
    Lanes x = NAME(load)(scores + j);
    if (!plain) {
      if (problem->softcap != 0)
        x = NAME(hyperbolicTangent)(x / problem->softcap) * problem->softcap;
      if (bias) {
        Lanes added = NAME(loadPart)(bias, column, problem->biasColumnStride, problem->keys);
        x = NAME(select)(added == hidden, hidden, x + added);
      }
      if (visibility) {
        Lanes visible = NAME(loadPart)(visibility, column, problem->visibilityColumnStride, problem->keys);
        x = NAME(select)(visible == 0.0f, hidden, x);
      }
    }
    if (column < start || column + 16 > end) {
      Bits place = steps + (int32_t)column;
      x = NAME(select)((place >= start) & (place < end), x, hidden);
    }
    if (!plain || column < start || column + 16 > end) NAME(store)(scores + j, x);
    most = NAME(larger)(x, most);
  }
  *largest = NAME(largest)(most);
}

/// Scores to weights: the exponentials after the largest, whose sums are added to the 16 lanes of `total`.
static void NAME(exponentials)(float *scores, int64_t first, int64_t last, float largest, float correction, float *total) {
  const Lanes shift = NAME(all)(largest);
  Lanes sum = NAME(load)(total) * correction;
  for (int64_t j = first; j < last; j += 16) {
    Lanes weight = NAME(exponential)(NAME(load)(scores + j) - shift);
    NAME(store)(scores + j, weight);
    sum = sum + weight;
  }
  NAME(store)(total, sum);
}

/// ROWS rows of the block, on their way through the keys.
typedef struct {
  int64_t start, end;  // of the keys that one row at least may see
  int32_t starts[ROWS], ends[ROWS];
  float maximum[16];  // of ROWS rows
  float total[ROWS][16];
} NAME(Strip);

/// Whether one row at least of the strip may see one of the keys.
static bool NAME(isVisible)(
  const AttentionProblem *problem, const AttentionPlace *place, int64_t row, int64_t rows, int64_t first, int64_t last) {
  for (int64_t r = 0; r < rows; r++) {
    const float *visibility = problem->visibility + place->visibility + (row + r) * problem->visibilityRowStride;
    for (int64_t j = first; j < last; j++)
      if (visibility[j * problem->visibilityColumnStride] != 0) return true;
  }
  return false;
}

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

      for (int64_t group = start / GROUP * GROUP; group < end; group += GROUP)
        NAME(scores)(queries + s * size * ROWS, key + (tile + group) * size, size, TILE, scores + group);
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
        for (int64_t i = c; i < problem->valueSize; i++) to[i] = x[i - c];
      }
    }
  }
  return NAME(sum)(zero) == 0;
}

/// to[row][·] += Σ left[·][row] right[·][·], for GRADIENT_TILE rows and `count` inner indices: a product with a transpose.
static void NAME(addTransposed)(const float *left, const float *right, int64_t count, int64_t columns, float *to) {
  for (int64_t row = 0; row < GRADIENT_TILE; row += ROWS) {
    float *rows = to + row * columns;
    int64_t first = 0;
#define ADD(vectors)                                                                                        \
  PRODUCT(vectors, left + row, 1, GRADIENT_TILE, right + first, columns, count, AS_IT_IS,                   \
    NAME(load)(rows + r * columns + first + 16 * c), NAME(store)(rows + r * columns + first + 16 * c, sums[r][c]))
#if VECTORS > 1
    for (; first + 16 * VECTORS <= columns; first += 16 * VECTORS) ADD(VECTORS);
#endif
    for (; first < columns; first += 16) ADD(1);
#undef ADD
  }
}

/// to[row][·] += Σ left[row][·] right[·][·], for ROWS rows.
static void NAME(add)(const float *left, const float *right, int64_t count, int64_t columns, float *to) {
  int64_t first = 0;
#define ADD(vectors)                                                                                        \
  PRODUCT(vectors, left, GRADIENT_TILE, 1, right + first, columns, count, AS_IT_IS,                         \
    NAME(load)(to + r * columns + first + 16 * c), NAME(store)(to + r * columns + first + 16 * c, sums[r][c]))
#if VECTORS > 1
  for (; first + 16 * VECTORS <= columns; first += 16 * VECTORS) ADD(VECTORS);
#endif
  for (; first < columns; first += 16) ADD(1);
#undef ADD
}

/// Writes `rows` rows of a padded matrix, multiplied; returns whether all is finite.
static bool NAME(finish)(const float *from, int64_t rows, int64_t columns, int64_t size, float factor, float *to) {
  Lanes zero = NAME(all)(0);
  for (int64_t row = 0; row < rows; row++) {
    for (int64_t c = 0; c < size; c += 16) {
      Lanes x = NAME(load)(from + row * columns + c) * factor;
      zero = NAME(fused)(x, NAME(all)(0), zero);
      for (int64_t i = c; i < c + 16 && i < size; i++) to[row * size + i] = x[i - c];
    }
  }
  return NAME(sum)(zero) == 0;
}

/// The gradients of one matrix, from what the forward pass has left. Weights are computed again, tile by tile.
static bool NAME(backward)(
  const AttentionProblem *problem, const AttentionBackward *given, int64_t matrix, const GradientScratch *scratch) {
  const AttentionPlace *place = problem->places + matrix;
  const int64_t size = problem->keySize, sizeColumns = scratch->sizeColumns;
  const int64_t valueSize = problem->valueSize, valueColumns = scratch->valueColumns;
  const int64_t queries = problem->queries, keys = problem->keys, firstOfAll = matrix * queries;
  for (int64_t tile = 0; tile < keys; tile += GRADIENT_TILE) {
    for (int64_t block = 0; block < queries; block += BLOCK) {
      const int64_t blockRows = queries - block < BLOCK ? queries - block : BLOCK;
      bool isSeen = false;
      for (int64_t strip = 0; strip < blockRows; strip += ROWS) {
        const int64_t rows = blockRows - strip < ROWS ? blockRows - strip : ROWS, row = block + strip;
        float *weights = scratch->weights + strip * GRADIENT_TILE, *scores = scratch->scores + strip * GRADIENT_TILE;
        int32_t starts[ROWS], ends[ROWS];
        int64_t start = keys, end = 0;
        for (int64_t r = 0; r < rows; r++) {
          const int32_t *span =
            problem->spans ? problem->spans + place->spans + (row + r) * problem->spanRowStride : 0;
          starts[r] = span ? span[0] : 0;
          ends[r] = span ? span[1] : (int32_t)keys;
          if (starts[r] < ends[r] && starts[r] < start) start = starts[r];
          if (starts[r] < ends[r] && ends[r] > end) end = ends[r];
        }
        if (start < tile) start = tile;
        if (end > tile + GRADIENT_TILE) end = tile + GRADIENT_TILE;
        for (int64_t i = 0; i < ROWS * GRADIENT_TILE; i++) weights[i] = scores[i] = 0;
        if (start >= end) continue;
        isSeen = true;
        float weightGradients[ROWS * GRADIENT_TILE];
        const int64_t first = (start - tile) / GROUP * GROUP, last = (end - tile + GROUP - 1) / GROUP * GROUP;
        const float *query = scratch->packedQuery + row * size, *cotangent = scratch->packedCotangent + row * valueSize;
        for (int64_t group = first; group < last; group += GROUP) {
          NAME(scores)(query, scratch->packedKey + (tile + group) * size, size, GRADIENT_TILE, weights + group);
          NAME(scores)(
            cotangent, scratch->packedValue + (tile + group) * valueSize, valueSize, GRADIENT_TILE, weightGradients + group);
        }
        for (int64_t r = 0; r < ROWS; r++) {
          float *weightRow = weights + r * GRADIENT_TILE, *scoreRow = scores + r * GRADIENT_TILE;
          if (r >= rows) {
            for (int64_t j = first; j < last; j++) weightRow[j] = 0;
            continue;
          }
          float unused;
          NAME(finishScores)(problem, place, row + r, starts[r], ends[r], tile, first, last, weightRow, &unused);
          const int64_t index = firstOfAll + row + r;
          const float largest = given->maximum[index], total = given->total[index];
          const Lanes shift = NAME(all)(largest == -INFINITY ? 0 : largest);
          const Lanes share = NAME(all)(total == 0 ? 0 : 1 / total), common = NAME(all)(scratch->rowSums[row + r]);
          for (int64_t j = first; j < last; j += 16) {
            Lanes weight = NAME(exponential)(NAME(load)(weightRow + j) - shift) * share;
            NAME(store)(weightRow + j, weight);
            NAME(store)(scoreRow + j, weight * (NAME(load)(weightGradients + r * GRADIENT_TILE + j) - common));
          }
        }
        const int64_t count = (last < keys - tile ? last : keys - tile) - first;
        NAME(add)(
          scores + first, scratch->key + (tile + first) * sizeColumns, count, sizeColumns,
          scratch->queryGradient + row * sizeColumns);
      }
      if (!isSeen) continue;
      NAME(addTransposed)(
        scratch->weights, scratch->cotangent + block * valueColumns, blockRows, valueColumns,
        scratch->valueGradient + tile * valueColumns);
      NAME(addTransposed)(
        scratch->scores, scratch->query + block * sizeColumns, blockRows, sizeColumns,
        scratch->keyGradient + tile * sizeColumns);
    }
  }
  const float scale = problem->scale;
  bool isSound = NAME(finish)(
    scratch->queryGradient, queries, sizeColumns, size, scale, given->queryGradient + matrix * queries * size);
  isSound &= NAME(finish)(scratch->keyGradient, keys, sizeColumns, size, scale, given->keyGradient + matrix * keys * size);
  isSound &= NAME(finish)(
    scratch->valueGradient, keys, valueColumns, valueSize, 1, given->valueGradient + matrix * keys * valueSize);
  return isSound;
}

static void NAME(exponentialOfAll)(const float *x, float *result, int64_t count) {
  for (int64_t i = 0; i < count; i += 16) {
    Lanes y = NAME(exponential)(NAME(loadPart)(x, i, 1, count));
    for (int64_t j = i; j < i + 16 && j < count; j++) result[j] = y[j - i];
  }
}

static void NAME(hyperbolicTangentOfAll)(const float *x, float *result, int64_t count) {
  for (int64_t i = 0; i < count; i += 16) {
    Lanes y = NAME(hyperbolicTangent)(NAME(loadPart)(x, i, 1, count));
    for (int64_t j = i; j < i + 16 && j < count; j++) result[j] = y[j - i];
  }
}

/// As many sums as hide the latency of an addition.
static float NAME(manyProducts)(int64_t rounds) {
  Lanes sums[12];
  Lanes factor = NAME(all)(0.999f), added = NAME(all)(0.001f);
  __asm__ volatile("" : "+m"(factor), "+m"(added));
  for (int i = 0; i < 12; i++) sums[i] = NAME(all)((float)i);
  for (int64_t round = 0; round < rounds; round++)
    _Pragma("unroll") for (int i = 0; i < 12; i++) sums[i] = NAME(fused)(sums[i], factor, added);
  Lanes sum = sums[0];
  for (int i = 1; i < 12; i++) sum = sum + sums[i];
  return NAME(sum)(sum);
}

static const Kernels NAME(kernels) = {
  NAME(forward), NAME(backward), NAME(exponentialOfAll), NAME(hyperbolicTangentOfAll), NAME(manyProducts),
};

#undef Lanes
#undef Bits
#undef INLINE
#undef APART1
#undef APART2
#undef APART4
#undef APART8
#undef PRODUCT
#undef AVERAGE
#undef AS_IT_IS
#undef UNLESS_ZERO
