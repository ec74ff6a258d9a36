internal import Foundation

/// How long to wait before a request is tried again.
enum Backoff {
    /// No wait is longer, whatever the server asks for.
    static let longest = Duration.seconds(60)

    /// The wait after the try of that number, counted from 1: anything up to 1 s, 2 s, 4 s and
    /// so on, so that clients which failed together do not come back together.
    static func delay(afterTry number: Int, random: Double) -> Duration {
        min(longest, .seconds(1) * (1 << min(number - 1, 16))) * random
    }

    /// The wait that a `Retry-After` header asks for, in seconds or as an HTTP date; nil when it
    /// is neither.
    static func delay(retryAfter text: String, now: Date) -> Duration? {
        let text = text.trimmingCharacters(in: .whitespaces)
        let seconds: Double
        if text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) {
            guard let number = Double(text) else { return nil }
            seconds = number
        } else {
            let format = DateFormatter()
            format.locale = Locale(identifier: "en_US_POSIX")
            format.timeZone = TimeZone(secondsFromGMT: 0)
            format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
            guard let date = format.date(from: text) else { return nil }
            seconds = date.timeIntervalSince(now)
        }
        return .seconds(min(max(0, seconds), longest / .seconds(1)))
    }
}
