/// The inner loops of attention and of matrix products, once for each instruction set, all with the same bits.
///
/// Every number is the result of a fixed order of operations on 16 lanes with fused multiply-add, whatever the width of the machine's
/// registers. Threads divide whole rows among them, and never add numbers computed by different threads.
#ifndef C_ATTENTION_KERNELS_H
#define C_ATTENTION_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Where the arguments of one matrix of the batch begin.
typedef struct {
  /// Offsets in floats: of the query matrix, and of the rows' spans, visibility, bias and sink. The offset of the weights is the one that
  /// they would have in an array of all weights.
  int64_t query, spans, visibility, bias, sink, weights;
  /// The index of the matrix of keys, and of values.
  int64_t key, value;
} AttentionPlace;

/// Keys or values in fewer bits, which are turned into floats while they are read: 16 of them (bfloat16), or 8, in which case every
/// ATTENTION_BLOCK columns of a row share a factor.
typedef struct {
  const void *numbers;  // [matrices, keys, size]; null if there are floats instead
  const float *scales;  // [matrices, keys, ⌈size / ATTENTION_BLOCK⌉]; null for bfloat16
} AttentionStored;

enum { ATTENTION_BLOCK = 32 };

/// One call of attention. Matrices are row-major and dense.
typedef struct {
  const float *query;  // [queries, keySize] at each place
  const float *key;    // [keyMatrices, keys, keySize]
  const float *value;  // [valueMatrices, keys, valueSize]
  AttentionStored storedKey, storedValue;  // both or none, instead of `key` and `value`; not for gradients
  int64_t matrices, keyMatrices, valueMatrices;
  int64_t queries, keys, keySize, valueSize;
  const AttentionPlace *places;  // [matrices]

  /// The visible keys of each row, `[start, end)`; null if all are visible.
  const int32_t *spans;
  int64_t spanRowStride;  // 2, or 0 if all rows have the same span
  /// 1 where visible, 0 where not; null if all are visible.
  const float *visibility;
  int64_t visibilityRowStride, visibilityColumnStride;
  /// Added to the scores; null if there is none.
  const float *bias;
  int64_t biasRowStride, biasColumnStride;
  /// The score of an additional key without a value; null if there is none.
  const float *sinks;

  float scale;
  float softcap;  // 0: none
  /// Dropout: a weight is dropped for `dropThreshold` of 2²⁴ equally likely numbers, and otherwise multiplied by `dropKeep`.
  uint32_t dropThreshold;  // 0: none
  float dropKeep;
  uint64_t dropSeed;
  int32_t instructionSet;
  int32_t threads;
  /// Whether a weight of 0 excludes its value, so that NaN or ∞ in a hidden value can't leak. This takes time, and changes no bit if
  /// everything is finite.
  bool isCareful;
} AttentionProblem;

/// The instruction sets, from the narrowest to the widest.
enum { ATTENTION_PORTABLE = 0, ATTENTION_AVX2 = 1, ATTENTION_AVX512 = 2 };

/// The widest instruction set of this machine.
int32_t attention_widest_instruction_set(void);

/// The number of processors that this process may use.
int32_t attention_processors(void);

/// Computes the context, `[matrices, queries, valueSize]`. Unless they are null, also computes for each row the largest score, and the sum
/// of the exponentials of the scores minus it, `[matrices, queries]`.
///
/// Returns false if a result is not finite, or memory is missing; what was written is then invalid.
bool attention_forward(const AttentionProblem *problem, float *context, float *maximum, float *total);

/// The arguments of the backward pass besides the problem, all indexed by matrices of the result, and its results.
typedef struct {
  const float *context, *cotangent;  // [matrices, queries, valueSize]
  const float *maximum, *total;      // [matrices, queries], as the forward pass wrote them
  float *queryGradient;              // [matrices, queries, keySize], zeros before
  float *keyGradient;                // [matrices, keys, keySize]
  float *valueGradient;              // [matrices, keys, valueSize]
  /// The gradient of a bias with columns, with its shape; zeros before the call; or null.
  float *biasGradient;
  /// The row sums of the scores' gradient, [matrices, queries]; zeros before the call; or null.
  float *rowSums;
} AttentionBackward;

/// Computes the gradients of queries, keys, values and bias. Threads divide the tiles of keys among them. Tiles add to the same numbers in
/// the order of the keys, and matrices in the order of the matrices.
///
/// Returns false as `attention_forward` does.
bool attention_backward(const AttentionProblem *problem, const AttentionBackward *backward);

/// Products of matrices, row-major and dense: [matrices, rows, inner] · [matrices, inner, columns].
typedef struct {
  const float *left, *right;
  float *result;
  int64_t matrices, rows, inner, columns;
  /// The index of the matrix of `left` and of `right` for each matrix of the result; null if there is only one.
  const ptrdiff_t *leftMatrices, *rightMatrices;
  /// Whether a 0 on the left excludes its factor on the right, as if that were 0.
  bool leavesOutZeros;
  int32_t instructionSet;
  int32_t threads;
} AttentionMatrixProduct;

/// Computes each number of the products as one chain of fused multiply-adds, in the order of the inner index, beginning with 0.
void attention_matrix_product(const AttentionMatrixProduct *product);

/// exp of each of `count` numbers, with the instruction set's vectors.
void attention_exponential(int32_t instructionSet, const float *x, float *result, int64_t count);

/// tanh, likewise.
void attention_hyperbolic_tangent(int32_t instructionSet, const float *x, float *result, int64_t count);

/// The seconds that `rounds` times 12 independent fused multiply-adds on vectors of 16 lanes take, which shows the peak performance of the
/// processor. `operations` is set to the number of floating-point operations.
double attention_peak(int32_t instructionSet, int64_t rounds, double *operations);

#endif
