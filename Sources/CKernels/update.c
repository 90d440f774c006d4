#include "CKernels.h"
#include "elementary.h"

KERNEL
void ck_scale(ptrdiff_t n, float factor, float *x) {
  for (ptrdiff_t i = 0; i < n; i++)
    x[i] = x[i] * factor;
}

KERNEL
void ck_add(ptrdiff_t n, const float *restrict x, float *restrict y) {
  for (ptrdiff_t i = 0; i < n; i++)
    y[i] = y[i] + x[i];
}

KERNEL
void ck_add_products(ptrdiff_t m, ptrdiff_t n, const double *x, const double *y, double *sums) {
  for (ptrdiff_t i = 0; i < m; i++) {
    double factor = x[i];
    double *restrict row = sums + i * n;
    const double *restrict column = y;
    for (ptrdiff_t j = 0; j < n; j++)
      row[j] = row[j] + factor * column[j];
  }
}

KERNEL
double ck_sum_of_squares(ptrdiff_t n, const float *x) {
  double sums[16] = {0};
  ptrdiff_t i = 0;
  for (; i + 16 <= n; i += 16)
    for (ptrdiff_t lane = 0; lane < 16; lane++) {
      double value = x[i + lane];
      sums[lane] = sums[lane] + value * value;
    }
  for (ptrdiff_t lane = 0; i + lane < n; lane++) {
    double value = x[i + lane];
    sums[lane] = sums[lane] + value * value;
  }
  double total = 0;
  for (ptrdiff_t lane = 0; lane < 16; lane++)
    total = total + sums[lane];
  return total;
}

KERNEL
void ck_sgd(ptrdiff_t n, float rate, float momentum, const float *restrict g,
            float *restrict velocity, float *restrict p) {
  for (ptrdiff_t i = 0; i < n; i++) {
    velocity[i] = fma_(momentum, velocity[i], g[i]);
    p[i] = fma_(-rate, velocity[i], p[i]);
  }
}

KERNEL
void ck_rmsprop(ptrdiff_t n, float rate, float decay, float epsilon, const float *restrict g,
                float *restrict square, float *restrict p) {
  float rest = 1.0f - decay;
  for (ptrdiff_t i = 0; i < n; i++) {
    square[i] = fma_(decay, square[i], rest * (g[i] * g[i]));
    p[i] = fma_(-rate, g[i] / (__builtin_elementwise_sqrt(square[i]) + epsilon), p[i]);
  }
}

KERNEL
void ck_adam(ptrdiff_t n, float rate, float beta1, float beta2, float correction1,
             float correction2, float epsilon, const float *restrict g, float *restrict mean,
             float *restrict square, float *restrict p) {
  float rest1 = 1.0f - beta1;
  float rest2 = 1.0f - beta2;
  for (ptrdiff_t i = 0; i < n; i++) {
    mean[i] = fma_(beta1, mean[i], rest1 * g[i]);
    square[i] = fma_(beta2, square[i], rest2 * (g[i] * g[i]));
    float scale = __builtin_elementwise_sqrt(square[i] / correction2) + epsilon;
    p[i] = fma_(-rate, mean[i] / correction1 / scale, p[i]);
  }
}
