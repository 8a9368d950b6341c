// What the kernels of each instruction set offer, and the sizes they agree on: bits depend on TILE alone.

#ifndef KERNELS_H
#define KERNELS_H

#include "CAttentionKernels.h"

enum {
  ROWS = 6,    // of queries in a strip: a block of registers
  GROUP = 64,  // of keys that are packed together
  TILE = 256,  // of keys between two corrections of the running softmax
  GRADIENT_TILE = 192,  // of keys, whole strips and groups of them
  BLOCK = 96,  // of queries that share a tile while it is in the cache
};

/// Keys and values as the kernels read them: groups of GROUP keys side by side, values in whole vectors.
typedef struct {
  const float *key, *value;
  int64_t keyStride, valueStride;  // from one matrix to the next
  int64_t valueColumns;            // valueSize in whole vectors
} AttentionPacked;

/// What the gradients of one matrix are computed from, and summed in.
typedef struct {
  int64_t sizeColumns, valueColumns;  // in whole vectors
  float *packedKey, *packedValue;     // in groups of GROUP
  float *packedQuery, *packedCotangent;  // in strips of ROWS, the queries scaled
  float *key, *query, *cotangent;        // rows of whole vectors
  float *queryGradient, *keyGradient, *valueGradient;  // likewise
  float *weights, *scores;  // [BLOCK, GRADIENT_TILE]: the weights, and the gradient of the scores
  float *rowSums;           // rowsum(dO ∘ O)
} GradientScratch;

typedef struct {
  bool (*forward)(
    const AttentionProblem *problem, const AttentionPacked *packed, int64_t matrix, int64_t firstRow, int64_t rowCount,
    float *scratch, float *context, float *maximum, float *total);
  bool (*backward)(
    const AttentionProblem *problem, const AttentionBackward *given, int64_t matrix, const GradientScratch *scratch);
  void (*exponential)(const float *x, float *result, int64_t count);
  void (*hyperbolicTangent)(const float *x, float *result, int64_t count);
  float (*manyProducts)(int64_t rounds);
} Kernels;

/// Those of an instruction set, or the widest that this machine has.
const Kernels *kernels_of(int32_t instructionSet);

#endif
