import Foundation
import Networks
import Numerics
import Testing

@Suite("Tensor files")
struct TensorFileTests {
  private func file(header: String, data: [UInt8] = []) -> [UInt8] {
    let bytes = Array(header.utf8)
    return (0..<8).map { UInt8(truncatingIfNeeded: bytes.count >> (8 * $0)) } + bytes + data
  }

  private func reason(_ bytes: [UInt8]) -> String {
    do throws(TensorFileError) {
      _ = try TensorFile(bytes: bytes)
      return "no error"
    } catch {
      return error.description
    }
  }

  @Test("the bytes of a small file, as Python's library writes them")
  func bytes() throws {
    let tensors = TensorFile(
      tensors: [
        Tensor("a", shape: [2, 1], values: [1, -2]), Tensor("b", shape: [], values: [0.5]),
      ],
      metadata: ["seed": "7 \"x\"\n"])
    let header =
      #"{"__metadata__":{"seed":"7 \"x\"\u000a"},"a":{"dtype":"F32","shape":[2,1],"#
      + #""data_offsets":[0,8]},"b":{"dtype":"F32","shape":[],"data_offsets":[8,12]}}"#
    let padded = header + String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
    let data: [UInt8] = [0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0, 0, 0, 0, 0x3f]
    #expect(tensors.bytes == file(header: padded, data: data))
    let read = try TensorFile(bytes: tensors.bytes)
    #expect(read == tensors)
    #expect(read["a"]?.values == [1, -2] && read["c"] == nil)
    #expect(read[metadata: "seed"] == "7 \"x\"\n")
  }

  @Test("order, space and escapes of another writer are understood")
  func otherWriters() throws {
    let header = """
       { "y" : {"data_offsets":[4,8],"dtype":"F32","shape":[1]} ,
         "\\u0078\\ud83d\\ude00" : {"dtype":"F32","shape":[1,1],"data_offsets":[0,4]}, "__metadata__":{} }
      """
    let read = try TensorFile(bytes: file(header: header, data: [0, 0, 0x80, 0x3f, 0, 0, 0, 0]))
    #expect(read.tensors.map(\.name) == ["x😀", "y"])
    #expect(read["x😀"]?.values == [1] && read["y"]?.values == [0])
  }

  @Test("every way a file can be damaged is told apart")
  func damagedFiles() {
    let four = [UInt8](repeating: 0, count: 4)
    func entry(_ shape: String, _ offsets: String, _ type: String = "F32") -> String {
      #"{"dtype":"\#(type)","shape":\#(shape),"data_offsets":\#(offsets)}"#
    }
    let cases: [([UInt8], String)] = [
      ([1, 2], "the file ends after 2 bytes, before its header begins"),
      ([9, 0, 0, 0, 0, 0, 0, 0, 1], "the file ends after 9 bytes, within its header of 9"),
      (
        [UInt8](repeating: 255, count: 8),
        "a header of 18446744073709551615 bytes is longer than the format allows"
      ),
      (file(header: "[]"), "the header is not a JSON object"),
      (
        file(header: ""),
        "the header is damaged at its byte 0: expected a whole number, a text, [ or {"
      ),
      (file(header: "{} {"), "the header is damaged at its byte 3: expected the end of the header"),
      (
        file(header: #"{"a" 1}"#), "the header is damaged at its byte 5: expected a colon"
      ),
      (
        file(header: #"{"a":1,"a":2}"#),
        "the header is damaged at its byte 10: expected \"a\" only once"
      ),
      (
        file(header: String(repeating: "[", count: 100)),
        "the header is damaged at its byte 8: expected less nesting"
      ),
      (
        file(header: #"{"a":{}}"#), "tensor \"a\" lacks its dtype, shape or two data_offsets"
      ),
      (
        file(header: #"{"a":\#(entry("[1]", "[0,4]", "I8"))}"#, data: four),
        "tensor \"a\" has the type I8; only F32 can be read"
      ),
      (
        file(header: #"{"a":\#(entry("[2]", "[0,8]"))}"#, data: four),
        "tensor \"a\" stands at bytes 0 to 8 of 4"
      ),
      (
        file(header: #"{"a":\#(entry("[1]", "[-4,0]"))}"#, data: four),
        "tensor \"a\" stands at bytes -4 to 0 of 4"
      ),
      (
        file(header: #"{"a":\#(entry("[2]", "[0,4]"))}"#, data: four),
        "tensor \"a\" has the shape [2], but 4 bytes"
      ),
      (
        file(header: #"{"a":\#(entry("[4611686018427387904,4]", "[0,4]"))}"#, data: four),
        "tensor \"a\" has the shape [4611686018427387904, 4]"
      ),
      (
        file(
          header: #"{"a":\#(entry("[1]", "[0,4]")),"b":\#(entry("[1]", "[0,4]"))}"#, data: four),
        "tensor \"b\" begins at byte 0 of the numbers, not where the one before ends, at 4"
      ),
      (
        file(header: #"{"a":\#(entry("[1]", "[0,4]"))}"#, data: four + four),
        "the tensors hold 4 bytes, but 8 follow the header"
      ),
      (
        file(header: #"{"__metadata__":{"a":1}}"#), "__metadata__ of \"a\" is not a text"
      ),
    ]
    for (bytes, expected) in cases { #expect(reason(bytes) == expected) }
  }

  @Test("no part of a whole file is accepted, and no changed byte makes it crash")
  func truncatedFiles() {
    var rng = Generator(seed: 1)
    let shape = Architecture(inputCount: 2, layers: [.lstm(2)], actionCount: 2)
    let whole = TensorFile(tensors: shape.tensors(of: shape.initialParameters(using: &rng))).bytes
    for count in 0..<whole.count { #expect(reason(Array(whole[..<count])) != "no error") }
    for _ in 0..<2_000 {
      var changed = whole
      changed[integer(below: 700, using: &rng)] = UInt8(integer(below: 256, using: &rng))
      _ = reason(changed)
    }
  }

  @Test(
    "parameters come back to the bit, under PyTorch's names and shapes",
    arguments: RandomNetwork.architectures)
  func parameters(architecture: Architecture) throws {
    let parameters = RandomNetwork(architecture, steps: 1, batch: 1).parameters
    let file = TensorFile(tensors: architecture.tensors(of: parameters, prefix: "agent."))
    let read = try architecture.parameters(
      from: TensorFile(bytes: file.bytes), prefix: "agent.")
    #expect(read == parameters && read.hash == parameters.hash)
  }

  @Test(
    "an LSTM's tensors are those of PyTorch: [4h, x], [4h, h], gates input, forget, cell, output")
  func names() throws {
    let shape = Architecture(inputCount: 3, layers: [.lstm(2)], actionCount: 2)
    var parameters = Parameters(zeros: shape.layout)
    let block = shape.layout["layer0"]
    // The forget gate of unit 1 gets 5 from input 2, 6 from unit 0 and 7 as its bias.
    parameters.values[block.offset + (2 + 1 + 2) * 8 + 3] = 5
    parameters.values[block.offset + 0 * 8 + 3] = 6
    parameters.values[block.offset + 2 * 8 + 3] = 7
    let tensors = shape.tensors(of: parameters)
    #expect(
      tensors.map { "\($0.name) \($0.shape)" } == [
        "core.weight_ih_l0 [8, 3]", "core.weight_hh_l0 [8, 2]", "core.bias_ih_l0 [8]",
        "core.bias_hh_l0 [8]", "policy.weight [2, 2]", "policy.bias [2]", "value.weight [1, 2]",
        "value.bias [1]",
      ])
    #expect(tensors[0].values[3 * 3 + 2] == 5 && tensors[1].values[3 * 2 + 0] == 6)
    #expect(tensors[2].values[3] == 7 && tensors[3].values.allSatisfy { $0 == 0 })
    // PyTorch's second bias is added.
    var foreign = tensors
    foreign[3] = Tensor("core.bias_hh_l0", shape: [8], values: [0, 0, 0, 1, 0, 0, 0, 0])
    let read = try shape.parameters(from: TensorFile(tensors: foreign))
    #expect(read.values[block.offset + 2 * 8 + 3] == 8)
  }

  @Test("a missing tensor, another shape and a number that is none are named")
  func wrongTensors() {
    let shape = Architecture(inputCount: 3, layers: [.lstm(2)], actionCount: 2)
    let tensors = shape.tensors(of: Parameters(zeros: shape.layout))
    func reason(_ tensors: [Tensor]) -> String {
      do throws(TensorFileError) {
        _ = try shape.parameters(from: TensorFile(tensors: tensors))
        return "no error"
      } catch {
        return error.description
      }
    }
    #expect(reason(Array(tensors.dropLast())) == "there is no tensor \"value.bias\"")
    var wrong = tensors
    wrong[7] = Tensor("value.bias", shape: [2], values: [0, 0])
    #expect(
      reason(wrong) == "tensor \"value.bias\" has the shape [2], but this network needs [1]")
    wrong[7] = Tensor("value.bias", shape: [1], values: [.nan])
    #expect(reason(wrong) == "tensor \"value.bias\" holds nan")
  }

  @Test("files are written and read; what cannot be is said with the path")
  func files() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "tensors-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("a.safetensors").path
    let file = TensorFile(
      tensors: [Tensor("a", shape: [50_000], values: (0..<50_000).map { Float($0) })])
    try file.write(to: path)
    #expect(try TensorFile(path: path) == file)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.safetensors"])
    #expect(throws: TensorFileError.self) { try TensorFile(path: path + "x") }
    do throws(TensorFileError) {
      _ = try TensorFile(path: path + "x")
    } catch {
      #expect(error.description == "\(path)x: error: cannot be opened: No such file or directory")
    }
    #expect(throws: TensorFileError.self) { try file.write(to: folder.path + "/none/a") }
  }
}
