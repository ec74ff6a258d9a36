import Foundation

/// A program that works whenever it is its turn, so that product and peer can take turns.
///
/// It prints a line when it is ready. Then, for each line of its input, it does what that names and
/// prints its work as one line of JSON. It ends when its input does.
final class TurnTaker {
    private let failure: ProgramFailure
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var unread = Data()

    /// Starts the program and waits until it is ready.
    init(_ program: Program, _ arguments: [String] = [], environment: [String: String] = [:])
        throws
    {
        failure = ProgramFailure(program: program.path, arguments: arguments)
        process.executableURL = URL(fileURLWithPath: program.path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        _ = try line()
    }

    /// What it has done of the work that is named so.
    func turn(_ name: String) throws -> PeerWork {
        try input.fileHandleForWriting.write(contentsOf: Data((name + "\n").utf8))
        return try PeerWork(json: try line())
    }

    private func line() throws -> Data {
        while true {
            if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
                let line = Data(unread[..<end])
                unread = Data(unread[(end + 1)...])
                return line
            }
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { throw failure }
            unread.append(more)
        }
    }

    deinit {
        try? input.fileHandleForWriting.close()
        if process.isRunning { process.waitUntilExit() }
    }
}

/// Lets product and peer work in turn, each first every other time; a round of both comes before.
///
/// Returns the seconds of our rounds, and those of the peer's with what it did.
func inTurn(
    _ rounds: Int, ours: () throws -> Void, theirs: () throws -> PeerWork
) throws -> (ours: Timings, theirs: Timings, work: PeerWork) {
    func timed() throws -> Double {
        let start = ContinuousClock.now
        try ours()
        return start.duration(to: .now) / .seconds(1)
    }
    try ours()
    let work = try theirs()
    var (own, other): ([Double], [Double]) = ([], [])
    for round in 0..<rounds {
        if round.isMultiple(of: 2) { own.append(try timed()) }
        other += try theirs().seconds
        if !round.isMultiple(of: 2) { own.append(try timed()) }
    }
    return (Timings(own), Timings(other), work)
}
