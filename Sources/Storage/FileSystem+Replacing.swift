extension FileSystem {
    /// Writes a file, all of it or nothing, in the place of one that may be there; durable on return.
    ///
    /// The bytes go to a draft beside it, which takes its name in one step. A crash may leave the
    /// draft: a name with a point before it and `.new` behind it.
    ///
    /// - Parameters:
    ///   - path: the file; where that is a link, the link is replaced.
    ///   - bytes: what it holds afterwards.
    ///   - permissions: who may read, write and run it; nil for what new files have.
    /// - Throws: `FileError`; then the old file is there, unless the directory alone was not synced.
    package func replace(
        _ path: String, by bytes: [UInt8], permissions: UInt32? = nil
    ) throws(FileError) {
        let directory = Self.directory(of: path)
        let name = path.split(separator: "/").last ?? ""
        let number = String(UInt64.random(in: .min ... .max), radix: 16)
        let draft = "\(directory)/.\(name).\(number).new"
        do throws(FileError) {
            let file = try create(draft)
            if let permissions { try file.setPermissions(permissions) }
            try file.writeAll(bytes, at: 0)
            try file.synchronize()
            try rename(draft, to: path)
        } catch {
            try? remove(draft)
            throw error
        }
        try synchronizeDirectory(directory)
    }

    /// Writes a file that must not be there; durable on return.
    ///
    /// - Throws: `FileError`, one that `isTaken` where there is a file of that name.
    package func write(_ bytes: [UInt8], toNew path: String) throws(FileError) {
        let file = try create(path)
        try file.writeAll(bytes, at: 0)
        try file.synchronize()
        try synchronizeDirectory(Self.directory(of: path))
    }

    /// Writes `bytes` bytes to a file that is not kept, to see whether the disk takes them now.
    ///
    /// They are random, as zeros would cost a file system that compresses nothing. A crash may
    /// leave the file; the next probe of that name removes it.
    ///
    /// - Throws: `FileError`; the file is gone then, too.
    package func probe(_ path: String, bytes: Int) throws(FileError) {
        try? remove(path)
        let file = try create(path)
        defer { try? remove(path) }
        var generator = SystemRandomNumberGenerator()
        let content = (0..<bytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        try file.writeAll(content, at: 0)
        try file.synchronize()
    }

    /// The directory that a file is in.
    private static func directory(of path: String) -> String {
        guard let end = path.lastIndex(of: "/") else { return "." }
        return end == path.startIndex ? "/" : String(path[..<end])
    }
}
