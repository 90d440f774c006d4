func contentHash(_ bytes: [UInt8]) -> String {
  var h: UInt64 = 14_695_981_039_346_656_037
  for b in bytes { h = (h ^ UInt64(b)) &* 1_099_511_628_211 }
  return String(h, radix: 16)
}
func contentHash(_ text: String) -> String { contentHash(Array(text.utf8)) }
extension LibraryBuild { var identity: String { "x" } }
extension ExpectedOutput { func matches(_ t: String) -> Bool { t == text } }
public func exportedProgram(_ c: Chapter) -> String { "" }
