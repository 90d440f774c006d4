internal import CKernels

// The kernels on memory that the caller vouches for. Only folders named `Unsafe` call these.

package typealias Floats = UnsafeMutablePointer<Float>

extension Kernels {
  /// `c = a·b`, or `c += a·b`: a is m × k with any strides, b k × n, c m × n, both with row strides.
  package static func multiply(
    m: Int, n: Int, k: Int, a: Floats, aRow: Int, aColumn: Int = 1, b: Floats, bRow: Int,
    into c: Floats, cRow: Int, accumulate: Bool = false
  ) {
    ck_gemm(m, n, k, a, aRow, aColumn, b, bRow, c, cRow, accumulate)
  }

  /// Rows of logits to rows of probabilities and their logarithms.
  package static func softmax(
    rows: Int, n: Int, logits: Floats, logitsRow: Int, probabilities: Floats, logarithms: Floats
  ) {
    ck_softmax(rows, n, logits, logitsRow, probabilities, n, logarithms, n)
  }

  /// One step of an LSTM after the product; see `ck_lstm_forward`.
  package static func lstmForward(
    rows: Int, hidden: Int, gates: Floats, cellBefore: Floats, cell: Floats, cellTanh: Floats,
    output: Floats, outputRow: Int, next: Floats?, nextRow: Int
  ) {
    ck_lstm_forward(
      rows, hidden, gates, cellBefore, cell, cellTanh, output, outputRow, next, nextRow)
  }

  /// The way back through one step of an LSTM; see `ck_lstm_backward`.
  package static func lstmBackward(
    rows: Int, hidden: Int, gates: Floats, cellBefore: Floats, cellTanh: Floats,
    hiddenGradient: Floats, hiddenGradientRow: Int, cellGradient: Floats
  ) {
    ck_lstm_backward(
      rows, hidden, gates, cellBefore, cellTanh, hiddenGradient, hiddenGradientRow, cellGradient)
  }

  /// One step of an episodic LSTM after the product; see `ck_episodic_lstm_forward`.
  package static func episodicLSTMForward(
    rows: Int, hidden: Int, gates: Floats, cellBefore: Floats, reinstated: Floats, cell: Floats,
    cellTanh: Floats, output: Floats, outputRow: Int, next: Floats?, nextRow: Int
  ) {
    ck_episodic_lstm_forward(
      rows, hidden, gates, cellBefore, reinstated, cell, cellTanh, output, outputRow, next, nextRow)
  }

  /// The way back through one step of an episodic LSTM; see `ck_episodic_lstm_backward`.
  package static func episodicLSTMBackward(
    rows: Int, hidden: Int, gates: Floats, cellBefore: Floats, reinstated: Floats,
    cellTanh: Floats, hiddenGradient: Floats, hiddenGradientRow: Int, cellGradient: Floats
  ) {
    ck_episodic_lstm_backward(
      rows, hidden, gates, cellBefore, reinstated, cellTanh, hiddenGradient, hiddenGradientRow,
      cellGradient)
  }

  /// One step of a GRU after the products; see `ck_gru_forward`.
  package static func gruForward(
    rows: Int, hidden: Int, gates: Floats, before: Floats, beforeRow: Int, output: Floats,
    outputRow: Int, next: Floats?, nextRow: Int
  ) {
    ck_gru_forward(rows, hidden, gates, before, beforeRow, output, outputRow, next, nextRow)
  }

  /// The way back through one step of a GRU; see `ck_gru_backward`.
  package static func gruBackward(
    rows: Int, hidden: Int, gates: Floats, before: Floats, beforeRow: Int, hiddenGradient: Floats
  ) {
    ck_gru_backward(rows, hidden, gates, before, beforeRow, hiddenGradient)
  }

  /// `y = max(x, 0)`, row by row.
  package static func relu(
    rows: Int, n: Int, _ x: Floats, row xRow: Int, into y: Floats, row yRow: Int
  ) {
    ck_relu(rows, n, x, xRow, y, yRow)
  }

  /// The way back: the gradient is 0 where y is not above 0.
  package static func reluBackward(rows: Int, n: Int, _ y: Floats, row: Int, gradient: Floats) {
    ck_relu_backward(rows, n, y, row, gradient)
  }

  /// A way to compare a query with keys; the greater the result, the nearer.
  package enum Comparison: CInt {
    /// `(Σ q·k)·scale` with a scale for each key, `−Σ |q − k|` and `−Σ (q − k)²`.
    case cosine, l1, l2
  }

  /// How near a query is to each key: keys stand in blocks of 16; see `ck_similarities`.
  package static func similarities(
    _ comparison: Comparison, blocks: Int, keyCount: Int, keys: Floats, scales: Floats,
    query: Floats, into result: Floats
  ) {
    ck_similarities(comparison.rawValue, blocks, keyCount, keys, scales, query, result)
  }

  /// Writes a key into its block, from its first number's place on; gives 1 / |k|, or 0 for zeros.
  package static func storeKey(_ key: Floats, count: Int, at place: Floats) -> Float {
    ck_store_key(count, key, place)
  }

  /// Asks for numbers that will be read soon, at least one, so that nobody has to wait for them then.
  package static func fetch(_ x: Floats, count: Int) { ck_fetch(count, x) }

  /// The index of the largest number; of equal ones the last. The count is at least 1.
  package static func lastLargest(_ x: Floats, count: Int) -> Int { ck_last_largest(count, x) }

  /// `x *= factor`.
  package static func scale(_ x: Floats, count: Int, by factor: Float) {
    ck_scale(count, factor, x)
  }

  /// `y += x`.
  package static func add(_ x: Floats, to y: Floats, count: Int) { ck_add(count, x, y) }

  /// `Σ x²`, in sixteen interleaved sums.
  package static func sumOfSquares(_ x: Floats, count: Int) -> Double {
    ck_sum_of_squares(count, x)
  }

  /// A step of gradient descent with momentum; see `ck_sgd`.
  package static func sgd(
    count: Int, rate: Float, momentum: Float, gradient: Floats, velocity: Floats, parameters: Floats
  ) {
    ck_sgd(count, rate, momentum, gradient, velocity, parameters)
  }

  /// A step of RMSProp; see `ck_rmsprop`.
  package static func rmsProp(
    count: Int, rate: Float, decay: Float, epsilon: Float, gradient: Floats, square: Floats,
    parameters: Floats
  ) {
    ck_rmsprop(count, rate, decay, epsilon, gradient, square, parameters)
  }

  /// A step of Adam; see `ck_adam`.
  package static func adam(
    count: Int, rate: Float, beta1: Float, beta2: Float, correction1: Float, correction2: Float,
    epsilon: Float, gradient: Floats, mean: Floats, square: Floats, parameters: Floats
  ) {
    ck_adam(
      count, rate, beta1, beta2, correction1, correction2, epsilon, gradient, mean, square,
      parameters)
  }
}
