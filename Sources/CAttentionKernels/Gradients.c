// Divides tiles of keys among threads, and keeps the order in which they add to the same numbers.

#include "Kernels.h"

#include <sched.h>
#include <stdlib.h>

/// Matrices that add to the same bias form a chain, in the order in which they add. An item is a pair of chain and tile. Items are ordered
/// in groups of a few chains: their first tiles, their second tiles, and so on, so that threads rarely wait for each other. An item waits
/// only for earlier items.
typedef struct {
  const AttentionProblem *problem;
  const AttentionBackward *given;
  const Kernels *kernels;
  int64_t chains, tiles, width;  // chains in a group
  int64_t *matrices;             // by chain
  int64_t *chainStarts;          // the index in `matrices` at which each chain begins; and the end
  atomic_llong *finished;        // for each tile of each matrix, the number of blocks of queries that it has finished
  atomic_llong next, done;
  atomic_bool isSound;
} Call;

void attention_gradient_turn_wait(GradientTurn *turn, int64_t block) {
  if (turn->before)
    while (atomic_load_explicit(turn->before, memory_order_acquire) <= block) sched_yield();
}

void attention_gradient_turn_finish(GradientTurn *turn, int64_t block) {
  atomic_store_explicit(turn->own, block + 1, memory_order_release);
}

static void run_item(Call *call, int64_t index, const GradientScratch *scratch) {
  const int64_t batch = index / (call->width * call->tiles), rest = index % (call->width * call->tiles);
  const int64_t firstChain = batch * call->width;
  const int64_t width = call->chains - firstChain < call->width ? call->chains - firstChain : call->width;
  const int64_t tile = rest / width, chain = firstChain + rest % width;
  const int64_t blocks = up(call->problem->queries, MC) / MC;
  for (int64_t i = call->chainStarts[chain]; i < call->chainStarts[chain + 1]; i++) {
    const int64_t matrix = call->matrices[i];
    atomic_llong *own = call->finished + matrix * call->tiles + tile;
    GradientTurn turn = {.before = tile > 0 ? own - 1 : 0, .own = own};
    if (!call->kernels->backward(call->problem, call->given, matrix, tile * GRADIENT_KC, scratch, &turn))
      atomic_store(&call->isSound, false);
    // Blocks that this tile adds nothing to must be finished too.
    attention_gradient_turn_wait(&turn, blocks - 1);
    attention_gradient_turn_finish(&turn, blocks - 1);
  }
}

static void *work(void *argument) {
  Call *call = argument;
  const AttentionProblem *problem = call->problem;
  const int64_t size = problem->keySize, valueSize = problem->valueSize;
  const int64_t sizeColumns = up(size, 16), valueColumns = up(valueSize, 16);
  const int64_t keys = problem->keys < GRADIENT_KC ? up(problem->keys, 16) : GRADIENT_KC;
  const int64_t queries = problem->queries < MC ? up(problem->queries, MR) : MC;
  // A strip of keys may extend beyond the last group.
  const int64_t wholeKeys = up(keys, MR);
  float *memory = attention_take_scratch(
    keys * (size + valueSize) + wholeKeys * (2 * sizeColumns + valueColumns)
    + queries * (2 * sizeColumns + valueColumns + 2 * GRADIENT_KC));
  if (!memory) return 0;
  float *next = memory;
#define TAKE(count) (next += (count), next - (count))
  GradientScratch scratch = {.sizeColumns = sizeColumns, .valueColumns = valueColumns};
  scratch.packedKey = TAKE(keys * size);
  scratch.packedValue = TAKE(keys * valueSize);
  scratch.key = TAKE(wholeKeys * sizeColumns);
  scratch.keyGradient = TAKE(wholeKeys * sizeColumns);
  scratch.valueGradient = TAKE(wholeKeys * valueColumns);
  scratch.query = TAKE(queries * sizeColumns);
  scratch.queryGradient = TAKE(queries * sizeColumns);
  scratch.cotangent = TAKE(queries * valueColumns);
  scratch.weights = TAKE(queries * GRADIENT_KC);
  scratch.scores = TAKE(queries * GRADIENT_KC);
#undef TAKE
  for (;;) {
    const int64_t index = atomic_fetch_add(&call->next, 1);
    if (index >= call->chains * call->tiles) break;
    run_item(call, index, &scratch);
    atomic_fetch_add(&call->done, 1);
  }
  attention_return_scratch(memory);
  return 0;
}

/// Fills `matrices` and `chainStarts`.
static void find_chains(Call *call) {
  const AttentionProblem *problem = call->problem;
  const int64_t columns = problem->biasColumnStride ? problem->keys : 1;
  const int64_t size = problem->biasRowStride ? problem->queries * problem->biasRowStride : columns;
  const bool isShared = call->given->biasGradient && problem->biasColumnStride;
  call->chains = 0;
  for (int64_t matrix = 0; matrix < problem->matrices; matrix++) {
    const int64_t chain = isShared ? problem->places[matrix].bias / size : matrix;
    if (chain >= call->chains) call->chains = chain + 1;
  }
  for (int64_t chain = 0; chain <= call->chains; chain++) call->chainStarts[chain] = 0;
  for (int pass = 0; pass < 2; pass++) {
    for (int64_t matrix = 0; matrix < problem->matrices; matrix++) {
      const int64_t chain = isShared ? problem->places[matrix].bias / size : matrix;
      if (pass == 0) call->chainStarts[chain + 1]++;
      else call->matrices[call->chainStarts[chain]++] = matrix;
    }
    // Turn counts into ends. The second pass moves each chain's start to its end, so shift them back.
    if (pass == 0)
      for (int64_t chain = 0; chain < call->chains; chain++) call->chainStarts[chain + 1] += call->chainStarts[chain];
    else
      for (int64_t chain = call->chains; chain > 0; chain--) call->chainStarts[chain] = call->chainStarts[chain - 1];
  }
  call->chainStarts[0] = 0;
}

bool attention_backward(const AttentionProblem *problem, const AttentionBackward *backward) {
  Call call = {.problem = problem, .given = backward, .kernels = attention_kernels(problem->instructionSet)};
  call.tiles = up(problem->keys, GRADIENT_KC) / GRADIENT_KC;
  call.matrices = malloc(sizeof(int64_t) * (2 * problem->matrices + 1));
  call.finished = calloc(problem->matrices * call.tiles, sizeof(atomic_llong));
  bool isSound = call.matrices && call.finished;
  if (isSound) {
    call.chainStarts = call.matrices + problem->matrices;
    find_chains(&call);
    atomic_init(&call.isSound, true);
    const double operations =
      5.0 * problem->matrices * problem->queries * problem->keys * (problem->keySize + problem->valueSize);
    const int32_t threads = useful_threads(problem->threads, operations, call.chains * call.tiles);
    call.width = threads;
    attention_run_on_threads(threads, work, &call);
    isSound = atomic_load(&call.isSound) && atomic_load(&call.done) == call.chains * call.tiles;
  }
  free(call.matrices);
  free(call.finished);
  return isSound;
}
