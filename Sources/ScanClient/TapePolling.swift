internal import NIOCore
internal import Zlib

/// What is new on a scan's tape that is read again and again, where there are no streams.
///
/// The records are those of the stream; only when they come differs.
struct TapePolling {
    /// Bytes that a tape may have, compressed.
    static let limitBytes = 256 * 1024 * 1024
    private static let inflatedLimitBytes = 1024 * 1024 * 1024
    private static let shortestPause = Duration.seconds(1)

    /// How long to wait before the next reading: a second, or longer where a reading takes long.
    private(set) var pause = Self.shortestPause
    private var seen = 0

    /// The records of the whole tape that came after those of the last one.
    ///
    /// - Throws: `ScanFeedError` where it is no tape.
    mutating func newRecords(in tape: ByteBuffer) throws -> [[UInt8]] {
        guard tape.readableBytes > 0 else { return [] }
        let text: [UInt8]
        do {
            text = try gunzip(
                Array(tape.readableBytesView), limitBytes: Self.inflatedLimitBytes)
        } catch {
            throw ScanFeedError("what the service sends as the tape is none: \(error)")
        }
        let lines = text.split(separator: UInt8(ascii: "\n"))
        defer { seen = lines.count }
        return lines.dropFirst(seen).map(Array.init)
    }

    /// Takes note of how long a reading took, so that reading takes a fifth of the time at most.
    mutating func notePace(_ duration: Duration) {
        pause = max(Self.shortestPause, duration * 4)
    }
}
