// The running softmax of a strip of queries, tile by tile.

/// Applies dropout to the columns `[first, last)` of a row.
static void NAME(drop)(const AttentionProblem *problem, uint64_t index, int64_t first, int64_t last, float *weights) {
  float factors[KC];
  NAME(drop_factors)(problem, index, first, last, factors);
  for (int64_t j = first; j < last; j += 16) NAME(store)(weights + j, NAME(load)(weights + j) * NAME(load)(factors + j));
}

/// The state of up to MR rows while they visit the keys.
typedef struct {
  int64_t rows;        // how many there are
  int64_t start, end;  // of the keys that at least one row may see
  int64_t commonStart, commonEnd;  // of the keys that all rows may see, except for single hidden ones
  const AttentionPlace *places[MR];  // the arguments of each row's matrix
  int64_t indices[MR];               // the row's place in its matrix
  int32_t starts[MR], ends[MR];
  float maximum[16];  // for each of MR rows
  float total[MR][16];
} NAME(Strip);

/// The state of a strip before the first tile. Its rows follow each other: `first` is counted over all matrices.
static void NAME(begin_strip)(const AttentionProblem *problem, int64_t first, int64_t rows, NAME(Strip) *strip) {
  strip->rows = rows;
  strip->start = problem->keys;
  strip->end = 0;
  strip->commonStart = 0;
  strip->commonEnd = problem->keys;
  for (int r = 0; r < 16; r++) strip->maximum[r] = -INFINITY;
  for (int64_t r = 0; r < MR; r++) {
    strip->starts[r] = strip->ends[r] = 0;
    for (int lane = 0; lane < 16; lane++) strip->total[r][lane] = 0;
    if (r >= rows) continue;
    const AttentionPlace *place = problem->places + (first + r) / problem->queries;
    const int64_t row = (first + r) % problem->queries;
    int32_t start = 0, end = (int32_t)problem->keys;
    if (problem->spans) {
      const int32_t *span = problem->spans + place->spans + row * problem->spanRowStride;
      start = span[0];
      end = span[1];
    }
    strip->places[r] = place;
    strip->indices[r] = row;
    strip->starts[r] = start;
    strip->ends[r] = end;
    if (start > strip->commonStart) strip->commonStart = start;
    if (end < strip->commonEnd) strip->commonEnd = end;
    if (start < end) {
      if (start < strip->start) strip->start = start;
      if (end > strip->end) strip->end = end;
    }
    if (problem->sinks) {
      strip->maximum[r] = problem->sinks[place->sink];
      strip->total[r][0] = strip->maximum[r] == -INFINITY ? 0 : 1;
    }
  }
}

/// Whether a row of the strip may see one of the keys `[first, last)`.
static bool NAME(strip_sees)(const AttentionProblem *problem, const NAME(Strip) *strip, int64_t first, int64_t last) {
  if (!problem->visibility) return true;
  for (int64_t r = 0; r < strip->rows; r++)
    if (NAME(is_visible)(problem, strip->places[r], strip->indices[r], 1, first, last)) return true;
  return false;
}

/// Turns the dot products of a tile, in the columns `[first, last)`, into scores.
static void NAME(finish_strip_scores)(
  const AttentionProblem *problem, const NAME(Strip) *strip, int64_t tile, int64_t first, int64_t last, float *scores,
  Vector *most) {
  if (first >= last) return;
  for (int64_t r = 0; r < strip->rows; r++)
    NAME(finish_scores)(
      problem, strip->places[r], strip->indices[r], strip->starts[r], strip->ends[r], tile, first, last, scores + r * KC,
      most + r);
}

/// Turns the scores of a tile, in the columns `[first, last)`, into weights, and takes them up into the state. `most` is the largest score
/// of each lane of each row. Sets the factor by which each row's earlier sums must be multiplied.
static void NAME(weigh)(
  const AttentionProblem *problem, NAME(Strip) *strip, int64_t tile, int64_t first, int64_t last, const Vector *most,
  float *scores, float *correction) {
  float largest[16];
  for (int r = 0; r < 16; r++) largest[r] = -INFINITY;
  for (int64_t r = 0; r < strip->rows; r++) largest[r] = NAME(largest)(most[r]);
  Vector before = NAME(load)(strip->maximum);
  Vector after = NAME(larger)(NAME(load)(largest), before);
  NAME(store)(strip->maximum, after);
  // −∞ − (−∞) would be NaN.
  Vector shift = NAME(select)(after == -INFINITY, NAME(all)(0), after);
  NAME(store)(largest, shift);
  NAME(store)(correction, NAME(exponential_from)(LEAST_EXPONENT, before - shift));
  for (int64_t r = 0; r < strip->rows; r++)
    NAME(exponentials)(scores + r * KC, first, last, largest[r], correction[r], strip->total[r]);
  if (problem->dropThreshold)
    for (int64_t r = 0; r < strip->rows; r++)
      NAME(drop)(
        problem, strip->places[r]->weights + strip->indices[r] * problem->keys + tile, first, last, scores + r * KC);
}

/// Divides the sums of a strip's rows by their totals. `first` is the strip's first row, counted over all matrices, and `sums` has `columns`
/// for each row. Returns 0 in each lane if the context is finite, otherwise NaN.
static Vector NAME(finish_strip)(
  const AttentionProblem *problem, const NAME(Strip) *strip, int64_t first, const float *sums, int64_t columns,
  float *context, float *maximum, float *total) {
  Vector zero = NAME(all)(0);
  for (int64_t r = 0; r < strip->rows; r++) {
    const int64_t row = first + r;
    const float sum = NAME(sum)(NAME(load)(strip->total[r]));
    if (maximum) maximum[row] = strip->maximum[r];
    if (total) total[row] = sum;
    const Vector divisor = NAME(all)(sum == 0 ? 1 : sum);
    const float *from = sums + r * columns;
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
  return zero;
}
