// Keys and values that are stored in fewer bits, as floats.

typedef uint16_t NAME(Halves) __attribute__((vector_size(32), aligned(2), may_alias));
typedef int8_t NAME(Bytes) __attribute__((vector_size(16), aligned(1), may_alias));

/// A bfloat16 number is the first half of a float.
INLINE float NAME(widened)(uint16_t half) {
  const uint32_t bits = (uint32_t)half << 16;
  float x;
  __builtin_memcpy(&x, &bits, sizeof x);
  return x;
}

/// Turns `count` rows of `size` numbers into floats. `first` is counted over all matrices. Asks for as many rows after them, so that memory is read
/// while these are used.
static void NAME(expand)(const AttentionStored *stored, int64_t first, int64_t count, int64_t size, float *to) {
  if (!stored->scales) {
    const uint16_t *from = (const uint16_t *)stored->numbers + first * size;
    int64_t i = 0;
    for (; i + 16 <= count * size; i += 16) {
      __builtin_prefetch(from + i + count * size, 0, 2);
      NAME(store)(to + i, (Vector)(__builtin_convertvector(*(const NAME(Halves) *)(from + i), IntVector) << 16));
    }
    for (; i < count * size; i++) to[i] = NAME(widened)(from[i]);
    return;
  }
  const int64_t blocks = up(size, ATTENTION_BLOCK) / ATTENTION_BLOCK;
  const int8_t *from = (const int8_t *)stored->numbers + first * size;
  const float *scales = stored->scales + first * blocks;
  for (int64_t row = 0; row < count; row++, from += size, to += size, scales += blocks) {
    int64_t i = 0;
    for (; i + 16 <= size; i += 16) {
      __builtin_prefetch(from + i + count * size, 0, 2);
      const IntVector whole = __builtin_convertvector(*(const NAME(Bytes) *)(from + i), IntVector);
      NAME(store)(to + i, __builtin_convertvector(whole, Vector) * scales[i / ATTENTION_BLOCK]);
    }
    for (; i < size; i++) to[i] = (float)from[i] * scales[i / ATTENTION_BLOCK];
  }
}
