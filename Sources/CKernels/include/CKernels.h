// The hot loops of training. Swift's face of them is in `Numerics/Kernels.swift`, and the same functions
// written to be read are in `Numerics/ReferenceKernels.swift`: both give the same bits.
//
// Three rules make the bits the same on every machine:
//   1. vectors run over outputs, never along a sum: each output has one accumulator, filled in order;
//   2. where a product is added it is fused (`fma`), and nowhere else: contraction is off;
//   3. nothing calls the C library's exp, tanh or log.
//
// On x86-64 with AVX2 and FMA the loader picks the fast clone of each function. Elsewhere the plain
// clone runs; without FMA in the processor it is slow, but right to the bit.
//
// Matrices are row-major with a row stride in floats; columns are contiguous unless said otherwise.
#ifndef CKERNELS_H
#define CKERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Whether the processor has fused multiply-add in vectors of eight.
bool ck_has_fast_fma(void);

// c = a·b, or c += a·b. a: m × k with any strides; b: k × n; c: m × n.
void ck_gemm(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const float *a, ptrdiff_t a_row,
             ptrdiff_t a_column, const float *b, ptrdiff_t b_row, float *c, ptrdiff_t c_row,
             bool accumulate);

// Elementary functions of n numbers; y may be x.
void ck_exp(ptrdiff_t n, const float *x, float *y);
void ck_log(ptrdiff_t n, const float *x, float *y);
void ck_tanh(ptrdiff_t n, const float *x, float *y);
void ck_sigmoid(ptrdiff_t n, const float *x, float *y);
void ck_exp_double(ptrdiff_t n, const double *x, double *y);

// Rows of logits to rows of probabilities and their logarithms (each with its own row stride).
void ck_softmax(ptrdiff_t rows, ptrdiff_t n, const float *logits, ptrdiff_t logits_row,
                float *probabilities, ptrdiff_t probabilities_row, float *logarithms,
                ptrdiff_t logarithms_row);

// One step of an LSTM after the product. gates: rows × 4h, [i | f | g | o], summed inputs on entry,
// activations on return. c: the new cell, tc: tanh of it, out: the new h, written with its row stride;
// next, if not null, gets a second copy of h.
void ck_lstm_forward(ptrdiff_t rows, ptrdiff_t h, float *gates, const float *c_before, float *c,
                     float *tc, float *out, ptrdiff_t out_row, float *next, ptrdiff_t next_row);

// The way back through that step. gates: activations on entry, gradients of the summed inputs on
// return. dh: gradient of the new h. dc: gradient of the new cell on entry, of the old on return.
void ck_lstm_backward(ptrdiff_t rows, ptrdiff_t h, float *gates, const float *c_before,
                      const float *tc, const float *dh, ptrdiff_t dh_row, float *dc);

// The same with a fifth gate that lets a remembered cell in. gates: rows × 5h, [i | f | g | o | r];
// m: rows × h, what is reinstated; a constant on the way back.
void ck_episodic_lstm_forward(ptrdiff_t rows, ptrdiff_t h, float *gates, const float *c_before,
                              const float *m, float *c, float *tc, float *out, ptrdiff_t out_row,
                              float *next, ptrdiff_t next_row);
void ck_episodic_lstm_backward(ptrdiff_t rows, ptrdiff_t h, float *gates, const float *c_before,
                               const float *m, const float *tc, const float *dh, ptrdiff_t dh_row,
                               float *dc);

// One step of a GRU after the products. gates: rows × 4h, [r | z | u | n]: u is the recurrent part of
// the candidate, n its input part on entry and the candidate on return.
void ck_gru_forward(ptrdiff_t rows, ptrdiff_t h, float *gates, const float *h_before,
                    ptrdiff_t before_row, float *out, ptrdiff_t out_row, float *next,
                    ptrdiff_t next_row);

// The way back through that step: gates become gradients of [r | z | u | n]'s summed inputs; dh is the
// gradient of the new h on entry, and on return the part of the old h's that bypasses the products.
void ck_gru_backward(ptrdiff_t rows, ptrdiff_t h, float *gates, const float *h_before,
                     ptrdiff_t before_row, float *dh);

// y = x where that is above 0, else 0; each with its own row stride.
void ck_relu(ptrdiff_t rows, ptrdiff_t n, const float *x, ptrdiff_t x_row, float *y, ptrdiff_t y_row);
// The way back: dy = 0 where y is not above 0. dy: rows × n.
void ck_relu_backward(ptrdiff_t rows, ptrdiff_t n, const float *y, ptrdiff_t y_row, float *dy);

// How near a query of d numbers is to each key of a dictionary. Keys stand in blocks of 16, the first
// numbers of all 16 before the second ones. The greater, the nearer:
enum ck_similarity {
  ck_cosine = 0, // (Σ q·k)·scale, with a scale for each key
  ck_l1 = 1,     // −Σ |q − k|
  ck_l2 = 2,     // −Σ (q − k)²
};
void ck_similarities(int kind, ptrdiff_t blocks, ptrdiff_t d, const float *keys,
                     const float *scales, const float *query, float *similarities);
// Writes a key of d numbers into its block: every 16th number from place on. 1 / |k|, or 0 for zeros.
float ck_store_key(ptrdiff_t d, const float *key, float *place);
// Asks for n numbers that will be read soon.
void ck_fetch(ptrdiff_t n, const float *x);
// The index of the largest of n numbers, n ≥ 1; of equal ones the last.
ptrdiff_t ck_last_largest(ptrdiff_t n, const float *x);
// The same similarities of several queries, in one pass over the keys and with the same bits. Queries and
// similarities have a row for each query.
void ck_similarities_of_many(int kind, ptrdiff_t queries, ptrdiff_t blocks, ptrdiff_t d,
                             const float *keys, const float *scales, const float *query,
                             ptrdiff_t query_row, float *similarities, ptrdiff_t similarities_row);
// Looks through n numbers from the last to the first and keeps the `limit` largest, in order, in a list of
// `found` values and places until now; a place is first + index. Of equal numbers the one met first comes
// first. Returns how many the list holds. NaN is below all numbers.
ptrdiff_t ck_largest(ptrdiff_t n, const float *x, ptrdiff_t first, ptrdiff_t limit, ptrdiff_t found,
                     float *values, int32_t *places);

// x *= factor
void ck_scale(ptrdiff_t n, float factor, float *x);
// y += x
void ck_add(ptrdiff_t n, const float *x, float *y);
// sums[m, n] += x[m] y[n], each product rounded before it is added
void ck_add_products(ptrdiff_t m, ptrdiff_t n, const double *x, const double *y, double *sums);
// The sum of squares, in sixteen interleaved sums that are added in order.
double ck_sum_of_squares(ptrdiff_t n, const float *x);

// Optimiser steps on n parameters p with gradients g; see `Networks/Optimizer.swift`.
void ck_sgd(ptrdiff_t n, float rate, float momentum, const float *g, float *velocity, float *p);
void ck_rmsprop(ptrdiff_t n, float rate, float decay, float epsilon, const float *g, float *square,
                float *p);
void ck_adam(ptrdiff_t n, float rate, float beta1, float beta2, float correction1,
             float correction2, float epsilon, const float *g, float *mean, float *square,
             float *p);

// Tells the processor that a loop only waits: some tens of cycles, and less power.
void ck_pause(void);

// A chain of fused multiply-adds that keeps every unit busy, for measuring the peak: does
// `count` × 192 floating-point operations and returns something that depends on all of them.
float ck_fma_burn(ptrdiff_t count);

#endif
