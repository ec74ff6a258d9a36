internal import Foundation
package import Testing

/// Checks what the product wrote against the JSON Schemas in `Schemas`.
package enum SchemaCheck {
    /// Expects every record of the tapes under `variableDirectory` to be valid, one at least.
    package static func expectValidTapes(
        in variableDirectory: String, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let scans = variableDirectory + "/scans"
        let tapes = try FileManager.default.contentsOfDirectory(atPath: scans)
            .filter { $0.hasSuffix(".ndjson.gz") }
        #expect(!tapes.isEmpty, "there are tapes to check", sourceLocation: sourceLocation)
        try await run(tapes.map { "\(scans)/\($0)" }, sourceLocation: sourceLocation)
    }

    /// Expects every message of a progress stream to be valid.
    package static func expectValidStream(
        _ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try await run(["--stream", "-"], input: bytes, sourceLocation: sourceLocation)
    }

    /// Expects a status document to be valid.
    package static func expectValidStatus(
        _ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try await run(["--status", "-"], input: bytes, sourceLocation: sourceLocation)
    }

    private static func run(
        _ arguments: [String], input: [UInt8] = [], sourceLocation: SourceLocation
    ) async throws {
        let root = Program.repository
        let outcome = try await Program(path: root + "/.build/python/bin/python").run(
            [root + "/Tools/validate"] + arguments, input: input)
        #expect(
            outcome.status == 0, "\(outcome.text)\(outcome.errors)", sourceLocation: sourceLocation)
    }
}
