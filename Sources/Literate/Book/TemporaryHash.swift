public func exportedProgram(_ c: Chapter) -> String { "" }
