import Foundation
import Glibc
import TestSupport

/// A real terminal of a given size in which a test runs a command: tmux, detached.
struct Tmux {
    private let program = Program.system("tmux")
    private let arguments: [String]
    private let server: RunningProgram

    /// Runs `body` with a terminal of so many columns, in which a shell's `command` is started;
    /// once that has ended, the terminal says `code=` and its exit code.
    static func run(
        columns: Int, in directory: String, _ command: String, _ body: (Tmux) async throws -> Void
    ) async throws {
        let terminal = try await Tmux(columns: columns, in: directory, command)
        do {
            try await body(terminal)
        } catch {
            await terminal.close()
            throw error
        }
        await terminal.close()
    }

    private init(columns: Int, in directory: String, _ command: String) async throws {
        arguments = ["-S", directory + "/tmux", "-f", "/dev/null", "-u"]
        // No daemon, which would outlive a test that fails.
        server = try Self.withoutBlockedSignals { [program, arguments] in
            try program.start(arguments + ["-D"])
        }
        // What was drawn last stays to be looked at, and a signal finds the command alone.
        try writeFile(
            Array((command + "\necho code=$?\n").utf8), to: directory + "/command.sh")
        let start = [
            "new-session", "-d", "-x", String(columns), "-y", "48", "-s", "test",
            "trap : INT; . '\(directory)/command.sh'; exec cat",
        ]
        // Until the server is there.
        while try await program.run(arguments + ["-N"] + start).status != 0 {}
    }

    /// Waits until the screen is as `isAsWanted` says, and returns it.
    func screen(until isAsWanted: (String) -> Bool) async throws -> String {
        while true {
            let screen = try await run(["capture-pane", "-p", "-t", "test"])
            if isAsWanted(screen) { return screen }
        }
    }

    /// Presses keys, by tmux's names for them.
    func press(_ keys: String...) async throws {
        _ = try await run(["send-keys", "-t", "test"] + keys)
    }

    /// Makes the terminal wider or narrower.
    func resize(columns: Int) async throws {
        _ = try await run(["resize-window", "-t", "test", "-x", String(columns), "-y", "48"])
    }

    /// Whether the cursor is seen.
    func showsCursor() async throws -> Bool {
        try await run(["display-message", "-p", "-t", "test", "#{cursor_flag}"]) == "1\n"
    }

    private func close() async {
        _ = try? await run(["kill-server"])
        _ = await server.outcome()
    }

    /// Runs `body` as a shell would: a program inherits the signals that are blocked where it is
    /// started, and the threads of the tests block most of them.
    private static func withoutBlockedSignals<Value>(_ body: () throws -> Value) rethrows -> Value {
        var (none, old) = (sigset_t(), sigset_t())
        unsafe sigemptyset(&none)
        unsafe pthread_sigmask(SIG_SETMASK, &none, &old)
        defer { unsafe pthread_sigmask(SIG_SETMASK, &old, nil) }
        return try body()
    }

    private func run(_ command: [String]) async throws -> String {
        let outcome = try await program.run(arguments + ["-N"] + command)
        guard outcome.status == 0 else { throw TmuxError(description: outcome.errors) }
        return outcome.text
    }
}

/// What tmux did not do.
struct TmuxError: Error, CustomStringConvertible {
    let description: String
}
