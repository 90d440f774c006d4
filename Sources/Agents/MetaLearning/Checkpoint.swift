import Networks
import Numerics

/// Why a training cannot go on from a file.
public struct CheckpointError: Error, Equatable, CustomStringConvertible {
  /// What is wrong, in one sentence.
  public let description: String

  init(_ description: String) { self.description = description }
}

extension ShardedTraining {
  /// Weights, the optimiser's averages, all chance, and the episodes that are being played; `rule` is by what
  /// the training learns, as in "a checkpoint of … training".
  func checkpoint(
    of rule: String, _ settings: some MetaLearnerSettings, updates: Int, _ optimizer: OptimizerState
  ) -> TensorFile {
    var tensors = architecture.tensors(of: weights.parameters)
    for (name, average) in zip(optimizer.optimizer.averageNames, optimizer.averages) {
      let values = Parameters(layout: architecture.layout, values: average.elements)
      tensors += architecture.tensors(of: values, prefix: "optimizer.\(name).")
    }
    var metadata = [
      "kind": kind(rule), "settings": "\(settings)", "seed": "\(seed)", "updates": "\(updates)",
    ]
    for (i, shard) in shards.enumerated() {
      let state = shard.state.elements
      tensors.append(Tensor("state.\(i)", shape: [state.count], values: state))
      for b in 0..<shard.size { metadata["environment.\(i).\(b)"] = shard.savedPlayer(b) }
      for (b, memory) in shard.memories.enumerated() where shard.carries {
        let all = (0..<memory.count).map { memory[$0] }
        let name = "memory.\(i).\(b)"
        tensors += [
          Tensor(name + ".keys", shape: [all.count, memory.keyCount], values: all.flatMap(\.key)),
          Tensor(
            name + ".values", shape: [all.count, memory.valueCount], values: all.flatMap(\.value)),
        ]
      }
    }
    return TensorFile(tensors: tensors, metadata: metadata)
  }

  /// Takes up what `checkpoint` gave, of an optimiser that makes so many changes in one update, and gives how
  /// many updates had been made.
  func resume(
    _ rule: String, _ settings: some MetaLearnerSettings, from file: TensorFile,
    _ optimizer: OptimizerState, changesOfOptimizer: Int = 1
  ) throws(CheckpointError) -> Int {
    guard file[metadata: "kind"] == kind(rule) else {
      throw CheckpointError("this is not a checkpoint of \(rule) training")
    }
    for (key, mine) in [("settings", "\(settings)"), ("seed", "\(seed)")] {
      guard let other = file[metadata: key], other == mine else {
        throw CheckpointError(
          "the checkpoint has the \(key) \(file[metadata: key] ?? "missing"), not \(mine)")
      }
    }
    // More would take years; they are counted up to again.
    guard let updates = file[metadata: "updates"].flatMap({ Int($0) }),
      (0...1_000_000_000).contains(updates)
    else {
      throw CheckpointError("the checkpoint does not say how many updates were made")
    }
    do {
      let averages = try optimizer.optimizer.averageNames.map { (name) throws(TensorFileError) in
        try architecture.parameters(from: file, prefix: "optimizer.\(name).").values
      }
      weights.parameters = try architecture.parameters(from: file)
      optimizer.restore(averages: averages, updateCount: changesOfOptimizer * updates)
    } catch {
      throw CheckpointError(error.description)
    }
    for (i, shard) in shards.enumerated() {
      guard let state = file["state.\(i)"], state.values.count == shard.state.count else {
        throw CheckpointError("the checkpoint has no state of shard \(i)")
      }
      try requireFinite(state.values, "the state of shard \(i)")
      for b in 0..<shard.size {
        guard let text = file[metadata: "environment.\(i).\(b)"],
          shard.restorePlayer(b, from: text)
        else { throw CheckpointError("environment \(b) of shard \(i) cannot be restored") }
      }
      for (b, memory) in shard.memories.enumerated() where shard.carries {
        let name = "memory.\(i).\(b)"
        guard let keys = file[name + ".keys"], let values = file[name + ".values"],
          let count = keys.shape.first, keys.shape == [count, memory.keyCount],
          values.shape == [count, memory.valueCount]
        else { throw CheckpointError("the checkpoint has no \(name) of this shape") }
        try requireFinite(keys.values + values.values, name)
        memory.clear()
        for j in 0..<count {
          let (k, v) = (memory.keyCount, memory.valueCount)
          memory.append(
            Array(values.values[j * v..<(j + 1) * v]),
            under: Array(keys.values[j * k..<(j + 1) * k]))
        }
      }
      shard.state.elements = state.values
      let network = rollouts[0][shard.size == shards[0].size ? 0 : 1].network
      if shard.carries && !network.isState(shard.state) {
        throw CheckpointError("the state of shard \(i) is none of this network")
      }
    }
    return updates
  }

  private func kind(_ rule: String) -> String {
    "meta-rl-book \(rule.drop { $0 != " " }.dropFirst()) checkpoint 1"
  }

  private func requireFinite(_ values: [Float], _ name: String) throws(CheckpointError) {
    if let value = values.first(where: { !$0.isFinite }) {
      throw CheckpointError("\(name) holds \(value)")
    }
  }
}
