// Divides matrices, or blocks of their queries, among threads. For many queries, keys and values are packed before.

#include "Kernels.h"

#include <sched.h>
#include <stdlib.h>
#include <string.h>

/// One call, shared by its threads. Items are taken in any order, and no two write the same memory.
typedef struct {
  const AttentionProblem *problem;
  const Kernels *kernels;
  AttentionPacked packed;
  float *key, *value;     // null if they aren't packed here
  int64_t keyGroups;      // in one matrix
  int64_t packCount, blockRows, blocks, blockCount;
  const int64_t *starts;  // the first matrix of each run of matrices with the same keys and values, and the end of the last
  int64_t runCount;
  int64_t scratchCount;
  float *context, *maximum, *total;
  atomic_llong nextPack, packedCount, nextBlock;
  atomic_bool isSound;
} Call;

/// A group of rows of a matrix of keys or values, as floats; in `part` if they are stored in fewer bits.
static const float *rows_of(
  const Call *call, const float *floats, const AttentionStored *stored, int64_t first, int64_t count, int64_t size, float *part) {
  if (!stored->numbers) return floats + first * size;
  call->kernels->expand(stored, first, count, size, part);
  return part;
}

/// Packs a group of the keys of a matrix. `part` is memory for a group.
static void pack_keys(const Call *call, int64_t matrix, int64_t group, float *part, float *to) {
  const AttentionProblem *problem = call->problem;
  const int64_t first = group * PACKNR, size = problem->keySize;
  const int64_t count = problem->keys - first < PACKNR ? problem->keys - first : PACKNR;
  const float *from = rows_of(call, problem->key, &problem->storedKey, matrix * problem->keys + first, count, size, part);
  call->kernels->pack_group(from, count, size, to + first * size);
}

/// Copies a group of the values of a matrix as rows of whole vectors, likewise.
static void pack_values(const Call *call, int64_t matrix, int64_t group, float *part, float *to) {
  const AttentionProblem *problem = call->problem;
  const int64_t first = group * PACKNR, size = problem->valueSize, columns = call->packed.valueColumns;
  const int64_t count = problem->keys - first < PACKNR ? problem->keys - first : PACKNR;
  const float *from =
    rows_of(call, problem->value, &problem->storedValue, matrix * problem->keys + first, count, size, part);
  to += first * columns;
  memset(to, 0, sizeof(float) * count * columns);
  for (int64_t j = 0; j < count; j++) memcpy(to + j * columns, from + j * size, sizeof(float) * size);
}

/// Whether the values aren't rows of whole vectors already.
static bool must_pack_values(const AttentionProblem *problem) {
  return problem->valueSize % 16 != 0 || problem->storedValue.numbers;
}

/// Floats for a group of keys or values, if they are stored in fewer bits.
static int64_t group_count(const AttentionProblem *problem) {
  if (!problem->storedKey.numbers) return 0;
  return PACKNR * (problem->keySize > problem->valueSize ? problem->keySize : problem->valueSize);
}

/// Computes a block of the rows of a matrix.
static void compute(Call *call, const AttentionPacked *packed, int64_t matrix, int64_t block, float *scratch) {
  const int64_t first = block * call->blockRows, rest = call->problem->queries - first;
  if (!call->kernels->forward(
        call->problem, packed, matrix, first, rest < call->blockRows ? rest : call->blockRows, scratch, call->context,
        call->maximum, call->total))
    atomic_store(&call->isSound, false);
}

/// Packs what all threads need, and then computes blocks.
static void *work_on_blocks(void *argument) {
  Call *call = argument;
  const AttentionProblem *problem = call->problem;
  float *scratch = attention_take_scratch(call->scratchCount);
  if (!scratch) atomic_store(&call->isSound, false);
  for (;;) {
    const int64_t index = atomic_fetch_add(&call->nextPack, 1);
    if (index >= call->packCount) break;
    const int64_t matrix = index / call->keyGroups, group = index % call->keyGroups;
    if (scratch && matrix < problem->keyMatrices) pack_keys(call, matrix, group, scratch, call->key + matrix * call->packed.keyStride);
    if (scratch && call->value && matrix < problem->valueMatrices)
      pack_values(call, matrix, group, scratch, call->value + matrix * call->packed.valueStride);
    atomic_fetch_add(&call->packedCount, 1);
  }
  // Wait for the last groups of the other threads.
  while (atomic_load(&call->packedCount) < call->packCount) sched_yield();
  while (scratch) {
    const int64_t index = atomic_fetch_add(&call->nextBlock, 1);
    if (index >= call->blockCount) break;
    // Begin with the last rows: with a causal mask, they see most keys.
    compute(call, &call->packed, index / call->blocks, call->blocks - 1 - index % call->blocks, scratch);
  }
  attention_return_scratch(scratch);
  return 0;
}

/// Computes whole matrices. Each thread packs keys and values just before it needs them, so that they are in its cache.
static void *work_on_runs(void *argument) {
  Call *call = argument;
  const AttentionProblem *problem = call->problem;
  const int64_t keyCount = call->packed.keyStride;
  // Rows that begin cache lines are read faster.
  const bool packsValues = must_pack_values(problem) || (uintptr_t)problem->value % 64 != 0;
  float *scratch = attention_take_scratch(call->scratchCount + keyCount + (packsValues ? call->packed.valueStride : 0));
  if (!scratch) atomic_store(&call->isSound, false);
  while (scratch) {
    const int64_t run = atomic_fetch_add(&call->nextBlock, 1);
    if (run >= call->runCount) break;
    const AttentionPlace *place = problem->places + call->starts[run];
    float *key = scratch + call->scratchCount, *value = key + keyCount;
    AttentionPacked packed = call->packed;
    packed.key = key;
    packed.keyStride = 0;
    for (int64_t group = 0; group < call->keyGroups; group++) pack_keys(call, place->key, group, scratch, key);
    if (packsValues) {
      packed.value = value;
      packed.valueStride = 0;
      for (int64_t group = 0; group < call->keyGroups; group++) pack_values(call, place->value, group, scratch, value);
    }
    for (int64_t matrix = call->starts[run]; matrix < call->starts[run + 1]; matrix++)
      for (int64_t block = 0; block < call->blocks; block++) compute(call, &packed, matrix, block, scratch);
  }
  attention_return_scratch(scratch);
  return 0;
}

/// Whether matrices follow each other that have the same keys and values.
static bool continues_run(const AttentionProblem *problem, int64_t matrix) {
  const AttentionPlace *place = problem->places + matrix;
  return matrix > 0 && place[-1].key == place->key && place[-1].value == place->value;
}

/// Fills in where the runs begin, and returns their number.
static int64_t find_runs(const AttentionProblem *problem, int64_t *starts) {
  int64_t count = 0;
  for (int64_t matrix = 0; matrix < problem->matrices; matrix++)
    if (!continues_run(problem, matrix)) starts[count++] = matrix;
  starts[count] = problem->matrices;
  return count;
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
  float *scratch = attention_take_scratch(call->scratchCount);
  if (!scratch) atomic_store(&call->isSound, false);
  while (scratch) {
    const int64_t index = atomic_fetch_add(&call->next, 1);
    if (index >= call->count) break;
    const int64_t first = call->starts[index], rows = call->starts[index + 1] - first;
    if (!call->kernels->forward_in_place(call->problem, first, rows, scratch, call->context, call->maximum, call->total))
      atomic_store(&call->isSound, false);
  }
  attention_return_scratch(scratch);
  return 0;
}

/// Fills in where the items begin, and returns their number. Heads that share keys are in one item, which reads them once.
static int64_t divide_rows(const AttentionProblem *problem, int64_t *starts) {
  int64_t count = 0;
  for (int64_t matrix = 0; matrix < problem->matrices;) {
    int64_t end = matrix + 1;
    while (end < problem->matrices && continues_run(problem, end)) end++;
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
  call.scratchCount = MR * (problem->keySize + up(problem->valueSize, 16) + KC) + group_count(problem) + 16;
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

/// Whether each thread can compute whole matrices: about as many of them as the others, and no keys are packed twice.
static bool suits_runs(const AttentionProblem *problem, int64_t runs, int32_t threads) {
  return runs == problem->keyMatrices && (runs % threads == 0 || runs >= 4 * threads);
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
  call.packed.value = problem->value;
  call.context = context;
  call.maximum = maximum;
  call.total = total;
  atomic_init(&call.isSound, true);
  // With few matrices of few rows, each thread gets a part of the rows. The bits of a row don't depend on other rows.
  const int64_t parts = (problem->threads + problem->matrices - 1) / problem->matrices;
  call.blockRows = up((problem->queries + parts - 1) / parts, MR);
  if (call.blockRows > MC) call.blockRows = MC;
  call.blocks = (problem->queries + call.blockRows - 1) / call.blockRows;
  call.blockCount = call.blocks * problem->matrices;
  call.scratchCount = call.blockRows * (size + columns) + MR * KC + 16;
  if (call.scratchCount < group_count(problem)) call.scratchCount = up(group_count(problem), 16);
  const double operations = 2.0 * problem->matrices * problem->queries * keys * (size + problem->valueSize);
  const int32_t threads = useful_threads(problem->threads, operations, call.blockCount);

  int64_t *starts = malloc(sizeof(int64_t) * (problem->matrices + 1));
  if (!starts) return false;
  call.starts = starts;
  call.runCount = find_runs(problem, starts);
  if (suits_runs(problem, call.runCount, threads)) {
    attention_run_on_threads(threads, work_on_runs, &call);
    free(starts);
    return atomic_load(&call.isSound);
  }
  free(starts);

  const int64_t keyCount = problem->keyMatrices * call.packed.keyStride;
  const bool packsValues = must_pack_values(problem);
  const int64_t valueCount = packsValues ? problem->valueMatrices * call.packed.valueStride : 0;
  float *memory = malloc(sizeof(float) * (keyCount + valueCount + 16));
  if (!memory) return false;
  call.packed.key = call.key = memory;
  if (packsValues) call.packed.value = call.value = memory + keyCount;
  const int64_t matrices =
    packsValues && problem->valueMatrices > problem->keyMatrices ? problem->valueMatrices : problem->keyMatrices;
  call.packCount = matrices * call.keyGroups;
  attention_run_on_threads(threads, work_on_blocks, &call);
  free(memory);
  return atomic_load(&call.isSound);
}
