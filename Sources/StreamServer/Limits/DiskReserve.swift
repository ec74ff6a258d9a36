internal import Foundation
internal import HTTPTypes

/// What must be left of a disk for tapes when something else is written to it.
package struct DiskReserve {
    /// The part of a disk that is left free, and the most that this comes to.
    static let part = 10
    static let mostBytes = 1024 * 1024 * 1024
    /// How often one asks of many times.
    private static let interval = 64

    private let path: String
    private var asked = 0

    /// The reserve of the disk that `path` is on.
    package init(_ path: String) {
        self.path = path
    }

    /// Makes sure that there is more than the reserve.
    ///
    /// - Throws: `Problem`, 503, where there is not.
    package func check() throws {
        guard let facts = try? FileManager.default.attributesOfFileSystem(forPath: path),
            let size = (facts[.systemSize] as? NSNumber)?.intValue,
            let free = (facts[.systemFreeSize] as? NSNumber)?.intValue
        else { return }
        guard !Self.hasRoom(free: free, of: size) else { return }
        throw Problem(
            status: .serviceUnavailable,
            detail: "there is too little room on the disk for an export beside the tapes",
            headers: [.retryAfter: "60"], cause: "\(free) of \(size) bytes are free at \(path)")
    }

    /// The same, once in many times.
    package mutating func checkNowAndThen() throws {
        asked += 1
        if asked.isMultiple(of: Self.interval) { try check() }
    }

    /// Whether there is more than the reserve where so many bytes of a disk are free.
    static func hasRoom(free: Int, of size: Int) -> Bool {
        free > min(size / part, mostBytes)
    }
}
