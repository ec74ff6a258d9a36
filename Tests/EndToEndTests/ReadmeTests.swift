import Foundation
import TestSupport
import Testing

/// Whoever types what the README shows sees what the README shows.
// Programs are started that share the machine with those of other tests.
@Suite(.timeLimit(.minutes(5)))
struct ReadmeTests {
    /// What makes the programs is not done again here.
    private static let building = ["Tools/install && swift build -c release"]

    private func examples() throws -> [ShownCommands.Example] {
        let page = String(decoding: try readFile(Program.repository + "/README.md"), as: UTF8.self)
        return ShownCommands(page: page).examples
    }

    /// A command as it runs in `directory`, with the programs of this build on the path.
    private func shell(_ command: String, in directory: String) throws -> RunningProgram {
        let programs = URL(fileURLWithPath: Program.productPath("tapedeck"))
            .deletingLastPathComponent().path
        let script = "cd \"$0\" && PATH=\"$1:$PATH\" && { \(command)\n} 2>&1"
        return try Program.system("bash").start(["-c", script, directory, programs])
    }

    @Test func everyCommandOfTheReadmePrintsWhatItShows() async throws {
        let examples = try examples()
        #expect(examples.count >= 5)
        try await withTemporaryDirectory { directory in
            var shown = ShownOutput()
            var service: RunningProgram?
            var address = "127.0.0.1:8000"
            for example in examples
            where !Self.building.contains(example.command) && !example.output.isEmpty {
                var command = shown.current(example.command)
                    .replacing("127.0.0.1:8000", with: address)
                let serves = command.hasPrefix("tapedeck serve")
                if serves { command = "exec " + command + " --port 0" }
                let program = try shell(command, in: directory)
                var printed = await program.output { [shown] output in
                    var shown = shown
                    return serves && shown.missing(example.output, in: Self.lines(output)) == nil
                }
                if serves {
                    service = program
                    address = String(
                        Self.lines(printed).first?.firstMatch(of: #/127\.0\.0\.1:\d+/#)?.output
                            ?? "")
                } else {
                    printed = await program.outcome().output
                }
                let missing = shown.missing(example.output, in: Self.lines(printed))
                let text = String(decoding: printed, as: UTF8.self)
                #expect(missing == nil, "\(command) did not print what is shown, but \(text)")
            }
            service?.signal(SIGTERM)
            if let outcome = await service?.outcome() { #expect(outcome.status == 0) }
        }
    }

    @Test func theFirstCommandsMakeThePrograms() throws {
        let commands = try examples().map(\.command)
        #expect(
            commands.prefix(2) == [
                Self.building[0], #"export PATH="$PWD/.build/release:$PATH""#,
            ])
    }

    private static func lines(_ output: [UInt8]) -> [String] {
        var lines = String(decoding: output, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        // A service's log is not what it is for.
        lines.removeAll { $0.contains(#/^\d{4}-\d\d-\d\dT\S+ info /#) }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    @Test func whatIsShownIsReadAsItWasTyped() {
        let page = """
            Words.

                $ scan one \\
                    --every 2
                Scan 20260101-000000-0000000a - ETA: 0.1s - done

                {"total":3,"nam…
                …
                $ next 20260101-000000-0000000a

            More words.
            """
        let examples = ShownCommands(page: page).examples
        #expect(
            examples.map(\.command) == [
                "scan one \\\n    --every 2", "next 20260101-000000-0000000a",
            ])
        #expect(examples[1].output.isEmpty)
        var shown = ShownOutput()
        let printed = [
            "Scan 20260202-121212-abcdef01 - ETA: 12s - done", "",
            #"{"total":3,"name":"x"}"#, "and more",
        ]
        #expect(shown.missing(examples[0].output, in: printed) == nil)
        #expect(shown.current(examples[1].command) == "next 20260202-121212-abcdef01")
        #expect(shown.missing(examples[0].output, in: Array(printed.dropFirst())) != nil)
        #expect(shown.missing(examples[0].output.dropLast(), in: printed) == "nothing more")
        #expect(shown.missing(["Scan 1"], in: ["Scan 2"]) == "Scan 1")
    }
}
