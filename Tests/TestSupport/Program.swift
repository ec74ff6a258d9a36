internal import Foundation
internal import Synchronization

/// A program that a test runs, and what it prints.
package struct Program: Sendable {
    /// What came of a program that has ended.
    package struct Outcome: Sendable {
        /// The exit code, or the signal that ended it.
        package let status: Int32
        /// What it wrote to standard output.
        package let output: [UInt8]
        /// What it wrote to standard error.
        package let errors: String

        /// Standard output as text.
        package var text: String { String(decoding: output, as: UTF8.self) }
    }

    private let path: String

    /// A program by its path.
    package init(path: String) {
        self.path = path
    }

    /// A program of this package, such as `tapedeck`, as it was built for the tests.
    package static func product(_ name: String) -> Program {
        Program(path: productPath(name))
    }

    /// Where a program of this package is.
    package static func productPath(_ name: String) -> String {
        // The test bundle lies beside the products.
        let bundle = URL(fileURLWithPath: CommandLine.arguments.first ?? "")
        return bundle.deletingLastPathComponent().appendingPathComponent(name).path
    }

    /// A program of the system, found by the shell's path.
    package static func system(_ name: String) -> Program {
        let directories = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin")
            .split(separator: ":")
        let found = directories.map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
        return Program(path: found ?? "/usr/bin/\(name)")
    }

    /// The repository that the tests are part of.
    package static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// Runs the program to its end.
    package func run(_ arguments: [String], input: [UInt8] = []) async throws -> Outcome {
        let running = try start(arguments, input: input)
        return await running.outcome()
    }

    /// Starts the program.
    package func start(_ arguments: [String], input: [UInt8] = []) throws -> RunningProgram {
        try RunningProgram(path: path, arguments: arguments, input: input)
    }
}

/// A program at work, whose output can be read as it comes.
package final class RunningProgram: Sendable {
    private struct State {
        var output: [UInt8] = []
        var errors: [UInt8] = []
        var open = 2
        var status: Int32?
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Shared()
    private let identifier = Mutex<Int32>(0)

    init(path: String, arguments: [String], input: [UInt8]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        let (output, errors, stdin) = (Pipe(), Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = stdin
        // Set before it runs: the handler of a process that has ended already is never called.
        process.terminationHandler = { [state] process in
            Self.change(state) { $0.status = process.terminationStatus }
        }
        try process.run()
        identifier.withLock { $0 = process.processIdentifier }
        stdin.fileHandleForWriting.write(Data(input))
        try stdin.fileHandleForWriting.close()
        read(output.fileHandleForReading) { $0.output.append(contentsOf: $1) }
        read(errors.fileHandleForReading) { $0.errors.append(contentsOf: $1) }
    }

    /// The state, shared with the handlers of the process.
    private final class Shared: Sendable {
        let value = Mutex(State())
    }

    /// Waits until it has ended and all its output is read.
    package func outcome() async -> Program.Outcome {
        await wait { $0.open == 0 && $0.status != nil }
        return state.value.withLock { state in
            Program.Outcome(
                status: state.status ?? -1, output: state.output,
                errors: String(decoding: state.errors, as: UTF8.self))
        }
    }

    /// Waits until `isEnough` of the output so far, or until the program has ended.
    package func output(until isEnough: @Sendable ([UInt8]) -> Bool) async -> [UInt8] {
        await wait { isEnough($0.output) || ($0.open == 0 && $0.status != nil) }
        return state.value.withLock { $0.output }
    }

    /// Waits until `isEnough` of the errors so far, or until the program has ended.
    package func errors(until isEnough: @Sendable ([UInt8]) -> Bool) async -> [UInt8] {
        await wait { isEnough($0.errors) || ($0.open == 0 && $0.status != nil) }
        return state.value.withLock { $0.errors }
    }

    /// The number by which the system knows it.
    package var processIdentifier: Int32 { identifier.withLock { $0 } }

    /// Sends it a signal.
    package func signal(_ number: Int32) {
        kill(identifier.withLock { $0 }, number)
    }

    private func wait(until isDone: (State) -> Bool) async {
        while true {
            let done = state.value.withLock { isDone($0) }
            if done { return }
            await withCheckedContinuation { continuation in
                let resumesNow = state.value.withLock { state in
                    if isDone(state) { return true }
                    state.waiting.append(continuation)
                    return false
                }
                if resumesNow { continuation.resume() }
            }
        }
    }

    private func read(
        _ handle: FileHandle, _ take: @escaping @Sendable (inout State, Data) -> Void
    ) {
        let state = state
        Thread.detachNewThread {
            while true {
                let data = handle.availableData
                Self.change(state) { state in
                    if data.isEmpty { state.open -= 1 } else { take(&state, data) }
                }
                if data.isEmpty { break }
            }
            // Foundation never lets go of the block of a thread, nor of what is open in it.
            try? handle.close()
        }
    }

    private static func change(_ state: Shared, _ body: (inout State) -> Void) {
        let waiting = state.value.withLock { state in
            body(&state)
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}
