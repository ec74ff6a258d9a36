/// Files that are none.
package enum OddFiles {
    /// Makes a named pipe, which nobody writes to.
    package static func makePipe(_ path: String) async throws {
        let outcome = try await Program.system("mkfifo").run([path])
        guard outcome.status == 0 else { throw OddFileError(description: outcome.errors) }
    }
}

/// A file could not be made.
package struct OddFileError: Error, CustomStringConvertible {
    package let description: String
}
