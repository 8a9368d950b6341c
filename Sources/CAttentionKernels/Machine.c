// The machine: its processors, and its peak performance.

#define _GNU_SOURCE  // for sched_getaffinity

#include "Kernels.h"

#ifdef __linux__
#include <sched.h>
#endif
#include <time.h>
#include <unistd.h>

int32_t attention_processors(void) {
#ifdef __linux__
  // Those that `taskset` or a container leaves to the process.
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0) return CPU_COUNT(&set);
#endif
  const long count = sysconf(_SC_NPROCESSORS_ONLN);
  return count > 0 ? (int32_t)count : 1;
}

void attention_exponential(int32_t instructionSet, const float *x, float *result, int64_t count) {
  attention_kernels(instructionSet)->exponential(x, result, count);
}

void attention_hyperbolic_tangent(int32_t instructionSet, const float *x, float *result, int64_t count) {
  attention_kernels(instructionSet)->hyperbolic_tangent(x, result, count);
}

double attention_peak(int32_t instructionSet, int64_t rounds, double *operations) {
  struct timespec start, end;
  clock_gettime(CLOCK_MONOTONIC, &start);
  volatile float result = attention_kernels(instructionSet)->many_products(rounds);
  clock_gettime(CLOCK_MONOTONIC, &end);
  (void)result;
  *operations = 12.0 * 16 * 2 * rounds;
  return (end.tv_sec - start.tv_sec) + 1e-9 * (end.tv_nsec - start.tv_nsec);
}
