// Products of whole matrices. However they are cut up, each number is one chain of fused multiply-adds in the order of the
// inner index: a chain that ends with one part of it goes on, from memory, with the next.

/// `rows` rows of the result: what `inner` further terms make of them, or of zeros if they are the first.
#define STRIP(rows, vectors, width, meet)                                                                   \
  case rows:                                                                                                \
    PRODUCT(rows, vectors, left, leftStride, 1, right, rightStride, inner, meet,                            \
      isFirst ? NAME(all)(0) : NAME(loadFirst)(result + r * resultStride + 16 * c, width),                  \
      NAME(storeFirst)(result + r * resultStride + 16 * c, width, sums[r][c]));                             \
    break;
#define STRIPS(vectors, width, meet)                                                                        \
  switch (rows) {                                                                                           \
    STRIP(1, vectors, width, meet)                                                                          \
    STRIP(2, vectors, width, meet)                                                                          \
    STRIP(3, vectors, width, meet)                                                                          \
    STRIP(4, vectors, width, meet)                                                                          \
    STRIP(5, vectors, width, meet)                                                                          \
    STRIP(ROWS, vectors, width, meet)                                                                       \
  }

/// 1 to ROWS rows, of a whole block's columns.
static void NAME(wideStrip)(
  int64_t rows, const float *left, int64_t leftStride, const float *right, int64_t rightStride, int64_t inner,
  bool isFirst, float *result, int64_t resultStride) {
  STRIPS(VECTORS, 16, AS_IT_IS)
}

/// Of at most sixteen columns. On the right stand sixteen.
static void NAME(narrowStrip)(
  int64_t rows, const float *left, int64_t leftStride, const float *right, int64_t rightStride, int64_t inner,
  bool isFirst, float *result, int64_t resultStride, int64_t width) {
  STRIPS(1, width, AS_IT_IS)
}

/// The same, where a 0 on the left leaves out what it meets.
static void NAME(carefulStrip)(
  int64_t rows, const float *left, int64_t leftStride, const float *right, int64_t rightStride, int64_t inner,
  bool isFirst, float *result, int64_t resultStride, int64_t width) {
  STRIPS(1, width, UNLESS_ZERO)
}

static void NAME(matrixProduct)(
  const float *left, int64_t leftStride, const float *right, int64_t rightStride, int64_t rows, int64_t inner,
  int64_t columns, bool leavesOutZeros, float *result, int64_t resultStride) {
  enum { DEPTH = 256 };
  _Alignas(64) float packed[DEPTH * 16 * VECTORS];
  // Few rows read the right matrix but once: as it lies in memory.
  const bool packs = rows > ROWS;
  const int64_t depth = packs ? DEPTH : rows > 2 ? 16 : 8;
  int64_t first = 0;
  do {
    const int64_t count = inner - first < depth ? inner - first : depth;
    for (int64_t column = 0; column < columns;) {
      const bool isWide = columns - column >= 16 * VECTORS && !leavesOutZeros;
      const int64_t vectors = isWide ? VECTORS : 1;
      const int64_t width = columns - column < 16 * vectors ? columns - column : 16 * vectors;
      const float *part = right + first * rightStride + column;
      int64_t stride = rightStride;
      if ((packs && stride != width) || width < 16) {
        for (int64_t i = 0; i < count; i++)
          for (int64_t c = 0; c < width; c += 16)
            NAME(store)(
              packed + (i * vectors * 16) + c, NAME(loadFirst)(part + i * stride + c, width - c < 16 ? width - c : 16));
        part = packed;
        stride = 16 * vectors;
      }
      for (int64_t row = 0; row < rows; row += ROWS) {
        const int64_t stripRows = rows - row < ROWS ? rows - row : ROWS;
        const float *strip = left + row * leftStride + first;
        float *to = result + row * resultStride + column;
        if (isWide)
          NAME(wideStrip)(stripRows, strip, leftStride, part, stride, count, first == 0, to, resultStride);
        else
          (leavesOutZeros ? NAME(carefulStrip) : NAME(narrowStrip))(
            stripRows, strip, leftStride, part, stride, count, first == 0, to, resultStride, width);
      }
      column += width;
    }
    first += depth;
  } while (first < inner);
}
