// The kernels of one instruction set. Before inclusion, define NAME(x) for the names of functions, VECTORS for the width of a block of
// registers in vectors, and MASKS for the width of the registers of masked instructions, or 0 if there are none.

/// The number of columns in a block of registers.
#define NR (16 * VECTORS)

#include "Vectors.inc.h"
#include "Products.inc.h"
#include "Scores.inc.h"
#include "Strip.inc.h"
#include "Forward.inc.h"
#include "Stored.inc.h"
#include "InPlace.inc.h"
#include "Backward.inc.h"
#include "MatrixProduct.inc.h"

static void NAME(exponential_of_all)(const float *x, float *result, int64_t count) {
  for (int64_t i = 0; i < count; i += 16) {
    Vector y = NAME(exponential)(NAME(load_part)(x, i, 1, count));
    NAME(store_first)(result + i, count - i < 16 ? count - i : 16, y);
  }
}

static void NAME(hyperbolic_tangent_of_all)(const float *x, float *result, int64_t count) {
  for (int64_t i = 0; i < count; i += 16) {
    Vector y = NAME(hyperbolic_tangent)(NAME(load_part)(x, i, 1, count));
    NAME(store_first)(result + i, count - i < 16 ? count - i : 16, y);
  }
}

/// As many independent sums as hide the latency of an addition.
static float NAME(many_products)(int64_t rounds) {
  Vector sums[12];
  Vector factor = NAME(all)(0.999f), added = NAME(all)(0.001f);
  __asm__ volatile("" : "+m"(factor), "+m"(added));
  for (int i = 0; i < 12; i++) sums[i] = NAME(all)((float)i);
  for (int64_t round = 0; round < rounds; round++)
    _Pragma("unroll") for (int i = 0; i < 12; i++) sums[i] = NAME(fused)(sums[i], factor, added);
  Vector sum = sums[0];
  for (int i = 1; i < 12; i++) sum = sum + sums[i];
  return NAME(sum)(sum);
}

static const Kernels NAME(kernels) = {
  NAME(forward), NAME(forward_in_place), NAME(backward), NAME(expand), NAME(pack_group), NAME(exponential_of_all),
  NAME(hyperbolic_tangent_of_all), NAME(many_products), NAME(matrix_product),
};

#undef NR
#undef Vector
#undef IntVector
#undef INLINE
#undef APART1
#undef APART2
#undef APART4
#undef APART8
#undef PRODUCT
#undef PRODUCT_THAT
#undef PRAGMA
#undef AVERAGE
#undef FOR_ROWS
#undef ADD_PRODUCTS
#undef DOTS
#undef DOTS_IN_PLACE
#undef AVERAGE_COLUMNS
#undef AVERAGE_WIDE
#undef AVERAGE_NARROW
#undef AVERAGE_LAST
#undef AVERAGE_CAREFULLY
#undef AS_IT_IS
#undef UNLESS_ZERO
#undef ADD
#undef ADD_TRANSPOSED
#undef EXCHANGE
#undef UPPER1
#undef UPPER2
#undef UPPER4
#undef UPPER8
#undef LOWER1
#undef LOWER2
#undef LOWER4
#undef LOWER8
#undef STRIP
#undef STRIPS
