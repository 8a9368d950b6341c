// What the kernels of each instruction set offer, and the sizes they agree on: bits depend on TILE alone.

#ifndef KERNELS_H
#define KERNELS_H

#include "CAttentionKernels.h"

#include <stdatomic.h>

enum {
  ROWS = 6,    // of queries in a strip: a block of registers
  GROUP = 64,  // of keys that are packed together
  TILE = 256,  // of keys between two corrections of the running softmax
  GRADIENT_TILE = 192,  // of keys in the backward pass: whole strips and groups of them
  BLOCK = 96,  // of queries that share a tile while it is in the cache
};

/// Keys and values as the kernels read them: groups of GROUP keys side by side, values in whole vectors.
typedef struct {
  const float *key, *value;
  int64_t keyStride, valueStride;  // from one matrix to the next
  int64_t valueColumns;            // valueSize in whole vectors
} AttentionPacked;

/// One thread's memory of the backward pass: a tile of keys, and the block of queries that it meets.
typedef struct {
  int64_t sizeColumns, valueColumns;     // in whole vectors
  float *packedKey, *packedValue;        // in groups of GROUP
  float *key;                            // rows of whole vectors, scaled
  float *keyGradient, *valueGradient;    // likewise
  float *query, *cotangent;              // likewise, queries scaled
  float *queryGradient;                  // likewise
  float *weights, *scores;               // [BLOCK][GRADIENT_TILE]: the weights, and the gradient of the dot products
} GradientScratch;

/// Whose turn it is to add to the gradients of a matrix's blocks of queries: how many blocks the tile before is through
/// with, and this one.
typedef struct {
  atomic_llong *before;  // null for the first tile
  atomic_llong *own;
} GradientTurn;

/// Returns when all tiles before have added what they have to block `block`.
void gradient_turn_wait(GradientTurn *turn, int64_t block);
/// All tiles up to this one have added what they have to the blocks up to `block`.
void gradient_turn_finish(GradientTurn *turn, int64_t block);

typedef struct {
  bool (*forward)(
    const AttentionProblem *problem, const AttentionPacked *packed, int64_t matrix, int64_t firstRow, int64_t rowCount,
    float *scratch, float *context, float *maximum, float *total);
  bool (*backward)(
    const AttentionProblem *problem, const AttentionBackward *given, int64_t matrix, int64_t tile,
    const GradientScratch *scratch, GradientTurn *turn);
  void (*packGroup)(const float *from, int64_t count, int64_t size, float *to);
  void (*exponential)(const float *x, float *result, int64_t count);
  void (*hyperbolicTangent)(const float *x, float *result, int64_t count);
  float (*manyProducts)(int64_t rounds);
  /// [rows, inner] · [inner, columns] of matrices whose rows stand so far apart.
  void (*matrixProduct)(
    const float *left, int64_t leftStride, const float *right, int64_t rightStride, int64_t rows, int64_t inner,
    int64_t columns, bool leavesOutZeros, float *result, int64_t resultStride);
} Kernels;

/// Those of an instruction set, or the widest that this machine has.
const Kernels *kernels_of(int32_t instructionSet);

/// With half a million operations each, some 5 µs, two threads are faster than one if the other is awake; to wake it costs
/// about as much.
static inline int32_t useful_threads(int32_t threads, double operations, int64_t items) {
  enum { MOST = 64 };
  double useful = operations / 5e5;
  if (useful > threads) useful = threads;
  if (useful > items) useful = (double)items;
  if (useful > MOST) useful = MOST;
  return useful < 1 ? 1 : (int32_t)useful;
}

/// Runs `work` on this thread and on others, `threads` in all, or on fewer: one that is busy or can't be had is done without.
/// Each call of `work` takes from what is left to do, and returns when nothing is left to take.
void run_on_threads(int32_t threads, void *(*work)(void *), void *argument);

/// `count`, rounded up to a multiple of `unit`.
static inline int64_t up(int64_t count, int64_t unit) { return (count + unit - 1) / unit * unit; }

#endif
