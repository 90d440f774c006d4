/// The book's script in parts, each in a file of its own. Together they are one function.
enum Script {}
