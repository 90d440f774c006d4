#include "CKernels.h"
#include "elementary.h"

typedef float v8 __attribute__((vector_size(32)));
typedef float v8_in_memory __attribute__((vector_size(32), aligned(4), may_alias));
typedef int32_t i8 __attribute__((vector_size(32)));

#define LOAD(p) (*(const v8_in_memory *)(p))
#define STORE(p, v) (*(v8_in_memory *)(p) = (v))
#define SPREAD(x) ((v8){(x), (x), (x), (x), (x), (x), (x), (x)})

// Some blocks of 16 keys at once, each with two vectors of sums, so that the additions need not wait for one
// another. The kind and the number of blocks are constants where this is inlined.
INLINE void compare(int kind, int blocks, ptrdiff_t d, const float *keys, const float *scales,
                    const float *query, float *out) {
  v8 sums[8];
#pragma clang loop unroll(full)
  for (int j = 0; j < 2 * blocks; j++)
    sums[j] = SPREAD(0.0f);
  for (ptrdiff_t i = 0; i < d; i++) {
    v8 q = SPREAD(query[i]);
#pragma clang loop unroll(full)
    for (int j = 0; j < 2 * blocks; j++) {
      v8 key = LOAD(keys + (j / 2 * d + i) * 16 + j % 2 * 8);
      v8 difference = q - key;
      if (kind == ck_cosine)
        sums[j] = __builtin_elementwise_fma(q, key, sums[j]);
      else if (kind == ck_l1)
        sums[j] = sums[j] - __builtin_elementwise_abs(difference);
      else
        sums[j] = __builtin_elementwise_fma(-difference, difference, sums[j]);
    }
  }
#pragma clang loop unroll(full)
  for (int j = 0; j < 2 * blocks; j++)
    STORE(out + 8 * j, kind == ck_cosine ? sums[j] * LOAD(scales + 8 * j) : sums[j]);
}

INLINE void similarities(int kind, ptrdiff_t blocks, ptrdiff_t d, const float *keys,
                         const float *scales, const float *query, float *out) {
  ptrdiff_t b = 0;
  for (; b + 4 <= blocks; b += 4)
    compare(kind, 4, d, keys + b * d * 16, scales + b * 16, query, out + b * 16);
  for (; b < blocks; b++)
    compare(kind, 1, d, keys + b * d * 16, scales + b * 16, query, out + b * 16);
}

KERNEL
void ck_similarities(int kind, ptrdiff_t blocks, ptrdiff_t d, const float *keys,
                     const float *scales, const float *query, float *out) {
  if (kind == ck_cosine)
    similarities(ck_cosine, blocks, d, keys, scales, query, out);
  else if (kind == ck_l1)
    similarities(ck_l1, blocks, d, keys, scales, query, out);
  else
    similarities(ck_l2, blocks, d, keys, scales, query, out);
}

// For each of eight lanes the largest so far and where it was last; then the same over the lanes.
KERNEL
ptrdiff_t ck_last_largest(ptrdiff_t n, const float *x) {
  v8 largest = (v8){0} - __builtin_inff();
  i8 place = {0};
  i8 here = {0, 1, 2, 3, 4, 5, 6, 7};
  ptrdiff_t i = 0;
  for (; i + 8 <= n; i += 8, here += 8) {
    v8 value = *(const v8_in_memory *)(x + i);
    i8 is_larger = value >= largest;
    largest = (v8)(((i8)value & is_larger) | ((i8)largest & ~is_larger));
    place = (here & is_larger) | (place & ~is_larger);
  }
  float best = -__builtin_inff();
  int32_t last = 0;
  for (int lane = 0; lane < 8; lane++)
    if (largest[lane] > best || (largest[lane] == best && place[lane] > last)) {
      best = largest[lane];
      last = place[lane];
    }
  for (; i < n; i++)
    if (x[i] >= best) {
      best = x[i];
      last = (int32_t)i;
    }
  return last;
}
