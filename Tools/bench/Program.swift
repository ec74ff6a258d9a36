import Foundation

/// A program that a measurement runs to its end.
struct Program {
    let path: String

    /// The interpreter with the peers.
    static let python = Program(path: ".build/bench-python/bin/python")

    /// What it prints; it must succeed.
    func output(_ arguments: [String]) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw ProgramFailure(program: path, arguments: arguments)
        }
        return data
    }
}

/// A program of the benchmark did not succeed.
struct ProgramFailure: Error, CustomStringConvertible {
    let program: String
    let arguments: [String]

    var description: String {
        "\(program) \(arguments.joined(separator: " ")) failed; run it by hand to see why"
    }
}
