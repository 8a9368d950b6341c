// Matrix products on blocks of registers. VECTORS says how many vectors wide a block is: that changes the speed, and no
// bit, as every number has its own accumulator.

/// `result[row][column] += Σ left[·] right[·][column]` on `rows` × `vectors` accumulators, in the order of the inner index:
/// the one matrix product of everything here. Row r of the left stands `rowStride` apart, inner indices `innerStride`.
#define PRODUCT(rows, vectors, left, rowStride, innerStride, right, rightStride, inner, meet, start, finish) \
  do {                                                                                                      \
    Lanes sums[rows][vectors];                                                                              \
    _Pragma("unroll") for (int r = 0; r < (rows); r++)                                                      \
      _Pragma("unroll") for (int c = 0; c < (vectors); c++) sums[r][c] = start;                             \
    for (int64_t i = 0; i < (inner); i++) {                                                                 \
      Lanes panel[vectors];                                                                                 \
      _Pragma("unroll") for (int c = 0; c < (vectors); c++)                                                 \
        panel[c] = NAME(load)((right) + i * (rightStride) + 16 * c);                                        \
      _Pragma("unroll") for (int r = 0; r < (rows); r++) {                                                  \
        Lanes factor = NAME(all)((left)[r * (rowStride) + i * (innerStride)]);                              \
        _Pragma("unroll") for (int c = 0; c < (vectors); c++)                                               \
          sums[r][c] = NAME(fused)(factor, meet(factor, panel[c]), sums[r][c]);                             \
      }                                                                                                     \
    }                                                                                                       \
    _Pragma("unroll") for (int r = 0; r < (rows); r++)                                                      \
      _Pragma("unroll") for (int c = 0; c < (vectors); c++) { finish; }                                     \
  } while (0)

#define AS_IT_IS(factor, x) (x)
/// Nothing of what a factor of 0 meets: 0 · NaN would be NaN. No bit changes where all is finite.
#define UNLESS_ZERO(factor, x) NAME(select)((factor) == 0.0f, NAME(all)(0), x)

/// `count` rows of `size` numbers, at most GROUP, as [size][GROUP]; zeros stand for the rest.
static void NAME(packGroup)(const float *from, int64_t count, int64_t size, float *to) {
  if (count < GROUP)
    for (int64_t i = 0; i < size * GROUP; i++) to[i] = 0;
  // Sixteen rows at a time: their part of a line of the packed ones is written at once.
  for (int64_t block = 0; block < count; block += 16) {
    const int64_t end = block + 16 < count ? block + 16 : count;
    for (int64_t i = 0; i < size; i++)
      for (int64_t j = block; j < end; j++) to[i * GROUP + j] = from[j * size + i];
  }
}
