#include "CKernels.h"
#include "comparison.h"
#include "dispatch.h"
#include "vectors.h"

// One block of 16 keys with some queries, each with two vectors of sums. The kind and the number of queries
// are constants where this is inlined.
INLINE void compare(int kind, int queries, ptrdiff_t d, const float *keys, const float *scales,
                    const float *query, ptrdiff_t query_row, float *out, ptrdiff_t out_row) {
  v8 sums[8];
#pragma clang loop unroll(full)
  for (int j = 0; j < 2 * queries; j++)
    sums[j] = SPREAD(0.0f);
  for (ptrdiff_t i = 0; i < d; i++) {
    v8 low = LOAD(keys + 16 * i), high = LOAD(keys + 16 * i + 8);
#pragma clang loop unroll(full)
    for (int j = 0; j < 2 * queries; j++) {
      v8 q = SPREAD(query[j / 2 * query_row + i]);
      v8 key = j % 2 == 0 ? low : high;
      add_compared(kind, &q, &key, &sums[j]);
    }
  }
#pragma clang loop unroll(full)
  for (int j = 0; j < 2 * queries; j++) {
    v8 sum = sums[j];
    if (kind == ck_cosine)
      sum = sum * LOAD(scales + j % 2 * 8);
    STORE(out + j / 2 * out_row + j % 2 * 8, sum);
  }
}

// A block of keys stays in the nearest cache while all queries pass over it.
INLINE void compare_all(int kind, ptrdiff_t queries, ptrdiff_t blocks, ptrdiff_t d,
                        const float *keys, const float *scales, const float *query,
                        ptrdiff_t query_row, float *out, ptrdiff_t out_row) {
  for (ptrdiff_t b = 0; b < blocks; b++) {
    const float *block = keys + b * d * 16;
    const float *scale = scales + b * 16;
    ptrdiff_t q = 0;
    for (; q + 4 <= queries; q += 4)
      compare(kind, 4, d, block, scale, query + q * query_row, query_row, out + q * out_row + b * 16,
              out_row);
    for (; q < queries; q++)
      compare(kind, 1, d, block, scale, query + q * query_row, query_row, out + q * out_row + b * 16,
              out_row);
  }
}

KERNEL
void ck_similarities_of_many(int kind, ptrdiff_t queries, ptrdiff_t blocks, ptrdiff_t d,
                             const float *keys, const float *scales, const float *query,
                             ptrdiff_t query_row, float *out, ptrdiff_t out_row) {
  if (kind == ck_cosine)
    compare_all(ck_cosine, queries, blocks, d, keys, scales, query, query_row, out, out_row);
  else if (kind == ck_l1)
    compare_all(ck_l1, queries, blocks, d, keys, scales, query, query_row, out, out_row);
  else
    compare_all(ck_l2, queries, blocks, d, keys, scales, query, query_row, out, out_row);
}

// What is not a number is below all that are.
INLINE int is_above(float x, float y) { return x > y || (y != y && x == x); }

// Almost all numbers are smaller than the smallest of the list, and 32 of them are passed at once.
KERNEL
ptrdiff_t ck_largest(ptrdiff_t n, const float *x, ptrdiff_t first, ptrdiff_t limit, ptrdiff_t found,
                     float *values, int32_t *places) {
  for (ptrdiff_t i = n; i > 0;) {
    ptrdiff_t stop = i >= 32 ? i - 32 : 0;
    if (i >= 32 && found == limit) {
      v8 least = SPREAD(values[limit - 1]);
      const float *these = x + stop;
      i8 passed = (i8)(LOAD(these) <= least) & (i8)(LOAD(these + 8) <= least) &
                  (i8)(LOAD(these + 16) <= least) & (i8)(LOAD(these + 24) <= least);
      if (__builtin_reduce_and(passed) != 0) {
        i = stop;
        continue;
      }
    }
    for (; i > stop; i--) {
      float value = x[i - 1];
      if (found == limit && !is_above(value, values[limit - 1]))
        continue;
      ptrdiff_t at = found < limit ? found++ : limit - 1;
      for (; at > 0 && is_above(value, values[at - 1]); at--) {
        values[at] = values[at - 1];
        places[at] = places[at - 1];
      }
      values[at] = value;
      places[at] = (int32_t)(first + i - 1);
    }
  }
  return found;
}
