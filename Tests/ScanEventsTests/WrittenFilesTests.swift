import TestSupport
import Testing

/// The files that a tool writes from the forms of the events.
@Suite(.timeLimit(.minutes(3)))
struct WrittenFilesTests {
    @Test func schemasAndTypesAreWhatTheFormsSay() async throws {
        let outcome = try await Program.product("write-schemas").run(["--check"])
        #expect(outcome.status == 0, "\(outcome.text)\(outcome.errors)")
    }
}
