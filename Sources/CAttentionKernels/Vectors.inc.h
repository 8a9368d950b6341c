// Vectors of sixteen lanes, on every machine: one register of AVX-512, two of AVX2, four of NEON, or the compiler's generic vectors.
// The file is included once for each instruction set, within its target attribute.

#define INLINE static inline __attribute__((always_inline, unused))

typedef float NAME(Vector) __attribute__((vector_size(64), aligned(4), may_alias));
typedef int32_t NAME(IntVector) __attribute__((vector_size(64), aligned(4), may_alias));
#define Vector NAME(Vector)
#define IntVector NAME(IntVector)

INLINE Vector NAME(load)(const float *p) { return *(const Vector *)p; }
INLINE void NAME(store)(float *p, Vector x) { *(Vector *)p = x; }
INLINE Vector NAME(all)(float x) { return (Vector){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x}; }
INLINE Vector NAME(fused)(Vector a, Vector b, Vector c) { return __builtin_elementwise_fma(a, b, c); }

/// Loads the first `count` of sixteen numbers, 1 to 16, followed by zeros. Memory after them is not read.
INLINE Vector NAME(load_first)(const float *p, int64_t count) {
#if MASKS == 512
  return (Vector)_mm512_maskz_loadu_ps((__mmask16)(0xFFFF >> (16 - count)), p);
#elif MASKS == 256
  __m256 low = _mm256_maskload_ps(p, _mm256_loadu_si256((const __m256i *)(first_of_sixteen + 16 - count)));
  __m256 high = _mm256_maskload_ps(p + 8, _mm256_loadu_si256((const __m256i *)(first_of_sixteen + 24 - count)));
  return (Vector)__builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
#else
  float part[16] = {0};
  for (int64_t i = 0; i < count; i++) part[i] = p[i];
  return NAME(load)(part);
#endif
}

/// Stores the first `count` numbers. Memory after them is not written.
INLINE void NAME(store_first)(float *p, int64_t count, Vector x) {
#if MASKS == 512
  _mm512_mask_storeu_ps(p, (__mmask16)(0xFFFF >> (16 - count)), (__m512)x);
#elif MASKS == 256
  const __m256i low = _mm256_loadu_si256((const __m256i *)(first_of_sixteen + 16 - count));
  const __m256i high = _mm256_loadu_si256((const __m256i *)(first_of_sixteen + 24 - count));
  _mm256_maskstore_ps(p, low, (__m256)__builtin_shufflevector(x, x, 0, 1, 2, 3, 4, 5, 6, 7));
  _mm256_maskstore_ps(p + 8, high, (__m256)__builtin_shufflevector(x, x, 8, 9, 10, 11, 12, 13, 14, 15));
#else
  for (int64_t i = 0; i < count; i++) p[i] = x[i];
#endif
}

/// `a` where the bits of `condition` are set, otherwise `b`.
INLINE Vector NAME(select)(IntVector condition, Vector a, Vector b) {
  return (Vector)(((IntVector)a & condition) | ((IntVector)b & ~condition));
}
/// The larger number. A NaN in `b` stays; one in `a` doesn't.
INLINE Vector NAME(larger)(Vector a, Vector b) { return NAME(select)(a > b, a, b); }
INLINE Vector NAME(smaller)(Vector a, Vector b) { return NAME(select)(a < b, a, b); }

/// Lanes at a distance of 8, 4, 2 and 1. Sums over lanes always use this order.
#define APART8(x) __builtin_shufflevector(x, x, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7)
#define APART4(x) __builtin_shufflevector(x, x, 4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11)
#define APART2(x) __builtin_shufflevector(x, x, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13)
#define APART1(x) __builtin_shufflevector(x, x, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14)

INLINE float NAME(largest)(Vector x) {
  x = NAME(larger)(x, APART8(x));
  x = NAME(larger)(x, APART4(x));
  x = NAME(larger)(x, APART2(x));
  x = NAME(larger)(x, APART1(x));
  return x[0];
}

INLINE float NAME(sum)(Vector x) {
  x = x + APART8(x);
  x = x + APART4(x);
  x = x + APART2(x);
  x = x + APART1(x);
  return x[0];
}

/// p of exp x = p · 2ⁿ, where n is x / log 2, rounded: a polynomial in r = x − n log 2 with |r| ≤ log 2 / 2, which is exactly 1 at 0. Sets n,
/// and the number whose last bits are n.
///
/// - Source: the reduction in two steps is that of Cody and Waite, 1980, Software Manual for the Elementary Functions.
INLINE Vector NAME(exponential_fraction)(Vector x, Vector *n, IntVector *bits) {
  const Vector shift = NAME(all)(12582912.0f);  // 1.5 · 2²³: in its sum with a small number, the last bits are that number, rounded
  const Vector shifted = NAME(fused)(x, NAME(all)(1.44269504088896341f), shift);
  *n = shifted - shift;
  *bits = (IntVector)shifted;
  Vector r = NAME(fused)(*n, NAME(all)(-0.693145751953125f), x);
  r = NAME(fused)(*n, NAME(all)(-1.42860682030941723212e-6f), r);
  Vector p = NAME(all)(0.0013821175089105964f);
  p = NAME(fused)(p, r, NAME(all)(0.008368665352463722f));
  p = NAME(fused)(p, r, NAME(all)(0.04166825860738754f));
  p = NAME(fused)(p, r, NAME(all)(0.1666652113199234f));
  p = NAME(fused)(p, r, NAME(all)(0.4999999403953552f));
  p = NAME(fused)(p, r, NAME(all)(1.0f));
  return NAME(fused)(p, r, NAME(all)(1.0f));
}

/// exp, with an error below one unit of the last place. NaN stays NaN.
INLINE Vector NAME(exponential)(Vector x) {
  // exp(−104) rounds to 0, exp(89) to ∞.
  x = NAME(larger)(NAME(all)(-104.0f), x);
  x = NAME(smaller)(NAME(all)(89.0f), x);
  Vector n;
  IntVector bits;
  const Vector p = NAME(exponential_fraction)(x, &n, &bits);
#if MASKS == 512
  return (Vector)_mm512_scalef_ps((__m512)p, (__m512)n);
#else
  // 2ⁿ as a product of two powers, so that results below the smallest normal number are rounded only once.
  const IntVector whole = bits - 0x4B400000, half = whole >> 1;
  return p * (Vector)((half + 127) << 23) * (Vector)((whole - half + 127) << 23);
#endif
}

/// exp for softmax, whose arguments aren't positive: 0 below `lowest`, which is at least −87, so that every other result is a normal number.
/// Instructions with smaller results, or with smaller factors later, take ten times as long. NaN stays NaN.
INLINE Vector NAME(exponential_from)(float lowest, Vector x) {
  Vector n;
  IntVector bits;
  const Vector p = NAME(exponential_fraction)(x, &n, &bits);
#if MASKS == 512
  const __mmask16 isLarge = _mm512_cmp_ps_mask((__m512)x, _mm512_set1_ps(lowest), _CMP_NLT_UQ);
  return (Vector)_mm512_maskz_scalef_ps(isLarge, (__m512)p, (__m512)n);
#else
  // Shifted, the last bits of the number are those of n as an exponent.
  return NAME(select)(x < lowest, NAME(all)(0), p * (Vector)((bits << 23) + 0x3F800000));
#endif
}

/// tanh: a polynomial for small numbers, (1 − e⁻²ᵃ) / (1 + e⁻²ᵃ) with a = |x| for others. Accurate to 2 units in the last place. NaN stays
/// NaN, and −0 stays −0.
///
/// - Source: the polynomial is that of Moshier, Cephes Math Library, 1992: tanhf.
INLINE Vector NAME(hyperbolic_tangent)(Vector x) {
  const IntVector sign = (IntVector)x & (int32_t)0x80000000;
  const Vector magnitude = (Vector)((IntVector)x & 0x7fffffff);
  const Vector square = x * x;
  Vector p = NAME(all)(-5.70498872745e-3f);
  p = NAME(fused)(p, square, NAME(all)(2.06390887954e-2f));
  p = NAME(fused)(p, square, NAME(all)(-5.37397155531e-2f));
  p = NAME(fused)(p, square, NAME(all)(1.33314422036e-1f));
  p = NAME(fused)(p, square, NAME(all)(-3.33332819422e-1f));
  const Vector small = NAME(fused)(p * square, x, x);
  const Vector power = NAME(exponential)(magnitude * -2.0f);
  const Vector large = (1.0f - power) / (1.0f + power);
  return (Vector)((IntVector)NAME(select)(magnitude < 0.625f, small, large) | sign);
}
