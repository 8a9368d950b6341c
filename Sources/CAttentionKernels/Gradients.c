// Packs what the gradients of one matrix need, and shares out matrices among threads.

#include "Kernels.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS = 64 };

typedef struct {
  const AttentionProblem *problem;
  const AttentionBackward *given;
  const Kernels *kernels;
  atomic_llong next;
  atomic_bool isSound;
} Call;

static int64_t up(int64_t count, int64_t unit) { return (count + unit - 1) / unit * unit; }

/// [rows, size] → groups of `group` rows, [size][group] each.
static void packGroups(const float *from, int64_t rows, int64_t size, int64_t group, float factor, float *to) {
  for (int64_t first = 0; first < rows; first += group)
    for (int64_t j = first; j < first + group && j < rows; j++)
      for (int64_t i = 0; i < size; i++) to[first * size + i * group + j - first] = from[j * size + i] * factor;
}

static void packRows(const float *from, int64_t rows, int64_t size, int64_t columns, float *to) {
  for (int64_t row = 0; row < rows; row++) memcpy(to + row * columns, from + row * size, sizeof(float) * size);
}

static bool gradients(const Call *call, int64_t matrix) {
  const AttentionProblem *problem = call->problem;
  const AttentionPlace *place = problem->places + matrix;
  const int64_t size = problem->keySize, valueSize = problem->valueSize;
  const int64_t sizeColumns = up(size, 16), valueColumns = up(valueSize, 16);
  const int64_t keys = up(problem->keys, GRADIENT_TILE), queries = up(problem->queries, BLOCK);
  const int64_t count = keys * (size + valueSize + 2 * sizeColumns + valueColumns)
    + queries * (size + valueSize + 2 * sizeColumns + valueColumns) + 2 * BLOCK * GRADIENT_TILE;
  // Zeros, which stand where rows and columns are missing, and where sums begin.
  float *memory = calloc(count, sizeof(float));
  if (!memory) return false;
  float *next = memory;
#define TAKE(count) (next += (count), next - (count))
  GradientScratch scratch = {.sizeColumns = sizeColumns, .valueColumns = valueColumns};
  scratch.packedKey = TAKE(keys * size);
  scratch.packedValue = TAKE(keys * valueSize);
  scratch.key = TAKE(keys * sizeColumns);
  scratch.keyGradient = TAKE(keys * sizeColumns);
  scratch.valueGradient = TAKE(keys * valueColumns);
  scratch.packedQuery = TAKE(queries * size);
  scratch.packedCotangent = TAKE(queries * valueSize);
  scratch.query = TAKE(queries * sizeColumns);
  scratch.queryGradient = TAKE(queries * sizeColumns);
  scratch.cotangent = TAKE(queries * valueColumns);
  scratch.weights = TAKE(BLOCK * GRADIENT_TILE);
  scratch.scores = TAKE(BLOCK * GRADIENT_TILE);
#undef TAKE
  const int64_t firstRow = matrix * problem->queries;
  const float *query = problem->query + place->query, *key = problem->key + place->key * problem->keys * size;
  const float *value = problem->value + place->value * problem->keys * valueSize;
  const float *cotangent = call->given->cotangent + firstRow * valueSize;
  packGroups(key, problem->keys, size, GROUP, 1, scratch.packedKey);
  packGroups(value, problem->keys, valueSize, GROUP, 1, scratch.packedValue);
  packGroups(query, problem->queries, size, ROWS, problem->scale, scratch.packedQuery);
  packGroups(cotangent, problem->queries, valueSize, ROWS, 1, scratch.packedCotangent);
  packRows(key, problem->keys, size, sizeColumns, scratch.key);
  packRows(query, problem->queries, size, sizeColumns, scratch.query);
  packRows(cotangent, problem->queries, valueSize, valueColumns, scratch.cotangent);
  scratch.rowSums = call->given->rowSums + firstRow;
  for (int64_t row = 0; row < problem->queries; row++) {
    const float *context = call->given->context + (firstRow + row) * valueSize;
    double sum = 0;
    for (int64_t i = 0; i < valueSize; i++) sum += (double)context[i] * cotangent[row * valueSize + i];
    scratch.rowSums[row] = (float)sum;
  }
  const bool isSound = call->kernels->backward(problem, call->given, matrix, &scratch);
  free(memory);
  return isSound;
}

static void *work(void *argument) {
  Call *call = argument;
  for (;;) {
    const int64_t matrix = atomic_fetch_add(&call->next, 1);
    if (matrix >= call->problem->matrices) return 0;
    if (!gradients(call, matrix)) atomic_store(&call->isSound, false);
  }
}

bool attention_backward(const AttentionProblem *problem, const AttentionBackward *backward) {
  Call call = {.problem = problem, .given = backward, .kernels = kernels_of(problem->instructionSet)};
  atomic_init(&call.isSound, true);
  pthread_t others[THREADS];
  int32_t count = 0;
  const double operations =
    5.0 * problem->matrices * problem->queries * problem->keys * (problem->keySize + problem->valueSize);
  // As in the forward pass: a thread costs as long as 2 million operations.
  double threads = problem->threads < operations / 2e6 ? problem->threads : operations / 2e6;
  if (threads > problem->matrices) threads = problem->matrices;
  if (threads > THREADS) threads = THREADS;
  while (count + 1 < (int32_t)threads && pthread_create(others + count, 0, work, &call) == 0) count++;
  work(&call);
  for (int32_t i = 0; i < count; i++) pthread_join(others[i], 0);
  return atomic_load(&call.isSound);
}
