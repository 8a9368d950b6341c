// Matrix products on blocks of registers. VECTORS, the width of a block in vectors, affects the speed but no bit, because every number has
// its own accumulator.

#define PRAGMA(text) _Pragma(#text)

/// `result[row][column] += Σ left[·] right[·][column]` on `rows` × `vectors` accumulators, in the order of the inner index. All matrix
/// products here use it. The left matrix has `rowStride` between rows and `innerStride` between inner indices.
///
/// Additions of addresses take the place of multiply-adds where both run on the same ports. So every three rows have a pointer, which the compiler
/// must not join again: an instruction adds once or twice the stride by itself. And full blocks do four steps between two increments.
#define PRODUCT(rows, vectors, left, rowStride, innerStride, right, rightStride, inner, meet, start, finish) \
  PRODUCT_THAT(, rows, vectors, left, rowStride, innerStride, right, rightStride, inner, meet, start, finish)

/// The same. It does something else as well, with each vector `panel[c]` of inner index i: its cost is hidden behind the multiply-adds.
#define PRODUCT_THAT(does, rows, vectors, left, rowStride, innerStride, right, rightStride, inner, meet, start, finish) \
  do {                                                                                                      \
    const float *upperRows = (left), *lowerRows = (rows) > 3 ? upperRows + 3 * (rowStride) : upperRows;     \
    __asm__("" : "+r"(lowerRows));                                                                          \
    Vector sums[rows][vectors];                                                                              \
    _Pragma("unroll") for (int r = 0; r < (rows); r++)                                                      \
      _Pragma("unroll") for (int c = 0; c < (vectors); c++) sums[r][c] = start;                             \
    PRAGMA(clang loop unroll_count((rows) == MR ? 4 : 1))                                                   \
    for (int64_t i = 0; i < (inner); i++) {                                                                 \
      Vector panel[vectors];                                                                                 \
      _Pragma("unroll") for (int c = 0; c < (vectors); c++) {                                               \
        panel[c] = NAME(load)((right) + i * (rightStride) + 16 * c);                                        \
        does;                                                                                               \
      }                                                                                                     \
      _Pragma("unroll") for (int r = 0; r < (rows); r++) {                                                  \
        Vector factor = NAME(all)((r < 3 ? upperRows : lowerRows)[r % 3 * (rowStride) + i * (innerStride)]); \
        _Pragma("unroll") for (int c = 0; c < (vectors); c++)                                               \
          sums[r][c] = NAME(fused)(factor, meet(factor, panel[c]), sums[r][c]);                             \
      }                                                                                                     \
    }                                                                                                       \
    _Pragma("unroll") for (int r = 0; r < (rows); r++)                                                      \
      _Pragma("unroll") for (int c = 0; c < (vectors); c++) { finish; }                                     \
  } while (0)

#define AS_IT_IS(factor, x) (x)
/// x, or 0 if the factor is 0, because 0 · NaN would be NaN. It changes no bit if everything is finite.
#define UNLESS_ZERO(factor, x) NAME(select)((factor) == 0.0f, NAME(all)(0), x)

/// Exchanges the off-diagonal elements at a distance of `step` in rows and columns. With 1, 2, 4 and 8, it transposes sixteen rows.
#define EXCHANGE(rows, step, upper, lower)                        \
  _Pragma("unroll") for (int r = 0; r < 16; r++) {                \
    if (r & (step)) continue;                                     \
    const Vector a = (rows)[r], b = (rows)[r + (step)];            \
    (rows)[r] = __builtin_shufflevector(a, b, upper);             \
    (rows)[r + (step)] = __builtin_shufflevector(a, b, lower);    \
  }
#define UPPER1 0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30
#define LOWER1 1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31
#define UPPER2 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29
#define LOWER2 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31
#define UPPER4 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27
#define LOWER4 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31
#define UPPER8 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23
#define LOWER8 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31

/// Loads the first `rows` of sixteen rows, and of them the first `columns` of sixteen numbers, and transposes them. The rest is zeros.
INLINE void NAME(load_transposed)(const float *from, int64_t stride, int64_t rows, int64_t columns, Vector *square) {
  if (rows == 16 && columns == 16) {
    _Pragma("unroll") for (int64_t j = 0; j < 16; j++) square[j] = NAME(load)(from + j * stride);
  } else {
    for (int64_t j = 0; j < 16; j++) square[j] = j < rows ? NAME(load_first)(from + j * stride, columns) : NAME(all)(0);
  }
  EXCHANGE(square, 1, UPPER1, LOWER1)
  EXCHANGE(square, 2, UPPER2, LOWER2)
  EXCHANGE(square, 4, UPPER4, LOWER4)
  EXCHANGE(square, 8, UPPER8, LOWER8)
}

/// Packs `count` rows (at most PACKNR) of `size` numbers as [size][columns], where `columns` is `count` rounded up to whole vectors and
/// filled up with zeros.
static void NAME(pack_group)(const float *from, int64_t count, int64_t size, float *to) {
  const int64_t packedColumns = up(count, 16);
  for (int64_t block = 0; block < count; block += 16) {
    const int64_t rows = count - block < 16 ? count - block : 16;
    for (int64_t first = 0; first < size; first += 16) {
      const int64_t columns = size - first < 16 ? size - first : 16;
      Vector square[16];
      NAME(load_transposed)(from + block * size + first, size, rows, columns, square);
      for (int64_t i = 0; i < columns; i++) NAME(store)(to + (first + i) * packedColumns + block, square[i]);
    }
  }
}
