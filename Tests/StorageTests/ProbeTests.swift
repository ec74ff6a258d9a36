import Glibc
import Storage
import TestSupport
import Testing

/// Whether a disk takes so many bytes is tried out with a file that is not kept.
@Suite(.timeLimit(.minutes(1)))
struct ProbeTests {
    private let disk = PosixFileSystem()

    @Test func aProbeLeavesNothing() async throws {
        try await withTemporaryDirectory { directory in
            try disk.probe(directory + "/tape.probe", bytes: 65_536)
            #expect(try disk.names(inDirectory: directory).isEmpty)
        }
    }

    @Test func whatACrashLeftOfAProbeIsNotInTheWay() async throws {
        try await withTemporaryDirectory { directory in
            try writeFile([1, 2, 3], to: directory + "/tape.probe")
            try disk.probe(directory + "/tape.probe", bytes: 65_536)
            #expect(try disk.names(inDirectory: directory).isEmpty)
        }
    }

    @Test func aProbeThatCannotBeWrittenSaysWhy() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/nowhere/tape.probe"
            let error = #expect(throws: FileError.self) { try disk.probe(path, bytes: 1) }
            #expect(error == FileError(operation: "open", path: path, code: ENOENT))
        }
    }
}
