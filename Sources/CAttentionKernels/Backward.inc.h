// The backward pass: each tile of keys visits the blocks of queries and recomputes its weights.

/// to[row][·] += Σ left[·][row] right[·][·] for each row of the tile, by a product with a transpose. MR rows meet the queries
/// `[starts, ends)`. The products of a block are summed before they are added to those of earlier blocks: the shorter the sums, the smaller their
/// errors.
#define ADD_TRANSPOSED(vectors, meet)                                                                       \
  PRODUCT(MR, vectors, left + start * GRADIENT_KC + row, 1, GRADIENT_KC, right + start * columns + first, columns, \
    end - start, meet, NAME(all)(0),                                                                        \
    NAME(store)(rows + r * columns + first + 16 * c, NAME(load)(rows + r * columns + first + 16 * c) + sums[r][c]))

static void NAME(add_transposed)(
  const float *left, const float *right, const int64_t *starts, const int64_t *ends, int64_t count, int64_t columns,
  bool isCareful, float *to) {
  for (int64_t row = 0; row < count; row += MR) {
    const int64_t start = starts[row / MR], end = ends[row / MR];
    float *rows = to + row * columns;
    int64_t first = 0;
    if (isCareful)
      for (; first < columns; first += 16) ADD_TRANSPOSED(1, UNLESS_ZERO);
#if VECTORS > 1
    for (; first + NR <= columns; first += NR) ADD_TRANSPOSED(VECTORS, AS_IT_IS);
#endif
    for (; first < columns; first += 16) ADD_TRANSPOSED(1, AS_IT_IS);
  }
}

/// to[row][·] += Σ left[row][·] right[·][·], for MR rows. The products of a tile are summed before they are added to those of earlier tiles.
#define ADD(vectors, meet)                                                                                  \
  PRODUCT(MR, vectors, left, GRADIENT_KC, 1, right + first, columns, count, meet, NAME(all)(0),           \
    NAME(store)(to + r * columns + first + 16 * c, NAME(load)(to + r * columns + first + 16 * c) + sums[r][c]))

static void NAME(add)(
  const float *left, const float *right, int64_t count, int64_t columns, bool isCareful, float *to) {
  int64_t first = 0;
  if (isCareful)
    for (; first < columns; first += 16) ADD(1, UNLESS_ZERO);
#if VECTORS > 1
  for (; first + NR <= columns; first += NR) ADD(VECTORS, AS_IT_IS);
#endif
  for (; first < columns; first += 16) ADD(1, AS_IT_IS);
}

/// Copies `count` rows of `size` numbers, multiplied by a factor, as rows of whole vectors, followed by rows of zeros up to a whole strip.
static void NAME(widen)(const float *from, int64_t count, int64_t size, int64_t columns, float factor, float *to) {
  if (size == columns)
    for (int64_t i = 0; i < count * size; i += 16) NAME(store)(to + i, NAME(load)(from + i) * factor);
  else
    for (int64_t row = 0; row < count; row++)
      for (int64_t c = 0; c < columns; c += 16)
        NAME(store)(to + row * columns + c, NAME(load_part)(from + row * size, c, 1, size) * factor);
  for (int64_t i = count * columns; i < (count + MR - 1) / MR * MR * columns; i++) to[i] = 0;
}

/// Copies the rows without the padding of their vectors. Returns whether all numbers are finite.
static bool NAME(narrow)(const float *from, int64_t count, int64_t size, int64_t columns, float *to) {
  Vector zero = NAME(all)(0);  // NaN as soon as a number is not finite
  if (size == columns) {
    for (int64_t i = 0; i < count * size; i += 16) {
      const Vector x = NAME(load)(from + i);
      zero = NAME(fused)(x, NAME(all)(0), zero);
      NAME(store)(to + i, x);
    }
    return NAME(sum)(zero) == 0;
  }
  for (int64_t row = 0; row < count; row++) {
    for (int64_t c = 0; c < size; c += 16) {
      Vector x = NAME(load)(from + row * columns + c);
      zero = NAME(fused)(x, NAME(all)(0), zero);
      if (c + 16 <= size) {
        NAME(store)(to + row * size + c, x);
      } else {
        NAME(store_first)(to + row * size + c, size - c, x);
      }
    }
  }
  return NAME(sum)(zero) == 0;
}

/// Sets the columns `[first, last)` of two rows to 0.
INLINE void NAME(clear)(float *one, float *other, int64_t first, int64_t last) {
  for (int64_t j = first; j < last; j += 16) {
    NAME(store)(one + j, NAME(all)(0));
    NAME(store)(other + j, NAME(all)(0));
  }
}

/// A row of the tile, in the columns `[first, last)`. Replaces the dot products in `weights` by the weights after dropout, and the
/// gradients of the weights in `scores` by the gradients of the dot products. Returns the sum of the gradients of the row's scores.
static float NAME(score_gradients)(
  const AttentionProblem *problem, const AttentionBackward *given, const AttentionPlace *place, int64_t matrix,
  int64_t row, const int32_t *span, int64_t tile, int64_t first, int64_t last, float common, float *weights,
  float *scores) {
  const int64_t keys = problem->keys, index = matrix * problem->queries + row;
  float slopes[GRADIENT_KC], factors[GRADIENT_KC];
  const bool isCapped = problem->softcap != 0, drops = problem->dropThreshold != 0;
  if (isCapped) {
    for (int64_t j = first; j < last; j += 16) {
      Vector capped = NAME(hyperbolic_tangent)(NAME(load)(weights + j) / problem->softcap);
      NAME(store)(slopes + j, 1.0f - capped * capped);  // tanh′ = 1 − tanh²
    }
  }
  if (drops) NAME(drop_factors)(problem, place->weights + row * keys + tile, first, last, factors);
  // The products are the scores if the row sees all these keys.
  if (isCapped || problem->bias || problem->visibility || span[0] > tile + first || span[1] < tile + last) {
    Vector most = NAME(all)(-INFINITY);
    NAME(finish_scores)(problem, place, row, span[0], span[1], tile, first, last, weights, &most);
  }
  const float maximum = given->maximum[index], total = given->total[index];
  const Vector shift = NAME(all)(maximum == -INFINITY ? 0 : maximum), share = NAME(all)(total == 0 ? 0 : 1 / total);
  float *bias = given->biasGradient && problem->biasColumnStride
    ? given->biasGradient + place->bias + row * problem->biasRowStride + tile : 0;
  Vector sum = NAME(all)(0);
  for (int64_t j = first; j < last; j += 16) {
    Vector weight = NAME(exponential_from)(LEAST_GRADIENT_EXPONENT, NAME(load)(weights + j) - shift) * share, gradient = NAME(load)(scores + j);
    if (drops) {
      Vector factor = NAME(load)(factors + j);
      NAME(store)(weights + j, weight * factor);
      gradient = gradient * factor;
    } else {
      NAME(store)(weights + j, weight);
    }
    // A weight of 1 leaves nothing to the other keys, so its score has no effect: the two sums differ only by rounding.
    gradient = NAME(select)(weight == 1.0f, NAME(all)(0), weight * (gradient - common));
    if (problem->isCareful) gradient = NAME(select)(weight == 0.0f, NAME(all)(0), gradient);
    if (bias) {
      if (tile + j + 16 <= keys) {
        NAME(store)(bias + j, NAME(load)(bias + j) + gradient);
      } else {
        for (int64_t i = j; tile + i < keys; i++) bias[i] += gradient[i - j];
      }
    }
    sum = sum + gradient;
    if (isCapped) gradient = NAME(select)(gradient == 0.0f, gradient, gradient * NAME(load)(slopes + j));
    NAME(store)(scores + j, gradient);
  }
  return NAME(sum)(sum);
}

/// Computes the contribution of a tile of one matrix's keys to the gradients: all of those of its keys and values, and a part of those of
/// the queries, which the tiles add to in order. Returns whether the gradients that are complete are finite.
static bool NAME(backward)(
  const AttentionProblem *problem, const AttentionBackward *given, int64_t matrix, int64_t tile,
  const GradientScratch *scratch, GradientTurn *turn) {
  const AttentionPlace *place = problem->places + matrix;
  const int64_t size = problem->keySize, sizeColumns = scratch->sizeColumns;
  const int64_t valueSize = problem->valueSize, valueColumns = scratch->valueColumns;
  const int64_t queries = problem->queries, keys = problem->keys;
  const int64_t tileKeys = keys - tile < GRADIENT_KC ? keys - tile : GRADIENT_KC;
  const float *key = problem->key + (place->key * keys + tile) * size;
  const float *value = problem->value + (place->value * keys + tile) * valueSize;
  bool isSound = true;

  for (int64_t first = 0; first < tileKeys; first += PACKNR) {
    const int64_t count = tileKeys - first < PACKNR ? tileKeys - first : PACKNR;
    NAME(pack_group)(key + first * size, count, size, scratch->packedKey + first * size);
    NAME(pack_group)(value + first * valueSize, count, valueSize, scratch->packedValue + first * valueSize);
  }
  NAME(widen)(key, tileKeys, size, sizeColumns, problem->scale, scratch->key);
  const int64_t wholeKeys = (tileKeys + MR - 1) / MR * MR;
  for (int64_t i = 0; i < wholeKeys * sizeColumns; i++) scratch->keyGradient[i] = 0;
  for (int64_t i = 0; i < wholeKeys * valueColumns; i++) scratch->valueGradient[i] = 0;

  for (int64_t block = 0; block < queries; block += MC) {
    const int64_t blockRows = queries - block < MC ? queries - block : MC;
    const int64_t stripCount = (blockRows + MR - 1) / MR;
    // The keys of the tile that each row sees, and those that at least one row of each strip sees.
    int32_t spans[MC][2];
    int64_t stripStarts[MC / MR], stripEnds[MC / MR];
    bool isSeen = false;
    for (int64_t strip = 0; strip < stripCount; strip++) {
      int64_t start = tileKeys, end = 0;
      const int64_t after = blockRows < (strip + 1) * MR ? blockRows : (strip + 1) * MR;
      for (int64_t r = strip * MR; r < after; r++) {
        const int32_t *span =
          problem->spans ? problem->spans + place->spans + (block + r) * problem->spanRowStride : 0;
        const int64_t rowStart = span ? span[0] : 0, rowEnd = span ? span[1] : keys;
        spans[r][0] = (int32_t)rowStart;
        spans[r][1] = (int32_t)rowEnd;
        if (rowStart >= rowEnd || rowStart >= tile + tileKeys || rowEnd <= tile) continue;
        if (rowStart - tile < start) start = rowStart < tile ? 0 : rowStart - tile;
        if (rowEnd - tile > end) end = rowEnd - tile < tileKeys ? rowEnd - tile : tileKeys;
      }
      if (start < end && problem->visibility
          && !NAME(is_visible)(problem, place, block + strip * MR, after - strip * MR, tile + start, tile + end))
        end = start;
      stripStarts[strip] = start;
      stripEnds[strip] = end;
      isSeen |= start < end;
    }
    if (!isSeen) continue;

    const int64_t firstOfAll = matrix * queries + block;
    NAME(widen)(problem->query + place->query + block * size, blockRows, size, sizeColumns, problem->scale, scratch->query);
    NAME(widen)(given->cotangent + firstOfAll * valueSize, blockRows, valueSize, valueColumns, 1, scratch->cotangent);
    // The queries that each strip of keys meets.
    int64_t keyStarts[GRADIENT_KC / MR], keyEnds[GRADIENT_KC / MR];
    for (int64_t i = 0; i < GRADIENT_KC / MR; i++) keyStarts[i] = keyEnds[i] = 0;
    float rowSums[MC];
    for (int64_t strip = 0; strip < stripCount; strip++) {
      const int64_t row = strip * MR, start = stripStarts[strip], end = stripEnds[strip];
      const int64_t first = start / 16 * 16, last = (end + 15) / 16 * 16;
      float *weights = scratch->weights + row * GRADIENT_KC, *scores = scratch->scores + row * GRADIENT_KC;
      if (start < end) {
        NAME(dots)(
          scratch->query + row * sizeColumns, sizeColumns, scratch->packedKey, size, tileKeys, start, end, GRADIENT_KC,
          weights);
        NAME(dots)(
          scratch->cotangent + row * valueColumns, valueColumns, scratch->packedValue, valueSize, tileKeys, start, end,
          GRADIENT_KC, scores);
        for (int64_t i = start / MR; i * MR < end; i++) {
          if (keyEnds[i] == 0) keyStarts[i] = row;
          keyEnds[i] = row + MR < blockRows ? row + MR : blockRows;
        }
      }
      for (int64_t r = 0; r < MR; r++) {
        float *weightRow = weights + r * GRADIENT_KC, *scoreRow = scores + r * GRADIENT_KC;
        const bool isThere = row + r < blockRows && start < end;
        NAME(clear)(weightRow, scoreRow, 0, isThere ? first : GRADIENT_KC);
        NAME(clear)(weightRow, scoreRow, isThere ? last : GRADIENT_KC, GRADIENT_KC);
        if (row + r < blockRows) rowSums[row + r] = 0;
        if (!isThere) continue;
        const float *context = given->context + (firstOfAll + row + r) * valueSize;
        Vector products = NAME(all)(0);
        for (int64_t c = 0; c < valueColumns; c += 16)
          products = NAME(fused)(
            NAME(load_part)(context, c, 1, valueSize), NAME(load)(scratch->cotangent + (row + r) * valueColumns + c), products);
        rowSums[row + r] = NAME(score_gradients)(
          problem, given, place, matrix, block + row + r, spans[row + r], tile, first, last, NAME(sum)(products),
          weightRow, scoreRow);
      }
    }
    NAME(add_transposed)(
      scratch->weights, scratch->cotangent, keyStarts, keyEnds, tileKeys, valueColumns, problem->isCareful,
      scratch->valueGradient);
    NAME(add_transposed)(
      scratch->scores, scratch->query, keyStarts, keyEnds, tileKeys, sizeColumns, problem->isCareful,
      scratch->keyGradient);

    float *queryGradient = given->queryGradient + firstOfAll * size;
    attention_gradient_turn_wait(turn, block / MC);
    NAME(widen)(queryGradient, blockRows, size, sizeColumns, 1, scratch->queryGradient);
    for (int64_t strip = 0; strip < stripCount; strip++) {
      const int64_t row = strip * MR, start = stripStarts[strip], end = stripEnds[strip];
      if (start < end)
        NAME(add)(
          scratch->scores + row * GRADIENT_KC + start, scratch->key + start * sizeColumns, end - start, sizeColumns,
          problem->isCareful, scratch->queryGradient + row * sizeColumns);
    }
    isSound &= NAME(narrow)(scratch->queryGradient, blockRows, size, sizeColumns, queryGradient);
    if (given->rowSums)
      for (int64_t r = 0; r < blockRows; r++) given->rowSums[firstOfAll + r] += rowSums[r];
    attention_gradient_turn_finish(turn, block / MC);
  }
  isSound &= NAME(narrow)(
    scratch->keyGradient, tileKeys, size, sizeColumns, given->keyGradient + (matrix * keys + tile) * size);
  isSound &= NAME(narrow)(
    scratch->valueGradient, tileKeys, valueSize, valueColumns, given->valueGradient + (matrix * keys + tile) * valueSize);
  return isSound;
}
