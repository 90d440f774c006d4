import Numerics

/// A named array of numbers in single precision.
public struct Tensor: Equatable, Sendable {
  /// What it is called.
  public let name: String
  /// How many numbers along each dimension, outermost first; empty for a single number.
  public let shape: [Int]
  /// Its numbers, the last dimension fastest.
  public let values: [Float]

  /// An array.
  ///
  /// - Parameters:
  ///   - name: not `__metadata__`, which the format keeps to itself; traps otherwise.
  ///   - shape: each at least 0.
  ///   - values: as many as the shape holds; traps otherwise.
  public init(_ name: String, shape: [Int], values: [Float]) {
    require(name != TensorFile.metadataKey, "a tensor cannot be called \(name)")
    require(
      shape.allSatisfy { $0 >= 0 } && shape.reduce(1, *) == values.count,
      "\(values.count) values for tensor \(name) of shape \(shape)")
    self.name = name
    self.shape = shape
    self.values = values
  }
}

/// Why a file of tensors cannot be used.
public struct TensorFileError: Error, Equatable, CustomStringConvertible {
  /// What is wrong, in one sentence, with the file's path where there is one.
  public let description: String

  init(_ description: String) { self.description = description }
}

/// Tensors in the safetensors format, which Python reads with `safetensors.torch.load_file`.
///
/// A file is the length of a header (eight bytes, little-endian), the header (JSON: for each tensor its
/// type, shape and place, and text under `__metadata__`), and the numbers. It holds no code, so reading
/// it is safe; a file that is damaged, cut short or made to mislead is refused with a reason.
///
/// - Source: <https://github.com/huggingface/safetensors>, the section *Format*. Of the types only `F32`
///   is known here.
public struct TensorFile: Equatable, Sendable {
  static let metadataKey = "__metadata__"
  /// The format's own limit.
  static let longestHeader = 100_000_000

  /// The arrays in the order of the file, each with another name.
  public let tensors: [Tensor]
  /// Texts about them, in alphabetical order of their keys.
  public let metadata: [(key: String, value: String)]

  /// Tensors and texts for a file.
  ///
  /// - Parameters:
  ///   - tensors: each with another name; traps otherwise.
  ///   - metadata: texts by key.
  public init(tensors: [Tensor], metadata: [String: String] = [:]) {
    require(
      Set(tensors.map(\.name)).count == tensors.count,
      "two tensors of one name among \(tensors.map(\.name))")
    self.tensors = tensors
    self.metadata = metadata.sorted { $0.key < $1.key }.map { (key: $0.key, value: $0.value) }
  }

  /// Whether two files hold the same bits.
  ///
  /// - Parameters:
  ///   - left: one.
  ///   - right: the other.
  /// - Returns: whether their bytes are the same.
  public static func == (left: Self, right: Self) -> Bool { left.bytes == right.bytes }

  /// The tensor of a name; nil if there is none.
  ///
  /// - Parameter name: any name.
  public subscript(name: String) -> Tensor? { tensors.first { $0.name == name } }

  /// The text of a key; nil if there is none.
  ///
  /// - Parameter key: any key.
  public subscript(metadata key: String) -> String? { metadata.first { $0.key == key }?.value }

  // MARK: - Bytes

  /// The file's bytes: for the same tensors and texts always the same.
  public var bytes: [UInt8] {
    var entries: [String] = []
    if !metadata.isEmpty {
      let texts = metadata.map { "\(JSON.quoted($0.key)):\(JSON.quoted($0.value))" }
      entries.append("\"\(Self.metadataKey)\":{\(texts.joined(separator: ","))}")
    }
    var offset = 0
    for tensor in tensors {
      let end = offset + 4 * tensor.values.count
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      entries.append(
        "\(JSON.quoted(tensor.name)):{\"dtype\":\"F32\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(offset),\(end)]}")
      offset = end
    }
    var header = Array("{\(entries.joined(separator: ","))}".utf8)
    // Numbers begin at a multiple of eight bytes.
    while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + header.count + offset)
    for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: header.count >> (8 * shift))) }
    bytes += header
    for tensor in tensors {
      for value in tensor.values {
        for shift in stride(from: UInt32(0), to: 32, by: 8) {
          bytes.append(UInt8(truncatingIfNeeded: value.bitPattern >> shift))
        }
      }
    }
    return bytes
  }

  /// Reads a file's bytes.
  ///
  /// - Parameter bytes: the whole file.
  /// - Throws: what is wrong with them.
  public init(bytes: [UInt8]) throws(TensorFileError) {
    guard bytes.count >= 8 else {
      throw TensorFileError("the file ends after \(bytes.count) bytes, before its header begins")
    }
    let length = bytes[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= Self.longestHeader else {
      throw TensorFileError("a header of \(length) bytes is longer than the format allows")
    }
    let start = 8 + Int(length)
    guard start <= bytes.count else {
      throw TensorFileError(
        "the file ends after \(bytes.count) bytes, within its header of \(length)")
    }
    let header = try JSON(bytes[8..<start])
    try self.init(header: header, data: bytes[start...])
  }

  private init(header: JSON, data: ArraySlice<UInt8>) throws(TensorFileError) {
    guard case .object(let entries) = header else {
      throw TensorFileError("the header is not a JSON object")
    }
    var metadata: [String: String] = [:]
    var tensors: [(tensor: Tensor, place: Range<Int>)] = []
    for (name, entry) in entries {
      if name == Self.metadataKey {
        guard case .object(let texts) = entry else {
          throw TensorFileError("\(name) is not a JSON object")
        }
        for (key, text) in texts {
          guard case .string(let value) = text else {
            throw TensorFileError("\(name) of \(JSON.quoted(key)) is not a text")
          }
          metadata[key] = value
        }
      } else {
        tensors.append(try Self.tensor(name, entry, data))
      }
    }
    // The numbers must be covered once, without gaps.
    tensors.sort {
      ($0.place.lowerBound, $0.place.upperBound) < ($1.place.lowerBound, $1.place.upperBound)
    }
    var end = 0
    for (tensor, place) in tensors {
      guard place.lowerBound == end else {
        throw TensorFileError(
          "tensor \(JSON.quoted(tensor.name)) begins at byte \(place.lowerBound) of the numbers, "
            + "not where the one before ends, at \(end)")
      }
      end = place.upperBound
    }
    guard end == data.count else {
      throw TensorFileError("the tensors hold \(end) bytes, but \(data.count) follow the header")
    }
    self.init(tensors: tensors.map(\.tensor), metadata: metadata)
  }

  private static func tensor(
    _ name: String, _ entry: JSON, _ data: ArraySlice<UInt8>
  ) throws(TensorFileError) -> (tensor: Tensor, place: Range<Int>) {
    let title = "tensor \(JSON.quoted(name))"
    guard case .object = entry, case .string(let type) = entry["dtype"],
      let shape = entry["shape"]?.integers, let offsets = entry["data_offsets"]?.integers,
      offsets.count == 2
    else { throw TensorFileError("\(title) lacks its dtype, shape or two data_offsets") }
    guard type == "F32" else {
      throw TensorFileError("\(title) has the type \(type); only F32 can be read")
    }
    guard offsets[0] >= 0, offsets[0] <= offsets[1], offsets[1] <= data.count else {
      throw TensorFileError(
        "\(title) stands at bytes \(offsets[0]) to \(offsets[1]) of \(data.count)")
    }
    var count = 1
    for size in shape {
      let (product, overflows) = count.multipliedReportingOverflow(by: size)
      guard size >= 0, !overflows else { throw TensorFileError("\(title) has the shape \(shape)") }
      count = product
    }
    guard (offsets[1] - offsets[0]) % 4 == 0, count == (offsets[1] - offsets[0]) / 4 else {
      throw TensorFileError(
        "\(title) has the shape \(shape), but \(offsets[1] - offsets[0]) bytes")
    }
    let first = data.startIndex + offsets[0]
    let values = (0..<count).map { i in
      Float(
        bitPattern: (0..<4).reversed().reduce(UInt32(0)) {
          $0 << 8 | UInt32(data[first + 4 * i + $1])
        })
    }
    return (Tensor(name, shape: shape, values: values), offsets[0]..<offsets[1])
  }
}
