import Foundation

/// A program that a measurement runs to its end.
struct Program {
    let path: String

    /// The interpreter with the peers.
    static let python = Program(path: ".build/bench-python/bin/python")

    /// What keeps the libraries of Python to one thread, in its environment.
    static let oneThread = [
        "MKL_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1", "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    ]

    /// What it prints, with some variables in its environment besides ours; it must succeed.
    func output(_ arguments: [String], environment: [String: String] = [:]) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
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
