internal import Crypto
internal import EventLog
internal import Storage

/// A file that stands where an export is to go.
struct EarlierFile {
    /// Where it is.
    let path: String
    /// Its first 100 bytes, fewer only if it has no more.
    let head: [UInt8]
    fileprivate let file: any OpenFile
    fileprivate let size: Int

    /// Its last `count` bytes, fewer only if it has no more.
    func end(_ count: Int) throws -> [UInt8] {
        let (file, start) = (file, max(0, size - count))
        return try asExportError { () throws(FileError) in
            try file.read(at: start, count: count)
        }
    }
}

/// Tells exports of ours from the files of others, which an export must not replace.
///
/// A format may have a signature of its own, such as the application number of a database; a text
/// tells nothing of itself, so it is known by the digest in the manifest beside it.
struct EarlierExport {
    /// What the name of a single file's manifest ends with.
    static let manifestSuffix = ".export.json"
    private static let chunkBytes = 1024 * 1024

    private let fileSystem: any FileSystem

    init(_ fileSystem: any FileSystem) {
        self.fileSystem = fileSystem
    }

    /// Why a regular file is not to be replaced; nil for an export and for an empty file.
    func objection(toFile path: String) throws -> String? {
        let (file, size) = try open(path)
        if size == 0 { return nil }
        let head = try asExportError { () throws(FileError) in try file.read(at: 0, count: 100) }
        for signature in ExportFormat.all.compactMap(\.signature)
        where head.starts(with: signature.magic) {
            return try signature.objection(
                EarlierFile(path: path, head: head, file: file, size: size))
        }
        let manifestPath = path + Self.manifestSuffix
        guard FileKind(of: manifestPath) == .file, let manifest = try manifest(at: manifestPath)
        else {
            return "it is no export, as no \(manifestPath) tells of it"
        }
        guard let stated = manifest.files.first, manifest.files.count == 1,
            try matches(stated, path)
        else { return "it is not the file that \(manifestPath) tells of" }
        return nil
    }

    /// Why what stands at the place of a manifest is not to be replaced.
    func objection(toManifest path: String) throws -> String? {
        switch FileKind(of: path) {
        case nil: nil
        case .file: try manifest(at: path) == nil ? "it is not the manifest of an export" : nil
        case .directory, .other: "it is no regular file"
        }
    }

    /// Why a directory is not to be replaced; nil for an export and for an empty directory.
    func objection(toDirectory path: String) throws -> String? {
        let fileSystem = fileSystem
        let names = try asExportError { () throws(FileError) in
            try fileSystem.names(inDirectory: path)
        }
        if names.isEmpty { return nil }
        let manifestPath = "\(path)/\(ExportTarget.manifestName)"
        let manifest =
            FileKind(of: manifestPath) == .file ? try manifest(at: manifestPath) : nil
        for name in names where name != ExportTarget.manifestName {
            guard Self.ownNames.contains(name), FileKind(of: "\(path)/\(name)") == .file else {
                return "it holds other files, such as \(name)"
            }
        }
        guard let manifest else {
            return "it is no export, as it has no \(ExportTarget.manifestName) of one"
        }
        for name in names where name != ExportTarget.manifestName {
            guard let stated = manifest.files.first(where: { $0.name == name }),
                try matches(stated, "\(path)/\(name)")
            else {
                return "its \(name) is not the file that its \(ExportTarget.manifestName) tells of"
            }
        }
        return nil
    }

    /// The names that the tables of an export may have.
    private static let ownNames = Set(
        ExportTable.allCases.flatMap { table in
            ExportFormat.all.map { ExportFiles.name(of: table, $0) }
        })

    private func manifest(at path: String) throws -> ExportManifest? {
        let (file, size) = try open(path)
        guard size <= ExportManifest.maxBytes else { return nil }
        return ExportManifest(
            try asExportError { () throws(FileError) in try file.read(at: 0, count: size) })
    }

    private func matches(_ stated: ExportManifest.File, _ path: String) throws -> Bool {
        let (file, size) = try open(path)
        guard stated.bytes == size, let sha256 = stated.sha256 else { return false }
        var hash = SHA256()
        var offset = 0
        while offset < size {
            let start = offset
            let bytes = try asExportError { () throws(FileError) in
                try file.read(at: start, count: Self.chunkBytes)
            }
            guard !bytes.isEmpty else { return false }
            hash.update(data: bytes)
            offset += bytes.count
        }
        return hash.finalize().hexadecimal == sha256
    }

    private func open(_ path: String) throws -> (file: any OpenFile, size: Int) {
        let fileSystem = fileSystem
        return try asExportError { () throws(FileError) in
            let file = try fileSystem.open(path, forWriting: false)
            return (file, try file.size())
        }
    }
}
