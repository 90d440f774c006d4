import Networks
import Numerics
import Testing

/// A network as PyTorch's documentation has it, from nothing but the tensors of a file: `nn.LSTM`, `nn.GRU`,
/// `nn.Linear` and `nn.ReLU` in double precision, for one sequence.
private struct TorchNetwork {
  let file: TensorFile
  let architecture: Architecture

  private func bias(_ name: String) -> [Double] { (file[name]?.values ?? []).map { Double($0) } }

  /// `W·x + b`, W having a row for each output.
  private func linear(_ weight: String, _ bias: String, _ x: [Double]) throws -> [Double] {
    let tensor = try #require(file[weight])
    try #require(tensor.shape == [tensor.values.count / x.count, x.count], "\(weight)")
    return self.bias(bias).enumerated().map { i, b in
      x.indices.reduce(b) { $0 + Double(tensor.values[i * x.count + $1]) * x[$1] }
    }
  }

  /// `W·x`.
  private func product(_ weight: String, _ x: [Double]) throws -> [Double] {
    let tensor = try #require(file[weight])
    try #require(tensor.shape == [tensor.values.count / x.count, x.count], "\(weight)")
    return (0..<tensor.shape[0]).map { i in
      x.indices.reduce(0) { $0 + Double(tensor.values[i * x.count + $1]) * x[$1] }
    }
  }

  /// What attention reads of what is stored, which is contexts and inputs: `Σ softmax(q·kᵢ / √d)·vᵢ`.
  private func read(
    _ tower: String, _ context: [Double], _ stored: [(context: [Double], value: [Double])]
  ) throws -> [Double] {
    let query = try product("\(tower)attention.query.weight", context)
    var scores = try stored.map { entry in
      let key = try product("\(tower)attention.key.weight", entry.context)
      return zip(query, key).reduce(0) { $0 + $1.0 * $1.1 } / Double(key.count).squareRoot()
    }
    scores += bias("\(tower)attention.nothing")
    let total = scores.reduce(0) { $0 + exponential($1) }
    return (0..<architecture.inputCount).map { j in
      zip(stored, scores).reduce(0) { $0 + exponential($1.1) / total * $1.0.value[j] }
    }
  }

  private func sigmoid(_ x: Double) -> Double { 1 / (1 + exponential(-x)) }

  /// A sequence's outputs `[logits]` or `[value]` of one tower.
  func forward(
    _ tower: String, heads: [String], inputs: [[Double]], remembered: [[Double]],
    script: [ReferenceNetwork<Float>.AttentionScript.Step]
  ) throws -> [[Double]] {
    var hidden = architecture.layers.indices.map { bias("\(tower)core.initial_h_l\($0)") }
    var cells = architecture.layers.indices.map { bias("\(tower)core.initial_c_l\($0)") }
    for (l, layer) in architecture.layers.enumerated() where hidden[l].isEmpty {
      (hidden[l], cells[l]) = (zeros(layer), zeros(layer))
    }
    var stored: [(context: [Double], value: [Double])] = []
    return try inputs.indices.map { t in
      var (x, memories) = (try encoded(tower, inputs[t]), remembered[t])
      if let attention = architecture.attention {
        let context = script[t].context.map { Double($0) }
        if script[t].forgets { stored = [] }
        x +=
          script[t].asks && !stored.isEmpty
          ? try read(tower, context, stored)
          : [Double](repeating: 0, count: architecture.inputCount)
        if script[t].stores { stored.append((context, inputs[t])) }
        stored = Array(stored.suffix(attention.capacity))
      }
      for (l, layer) in architecture.layers.enumerated() {
        let core = "\(tower)core."
        let ofInput = try linear("\(core)weight_ih_l\(l)", "\(core)bias_ih_l\(l)", x)
        let ofState = try linear("\(core)weight_hh_l\(l)", "\(core)bias_hh_l\(l)", hidden[l])
        let (h, sums) = (layer.unitCount, zip(ofInput, ofState).map { $0 + $1 })
        for j in 0..<h {
          if case .gru = layer {
            let (r, z) = (sigmoid(sums[j]), sigmoid(sums[h + j]))
            let n = Double.hyperbolicTangent(ofInput[2 * h + j] + r * ofState[2 * h + j])
            hidden[l][j] = (1 - z) * n + z * hidden[l][j]
          } else {
            let (i, f, o) = (sigmoid(sums[j]), sigmoid(sums[h + j]), sigmoid(sums[3 * h + j]))
            cells[l][j] = f * cells[l][j] + i * Double.hyperbolicTangent(sums[2 * h + j])
            if layer.isEpisodic { cells[l][j] += sigmoid(sums[4 * h + j]) * memories[j] }
            hidden[l][j] = o * Double.hyperbolicTangent(cells[l][j])
          }
        }
        if layer.isEpisodic { memories.removeFirst(h) }
        x = hidden[l]
      }
      return try heads.flatMap { try linear("\($0).weight", "\($0).bias", x) }
    }
  }

  private func zeros(_ layer: Architecture.Layer) -> [Double] {
    [Double](repeating: 0, count: layer.unitCount)
  }

  private func encoded(_ tower: String, _ x: [Double]) throws -> [Double] {
    guard let encoder = architecture.encoder else { return x }
    var seen = Array(x[..<encoder.inputCount])
    for i in encoder.unitCounts.indices {
      let name = "\(tower)encoder.\(2 * i)"
      seen = try linear("\(name).weight", "\(name).bias", seen).map { max(0, $0) }
    }
    return seen + x[encoder.inputCount...]
  }
}

@Suite("Weights for PyTorch")
struct PyTorchTests {
  @Test(
    "what PyTorch computes from a file of weights is what the network does",
    arguments: RandomNetwork.architectures)
  func forward(architecture: Architecture) throws {
    let random = RandomNetwork(architecture, steps: 6, batch: 1)
    let network = random.unrolled(fromInitialState: true)
    let bytes = TensorFile(tensors: architecture.tensors(of: random.parameters)).bytes
    let torch = TorchNetwork(file: try TensorFile(bytes: bytes), architecture: architecture)
    let inputs = random.inputs.map { $0[0].map { Double($0) } }
    let remembered = random.remembered.map { $0[0].map { Double($0) } }
    let script = random.attention?.steps.map { $0[0] } ?? []
    let count = architecture.inputCount
    let outputs =
      switch architecture.critic {
      case .shared:
        try torch.forward(
          "", heads: ["policy", "value"], inputs: inputs, remembered: remembered, script: script)
      case .separate, .independent:
        try zip(
          torch.forward(
            "actor.", heads: ["policy"], inputs: inputs.map { Array($0[..<count]) },
            remembered: remembered, script: script),
          torch.forward(
            "critic.", heads: ["value"], inputs: inputs.map { Array($0[count...]) },
            remembered: remembered.map { Array($0[($0.count / 2)...]) }, script: script)
        ).map { $0 + $1 }
      }
    for (t, expected) in outputs.enumerated() {
      let found = network.heads(at: t, row: 0)
      try #require(found.count == expected.count)
      for (ours, theirs) in zip(found, expected) {
        #expect(abs(Double(ours) - theirs) < 1e-5 * max(1, abs(theirs)), "step \(t)")
      }
    }
  }
}
