#include "CKernels.h"
#include "elementary.h"
#include <string.h>

// The four gates of a row lie side by side, never on one another: without this the compiler checks the
// rows together, finds them interleaved, and falls back to scalars.
#define EVERY_UNIT_APART _Pragma("clang loop vectorize(assume_safety)")

KERNEL
void ck_lstm_forward(ptrdiff_t rows, ptrdiff_t h, float *gates, const float *c_before, float *c,
                     float *tc, float *out, ptrdiff_t out_row, float *next, ptrdiff_t next_row) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    float *restrict i = gates + r * 4 * h;
    float *restrict f = i + h;
    float *restrict g = i + 2 * h;
    float *restrict o = i + 3 * h;
    const float *restrict before = c_before + r * h;
    float *restrict cell = c + r * h;
    float *restrict cell_tanh = tc + r * h;
    float *restrict output = out + r * out_row;
    EVERY_UNIT_APART
    for (ptrdiff_t j = 0; j < h; j++) {
      i[j] = sigmoid_(i[j]);
      f[j] = sigmoid_(f[j]);
      g[j] = tanh_(g[j]);
      o[j] = sigmoid_(o[j]);
      cell[j] = fma_(f[j], before[j], i[j] * g[j]);
    }
    // Apart, so that the units for what comes next need not wait for the end of so long a chain.
    EVERY_UNIT_APART
    for (ptrdiff_t j = 0; j < h; j++) {
      cell_tanh[j] = tanh_(cell[j]);
      output[j] = o[j] * cell_tanh[j];
    }
    if (next)
      memcpy(next + r * next_row, output, (size_t)h * sizeof(float));
  }
}

// The way back needs next what stands just before what it needs now; for many rows that has left the near
// caches. Asking for it early changes no result, and an address without memory does no harm.
INLINE void fetch_before(ptrdiff_t count, const float *now, ptrdiff_t distance) {
  for (ptrdiff_t j = 0; j < count; j += 16)
    __builtin_prefetch((const void *)((uintptr_t)(now + j) - (uintptr_t)distance * sizeof(float)), 0,
                       2);
}

KERNEL
void ck_lstm_backward(ptrdiff_t rows, ptrdiff_t h, float *gates, const float *c_before,
                      const float *tc, const float *dh, ptrdiff_t dh_row, float *dc) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    float *restrict i = gates + r * 4 * h;
    float *restrict f = i + h;
    float *restrict g = i + 2 * h;
    float *restrict o = i + 3 * h;
    const float *restrict before = c_before + r * h;
    const float *restrict cell_tanh = tc + r * h;
    const float *restrict d_output = dh + r * dh_row;
    float *restrict d_cell = dc + r * h;
    if (rows > 1) {
      fetch_before(4 * h, i, rows * 4 * h);
      fetch_before(h, before, rows * h);
      fetch_before(h, cell_tanh, rows * h);
    }
    EVERY_UNIT_APART
    for (ptrdiff_t j = 0; j < h; j++) {
      float to_cell = d_output[j] * o[j];
      float d = fma_(to_cell, fma_(-cell_tanh[j], cell_tanh[j], 1.0f), d_cell[j]);
      float d_o = d_output[j] * cell_tanh[j] * (o[j] * (1.0f - o[j]));
      float d_g = d * i[j] * fma_(-g[j], g[j], 1.0f);
      float d_i = d * g[j] * (i[j] * (1.0f - i[j]));
      float d_f = d * before[j] * (f[j] * (1.0f - f[j]));
      d_cell[j] = d * f[j];
      i[j] = d_i;
      f[j] = d_f;
      g[j] = d_g;
      o[j] = d_o;
    }
  }
}

KERNEL
void ck_episodic_lstm_forward(ptrdiff_t rows, ptrdiff_t h, float *gates, const float *c_before,
                              const float *m, float *c, float *tc, float *out, ptrdiff_t out_row,
                              float *next, ptrdiff_t next_row) {
  for (ptrdiff_t row = 0; row < rows; row++) {
    float *restrict i = gates + row * 5 * h;
    float *restrict f = i + h;
    float *restrict g = i + 2 * h;
    float *restrict o = i + 3 * h;
    float *restrict r = i + 4 * h;
    const float *restrict before = c_before + row * h;
    const float *restrict remembered = m + row * h;
    float *restrict cell = c + row * h;
    float *restrict cell_tanh = tc + row * h;
    float *restrict output = out + row * out_row;
    EVERY_UNIT_APART
    for (ptrdiff_t j = 0; j < h; j++) {
      i[j] = sigmoid_(i[j]);
      f[j] = sigmoid_(f[j]);
      g[j] = tanh_(g[j]);
      o[j] = sigmoid_(o[j]);
      r[j] = sigmoid_(r[j]);
      cell[j] = fma_(r[j], remembered[j], fma_(f[j], before[j], i[j] * g[j]));
    }
    EVERY_UNIT_APART
    for (ptrdiff_t j = 0; j < h; j++) {
      cell_tanh[j] = tanh_(cell[j]);
      output[j] = o[j] * cell_tanh[j];
    }
    if (next)
      memcpy(next + row * next_row, output, (size_t)h * sizeof(float));
  }
}

KERNEL
void ck_episodic_lstm_backward(ptrdiff_t rows, ptrdiff_t h, float *gates, const float *c_before,
                               const float *m, const float *tc, const float *dh, ptrdiff_t dh_row,
                               float *dc) {
  for (ptrdiff_t row = 0; row < rows; row++) {
    float *restrict i = gates + row * 5 * h;
    float *restrict f = i + h;
    float *restrict g = i + 2 * h;
    float *restrict o = i + 3 * h;
    float *restrict r = i + 4 * h;
    const float *restrict before = c_before + row * h;
    const float *restrict remembered = m + row * h;
    const float *restrict cell_tanh = tc + row * h;
    const float *restrict d_output = dh + row * dh_row;
    float *restrict d_cell = dc + row * h;
    if (rows > 1) {
      fetch_before(5 * h, i, rows * 5 * h);
      fetch_before(h, before, rows * h);
      fetch_before(h, remembered, rows * h);
      fetch_before(h, cell_tanh, rows * h);
    }
    EVERY_UNIT_APART
    for (ptrdiff_t j = 0; j < h; j++) {
      float to_cell = d_output[j] * o[j];
      float d = fma_(to_cell, fma_(-cell_tanh[j], cell_tanh[j], 1.0f), d_cell[j]);
      float d_o = d_output[j] * cell_tanh[j] * (o[j] * (1.0f - o[j]));
      float d_g = d * i[j] * fma_(-g[j], g[j], 1.0f);
      float d_i = d * g[j] * (i[j] * (1.0f - i[j]));
      float d_f = d * before[j] * (f[j] * (1.0f - f[j]));
      float d_r = d * remembered[j] * (r[j] * (1.0f - r[j]));
      d_cell[j] = d * f[j];
      i[j] = d_i;
      f[j] = d_f;
      g[j] = d_g;
      o[j] = d_o;
      r[j] = d_r;
    }
  }
}

KERNEL
void ck_gru_forward(ptrdiff_t rows, ptrdiff_t h, float *gates, const float *h_before,
                    ptrdiff_t before_row, float *out, ptrdiff_t out_row, float *next,
                    ptrdiff_t next_row) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    float *restrict reset = gates + r * 4 * h;
    float *restrict z = reset + h;
    const float *restrict u = reset + 2 * h;
    float *restrict n = reset + 3 * h;
    const float *restrict before = h_before + r * before_row;
    float *restrict output = out + r * out_row;
    EVERY_UNIT_APART
    for (ptrdiff_t j = 0; j < h; j++) {
      reset[j] = sigmoid_(reset[j]);
      z[j] = sigmoid_(z[j]);
      n[j] = tanh_(fma_(reset[j], u[j], n[j]));
      output[j] = fma_(z[j], before[j] - n[j], n[j]);
    }
    if (next)
      memcpy(next + r * next_row, output, (size_t)h * sizeof(float));
  }
}

KERNEL
void ck_gru_backward(ptrdiff_t rows, ptrdiff_t h, float *gates, const float *h_before,
                     ptrdiff_t before_row, float *dh) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    float *restrict reset = gates + r * 4 * h;
    float *restrict z = reset + h;
    float *restrict u = reset + 2 * h;
    float *restrict n = reset + 3 * h;
    const float *restrict before = h_before + r * before_row;
    float *restrict d = dh + r * h;
    EVERY_UNIT_APART
    for (ptrdiff_t j = 0; j < h; j++) {
      float d_n = d[j] * (1.0f - z[j]) * fma_(-n[j], n[j], 1.0f);
      float d_z = d[j] * (before[j] - n[j]) * (z[j] * (1.0f - z[j]));
      float d_u = d_n * reset[j];
      float d_r = d_n * u[j] * (reset[j] * (1.0f - reset[j]));
      d[j] = d[j] * z[j];
      reset[j] = d_r;
      z[j] = d_z;
      u[j] = d_u;
      n[j] = d_n;
    }
  }
}
