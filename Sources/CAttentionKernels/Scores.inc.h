// From dot products to scores and weights.

#define DOTS(vectors, packedStride, finish)                                                                 \
  PRODUCT(MR, vectors, left, rowStride, 1, packed + group * size + column, packedStride, size, AS_IT_IS,    \
    NAME(all)(0), NAME(store)(dots + r * width + group + column + 16 * c, sums[r][c]); finish)

/// Dot products of MR rows of `left` with the columns `[first, last)` of a tile of `count` keys, packed by `pack_group`. Other columns of
/// the same vectors get some number.
INLINE void NAME(dots)(
  const float *left, int64_t rowStride, const float *packed, int64_t size, int64_t count, int64_t first, int64_t last,
  int64_t width, float *dots) {
  for (int64_t group = first / PACKNR * PACKNR; group < last; group += PACKNR) {
    const int64_t packedColumns = count - group < PACKNR ? up(count - group, 16) : PACKNR;
    const int64_t columns = last - group < PACKNR ? up(last - group, 16) : PACKNR;
    int64_t column = 0;
#if VECTORS > 1
    if (packedColumns == PACKNR)
      for (; column + NR <= columns; column += NR) DOTS(VECTORS, PACKNR, );
#endif
    for (; column < columns; column += 16) DOTS(1, packedColumns, );
  }
}

/// The same for whole groups, with the largest product of each lane of each row. While the products are in registers, this costs nothing.
INLINE void NAME(dots_and_largest)(
  const float *left, int64_t rowStride, const float *packed, int64_t size, int64_t first, int64_t last, int64_t width,
  float *dots, Vector *most) {
  for (int64_t group = first; group < last; group += PACKNR)
    for (int64_t column = 0; column < PACKNR; column += NR)
      DOTS(VECTORS, PACKNR, most[r] = NAME(larger)(sums[r][c], most[r]));
}

/// Loads sixteen numbers of a row, which may end before them, or consist of one number for all columns.
INLINE Vector NAME(load_part)(const float *row, int64_t column, int64_t stride, int64_t end) {
  if (stride == 0) return NAME(all)(row[0]);
  if (column + 16 <= end) return NAME(load)(row + column);
  return NAME(load_first)(row + column, end - column);
}

/// Turns dot products into scores, in the columns `[first, last)` of a tile that begins at key `tile`, by softcap, bias and masks. `most` is
/// the largest score of each lane so far.
static void NAME(finish_scores)(
  const AttentionProblem *problem, const AttentionPlace *place, int64_t row, int32_t start, int32_t end, int64_t tile,
  int64_t first, int64_t last, float *scores, Vector *most) {
  const Vector hidden = NAME(all)(-INFINITY);
  const IntVector steps = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  const float *bias = problem->bias ? problem->bias + place->bias + row * problem->biasRowStride : 0;
  const float *visibility =
    problem->visibility ? problem->visibility + place->visibility + row * problem->visibilityRowStride : 0;
  const bool plain = problem->softcap == 0 && !bias && !visibility;
  for (int64_t j = first; j < last; j += 16) {
    const int64_t column = tile + j;
    Vector x = NAME(load)(scores + j);
    if (!plain) {
      if (problem->softcap != 0)
        x = NAME(hyperbolic_tangent)(x / problem->softcap) * problem->softcap;
      if (bias) {
        Vector added = NAME(load_part)(bias, column, problem->biasColumnStride, problem->keys);
        x = NAME(select)(added == hidden, hidden, x + added);
      }
      if (visibility) {
        Vector visible = NAME(load_part)(visibility, column, problem->visibilityColumnStride, problem->keys);
        x = NAME(select)(visible == 0.0f, hidden, x);
      }
    }
    if (column < start || column + 16 > end) {
      IntVector place = steps + (int32_t)column;
      x = NAME(select)((place >= start) & (place < end), x, hidden);
    }
    if (!plain || column < start || column + 16 > end) NAME(store)(scores + j, x);
    *most = NAME(larger)(x, *most);
  }
}

/// Turns scores into exponentials of their difference to the largest score, and adds these to the 16 lanes of `total`.
static void NAME(exponentials)(float *scores, int64_t first, int64_t last, float largest, float correction, float *total) {
  const Vector shift = NAME(all)(largest);
  Vector sum = NAME(load)(total) * correction;
  for (int64_t j = first; j < last; j += 16) {
    Vector weight = NAME(exponential_from)(LEAST_EXPONENT, NAME(load)(scores + j) - shift);
    NAME(store)(scores + j, weight);
    sum = sum + weight;
  }
  NAME(store)(total, sum);
}

/// The factors of dropout for the weights of the columns `[first, last)` of a row: 0, or `dropKeep`. A SplitMix64 generator decides by its
/// number at the weight's index; `index` is that of column 0.
static void NAME(drop_factors)(const AttentionProblem *problem, uint64_t index, int64_t first, int64_t last, float *factors) {
  for (int64_t j = first; j < last; j++) {
    uint64_t mixed = problem->dropSeed + (index + j + 1) * 0x9E3779B97F4A7C15u;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
    mixed ^= mixed >> 31;
    factors[j] = (uint32_t)(mixed >> 40) < problem->dropThreshold ? 0 : problem->dropKeep;
  }
}

/// Whether at least one row of `rows` may see one of the keys.
static bool NAME(is_visible)(
  const AttentionProblem *problem, const AttentionPlace *place, int64_t row, int64_t rows, int64_t first, int64_t last) {
  for (int64_t r = 0; r < rows; r++) {
    const float *visibility = problem->visibility + place->visibility + (row + r) * problem->visibilityRowStride;
    for (int64_t j = first; j < last; j++)
      if (visibility[j * problem->visibilityColumnStride] != 0) return true;
  }
  return false;
}
