/// The book's stylesheet in parts, each in a file of its own. Colours are in `Palette`.
enum Stylesheet {}
