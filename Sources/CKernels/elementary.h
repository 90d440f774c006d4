// exp, log, tanh and the logistic function of one float, without branches, so that loops over them
// become vector code. `Numerics/ReferenceKernels.swift` has the same arithmetic with its explanation.
#ifndef CKERNELS_ELEMENTARY_H
#define CKERNELS_ELEMENTARY_H

#include "dispatch.h"
#include <stdint.h>
#include <string.h>

INLINE float as_float(uint32_t bits) {
  float x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

INLINE uint32_t as_bits(float x) {
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

INLINE double as_double(uint64_t bits) {
  double x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

INLINE uint64_t as_long_bits(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

// Adding 1.5·2⁵² rounds to a whole number, halves to the even one, and leaves it in the low bits.
#define WHOLE 0x1.8p52

// 2ᵏ for a whole k in −1022 … 1023.
INLINE double power_of_two(double k) { return as_double((as_long_bits(k + WHOLE) + 1023) << 52); }

// As `exponential` in `Numerics/Elementary.swift`, operation for operation.
INLINE double exp_double(double x) {
  double y = x * 1.4426950408889634;
  double k = (y + WHOLE) - WHOLE;
  // Halves go away from zero.
  k += ((y - k == 0.5) & (y > 0)) ? 1.0 : 0.0;
  k -= ((y - k == -0.5) & (y < 0)) ? 1.0 : 0.0;
  double r = (x - k * 0x1.62e42feep-1) - k * 0x1.a39ef35793c76p-33;
  double sum = 1.0;
#pragma clang loop unroll(full)
  for (int n = 13; n >= 1; n--)
    sum = 1.0 + r * sum / (double)n;
  double half = (k * 0.5 + WHOLE) - WHOLE;
  half -= half > k * 0.5 ? 1.0 : 0.0;
  double result = sum * power_of_two(half) * power_of_two(k - half);
  result = x > 709.782712893384 ? as_double(0x7ff0000000000000) : result;
  result = x < -745.2 ? 0.0 : result;
  return x != x ? x : result;
}

INLINE float fma_(float a, float b, float c) { return __builtin_fmaf(a, b, c); }

INLINE float exp_(float x) {
  x = x < -87.0f ? -87.0f : x;
  x = x > 88.0f ? 88.0f : x;
  // Adding 1.5·2²³ rounds to a whole number, and leaves it in the low bits.
  float shifted = fma_(x, 0x1.715476p0f, 0x1.8p23f);
  float k = shifted - 0x1.8p23f;
  float r = fma_(k, -0x1.62e4p-1f, x);
  r = fma_(k, -0x1.7f7d1cp-20f, r);
  float sum = 0x1.a01a02p-13f;
  sum = fma_(sum, r, 0x1.6c16c2p-10f);
  sum = fma_(sum, r, 0x1.111112p-7f);
  sum = fma_(sum, r, 0x1.555556p-5f);
  sum = fma_(sum, r, 0x1.555556p-3f);
  sum = fma_(sum, r, 0.5f);
  sum = fma_(sum, r, 1.0f);
  sum = fma_(sum, r, 1.0f);
  float result = as_float(as_bits(sum) + (as_bits(shifted) << 23));
  return x == x ? result : x;
}

INLINE float log_(float x) {
  // Numbers below the normal range are scaled into it.
  float tiny = x < 0x1p-126f ? 1.0f : 0.0f;
  float y = tiny != 0.0f ? x * 0x1p24f : x;
  // y = 2ᵉ·m with m in [2/3, 4/3).
  int32_t e = (int32_t)(as_bits(y) - 0x3f2aaaabu) >> 23;
  float m = as_float(as_bits(y) - ((uint32_t)e << 23));
  float k = fma_(tiny, -24.0f, (float)e);
  float s = (m - 1.0f) / (m + 1.0f);
  float z = s * s;
  float sum = 0x1.c71c72p-4f;
  sum = fma_(sum, z, 0x1.24924ap-3f);
  sum = fma_(sum, z, 0x1.99999ap-3f);
  sum = fma_(sum, z, 0x1.555556p-2f);
  sum = fma_(sum, z, 1.0f);
  float twice = s + s;
  float result = fma_(twice, sum, k * 0x1.7f7d1cp-20f);
  result = fma_(k, 0x1.62e4p-1f, result);
  result = x == 0.0f ? -__builtin_inff() : result;
  result = x < 0.0f ? __builtin_nanf("") : result;
  return x < __builtin_inff() ? result : x;
}

INLINE float tanh_(float x) {
  x = x < -8.2f ? -8.2f : x;
  x = x > 8.2f ? 8.2f : x;
  float z = x * x;
  float p = 0x1.fdeb00p-27f;
  p = fma_(p, z, 0x1.6b036ap-16f);
  p = fma_(p, z, 0x1.d22e9ap-9f);
  p = fma_(p, z, 0x1.131702p-3f);
  p = fma_(p, z, 1.0f);
  float q = 0x1.c164c0p-21f;
  q = fma_(q, z, 0x1.63181ap-12f);
  q = fma_(q, z, 0x1.abc226p-6f);
  q = fma_(q, z, 0x1.dee0d2p-2f);
  q = fma_(q, z, 1.0f);
  return x * p / q;
}

INLINE float sigmoid_(float x) { return fma_(tanh_(0.5f * x), 0.5f, 0.5f); }

#endif
