#ifndef C_ALLOCATION_COUNTER_H
#define C_ALLOCATION_COUNTER_H

#include <stdbool.h>
#include <stdint.h>

/// Whether this process can count: the C library is glibc, and no sanitizer has taken its allocator's place.
bool allocationsCanBeCounted(void);

/// How often the calling thread has asked for memory since it began: `malloc`, `calloc`, `realloc`,
/// `aligned_alloc` and `posix_memalign`, and so every Swift object, array and unsafe pointer.
uint64_t allocationsOfThisThread(void);

#endif
