#include "CKernels.h"
#include "elementary.h"

enum { block = 16 };

// One vector of sums for each block of keys; the kind is a constant where this is inlined.
INLINE void similarities(int kind, ptrdiff_t blocks, ptrdiff_t d, const float *keys,
                         const float *query, float *out) {
  for (ptrdiff_t b = 0; b < blocks; b++) {
    float sums[block] = {0};
    const float *key = keys + b * d * block;
    for (ptrdiff_t i = 0; i < d; i++)
      for (int lane = 0; lane < block; lane++) {
        float k = key[i * block + lane];
        float difference = query[i] - k;
        if (kind == ck_dot)
          sums[lane] = fma_(query[i], k, sums[lane]);
        else if (kind == ck_l1)
          sums[lane] = sums[lane] - (difference < 0.0f ? -difference : difference);
        else
          sums[lane] = fma_(-difference, difference, sums[lane]);
      }
    for (int lane = 0; lane < block; lane++)
      out[b * block + lane] = sums[lane];
  }
}

KERNEL
void ck_similarities(int kind, ptrdiff_t blocks, ptrdiff_t d, const float *keys, const float *query,
                     float *out) {
  if (kind == ck_dot)
    similarities(ck_dot, blocks, d, keys, query, out);
  else if (kind == ck_l1)
    similarities(ck_l1, blocks, d, keys, query, out);
  else
    similarities(ck_l2, blocks, d, keys, query, out);
}

KERNEL
void ck_multiply(ptrdiff_t n, const float *restrict y, float *restrict x) {
  for (ptrdiff_t i = 0; i < n; i++)
    x[i] = x[i] * y[i];
}

KERNEL
ptrdiff_t ck_last_largest(ptrdiff_t n, const float *x) {
  // The largest of every eighth first: that is a loop over vectors.
  float largest[8];
  for (int lane = 0; lane < 8; lane++)
    largest[lane] = x[lane < n ? lane : 0];
  ptrdiff_t i = 8;
  for (; i + 8 <= n; i += 8)
    for (int lane = 0; lane < 8; lane++)
      largest[lane] = x[i + lane] > largest[lane] ? x[i + lane] : largest[lane];
  for (; i < n; i++)
    largest[0] = x[i] > largest[0] ? x[i] : largest[0];
  for (int lane = 1; lane < 8; lane++)
    largest[0] = largest[lane] > largest[0] ? largest[lane] : largest[0];
  ptrdiff_t last = n - 1;
  while (last > 0 && x[last] != largest[0])
    last--;
  return last;
}
