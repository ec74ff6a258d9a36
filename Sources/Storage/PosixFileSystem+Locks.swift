internal import Glibc

extension PosixFileSystem {
    /// Whether a process holds the lock that `lock` takes, without touching it; nil where the
    /// system does not say.
    ///
    /// To try the lock would make a writer fail that starts at the same moment.
    package static func isLocked(_ path: String) -> Bool? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return false }
        guard let table = unsafe fopen("/proc/locks", "re") else { return nil }
        defer { unsafe fclose(table) }
        var line = [CChar](repeating: 0, count: 512)
        while unsafe fgets(&line, Int32(line.count), table) != nil {
            // `1: FLOCK  ADVISORY  WRITE 1234 fd:01:5678 0 EOF`, the inode after the device.
            let text = String(
                decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            let words = text.split(whereSeparator: \.isWhitespace)
            guard words.count > 5, words[1] == "FLOCK" else { continue }
            if words[5].split(separator: ":").last == "\(status.st_ino)" { return true }
        }
        return false
    }
}
