internal import AnalyticsExport
internal import Foundation
internal import HTTPTypes
internal import StreamServer
internal import Synchronization

/// What exports may take of a disk, so that enough is left for tapes: all of them one after the
/// other look at what is left, and write no more than that.
final class DiskReserve: ExportRoom {
    /// How many bytes of a disk are free, and how many it has.
    typealias Facts = (free: Int, size: Int)

    /// The part of a disk that is left free, and the most that this comes to.
    static let part = 10
    static let mostBytes = 1024 * 1024 * 1024

    private let facts: @Sendable () -> Facts?
    private let turn = Mutex(())

    /// The reserve of a disk; `facts` tells of it, nil where it does not say.
    init(_ facts: @escaping @Sendable () -> Facts?) {
        self.facts = facts
    }

    /// The reserve of the disk that `path` is on.
    convenience init(ofDiskAt path: String) {
        self.init {
            guard let facts = try? FileManager.default.attributesOfFileSystem(forPath: path),
                let size = (facts[.systemSize] as? NSNumber)?.intValue,
                let free = (facts[.systemFreeSize] as? NSNumber)?.intValue
            else { return nil }
            return (free, size)
        }
    }

    func take(_ write: (_ left: Int) throws -> Void) throws {
        try turn.withLock { _ in try write(left) }
    }

    /// Makes sure that there is more than the reserve.
    ///
    /// - Throws: `Problem`, 503, where there is not.
    func check() throws(Problem) {
        if left <= 0 { throw .noRoomForExports }
    }

    /// How many bytes are left above the reserve; those of a disk that does not say are enough.
    private var left: Int { facts().map(Self.left) ?? .max }

    /// How many bytes of a disk may be taken.
    static func left(_ facts: Facts) -> Int {
        max(0, facts.free - min(facts.size / part, mostBytes))
    }
}

extension Problem {
    /// What is left of the disk is for tapes.
    static var noRoomForExports: Problem {
        Problem(
            status: .serviceUnavailable,
            detail: "there is too little room on the disk for an export beside the tapes",
            headers: [.retryAfter: "60"], cause: "only the reserve for tapes is free on the disk")
    }
}
