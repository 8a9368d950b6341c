// The functions of each instruction set's kernels, and the block sizes that they share. Of the sizes, only KC affects bits.
//
// The sizes have the names of BLIS (Van Zee and van de Geijn, 2015). NR, the number of columns in a block of registers, depends on the
// instruction set: see Kernels.inc.h.

#ifndef KERNELS_H
#define KERNELS_H

#include "CAttentionKernels.h"

#include <stdatomic.h>

// Don't export anything in this header from the library.
#pragma GCC visibility push(hidden)

enum {
  MR = 6,             // rows in a block of registers: a strip of queries
  PACKNR = 64,        // columns of a packed panel: a group of keys
  KC = 512,           // a tile of keys, between two corrections of the running softmax
  PRODUCT_KC = 512,   // inner indices of a partial product of matrices
  GRADIENT_KC = 192,  // a tile of keys in the backward pass: whole strips and whole groups
  MC = 96,            // rows that share a tile while it is in the cache: a block of queries
};

/// A weight is 0 if its score is less than the largest by more than this. Smaller exponentials wouldn't be normal numbers, and take much longer.
#define LEAST_EXPONENT -87.0f
/// The same for gradients, in which the weight is multiplied by further small numbers: e⁻⁷⁶ is about 2⁻¹¹⁰.
#define LEAST_GRADIENT_EXPONENT -76.0f

/// Keys and values in the layout of the kernels: groups of PACKNR keys side by side, the last group in whole vectors; values in whole vectors.
typedef struct {
  const float *key, *value;
  int64_t keyStride, valueStride;  // from one matrix to the next
  int64_t valueColumns;            // valueSize in whole vectors
} AttentionPacked;

/// The memory of one thread in the backward pass: a tile of keys, and the block of queries that it meets.
typedef struct {
  int64_t sizeColumns, valueColumns;     // in whole vectors
  float *packedKey, *packedValue;        // in groups of PACKNR
  float *key;                            // rows of whole vectors, scaled
  float *keyGradient, *valueGradient;    // likewise
  float *query, *cotangent;              // likewise, queries scaled
  float *queryGradient;                  // likewise
  float *weights, *scores;               // [MC][GRADIENT_KC]: the weights, and the gradient of the dot products
} GradientScratch;

/// Whose turn it is to add to the gradients of a matrix's blocks of queries: the number of blocks that the previous tile has finished, and
/// the number that this one has.
typedef struct {
  atomic_llong *before;  // null for the first tile
  atomic_llong *own;
} GradientTurn;

/// Waits until all earlier tiles have added to block `block`.
void attention_gradient_turn_wait(GradientTurn *turn, int64_t block);
/// Reports that this tile and all earlier ones have added to the blocks up to `block`.
void attention_gradient_turn_finish(GradientTurn *turn, int64_t block);

typedef struct {
  bool (*forward)(
    const AttentionProblem *problem, const AttentionPacked *packed, int64_t matrix, int64_t firstRow, int64_t rowCount,
    float *scratch, float *context, float *maximum, float *total);
  bool (*forward_in_place)(
    const AttentionProblem *problem, int64_t first, int64_t rows, float *scratch, float *context, float *maximum,
    float *total);
  bool (*backward)(
    const AttentionProblem *problem, const AttentionBackward *given, int64_t matrix, int64_t tile,
    const GradientScratch *scratch, GradientTurn *turn);
  void (*expand)(const AttentionStored *stored, int64_t first, int64_t count, int64_t size, float *to);
  void (*pack_group)(const float *from, int64_t count, int64_t size, float *to);
  void (*exponential)(const float *x, float *result, int64_t count);
  void (*hyperbolic_tangent)(const float *x, float *result, int64_t count);
  float (*many_products)(int64_t rounds);
  /// [rows, inner] · [inner, columns] for matrices with the given distances between rows.
  void (*matrix_product)(
    const float *left, int64_t leftStride, const float *right, int64_t rightStride, int64_t rows, int64_t inner,
    int64_t columns, bool leavesOutZeros, float *result, int64_t resultStride);
} Kernels;

/// The kernels of an instruction set, or of the widest that this machine has.
const Kernels *attention_kernels(int32_t instructionSet);

/// From half a million operations for each thread on, which take about 5 µs, two threads that are awake are faster than one. Waking a
/// thread takes about as long.
static inline int32_t useful_threads(int32_t threads, double operations, int64_t items) {
  enum { MOST = 64 };
  double useful = operations / 5e5;
  if (useful > threads) useful = threads;
  if (useful > items) useful = (double)items;
  if (useful > MOST) useful = MOST;
  return useful < 1 ? 1 : (int32_t)useful;
}

/// Runs `work` on this thread and up to `threads` − 1 others. Threads that are busy or can't be created are left out. Each call of `work`
/// takes work until nothing is left, and then returns.
void attention_run_on_threads(int32_t threads, void *(*work)(void *), void *argument);

/// Memory for `count` floats, which this thread must return before it takes some again; null if there is none.
float *attention_take_scratch(int64_t count);
void attention_return_scratch(float *memory);

/// `count`, rounded up to a multiple of `unit`.
static inline int64_t up(int64_t count, int64_t unit) { return (count + unit - 1) / unit * unit; }

#pragma GCC visibility pop

#endif
