// Shared by the kernels: which clones are made, and the rule against contraction.
#ifndef CKERNELS_DISPATCH_H
#define CKERNELS_DISPATCH_H

#pragma STDC FP_CONTRACT OFF

// The loader chooses before a sanitizer is ready to watch it.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer) || __has_feature(address_sanitizer)
#define LOADER_IS_WATCHED 1
#endif
#endif

// Two clones of a function, chosen by the loader. Other systems build one plain function.
#if defined(__x86_64__) && defined(__linux__) && !defined(LOADER_IS_WATCHED)
#define KERNEL __attribute__((target_clones("default", "arch=x86-64-v3")))
#else
#define KERNEL
#endif

#define INLINE static inline __attribute__((always_inline))

#endif
