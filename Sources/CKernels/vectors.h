// Shared by the kernels: eight numbers at once.
#ifndef CKERNELS_VECTORS_H
#define CKERNELS_VECTORS_H

#include <stdint.h>

// In memory they need not be aligned.
typedef float v8 __attribute__((vector_size(32)));
typedef float v8_in_memory __attribute__((vector_size(32), aligned(4), may_alias));
typedef int32_t i8 __attribute__((vector_size(32)));

#define LOAD(p) (*(const v8_in_memory *)(p))
#define STORE(p, v) (*(v8_in_memory *)(p) = (v))
#define SPREAD(x) ((v8){(x), (x), (x), (x), (x), (x), (x), (x)})

#endif
