// Divides blocks of queries among threads. For many queries, keys and values are packed before.

#include "Kernels.h"

#include <sched.h>
#include <stdlib.h>
#include <string.h>

/// One call, shared by its threads. Items are taken in any order, and no two write the same memory.
typedef struct {
  const AttentionProblem *problem;
  const Kernels *kernels;
  AttentionPacked packed;
  float *key, *value;
  int64_t keyGroups;      // in one matrix
  int64_t packCount, blockRows, blocks, blockCount;
  int64_t scratchCount;
  float *context, *maximum, *total;
  atomic_llong nextPack, packedCount, nextBlock;
  atomic_bool isSound;
} Call;

/// Packs item `index`: a group of keys, with its values if they are needed.
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
  // Wait for the last groups of the other threads.
  while (atomic_load(&call->packedCount) < call->packCount) sched_yield();
  while (scratch) {
    const int64_t index = atomic_fetch_add(&call->nextBlock, 1);
    if (index >= call->blockCount) break;
    // Begin with the last rows: with a causal mask, they see most keys.
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

/// A call of few queries, shared by its threads. Items are runs of rows with the same keys and values, taken in any order.
typedef struct {
  const AttentionProblem *problem;
  const Kernels *kernels;
  const int64_t *starts;  // of each item, and the end of the last
  int64_t count, scratchCount;
  float *context, *maximum, *total;
  atomic_llong next;
  atomic_bool isSound;
} InPlaceCall;

static void *work_in_place(void *argument) {
  InPlaceCall *call = argument;
  float *scratch = malloc(sizeof(float) * call->scratchCount);
  if (!scratch) atomic_store(&call->isSound, false);
  while (scratch) {
    const int64_t index = atomic_fetch_add(&call->next, 1);
    if (index >= call->count) break;
    const int64_t first = call->starts[index], rows = call->starts[index + 1] - first;
    if (!call->kernels->forward_in_place(call->problem, first, rows, scratch, call->context, call->maximum, call->total))
      atomic_store(&call->isSound, false);
  }
  free(scratch);
  return 0;
}

/// Fills in where the items begin, and returns their number. Heads that share keys are in one item, which reads them once.
static int64_t divide_rows(const AttentionProblem *problem, int64_t *starts) {
  int64_t count = 0;
  for (int64_t matrix = 0; matrix < problem->matrices;) {
    const AttentionPlace *place = problem->places + matrix;
    int64_t end = matrix + 1;
    while (end < problem->matrices && problem->places[end].key == place->key && problem->places[end].value == place->value)
      end++;
    // Parts of about the same number of rows.
    const int64_t first = matrix * problem->queries, rows = (end - matrix) * problem->queries;
    const int64_t parts = (rows + MR - 1) / MR;
    for (int64_t part = 0; part < parts; part++) starts[count++] = first + rows * part / parts;
    matrix = end;
  }
  starts[count] = problem->matrices * problem->queries;
  return count;
}

static bool forward_in_place(const AttentionProblem *problem, float *context, float *maximum, float *total) {
  InPlaceCall call = {.problem = problem, .kernels = attention_kernels(problem->instructionSet)};
  int64_t *starts = malloc(sizeof(int64_t) * (problem->matrices * problem->queries + 1));
  if (!starts) return false;
  call.count = divide_rows(problem, starts);
  call.starts = starts;
  call.scratchCount = MR * (problem->keySize + up(problem->valueSize, 16) + KC) + 16;
  call.context = context;
  call.maximum = maximum;
  call.total = total;
  atomic_init(&call.isSound, true);
  const double operations =
    2.0 * problem->matrices * problem->queries * problem->keys * (problem->keySize + problem->valueSize);
  attention_run_on_threads(useful_threads(problem->threads, operations, call.count), work_in_place, &call);
  free(starts);
  return atomic_load(&call.isSound);
}

bool attention_forward(const AttentionProblem *problem, float *context, float *maximum, float *total) {
  if (problem->matrices * problem->queries <= MR * problem->keyMatrices)
    return forward_in_place(problem, context, maximum, total);
  Call call = {.problem = problem, .kernels = attention_kernels(problem->instructionSet)};
  const int64_t keys = problem->keys, size = problem->keySize, columns = up(problem->valueSize, 16);
  call.keyGroups = up(keys, PACKNR) / PACKNR;
  call.packed.valueColumns = columns;
  call.packed.keyStride = up(keys, 16) * size;
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
  // With few matrices of few rows, each thread gets a part of the rows. The bits of a row don't depend on other rows.
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
