#include "CKernels.h"
#include "comparison.h"
#include "elementary.h"
#include "vectors.h"

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
      add_compared(kind, &q, &key, &sums[j]);
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
  // What is left goes at once too: one block after the other would wait for its own additions.
  switch (blocks - b) {
  case 3:
    compare(kind, 3, d, keys + b * d * 16, scales + b * 16, query, out + b * 16);
    break;
  case 2:
    compare(kind, 2, d, keys + b * d * 16, scales + b * 16, query, out + b * 16);
    break;
  case 1:
    compare(kind, 1, d, keys + b * d * 16, scales + b * 16, query, out + b * 16);
    break;
  }
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

KERNEL
float ck_store_key(ptrdiff_t d, const float *key, float *place) {
  float square = 0.0f;
  for (ptrdiff_t i = 0; i < d; i++) {
    place[16 * i] = key[i];
    square = fma_(key[i], key[i], square);
  }
  return square > 0.0f ? 1.0f / __builtin_elementwise_sqrt(square) : 0.0f;
}

void ck_fetch(ptrdiff_t n, const float *x) {
  for (ptrdiff_t i = 0; i < n; i += 16)
    __builtin_prefetch(x + i);
  __builtin_prefetch(x + n - 1);
}

INLINE void keep_larger(const float *x, v8 *largest) {
  v8 value = LOAD(x);
  i8 is_larger = value > *largest;
  *largest = (v8)(((i8)value & is_larger) | ((i8)*largest & ~is_larger));
}

// First how large, in four vectors that need not wait for one another, and then where, from the end: to
// carry the place along would make each comparison wait for the one before.
KERNEL
ptrdiff_t ck_last_largest(ptrdiff_t n, const float *x) {
  v8 none = SPREAD(-__builtin_inff());
  v8 largest[4] = {none, none, none, none};
  ptrdiff_t i = 0;
  for (; i + 32 <= n; i += 32)
#pragma clang loop unroll(full)
    for (int j = 0; j < 4; j++)
      keep_larger(x + i + 8 * j, largest + j);
  for (; i + 8 <= n; i += 8)
    keep_larger(x + i, largest);
#pragma clang loop unroll(full)
  for (int j = 1; j < 4; j++)
    keep_larger((const float *)(largest + j), largest);
  float best = largest[0][0];
#pragma clang loop unroll(full)
  for (int lane = 1; lane < 8; lane++)
    best = largest[0][lane] > best ? largest[0][lane] : best;
  for (; i < n; i++)
    best = x[i] > best ? x[i] : best;
  i = n;
  while (i > 8 && !__builtin_reduce_or(LOAD(x + i - 8) == SPREAD(best)))
    i -= 8;
  // If none is, for none is a number, the first is given.
  while (i > 1 && x[i - 1] != best)
    i--;
  return i - 1;
}
