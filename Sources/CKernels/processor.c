#include "CKernels.h"

bool ck_has_fast_fma(void) {
#if defined(__x86_64__) && defined(__linux__)
  // The very question by which the loader picks the fast clones.
  __builtin_cpu_init();
  return __builtin_cpu_supports("x86-64-v3");
#elif defined(__FMA__) || defined(__aarch64__)
  return true;
#else
  return false;
#endif
}

void ck_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}
