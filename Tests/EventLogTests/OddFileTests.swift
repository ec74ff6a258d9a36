import EventLog
import Foundation
import Storage
import TestSupport
import Testing

/// What bears the name of a log and is no file, and who may read what is made of a log.
@Suite(.timeLimit(.minutes(3)))
struct OddFileTests {
    private let clock = ManualClock()

    @Test(
        arguments: [("pipe", "a pipe"), ("directory", "a directory"), ("device", "a device")])
    func whatIsNoFileIsRefusedAtOnce(kind: String, found: String) async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            let files = FileManager.default
            switch kind {
            case "pipe": try await OddFiles.makePipe(path)
            case "device":
                try files.createSymbolicLink(atPath: path, withDestinationPath: "/dev/zero")
            default: try files.createDirectory(atPath: path, withIntermediateDirectories: false)
            }
            let refusal = LogError.file(FileError(path: path, found: found))
            #expect(throws: refusal) { try LogReader.open(path) }
            #expect(throws: refusal) { try LogWriter.open(path, now: clock.now) }
            #expect(throws: refusal) { try LogFileWatch(path) }
            #expect(throws: refusal) { try LogSalvage.read(path) }
            #expect(throws: FileError(path: path, found: found)) {
                try PosixFileSystem().lock(path)
            }
            #expect(
                refusal.description
                    == "\(path) is \(found), where a regular file must be; move it elsewhere")
        }
    }

    @Test(arguments: [0o600, 0o640, 0o644, 0o666])
    func aSealedLogIsReadByThoseWhoCouldReadItAndWrittenByNobody(mode: Int) async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            let writer = try LogWriter.create(path, now: clock.now)
            try await writer.append(Array(#""type":"test""#.utf8))
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
            try await writer.seal()
            #expect(try permissions(of: path) == mode & 0o444)
        }
    }

    @Test func theCopyOfATornTailIsReadByThoseWhoCouldReadTheLog() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            let writer = try LogWriter.create(path, now: clock.now)
            for _ in 0..<2 { try await writer.append(Array(#""type":"test""#.utf8)) }
            await writer.close()
            try writeFile(try readFile(path).dropLast(), to: path)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            _ = try LogWriter.open(path, now: clock.now)
            #expect(try permissions(of: path + ".torn") == 0o600)
        }
    }

    private func permissions(of path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
}
