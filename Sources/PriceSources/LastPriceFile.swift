internal import Foundation
internal import MarketData
internal import Synchronization

/// The long price file that was read last, for requests that name it again while it is the same.
///
/// A page that shows one stock of a scan after the other would else read it for each. One file is
/// kept, in the memory that its bars take; directories are not, as their files are read one by one.
final class LastPriceFile: Sendable {
    /// What tells that a file is as it was, and was read in the same way.
    private struct Version: Equatable {
        let path: String
        let interval: BarInterval
        let adjusted: Bool
        let file: Int
        let bytes: Int
        let modified: Date

        /// Nil for what is no regular file.
        init?(_ path: String, _ interval: BarInterval, adjusted: Bool) {
            let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
            guard let facts = try? FileManager.default.attributesOfItem(atPath: resolved),
                facts[.type] as? FileAttributeType == .typeRegular,
                let file = facts[.systemFileNumber] as? Int, let bytes = facts[.size] as? Int,
                let modified = facts[.modificationDate] as? Date
            else { return nil }
            self.path = path
            self.interval = interval
            self.adjusted = adjusted
            self.file = file
            self.bytes = bytes
            self.modified = modified
        }
    }

    /// Two changes within this time may leave a file with one date.
    private static let dateResolution: TimeInterval = 2

    private let kept = Mutex<(version: Version, prices: CSVPrices)?>(nil)

    /// The prices in the file or directory at `path`, read by `open` unless they are kept.
    func prices(
        at path: String, _ interval: BarInterval, adjusted: Bool, now: Date,
        open: () throws -> CSVPrices
    ) throws -> CSVPrices {
        guard let version = Version(path, interval, adjusted: adjusted) else { return try open() }
        if let kept = kept.withLock({ $0 }), kept.version == version { return kept.prices }
        // Two of them would be one too many.
        kept.withLock { $0 = nil }
        let prices = try open()
        if now.timeIntervalSince(version.modified) > Self.dateResolution {
            kept.withLock { $0 = (version, prices) }
        }
        return prices
    }
}
