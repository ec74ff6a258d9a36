import ArgumentParser
import Foundation
import Projections
import Storage

/// Where a command writes: the terminal, or a file that appears only once it is whole.
struct Output: ~Copyable {
    private let handle: FileHandle
    /// The file, and the name that it has until it is whole; nil where it is written in place.
    private let place: (path: String, workPath: String)?
    private let name: String
    private var buffer: [UInt8] = []
    /// What becomes of the bytes on their way to a terminal; nil for anything else.
    private var terminal: TerminalText?
    private var isEmpty = true

    private static let bufferBytes = 256 * 1024

    /// Opens the output.
    ///
    /// - Parameters:
    ///   - path: a file, or a device or pipe that is there; nil or `-` for standard output.
    ///   - directory: where nothing may be written, as the tapes are there.
    /// - Throws: `OutputError`.
    init(path: String?, notIn directory: String) throws {
        guard let path, path != "-" else {
            handle = .standardOutput
            place = nil
            name = "standard output"
            if isatty(STDOUT_FILENO) == 1 { terminal = TerminalText() }
            return
        }
        name = path
        try Self.refuse(path, in: directory)
        let type = try? FileManager.default.attributesOfItem(atPath: path)[.type]
        let isInPlace = (type as? FileAttributeType).map { $0 != .typeRegular } ?? false
        // A name that no other file has, as that would be lost.
        let suffix = ".new-" + String(UInt32.random(in: .min ... .max), radix: 16)
        let target = isInPlace ? path : path + suffix
        if !isInPlace { _ = FileManager.default.createFile(atPath: target, contents: nil) }
        guard let handle = FileHandle(forWritingAtPath: target) else {
            throw OutputError(path: path, reason: "it cannot be written; is there its directory?")
        }
        self.handle = handle
        place = isInPlace ? nil : (path, target)
        if isatty(handle.fileDescriptor) == 1 { terminal = TerminalText() }
    }

    /// Makes sure that `path` is not among the tapes in `directory`.
    static func refuse(_ path: String, in directory: String) throws {
        let tapes = URL(fileURLWithPath: directory).resolvingSymlinksInPath().path
        let target = URL(fileURLWithPath: path)
        let parent = target.deletingLastPathComponent().resolvingSymlinksInPath().path
        guard parent != tapes, target.resolvingSymlinksInPath().path != tapes else {
            throw OutputError(path: path, reason: "it is among the tapes, which are only read")
        }
    }

    /// Appends bytes, which a terminal gets without what it would obey or hide.
    mutating func write(_ bytes: some Collection<UInt8>) throws {
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.bufferBytes { try flush() }
    }

    /// Appends a line for a person, whose words may be those of a tape.
    mutating func write(line: String) throws {
        buffer.append(contentsOf: line.harmless.utf8)
        try write(CollectionOfOne(UInt8(ascii: "\n")))
    }

    /// Passes on what was appended.
    ///
    /// - Throws: `FileError`; `ExitCode` alone where nobody reads the pipe any more.
    mutating func flush() throws {
        guard !buffer.isEmpty else { return }
        isEmpty = false
        do throws(FileError) {
            let bytes = terminal?.escape(buffer) ?? buffer
            try writeAll(bytes, to: handle.fileDescriptor, named: name)
        } catch {
            // A part of a file is of no use.
            if let place { try? PosixFileSystem().remove(place.workPath) }
            // After `| head`, silence is what everyone expects.
            throw error.isClosedPipe ? ExitCode(128 + SIGPIPE) as any Error : error
        }
        buffer.removeAll(keepingCapacity: true)
    }

    /// Writes what is left; a file gets its name, unless the work failed before it gave anything.
    mutating func finish(hasFailed: Bool) throws {
        try flush()
        if let end = terminal?.finish(), !end.isEmpty {
            try writeAll(end, to: handle.fileDescriptor, named: name)
        }
        guard let place else { return }
        let disk = PosixFileSystem()
        do {
            try handle.close()
        } catch {
            // A disk may refuse only now what it took before.
            throw FileError(operation: "close", path: place.path, code: errno)
        }
        if hasFailed, isEmpty { return try disk.remove(place.workPath) }
        try disk.rename(place.workPath, to: place.path)
    }
}

/// An output that cannot be written.
struct OutputError: Error, CustomStringConvertible {
    let path: String
    let reason: String

    var description: String { "\(path): \(reason)" }
}
