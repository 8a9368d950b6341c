// Products of whole matrices. However they are divided, each number is one chain of fused multiply-adds in the order of the inner index. A
// chain that is interrupted after one part of the index continues with the next part, from the stored number.

/// Adds `inner` further terms to `rows` rows of the result, or to zeros if the terms are the first.
#define STRIP(rows, vectors, width, meet)                                                                   \
  case rows:                                                                                                \
    PRODUCT(rows, vectors, left, leftStride, 1, right, rightStride, inner, meet,                            \
      isFirst ? NAME(all)(0) : NAME(load_first)(result + r * resultStride + 16 * c, width),                  \
      NAME(store_first)(result + r * resultStride + 16 * c, width, sums[r][c]));                             \
    break;
#define STRIPS(vectors, width, meet)                                                                        \
  switch (rows) {                                                                                           \
    STRIP(1, vectors, width, meet)                                                                          \
    STRIP(2, vectors, width, meet)                                                                          \
    STRIP(3, vectors, width, meet)                                                                          \
    STRIP(4, vectors, width, meet)                                                                          \
    STRIP(5, vectors, width, meet)                                                                          \
    STRIP(MR, vectors, width, meet)                                                                       \
  }

/// 1 to MR rows, with all columns of a whole block.
static void NAME(wide_strip)(
  int64_t rows, const float *left, int64_t leftStride, const float *right, int64_t rightStride, int64_t inner,
  bool isFirst, float *result, int64_t resultStride) {
  STRIPS(VECTORS, 16, AS_IT_IS)
}

/// The same for MR rows, which meet the right matrix first: it is packed for the others, and fetched eight rows ahead, because the processor
/// foresees no large strides.
static void NAME(packing_strip)(
  const float *left, int64_t leftStride, const float *right, int64_t rightStride, int64_t inner, bool isFirst,
  float *result, int64_t resultStride, float *packed) {
#define PACK_AND_FETCH                                       \
  NAME(store)(packed + i * NR + 16 * c, panel[c]);           \
  __builtin_prefetch(right + (i + 8) * rightStride + 16 * c)
  PRODUCT_THAT(PACK_AND_FETCH, MR, VECTORS, left, leftStride, 1, right, rightStride, inner, AS_IT_IS,
    isFirst ? NAME(all)(0) : NAME(load)(result + r * resultStride + 16 * c),
    NAME(store)(result + r * resultStride + 16 * c, sums[r][c]));
#undef PACK_AND_FETCH
}

/// 1 to MR rows, with at most sixteen columns. The right matrix has sixteen.
static void NAME(narrow_strip)(
  int64_t rows, const float *left, int64_t leftStride, const float *right, int64_t rightStride, int64_t inner,
  bool isFirst, float *result, int64_t resultStride, int64_t width) {
  STRIPS(1, width, AS_IT_IS)
}

/// The same, except that a 0 on the left excludes its factor on the right.
static void NAME(careful_strip)(
  int64_t rows, const float *left, int64_t leftStride, const float *right, int64_t rightStride, int64_t inner,
  bool isFirst, float *result, int64_t resultStride, int64_t width) {
  STRIPS(1, width, UNLESS_ZERO)
}

static void NAME(matrix_product)(
  const float *left, int64_t leftStride, const float *right, int64_t rightStride, int64_t rows, int64_t inner,
  int64_t columns, bool leavesOutZeros, float *result, int64_t resultStride) {
  _Alignas(64) float packed[PRODUCT_KC * NR];
  // With few rows, the right matrix is read only once, so it is read in place.
  const bool packs = rows > MR;
  const int64_t depth = packs ? PRODUCT_KC : rows > 2 ? 16 : 8;
  int64_t first = 0;
  do {
    const int64_t count = inner - first < depth ? inner - first : depth;
    for (int64_t column = 0; column < columns;) {
      const bool isWide = columns - column >= NR && !leavesOutZeros;
      const int64_t vectors = isWide ? VECTORS : 1;
      const int64_t width = columns - column < 16 * vectors ? columns - column : 16 * vectors;
      const float *part = right + first * rightStride + column;
      int64_t stride = rightStride;
      int64_t row = 0;
      if (packs && stride != width && isWide) {
        NAME(packing_strip)(left + first, leftStride, part, stride, count, first == 0, result + column, resultStride, packed);
        row = MR;
        part = packed;
        stride = NR;
      } else if ((packs && stride != width) || width < 16) {
        for (int64_t i = 0; i < count; i++)
          for (int64_t c = 0; c < width; c += 16)
            NAME(store)(
              packed + (i * vectors * 16) + c, NAME(load_first)(part + i * stride + c, width - c < 16 ? width - c : 16));
        part = packed;
        stride = 16 * vectors;
      }
      for (; row < rows; row += MR) {
        const int64_t stripRows = rows - row < MR ? rows - row : MR;
        const float *strip = left + row * leftStride + first;
        float *to = result + row * resultStride + column;
        if (isWide)
          NAME(wide_strip)(stripRows, strip, leftStride, part, stride, count, first == 0, to, resultStride);
        else
          (leavesOutZeros ? NAME(careful_strip) : NAME(narrow_strip))(
            stripRows, strip, leftStride, part, stride, count, first == 0, to, resultStride, width);
      }
      column += width;
    }
    first += depth;
  } while (first < inner);
}
