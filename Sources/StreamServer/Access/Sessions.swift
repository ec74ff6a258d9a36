internal import Crypto
internal import Foundation
internal import Storage
internal import Synchronization

/// The sessions of browsers, which have shown the token and show a cookie from then on.
///
/// Each has a random number of its own, which is all that its cookie holds. Numbers are kept in
/// memory only: a session ends when it is closed, after twelve hours, or with the service.
package final class Sessions: Sendable {
    /// How long a session lasts.
    static let seconds = 12 * 3_600
    /// How many there are at most; those that would end first make room.
    static let maxCount = 10_000

    /// When each session ends, in seconds since 1970, by a digest of its number: looking one up
    /// takes a time that tells nothing of the numbers.
    private let ends = Mutex<[SHA256.Digest: Int]>([:])

    /// Opens a session.
    ///
    /// - Parameter now: the time in seconds since 1970.
    /// - Returns: its number, for the cookie.
    func open(at now: Int) -> String {
        var random = SystemRandomNumberGenerator()
        let number = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            .hexadecimal
        ends.withLock { ends in
            if ends.count >= Self.maxCount { ends = ends.filter { $0.value > now } }
            if ends.count >= Self.maxCount, let first = ends.min(by: { $0.value < $1.value }) {
                ends[first.key] = nil
            }
            ends[Self.digest(of: number)] = now + Self.seconds
        }
        return number
    }

    /// Whether a cookie holds the number of a session that has not ended at `now`.
    func isOpen(_ number: String, at now: Int) -> Bool {
        ends.withLock { $0[Self.digest(of: number)] ?? now } > now
    }

    /// Ends a session; what is none is left alone.
    func close(_ number: String) {
        ends.withLock { $0[Self.digest(of: number)] = nil }
    }

    private static func digest(of number: String) -> SHA256.Digest {
        SHA256.hash(data: Array(number.utf8))
    }
}
