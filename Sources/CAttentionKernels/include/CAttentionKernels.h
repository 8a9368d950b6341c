/// The inner loops of attention and of matrix products, once for each instruction set, all with the same bits.
///
/// Every number is the result of one fixed order of operations on 16 lanes with fused multiply-add, whatever the width of
/// the machine's registers; threads share out whole rows, and never add up what another has computed.
#ifndef C_ATTENTION_KERNELS_H
#define C_ATTENTION_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Where one matrix of the batch finds what it is computed from.
typedef struct {
  /// In floats from the start: the query matrix, the rows' spans, visibility, bias, sink; of the weights, as if there were
  /// a matrix of all.
  int64_t query, spans, visibility, bias, sink, weights;
  /// Which matrix of the keys, and of the values.
  int64_t key, value;
} AttentionPlace;

/// One call of attention. Matrices are row-major and dense.
typedef struct {
  const float *query;  // [queries, keySize] at each place
  const float *key;    // [keyMatrices, keys, keySize]
  const float *value;  // [valueMatrices, keys, valueSize]
  int64_t matrices, keyMatrices, valueMatrices;
  int64_t queries, keys, keySize, valueSize;
  const AttentionPlace *places;  // [matrices]

  /// The visible keys of each row, `[start, end)`; null if all are.
  const int32_t *spans;
  int64_t spanRowStride;  // 2, or 0 if all rows have the same span
  /// 1 where visible, 0 where not; null if all are.
  const float *visibility;
  int64_t visibilityRowStride, visibilityColumnStride;
  /// Added to the scores; null if there is none.
  const float *bias;
  int64_t biasRowStride, biasColumnStride;
  /// The score of a further key without a value; null if there is none.
  const float *sinks;

  float scale;
  float softcap;  // 0: none
  /// Dropout: of 2²⁴ equally likely numbers, so many drop a weight; the others are multiplied.
  uint32_t dropThreshold;  // 0: none
  float dropKeep;
  uint64_t dropSeed;
  int32_t instructionSet;
  int32_t threads;
  /// A weight of 0 leaves its value out, so that NaN or ∞ in a hidden one can't leak. It costs time, and changes no bit
  /// where all is finite.
  bool isCareful;
} AttentionProblem;

/// The instruction sets, from the plainest to the widest.
enum { ATTENTION_PORTABLE = 0, ATTENTION_AVX2 = 1, ATTENTION_AVX512 = 2 };

/// The widest instruction set of this machine.
int32_t attention_widest_instruction_set(void);

/// How many processors this process may use.
int32_t attention_processors(void);

/// Writes the context, `[matrices, queries, valueSize]`; and of each row, unless they are null, the largest score and the
/// sum of the exponentials after it, `[matrices, queries]`.
///
/// Returns false if a result is not finite, or memory is missing: what was written says nothing then.
bool attention_forward(const AttentionProblem *problem, float *context, float *maximum, float *total);

/// What the backward pass takes beside the problem, all by matrix of the result, and what it writes.
typedef struct {
  const float *context, *cotangent;  // [matrices, queries, valueSize]
  const float *maximum, *total;      // [matrices, queries], as the forward pass wrote them
  float *queryGradient;              // [matrices, queries, keySize], zeros before
  float *keyGradient;                // [matrices, keys, keySize]
  float *valueGradient;              // [matrices, keys, valueSize]
  /// That of a bias with columns, in its shape, zeros before; or null.
  float *biasGradient;
  /// The sums of the rows of the scores' gradient, [matrices, queries], zeros before; or null.
  float *rowSums;
} AttentionBackward;

/// The gradients of queries, keys, values and bias. Threads share out tiles of keys. What several tiles add to, they add to
/// in turn, in the order of the keys; what several matrices do, in the order of the matrices.
///
/// Returns false as `attention_forward` does.
bool attention_backward(const AttentionProblem *problem, const AttentionBackward *backward);

/// Products of matrices, row-major and dense: [matrices, rows, inner] · [matrices, inner, columns].
typedef struct {
  const float *left, *right;
  float *result;
  int64_t matrices, rows, inner, columns;
  /// Which matrix of `left` and of `right` belongs to each of the result; null if it is the only one.
  const ptrdiff_t *leftMatrices, *rightMatrices;
  /// A 0 on the left counts as if it met a 0.
  bool leavesOutZeros;
  int32_t instructionSet;
  int32_t threads;
} AttentionMatrixProduct;

/// Writes each number of the products as one chain of fused multiply-adds, in the order of the inner index, from 0.
void attention_matrix_product(const AttentionMatrixProduct *product);

/// exp of each of `count` numbers, with the instruction set's vectors.
void attention_exponential(int32_t instructionSet, const float *x, float *result, int64_t count);

/// tanh, likewise.
void attention_hyperbolic_tangent(int32_t instructionSet, const float *x, float *result, int64_t count);

/// Seconds that `rounds` times 16 independent fused multiply-adds on vectors take: what the processor can do at best.
/// `operations` is set to the number of floating-point operations.
double attention_peak(int32_t instructionSet, int64_t rounds, double *operations);

#endif
