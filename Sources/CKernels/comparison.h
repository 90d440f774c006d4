// How a query is compared with keys, eight at once. One of one query and one of many must come to the same
// bits, so both are made of this.
#ifndef CKERNELS_COMPARISON_H
#define CKERNELS_COMPARISON_H

#include "CKernels.h"
#include "dispatch.h"
#include "vectors.h"

// Adds one number more of the query and of each key to the sums. The kind is a constant where this is inlined;
// by addresses, as vectors by value would have another ABI on each processor.
INLINE void add_compared(int kind, const v8 *query, const v8 *keys, v8 *sums) {
  v8 difference = *query - *keys;
  if (kind == ck_cosine)
    *sums = __builtin_elementwise_fma(*query, *keys, *sums);
  else if (kind == ck_l1)
    *sums = *sums - __builtin_elementwise_abs(difference);
  else
    *sums = __builtin_elementwise_fma(-difference, difference, *sums);
}

#endif
