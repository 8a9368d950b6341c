// Memory that lives with its thread: what is allocated anew for each call must be cleared by the system anew, page by page.

#include "Kernels.h"

#include <pthread.h>
#include <stdlib.h>

/// More than this isn't kept, in bytes.
static const size_t most = 8 << 20;

static _Thread_local struct {
  float *memory;
  size_t size;
} kept;

static pthread_key_t at_exit;
static bool frees_at_exit;
static void make_key(void) { frees_at_exit = pthread_key_create(&at_exit, free) == 0; }

/// Memory that begins a cache line.
static void *aligned(size_t size) {
  void *memory;
  return posix_memalign(&memory, 64, size) == 0 ? memory : 0;
}

float *attention_take_scratch(int64_t count) {
  const size_t size = sizeof(float) * (size_t)count;
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, make_key);
  if (size > most || !frees_at_exit) return aligned(size);
  if (size > kept.size) {
    free(kept.memory);
    kept.memory = aligned(size);
    kept.size = kept.memory ? size : 0;
    pthread_setspecific(at_exit, kept.memory);
  }
  return kept.memory;
}

void attention_return_scratch(float *memory) {
  if (memory != kept.memory) free(memory);
}
