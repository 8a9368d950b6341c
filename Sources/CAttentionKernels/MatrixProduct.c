// Divides the results of products among threads.

#include "Kernels.h"

/// One call, shared by its threads. Items are rectangles of the result. Every second thread takes them from the end, so that with two threads
/// nearly the same part of the result is in the same processor's cache in the next call.
typedef struct {
  const AttentionMatrixProduct *product;
  const Kernels *kernels;
  int64_t rowBlock, columnBlock;  // the largest rectangle
  int64_t rowBlocks, columnBlocks;  // in a matrix
  int64_t items;
  atomic_llong taken, fromStart, fromEnd;
  atomic_int threads;  // that have begun
} Call;

/// The index of an item that no thread has taken yet, or -1 if all are taken.
static int64_t take(Call *call, bool fromEnd) {
  if (atomic_fetch_add(&call->taken, 1) >= call->items) return -1;
  return fromEnd ? call->items - 1 - atomic_fetch_add(&call->fromEnd, 1) : atomic_fetch_add(&call->fromStart, 1);
}

static void *work(void *argument) {
  Call *call = argument;
  const AttentionMatrixProduct *product = call->product;
  const int64_t rows = product->rows, inner = product->inner, columns = product->columns;
  const bool fromEnd = atomic_fetch_add(&call->threads, 1) % 2 == 1;
  for (int64_t index; (index = take(call, fromEnd)) >= 0;) {
    const int64_t place = index / call->columnBlocks, matrix = place / call->rowBlocks;
    const int64_t row = place % call->rowBlocks * call->rowBlock, column = index % call->columnBlocks * call->columnBlock;
    const int64_t left = product->leftMatrices ? product->leftMatrices[matrix] : 0;
    const int64_t right = product->rightMatrices ? product->rightMatrices[matrix] : 0;
    call->kernels->matrix_product(
      product->left + (left * rows + row) * inner, inner, product->right + right * inner * columns + column, columns,
      rows - row < call->rowBlock ? rows - row : call->rowBlock, inner,
      columns - column < call->columnBlock ? columns - column : call->columnBlock, product->leavesOutZeros,
      product->result + (matrix * rows + row) * columns + column, columns);
  }
  return 0;
}

void attention_matrix_product(const AttentionMatrixProduct *product) {
  if (product->matrices == 0 || product->rows == 0 || product->columns == 0) return;
  Call call = {.product = product, .kernels = attention_kernels(product->instructionSet)};
  // With few rows, the right matrix is read in place, which is fastest in long runs. Otherwise a part of it is packed for each rectangle: tall ones
  // pack less, short ones give every thread something to do.
  const bool packs = product->rows > MR;
  for (int64_t tall = 1; tall >= 0 && call.items < 2 * product->threads; tall--) {
    call.rowBlock = (tall ? 96 : 64) * MR;
    call.columnBlock = (packs ? 1 : 16) * PACKNR;
    call.rowBlocks = up(product->rows, call.rowBlock) / call.rowBlock;
    call.columnBlocks = up(product->columns, call.columnBlock) / call.columnBlock;
    call.items = product->matrices * call.rowBlocks * call.columnBlocks;
  }
  const double operations = 2.0 * product->matrices * product->rows * product->inner * product->columns;
  attention_run_on_threads(useful_threads(product->threads, operations, call.items), work, &call);
}
