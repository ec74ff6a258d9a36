internal import Foundation
internal import SystemPackage

/// A file that somebody named, open for reading: a regular one, and nothing else of that name.
///
/// Opening never waits, as it would for the other end of a pipe, and never wakes a device.
package struct RegularFile {
    /// The path by which it was opened.
    package let path: String
    /// Its size when it was opened, in bytes.
    package let sizeBytes: Int
    /// Who may read, write and run it, such as `0o640`.
    package let permissions: Int
    private let handle: FileHandle

    /// Opens the file at `path`; links are followed.
    ///
    /// - Throws: `RegularFileError`.
    package init(_ path: String) throws {
        self.path = path
        do {
            // Looked at first, as opening a pipe or a device may already change something.
            try Self.check(FilePath(path).stat())
            let descriptor = try FileDescriptor.open(
                FilePath(path), .readOnly, options: [.nonBlocking, .closeOnExec])
            handle = FileHandle(fileDescriptor: descriptor.rawValue, closeOnDealloc: true)
            let facts = try descriptor.stat()
            try Self.check(facts)
            sizeBytes = Int(facts.size)
            permissions = Int(facts.permissions.rawValue)
        } catch {
            throw RegularFileError(path, error)
        }
    }

    private static func check(_ facts: Stat) throws {
        guard facts.type != .regular else { return }
        let kind: String? =
            switch facts.type {
            case .directory: "a directory"
            case .fifo: "a pipe"
            case .socket: "a socket"
            case .characterSpecial, .blockSpecial: "a device"
            default: nil
            }
        throw OddFile(kind: kind)
    }

    /// Where the open file lies, every link resolved; nil where the system does not say.
    package var truePath: String? {
        try? FileManager.default.destinationOfSymbolicLink(
            atPath: "/proc/self/fd/\(handle.fileDescriptor)")
    }

    /// Whether it lies under a directory, links of both resolved; false where the system does not
    /// say.
    package func isUnder(_ directory: String) -> Bool {
        let root = URL(fileURLWithPath: directory).resolvingSymlinksInPath().path
        return truePath.map { $0.hasPrefix(root.hasSuffix("/") ? root : root + "/") } ?? false
    }

    /// All bytes; blocks.
    ///
    /// - Throws: `RegularFileError` where there are more than `limitBytes`.
    package func bytes(limitBytes: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        do {
            if sizeBytes <= limitBytes {
                bytes.reserveCapacity(sizeBytes)
                while bytes.count <= limitBytes {
                    let wanted = min(Self.stepBytes, limitBytes + 1 - bytes.count)
                    guard let part = try handle.read(upToCount: wanted), !part.isEmpty else {
                        return bytes
                    }
                    bytes.append(contentsOf: part)
                }
            }
        } catch {
            throw RegularFileError(path, error)
        }
        throw RegularFileError(
            path: path, reason: .tooLarge(bytes: max(sizeBytes, bytes.count), limitBytes))
    }

    private static let stepBytes = 1024 * 1024

    /// Up to `count` bytes from `offset` on, fewer only at the end of the file; blocks.
    ///
    /// - Throws: `RegularFileError`.
    package func bytes(at offset: Int, count: Int) throws -> [UInt8] {
        do {
            try handle.seek(toOffset: UInt64(offset))
            return Array(try handle.read(upToCount: count) ?? Data())
        } catch {
            throw RegularFileError(path, error)
        }
    }
}

/// Reads a small file, such as one of settings, keys or a token; blocks.
///
/// - Returns: its bytes, and who may read, write and run the file.
/// - Throws: `RegularFileError`.
package func readSmallFile(
    _ path: String
) throws -> (bytes: [UInt8], permissions: Int) {
    let file = try RegularFile(path)
    return (try file.bytes(limitBytes: smallFileLimitBytes), file.permissions)
}

private let smallFileLimitBytes = 1024 * 1024

/// What is there is no regular file.
private struct OddFile: Error {
    let kind: String?
}

/// Why a file could not be opened or read.
package struct RegularFileError: Error, Sendable, CustomStringConvertible {
    /// What is the matter with it.
    package enum Reason: Sendable, Equatable {
        /// There is no such file.
        case missing
        /// It is something else, which may have a name.
        case notRegular(String?)
        /// It has more bytes than are read.
        case tooLarge(bytes: Int, Int)
        /// It lies, links resolved, in no directory that may be read.
        case elsewhere
        /// The system refused, in its words.
        case refused(String)
    }

    /// The file.
    package let path: String
    /// What is the matter with it.
    package let reason: Reason

    /// Notes what is the matter with the file at `path`.
    package init(path: String, reason: Reason) {
        self.path = path
        self.reason = reason
    }

    fileprivate init(_ path: String, _ error: any Error) {
        self.path = path
        reason =
            switch error {
            case let odd as OddFile: .notRegular(odd.kind)
            case Errno.noSuchFileOrDirectory, Errno.notDirectory: .missing
            default: .refused("\(error)")
            }
    }

    /// What is the matter, to be said after the file's path.
    package var words: String {
        switch reason {
        case .missing: "does not exist"
        case .notRegular(let kind):
            "is not a regular file" + (kind.map { ", but \($0)" } ?? "")
        case .elsewhere: "leads out of the directories that this service reads prices from"
        case .tooLarge(let bytes, let limit): "has \(bytes) bytes; the limit is \(limit)"
        case .refused(let reason): "cannot be read: \(reason)"
        }
    }

    /// The path and what is the matter.
    package var description: String { "\(path) \(words)" }
}
