// What the kernels of each instruction set offer, and the block sizes they agree on. Of these, only KC changes bits.
//
// The sizes have the names of BLIS (Van Zee and van de Geijn, 2015). NR, the columns in a block of registers, belongs to an instruction
// set: Kernels.inc.h.

#ifndef KERNELS_H
#define KERNELS_H

#include "CAttentionKernels.h"

#include <stdatomic.h>

// Nothing of this header leaves the library.
#pragma GCC visibility push(hidden)

enum {
  MR = 6,             // rows in a block of registers: a strip of queries
  PACKNR = 64,        // columns of a packed panel: a group of keys
  KC = 256,           // inner indices that a product takes at once: a tile of keys, between two corrections of the running softmax
  GRADIENT_KC = 192,  // a tile of keys in the backward pass: whole strips and groups of them
  MC = 96,            // rows that share a tile while it is in the cache: a block of queries
};

/// Keys and values as the kernels read them: groups of PACKNR keys side by side, values in whole vectors.
typedef struct {
  const float *key, *value;
  int64_t keyStride, valueStride;  // from one matrix to the next
  int64_t valueColumns;            // valueSize in whole vectors
} AttentionPacked;

/// One thread's memory of the backward pass: a tile of keys, and the block of queries that it meets.
typedef struct {
  int64_t sizeColumns, valueColumns;     // in whole vectors
  float *packedKey, *packedValue;        // in groups of PACKNR
  float *key;                            // rows of whole vectors, scaled
  float *keyGradient, *valueGradient;    // likewise
  float *query, *cotangent;              // likewise, queries scaled
  float *queryGradient;                  // likewise
  float *weights, *scores;               // [MC][GRADIENT_KC]: the weights, and the gradient of the dot products
} GradientScratch;

/// Whose turn it is to add to the gradients of a matrix's blocks of queries: how many blocks the tile before is through
/// with, and this one.
typedef struct {
  atomic_llong *before;  // null for the first tile
  atomic_llong *own;
} GradientTurn;

/// Returns when all tiles before have added what they have to block `block`.
void attention_gradient_turn_wait(GradientTurn *turn, int64_t block);
/// All tiles up to this one have added what they have to the blocks up to `block`.
void attention_gradient_turn_finish(GradientTurn *turn, int64_t block);

typedef struct {
  bool (*forward)(
    const AttentionProblem *problem, const AttentionPacked *packed, int64_t matrix, int64_t firstRow, int64_t rowCount,
    float *scratch, float *context, float *maximum, float *total);
  bool (*backward)(
    const AttentionProblem *problem, const AttentionBackward *given, int64_t matrix, int64_t tile,
    const GradientScratch *scratch, GradientTurn *turn);
  void (*pack_group)(const float *from, int64_t count, int64_t size, float *to);
  void (*exponential)(const float *x, float *result, int64_t count);
  void (*hyperbolic_tangent)(const float *x, float *result, int64_t count);
  float (*many_products)(int64_t rounds);
  /// [rows, inner] · [inner, columns] of matrices whose rows stand so far apart.
  void (*matrix_product)(
    const float *left, int64_t leftStride, const float *right, int64_t rightStride, int64_t rows, int64_t inner,
    int64_t columns, bool leavesOutZeros, float *result, int64_t resultStride);
} Kernels;

/// Those of an instruction set, or the widest that this machine has.
const Kernels *attention_kernels(int32_t instructionSet);

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
void attention_run_on_threads(int32_t threads, void *(*work)(void *), void *argument);

/// `count`, rounded up to a multiple of `unit`.
static inline int64_t up(int64_t count, int64_t unit) { return (count + unit - 1) / unit * unit; }

#pragma GCC visibility pop

#endif
