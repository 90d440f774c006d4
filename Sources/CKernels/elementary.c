#include "elementary.h"
#include "CKernels.h"

#define FUNCTION_OF_MANY(name, one)                                                                \
  KERNEL void name(ptrdiff_t n, const float *x, float *y) {                                        \
    for (ptrdiff_t i = 0; i < n; i++)                                                              \
      y[i] = one(x[i]);                                                                            \
  }

FUNCTION_OF_MANY(ck_exp, exp_)
FUNCTION_OF_MANY(ck_log, log_)
FUNCTION_OF_MANY(ck_tanh, tanh_)
FUNCTION_OF_MANY(ck_sigmoid, sigmoid_)

KERNEL
void ck_exp_double(ptrdiff_t n, const double *x, double *y) {
  for (ptrdiff_t i = 0; i < n; i++)
    y[i] = exp_double(x[i]);
}

KERNEL
void ck_softmax(ptrdiff_t rows, ptrdiff_t n, const float *logits, ptrdiff_t logits_row,
                float *probabilities, ptrdiff_t probabilities_row, float *logarithms,
                ptrdiff_t logarithms_row) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    const float *x = logits + r * logits_row;
    float *p = probabilities + r * probabilities_row;
    float *l = logarithms + r * logarithms_row;
    float largest = x[0];
    for (ptrdiff_t j = 1; j < n; j++)
      largest = x[j] > largest ? x[j] : largest;
    for (ptrdiff_t j = 0; j < n; j++)
      p[j] = exp_(x[j] - largest);
    float sum = 0.0f;
    for (ptrdiff_t j = 0; j < n; j++)
      sum += p[j];
    float log_sum = log_(sum);
    for (ptrdiff_t j = 0; j < n; j++) {
      l[j] = (x[j] - largest) - log_sum;
      p[j] = p[j] / sum;
    }
  }
}

KERNEL
void ck_relu(ptrdiff_t rows, ptrdiff_t n, const float *x, ptrdiff_t x_row, float *y,
             ptrdiff_t y_row) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    const float *restrict from = x + r * x_row;
    float *restrict to = y + r * y_row;
    for (ptrdiff_t j = 0; j < n; j++)
      to[j] = from[j] > 0.0f ? from[j] : 0.0f;
  }
}

KERNEL
void ck_relu_backward(ptrdiff_t rows, ptrdiff_t n, const float *y, ptrdiff_t y_row, float *dy) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    const float *restrict output = y + r * y_row;
    float *restrict gradient = dy + r * n;
    for (ptrdiff_t j = 0; j < n; j++)
      gradient[j] = output[j] > 0.0f ? gradient[j] : 0.0f;
  }
}
