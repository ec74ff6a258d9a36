import TestSupport
import Testing

/// What a replay prints as lines is what was seen on the terminal while the scan was at work.
@Suite(.timeLimit(.minutes(3)))
struct LiveLinesTests {
    @Test(arguments: Tapes.all + [Tapes.formOne])
    func linesOfAReplayAreThoseThatWereSeen(tape: String) async throws {
        for every in [[], ["--every", "1"], ["--every", "3"]] {
            let place = ["--var", Tapes.directory] + every
            let seen = try await Program.product("tapedeck").run(["watch", tape] + place)
            let replayed = try await Program.product("tapedeck-replay").run(
                ["stream", tape, "--format", "lines"] + place)
            #expect(!seen.errors.isEmpty && replayed.text == seen.errors, "\(every)")
        }
    }
}
