// The same kernels, compiled for each instruction set. Build flags have no influence: a function's attributes determine its instructions,
// and the machine is queried at run time.

#include "Kernels.h"

#include <math.h>

// Fuse a · b + c only where the code says so.
#pragma STDC FP_CONTRACT OFF
#pragma clang diagnostic ignored "-Wpsabi"

#define NAME(x) portable_##x
#define VECTORS 1
#define MASKS 0
#include "Kernels.inc.h"
#undef NAME
#undef VECTORS
#undef MASKS

#if defined(__x86_64__)

#include <immintrin.h>

/// Starting at index 16 − n, a mask of the first n of sixteen lanes.
static const int32_t first_of_sixteen[32] = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define NAME(x) avx2_##x
#define VECTORS 1
#define MASKS 256
#include "Kernels.inc.h"
#undef NAME
#undef VECTORS
#undef MASKS
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma"))), apply_to = function)
#define NAME(x) avx512_##x
#define VECTORS 4
#define MASKS 512
#include "Kernels.inc.h"
#undef NAME
#undef VECTORS
#undef MASKS
#pragma clang attribute pop

int32_t attention_widest_instruction_set(void) {
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw")
      && __builtin_cpu_supports("avx512vl"))
    return ATTENTION_AVX512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return ATTENTION_AVX2;
  return ATTENTION_PORTABLE;
}

const Kernels *attention_kernels(int32_t instructionSet) {
  const int32_t widest = attention_widest_instruction_set();
  switch (instructionSet < widest ? instructionSet : widest) {
    case ATTENTION_AVX512: return &avx512_kernels;
    case ATTENTION_AVX2: return &avx2_kernels;
    default: return &portable_kernels;
  }
}

#else

int32_t attention_widest_instruction_set(void) { return ATTENTION_PORTABLE; }

const Kernels *attention_kernels(int32_t instructionSet) { return &portable_kernels; }

#endif
