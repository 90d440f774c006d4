#include "CKernels.h"
#include "dispatch.h"
#include "vectors.h"
#include <string.h>

// One tile of c: `height` rows by `width` vectors, each with its accumulator in a register. Both are
// constants where this is inlined.
INLINE void tile(int height, int width, ptrdiff_t k, const float *a, ptrdiff_t a_row,
                 ptrdiff_t a_column, const float *b, ptrdiff_t b_row, float *c, ptrdiff_t c_row,
                 bool accumulate) {
  v8 sum[12];
#pragma clang loop unroll(full)
  for (int i = 0; i < height; i++)
#pragma clang loop unroll(full)
    for (int j = 0; j < width; j++)
      sum[i * width + j] = accumulate ? LOAD(c + i * c_row + 8 * j) : SPREAD(0.0f);
  for (ptrdiff_t l = 0; l < k; l++) {
    const float *b_l = b + l * b_row;
    const float *a_l = a + l * a_column;
#pragma clang loop unroll(full)
    for (int i = 0; i < height; i++) {
      v8 factor = SPREAD(a_l[i * a_row]);
#pragma clang loop unroll(full)
      for (int j = 0; j < width; j++)
        sum[i * width + j] =
            __builtin_elementwise_fma(factor, LOAD(b_l + 8 * j), sum[i * width + j]);
    }
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < height; i++)
#pragma clang loop unroll(full)
    for (int j = 0; j < width; j++)
      STORE(c + i * c_row + 8 * j, sum[i * width + j]);
}

// All rows of a strip of c that is `width` vectors wide: `tall` rows at a time, and then such tiles that
// none is of one or two rows if it can be helped, for those leave the units waiting.
INLINE void strip(int tall, int width, ptrdiff_t m, ptrdiff_t k, const float *a, ptrdiff_t a_row,
                  ptrdiff_t a_column, const float *b, ptrdiff_t b_row, float *c, ptrdiff_t c_row,
                  bool accumulate) {
#define TILE(height)                                                                               \
  tile(height, width, k, a + i * a_row, a_row, a_column, b, b_row, c + i * c_row, c_row, accumulate)
  ptrdiff_t i = 0;
  while (m - i >= tall && m - i != tall + 1 && m - i != tall + 2) {
    TILE(tall);
    i += tall;
  }
  while (m - i >= 6 && m - i != 7) {
    TILE(4);
    i += 4;
  }
  switch (m - i) {
  case 7:
    TILE(4);
    i += 4;
    TILE(3);
    break;
  case 5:
    TILE(5);
    break;
  case 4:
    TILE(4);
    break;
  case 3:
    TILE(3);
    break;
  case 2:
    TILE(2);
    break;
  case 1:
    TILE(1);
    break;
  }
#undef TILE
}

// The last, narrow columns of c: b and c pass through zero-padded copies, in pieces of the sum. Stopping
// a sum and going on from where it was stored changes no bit.
enum { piece = 128, block = 6 };

INLINE void narrow(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const float *a, ptrdiff_t a_row,
                   ptrdiff_t a_column, const float *b, ptrdiff_t b_row, float *c, ptrdiff_t c_row,
                   bool accumulate) {
  float wide_b[piece * 8];
  float wide_c[block * 8];
  memset(wide_b, 0, (size_t)(k < piece ? k : piece) * 8 * sizeof(float));
  memset(wide_c, 0, sizeof wide_c);
  // At least once, so that an empty sum gives zeros.
  for (ptrdiff_t first = 0; first == 0 || first < k; first += piece) {
    ptrdiff_t count = k - first < piece ? k - first : piece;
    bool go_on = accumulate || first > 0;
    for (ptrdiff_t l = 0; l < count; l++)
      for (ptrdiff_t j = 0; j < n; j++)
        wide_b[8 * l + j] = b[(first + l) * b_row + j];
    for (ptrdiff_t i = 0; i < m; i += block) {
      ptrdiff_t rows = m - i < block ? m - i : block;
      if (go_on)
        for (ptrdiff_t r = 0; r < rows; r++)
          for (ptrdiff_t j = 0; j < n; j++)
            wide_c[8 * r + j] = c[(i + r) * c_row + j];
      strip(block, 1, rows, count, a + i * a_row + first * a_column, a_row, a_column, wide_b, 8,
            wide_c, 8, go_on);
      for (ptrdiff_t r = 0; r < rows; r++)
        for (ptrdiff_t j = 0; j < n; j++)
          c[(i + r) * c_row + j] = wide_c[8 * r + j];
    }
  }
}

KERNEL
void ck_gemm(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const float *a, ptrdiff_t a_row,
             ptrdiff_t a_column, const float *b, ptrdiff_t b_row, float *c, ptrdiff_t c_row,
             bool accumulate) {
  ptrdiff_t j = 0;
  // A single row has only its width to keep the units busy.
  if (m == 1) {
    for (; j + 96 <= n; j += 96)
      tile(1, 12, k, a, a_row, a_column, b + j, b_row, c + j, c_row, accumulate);
    for (; j + 48 <= n; j += 48)
      tile(1, 6, k, a, a_row, a_column, b + j, b_row, c + j, c_row, accumulate);
  }
  for (; j + 16 <= n; j += 16)
    strip(6, 2, m, k, a, a_row, a_column, b + j, b_row, c + j, c_row, accumulate);
  for (; j + 8 <= n; j += 8)
    strip(12, 1, m, k, a, a_row, a_column, b + j, b_row, c + j, c_row, accumulate);
  if (j < n)
    narrow(m, n - j, k, a, a_row, a_column, b + j, b_row, c + j, c_row, accumulate);
}

KERNEL
float ck_fma_burn(ptrdiff_t count) {
  v8 sum[12];
  for (int i = 0; i < 12; i++)
    sum[i] = SPREAD((float)i);
  v8 factor = SPREAD(0.5f);
  v8 shift = SPREAD(0.25f);
  for (ptrdiff_t l = 0; l < count; l++)
#pragma clang loop unroll(full)
    for (int i = 0; i < 12; i++)
      sum[i] = __builtin_elementwise_fma(sum[i], factor, shift);
  float total = 0.0f;
  for (int i = 0; i < 12; i++)
    for (int j = 0; j < 8; j++)
      total += sum[i][j];
  return total;
}
