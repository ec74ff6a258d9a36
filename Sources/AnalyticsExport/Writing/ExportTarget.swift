internal import CRename
internal import Foundation
internal import Glibc
internal import Storage

/// Where an export goes: a directory or a file, which is there in whole or not at all.
///
/// All is written into a new directory beside it and takes its place by renaming.
struct ExportTarget {
    /// The name of the manifest in a directory.
    static let manifestName = "export.json"

    /// The directory or file, links to it followed.
    let path: String
    /// Whether it is a directory.
    let isDirectory: Bool
    /// The directory that is written to.
    let workPath: String

    /// Whether files that are no exports may be replaced, too.
    private let isForced: Bool
    private let fileSystem: any FileSystem

    /// Looks at what stands at `path` and makes the directory beside it.
    ///
    /// - Throws: `ExportError.target` where something stands there that is no export; `isForced`
    ///   lets files and the files of a directory be replaced all the same.
    init(
        _ path: String, isDirectory: Bool, isForced: Bool = false, _ fileSystem: any FileSystem
    ) throws {
        let path = try FileKind.followed(path)
        self.path = path
        self.isDirectory = isDirectory
        self.isForced = isForced
        self.fileSystem = fileSystem
        workPath = path + ".new-" + String(UInt32.random(in: .min ... .max), radix: 16)
        _ = try refuseOthers()
        let workPath = workPath
        let parent = try? FileKind.followed(Self.parent(of: path))
        guard parent.flatMap({ FileKind(of: $0) }) == .directory else {
            throw ExportError.target(path: path, reason: "there is no directory to put it into")
        }
        try asExportError { () throws(FileError) in try fileSystem.createDirectory(workPath) }
    }

    /// Puts the files in their place, durably; `names` are those of a single file and its manifest.
    ///
    /// What came to stand there while the export was made is looked at, too.
    func publish(_ names: [(name: String, target: String)]) throws {
        let isShared = try refuseOthers()
        let (fileSystem, workPath, path) = (fileSystem, workPath, path)
        let staleManifest = try isDirectory ? nil : staleManifest(besides: names.map(\.target))
        try asExportError { () throws(FileError) in
            try fileSystem.synchronizeDirectory(workPath)
            if isShared {
                for name in try fileSystem.names(inDirectory: workPath) {
                    try fileSystem.rename("\(workPath)/\(name)", to: "\(path)/\(name)")
                }
                try fileSystem.synchronizeDirectory(path)
            } else if isDirectory {
                try exchange()
            } else {
                for (name, target) in names {
                    try fileSystem.rename("\(workPath)/\(name)", to: target)
                }
                if let staleManifest { try fileSystem.remove(staleManifest) }
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

    /// Makes sure that nothing is lost that is no export of ours.
    ///
    /// - Returns: whether it is a directory with other files, which are to stay.
    private func refuseOthers() throws -> Bool {
        // SQLite would play what an earlier database left behind into the new one.
        for suffix in ["-journal", "-wal"] where !isDirectory && fileSystem.exists(path + suffix) {
            throw ExportError.target(
                path: path, reason: "it is an open database, as \(path)\(suffix) shows; close it")
        }
        let earlier = EarlierExport(fileSystem)
        switch FileKind(of: path) {
        case nil:
            break
        case .other:
            throw ExportError.target(
                path: path, reason: "it is no regular file; - is standard output")
        case .file where isDirectory:
            throw ExportError.target(
                path: path, reason: "it is a file; the tables go into a directory")
        case .directory where !isDirectory:
            throw ExportError.target(path: path, reason: "it is a directory; name a file")
        case .file:
            try refuse(path, because: try earlier.objection(toFile: path))
        case .directory:
            let objection = try earlier.objection(toDirectory: path)
            try refuse(path, because: objection)
            return objection != nil
        }
        if !isDirectory {
            let manifest = path + EarlierExport.manifestSuffix
            try refuse(manifest, because: try earlier.objection(toManifest: manifest))
        }
        return false
    }

    private func refuse(_ path: String, because reason: String?) throws {
        guard let reason, !isForced else { return }
        throw ExportError.target(
            path: path, reason: "\(reason); name another place, or replace it with --force")
    }

    /// The manifest of an earlier export of another form, which tells of none of `targets`.
    private func staleManifest(besides targets: [String]) throws -> String? {
        let path = path + EarlierExport.manifestSuffix
        guard !targets.contains(path), FileKind(of: path) == .file,
            try EarlierExport(fileSystem).objection(toManifest: path) == nil
        else { return nil }
        return path
    }

    /// The directory that a path is in.
    static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
