import Foundation
import Testing

@testable import Literate

/// Parameters and which cells run.
@Suite struct ParameterTests {
  let markdown = """
    ```swift
    let trials = parameter("trials", 200, in: 1...10_000)
    let rate = parameter("rate", 0.1, in: 0...1)
    ```

    ```swift #more
    let noisy = parameter("noisy", true)
    let learner = parameter("learner", "A2C", among: ["A2C", "TRPO"])
    print(trials, rate, noisy, learner)
    ```

    ```swift
    print("third")
    ```
    """

  func run(_ overrides: [String: String]) throws -> ChapterRun {
    let fixture = try Fixture()
    var settings = fixture.settings
    settings.overrides = overrides
    return try fixture.run(markdown, settings: settings)
  }

  @Test func declaredAndSet() throws {
    let standard = try run([:])
    #expect(standard.results[1].text == "200 0.1 true A2C\n")
    #expect(
      standard.parameters == [
        DeclaredParameter(name: "trials", value: "200", standard: "200", range: "1…10000"),
        DeclaredParameter(name: "rate", value: "0.1", standard: "0.1", range: "0.0…1.0"),
        DeclaredParameter(name: "noisy", value: "true", standard: "true", range: "true or false"),
        DeclaredParameter(name: "learner", value: "A2C", standard: "A2C", range: "A2C, TRPO"),
      ])
    let set = try run(["trials": "1_000", "rate": "0.25", "noisy": "false", "learner": "TRPO"])
    #expect(set.results[1].text == "1000 0.25 false TRPO\n")
    #expect(set.parameters[0].value == "1000")
    #expect(set.parameters[0].standard == "200")
  }

  @Test(arguments: [
    ("trials", "0", "it may be a whole number in 1…10000"),
    ("trials", "many", "it may be a whole number in 1…10000"),
    ("trials", "150.5", "it may be a whole number in 1…10000"),
    ("rate", "nan", "it may be a number in 0.0…1.0"),
    ("noisy", "perhaps", "it may be true or false"), ("learner", "DQN", "it may be A2C, TRPO"),
  ])
  func badValue(name: String, value: String, help: String) throws {
    let run = try run([name: value])
    let line = ["trials": 2, "rate": 3, "noisy": 7, "learner": 8][name] ?? 0
    let failure = try #require(run.failures.first)
    #expect(failure.location?.line == line)
    #expect(failure.message == "parameter '\(name)' cannot be '\(value)'")
    #expect(failure.help == help)
    #expect(run.results.last?.status == .notRun)
  }

  @Test func unknownName() throws {
    let near = #expect(throws: Diagnostic.self) { try run(["trails": "3"]) }
    #expect(
      near?.description == """
        error: no parameter 'trails' in chapters/01-x.md
          help: did you mean 'trials'? its parameters are trials, rate, noisy, learner
        """)
    let fixture = try Fixture()
    var settings = fixture.settings
    settings.overrides = ["x": "3"]
    let none = #expect(throws: Diagnostic.self) {
      try fixture.run("```swift\nprint(1)\n```", settings: settings)
    }
    #expect(none?.help == "it declares none")
    // A name that is computed is known only when the chapter has run.
    let computed = "```swift\nlet n = \"size\"\nlet a = parameter(n, 3, in: 0...9)\na\n```"
    let late = #expect(throws: Diagnostic.self) { try fixture.run(computed, settings: settings) }
    #expect(late?.help == "its parameters are size")
    settings.overrides = ["size": "7"]
    #expect(try fixture.run(computed, settings: settings).results[0].text == "7\n")
  }

  @Test func mistakesOfTheChapter() throws {
    #expect(
      try Fixture().failure(
        """
        ```swift
        let a = parameter("n", 3, in: 0...9)
        let b = 2 + parameter("n", 4, in: 0...9)
        ```
        """) == """
          chapters/01-x.md:3:13: error: parameter 'n' is declared twice in this chapter
            let b = 2 + parameter("n", 4, in: 0...9)
                        ^
            help: give one of them another name, or keep its value in a constant
          """)
    #expect(
      try Fixture().failure("```swift\nlet a = parameter(\"n\", 30, in: 0...9)\n```") == """
        chapters/01-x.md:2:9: error: parameter 'n' is 30, outside 0…9
          let a = parameter("n", 30, in: 0...9)
                  ^
          help: change the value or the range
        """)
  }

  @Test func partsOfAChapter() throws {
    let fixture = try Fixture()
    var settings = fixture.settings
    settings.upTo = "more"
    let upTo = try fixture.run(markdown, settings: settings)
    #expect(upTo.results.map(\.status) == [.ran, .ran, .notRun])

    settings.upTo = nil
    settings.only = "2"
    var shown: [Int] = []
    let only = try fixture.run(markdown, settings: settings) { event in
      if case .output(let step, _) = event { shown.append(step) }
    }
    #expect(only.results.map(\.status) == [.ran, .ran, .notRun])
    #expect(Set(shown) == [1])

    settings.only = "moer"
    let unknown = #expect(throws: Diagnostic.self) { try fixture.run(markdown, settings: settings) }
    #expect(
      unknown?.description == """
        error: no cell 'moer' in chapters/01-x.md
          help: did you mean 'more'? its cells are 1 to 3, or more
        """)
  }
}
