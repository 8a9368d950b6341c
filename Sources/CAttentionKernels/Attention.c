// Packs keys and values, and shares out blocks of queries among threads.

#include "Kernels.h"

#include <sched.h>
#include <stdlib.h>
#include <string.h>

/// One call, as its threads see it. Items are taken in any order, and each writes what no other does.
typedef struct {
  const AttentionProblem *problem;
  const Kernels *kernels;
  AttentionPacked packed;
  float *key, *value;
  int64_t keyGroups;      // of one matrix
  int64_t packCount, blockRows, blocks, blockCount;
  int64_t scratchCount;
  float *context, *maximum, *total;
  atomic_llong nextPack, packedCount, nextBlock;
  atomic_bool isSound;
} Call;

/// Item `index` of packing: a group of keys, with its values if they need it.
static void pack(Call *call, int64_t index) {
  const AttentionProblem *problem = call->problem;
  const int64_t first = index % call->keyGroups * PACKNR, matrix = index / call->keyGroups;
  const int64_t count = problem->keys - first < PACKNR ? problem->keys - first : PACKNR;
  const int64_t size = problem->keySize;
  if (matrix < problem->keyMatrices) {
    const float *from = problem->key + (matrix * problem->keys + first) * size;
    float *to = call->key + matrix * call->packed.keyStride + first * size;
    call->kernels->pack_group(from, count, size, to);
  }
  if (call->value && matrix < problem->valueMatrices) {
    const int64_t columns = call->packed.valueColumns;
    const float *from = problem->value + (matrix * problem->keys + first) * problem->valueSize;
    float *to = call->value + matrix * call->packed.valueStride + first * columns;
    memset(to, 0, sizeof(float) * count * columns);
    for (int64_t j = 0; j < count; j++)
      memcpy(to + j * columns, from + j * problem->valueSize, sizeof(float) * problem->valueSize);
  }
}

static void *work(void *argument) {
  Call *call = argument;
  float *scratch = malloc(sizeof(float) * call->scratchCount);
  if (!scratch) atomic_store(&call->isSound, false);
  for (;;) {
    const int64_t index = atomic_fetch_add(&call->nextPack, 1);
    if (index >= call->packCount) break;
    pack(call, index);
    atomic_fetch_add(&call->packedCount, 1);
  }
  // The other threads' last groups.
  while (atomic_load(&call->packedCount) < call->packCount) sched_yield();
  while (scratch) {
    const int64_t index = atomic_fetch_add(&call->nextBlock, 1);
    if (index >= call->blockCount) break;
    // The last rows first: with a causal mask, they see most.
    const int64_t matrix = index / call->blocks, block = call->blocks - 1 - index % call->blocks;
    const int64_t first = block * call->blockRows, rest = call->problem->queries - first;
    if (!call->kernels->forward(
          call->problem, &call->packed, matrix, first, rest < call->blockRows ? rest : call->blockRows, scratch, call->context,
          call->maximum, call->total))
      atomic_store(&call->isSound, false);
  }
  free(scratch);
  return 0;
}

bool attention_forward(const AttentionProblem *problem, float *context, float *maximum, float *total) {
  Call call = {.problem = problem, .kernels = attention_kernels(problem->instructionSet)};
  const int64_t keys = problem->keys, size = problem->keySize, columns = up(problem->valueSize, 16);
  call.keyGroups = up(keys, PACKNR) / PACKNR;
  call.packed.valueColumns = columns;
  call.packed.keyStride = up(keys, PACKNR) * size;
  call.packed.valueStride = keys * columns;
  const int64_t keyCount = problem->keyMatrices * call.packed.keyStride;
  const bool packsValues = columns != problem->valueSize;
  const int64_t valueCount = packsValues ? problem->valueMatrices * call.packed.valueStride : 0;
  float *memory = malloc(sizeof(float) * (keyCount + valueCount + 16));
  if (!memory) return false;
  call.key = memory;
  call.value = packsValues ? memory + keyCount : 0;
  call.packed.key = memory;
  call.packed.value = packsValues ? call.value : problem->value;
  const int64_t matrices =
    packsValues && problem->valueMatrices > problem->keyMatrices ? problem->valueMatrices : problem->keyMatrices;
  call.packCount = matrices * call.keyGroups;
  // Of few matrices with few rows, each thread gets a part: no row's bits depend on the rows beside it.
  const int64_t parts = (problem->threads + problem->matrices - 1) / problem->matrices;
  call.blockRows = up((problem->queries + parts - 1) / parts, MR);
  if (call.blockRows > MC) call.blockRows = MC;
  call.blocks = (problem->queries + call.blockRows - 1) / call.blockRows;
  call.blockCount = call.blocks * problem->matrices;
  const int64_t rows = problem->queries < MC ? up(problem->queries, MR) : MC;
  call.scratchCount = rows * (size + columns) + MR * KC + 16;
  call.context = context;
  call.maximum = maximum;
  call.total = total;
  atomic_init(&call.isSound, true);
  const double operations = 2.0 * problem->matrices * problem->queries * keys * (size + problem->valueSize);
  attention_run_on_threads(useful_threads(problem->threads, operations, call.blockCount), work, &call);
  free(memory);
  return atomic_load(&call.isSound);
}
