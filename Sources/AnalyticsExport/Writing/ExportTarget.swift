internal import CRename
internal import EventLog
internal import Foundation
internal import Glibc

/// Where an export goes: a directory or a file, which is there in whole or not at all.
///
/// All is written into a new directory beside it and takes its place by renaming.
struct ExportTarget {
    /// The name of the manifest in a directory.
    static let manifestName = "export.json"

    /// The directory or file as the user named it.
    let path: String
    /// Whether it is a directory.
    let isDirectory: Bool
    /// The directory that is written to.
    let workPath: String

    private let fileSystem: any FileSystem

    /// Looks at what stands at `path` and makes the directory beside it.
    ///
    /// - Throws: `ExportError.target` where something stands there that is no export.
    init(_ path: String, isDirectory: Bool, _ fileSystem: any FileSystem) throws {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        self.path = path
        self.isDirectory = isDirectory
        self.fileSystem = fileSystem
        workPath = path + ".new-" + String(UInt32.random(in: .min ... .max), radix: 16)
        try refuseOthers()
        let workPath = workPath
        guard Self.isDirectory(Self.parent(of: path)) else {
            throw ExportError.target(path: path, reason: "there is no directory to put it into")
        }
        try onDisk { () throws(FileError) in try fileSystem.createDirectory(workPath) }
    }

    /// Puts the files in their place, durably; `names` are those of a single file and its manifest.
    func publish(_ names: [(name: String, target: String)]) throws {
        let (fileSystem, workPath, path) = (fileSystem, workPath, path)
        try onDisk { () throws(FileError) in
            try fileSystem.synchronizeDirectory(workPath)
            if isDirectory {
                try exchange()
            } else {
                for (name, target) in names {
                    try fileSystem.rename("\(workPath)/\(name)", to: target)
                }
            }
            try fileSystem.synchronizeDirectory(Self.parent(of: path))
        }
        discard()
    }

    /// Takes away what was written so far, or what was replaced.
    func discard() {
        try? FileManager.default.removeItem(atPath: workPath)
    }

    /// Swaps the new directory with the one that is there, in one step where the system can.
    private func exchange() throws(FileError) {
        guard fileSystem.exists(path) else { return try fileSystem.rename(workPath, to: path) }
        if unsafe renameat2(AT_FDCWD, workPath, AT_FDCWD, path, renameExchange) == 0 { return }
        let aside = workPath + "-old"
        try fileSystem.rename(path, to: aside)
        try fileSystem.rename(workPath, to: path)
        try? FileManager.default.removeItem(atPath: aside)
    }

    private func refuseOthers() throws {
        // SQLite would play what an earlier database left behind into the new one.
        for suffix in ["-journal", "-wal"] where !isDirectory && fileSystem.exists(path + suffix) {
            throw ExportError.target(
                path: path, reason: "it is an open database, as \(path)\(suffix) shows; close it")
        }
        guard fileSystem.exists(path) else { return }
        guard Self.isDirectory(path) else {
            if isDirectory {
                throw ExportError.target(
                    path: path, reason: "it is a file; the tables go into a directory")
            }
            return
        }
        guard isDirectory else {
            throw ExportError.target(path: path, reason: "it is a directory; name a file")
        }
        let path = path
        let names = try onDisk { () throws(FileError) in
            try fileSystem.names(inDirectory: path)
        }
        guard let other = names.first(where: { !Self.ownNames.contains($0) }) else { return }
        throw ExportError.target(
            path: path,
            reason: "it holds other files, such as \(other); name a new directory or an export")
    }

    /// The names of all files that an export may have.
    private static let ownNames = Set(
        [manifestName]
            + ExportTable.allCases.flatMap { table in
                ExportFormat.allCases.map { "\(table.rawValue).\($0.rawValue)" }
            })

    private static func isDirectory(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        let exists = unsafe FileManager.default.fileExists(
            atPath: path, isDirectory: &isDirectory)
        return exists && isDirectory.boolValue
    }

    /// The directory that a path is in.
    static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
