/// One unit's activities in one step of an LSTM.
public struct LSTMUnit<Scalar: ReferenceScalar>: Sendable, Equatable {
  /// The gates after their nonlinearities: input, forget and output in [0, 1], `candidate` in [−1, 1].
  public var input, forget, candidate, output: Scalar
  /// The cell c after the step.
  public var cell: Scalar
  /// tanh of the cell.
  public var cellTanh: Scalar
  /// The unit's output h.
  public var hidden: Scalar

  /// One step: `c = f·c′ + i·g`, `h = o·tanh c` with `i, f, o = σ(·)`, `g = tanh(·)`.
  ///
  /// - Parameters:
  ///   - sums: the summed inputs of the four gates in the order input, forget, candidate, output.
  ///   - cellBefore: c′, the cell before the step.
  /// - Source: Hochreiter & Schmidhuber (1997) with the forget gate of Gers et al. (2000).
  public init(sums: (i: Scalar, f: Scalar, g: Scalar, o: Scalar), cellBefore: Scalar) {
    input = .sigmoid(sums.i)
    forget = .sigmoid(sums.f)
    candidate = .hyperbolicTangent(sums.g)
    output = .sigmoid(sums.o)
    cell = fused(forget, cellBefore, input * candidate)
    cellTanh = .hyperbolicTangent(cell)
    hidden = output * cellTanh
  }

  /// The way back through the step.
  ///
  /// - Parameters:
  ///   - hiddenGradient: ∂L/∂h.
  ///   - cellGradient: ∂L/∂c, the part that reaches the cell from later steps.
  ///   - cellBefore: c′, as in the step.
  /// - Returns: ∂L/∂ the four summed inputs, and ∂L/∂c′.
  public func gradients(
    hiddenGradient: Scalar, cellGradient: Scalar, cellBefore: Scalar
  ) -> (sums: (i: Scalar, f: Scalar, g: Scalar, o: Scalar), cellBefore: Scalar) {
    let d = fused(hiddenGradient * output, fused(-cellTanh, cellTanh, 1), cellGradient)
    let sums = (
      i: d * candidate * (input * (1 - input)),
      f: d * cellBefore * (forget * (1 - forget)),
      g: d * input * fused(-candidate, candidate, 1),
      o: hiddenGradient * cellTanh * (output * (1 - output))
    )
    return (sums, d * forget)
  }
}

/// One unit's activities in one step of an episodic LSTM: an LSTM with a fifth gate, which lets a cell that
/// was remembered in again.
public struct EpisodicLSTMUnit<Scalar: ReferenceScalar>: Sendable, Equatable {
  /// The gates after their nonlinearities: input, forget, output and reinstatement in [0, 1], `candidate`
  /// in [−1, 1].
  public var input, forget, candidate, output, reinstatement: Scalar
  /// The cell c after the step.
  public var cell: Scalar
  /// tanh of the cell.
  public var cellTanh: Scalar
  /// The unit's output h.
  public var hidden: Scalar

  /// One step: `c = f·c′ + i·g + r·m`, `h = o·tanh c` with `i, f, o, r = σ(·)`, `g = tanh(·)`.
  ///
  /// - Parameters:
  ///   - sums: the summed inputs of the gates in the order input, forget, candidate, output,
  ///     reinstatement.
  ///   - cellBefore: c′, the cell before the step.
  ///   - reinstated: m, what memory gives: a cell or its tanh, 0 if there is none.
  /// - Source: Ritter et al. (2018).
  public init(
    sums: (i: Scalar, f: Scalar, g: Scalar, o: Scalar, r: Scalar), cellBefore: Scalar,
    reinstated: Scalar
  ) {
    input = .sigmoid(sums.i)
    forget = .sigmoid(sums.f)
    candidate = .hyperbolicTangent(sums.g)
    output = .sigmoid(sums.o)
    reinstatement = .sigmoid(sums.r)
    cell = fused(reinstatement, reinstated, fused(forget, cellBefore, input * candidate))
    cellTanh = .hyperbolicTangent(cell)
    hidden = output * cellTanh
  }

  /// The way back through the step; what memory gave is a constant.
  ///
  /// - Parameters:
  ///   - hiddenGradient: ∂L/∂h.
  ///   - cellGradient: ∂L/∂c, the part that reaches the cell from later steps.
  ///   - cellBefore: c′, as in the step.
  ///   - reinstated: m, as in the step.
  /// - Returns: ∂L/∂ the five summed inputs, and ∂L/∂c′.
  public func gradients(
    hiddenGradient: Scalar, cellGradient: Scalar, cellBefore: Scalar, reinstated: Scalar
  ) -> (sums: (i: Scalar, f: Scalar, g: Scalar, o: Scalar, r: Scalar), cellBefore: Scalar) {
    let d = fused(hiddenGradient * output, fused(-cellTanh, cellTanh, 1), cellGradient)
    let sums = (
      i: d * candidate * (input * (1 - input)),
      f: d * cellBefore * (forget * (1 - forget)),
      g: d * input * fused(-candidate, candidate, 1),
      o: hiddenGradient * cellTanh * (output * (1 - output)),
      r: d * reinstated * (reinstatement * (1 - reinstatement))
    )
    return (sums, d * forget)
  }
}

/// One unit's activities in one step of a GRU.
public struct GRUUnit<Scalar: ReferenceScalar>: Sendable, Equatable {
  /// The reset and update gates, in [0, 1].
  public var reset, update: Scalar
  /// The recurrent part of the candidate's input, before the reset gate.
  public var recurrent: Scalar
  /// The candidate n, in [−1, 1].
  public var candidate: Scalar
  /// The unit's output h.
  public var hidden: Scalar

  /// One step: `n = tanh(x + r·u)`, `h = n + z·(h′ − n)` with `r, z = σ(·)`.
  ///
  /// - Parameters:
  ///   - sums: the summed inputs: reset r, update z, the candidate's recurrent part u and its input part x.
  ///   - hiddenBefore: h′, the output before the step.
  /// - Source: Cho et al. (2014), with the reset gate after the product as in PyTorch's `nn.GRU`.
  public init(sums: (r: Scalar, z: Scalar, u: Scalar, x: Scalar), hiddenBefore: Scalar) {
    reset = .sigmoid(sums.r)
    update = .sigmoid(sums.z)
    recurrent = sums.u
    candidate = .hyperbolicTangent(fused(reset, recurrent, sums.x))
    hidden = fused(update, hiddenBefore - candidate, candidate)
  }

  /// The way back through the step.
  ///
  /// - Parameters:
  ///   - hiddenGradient: ∂L/∂h.
  ///   - hiddenBefore: h′, as in the step.
  /// - Returns: ∂L/∂ the four summed inputs, and the part of ∂L/∂h′ that bypasses the products.
  public func gradients(
    hiddenGradient: Scalar, hiddenBefore: Scalar
  ) -> (sums: (r: Scalar, z: Scalar, u: Scalar, x: Scalar), hiddenBefore: Scalar) {
    let d = hiddenGradient * (1 - update) * fused(-candidate, candidate, 1)
    let sums = (
      r: d * recurrent * (reset * (1 - reset)),
      z: hiddenGradient * (hiddenBefore - candidate) * (update * (1 - update)),
      u: d * reset,
      x: d
    )
    return (sums, hiddenGradient * update)
  }
}
