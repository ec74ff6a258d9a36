/// The name of a scan: its time and a random part, `20261123-153532-9f3c2a7d`.
///
/// Names sort by time and are safe in paths and URLs.
package struct JobID: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The name.
    package let description: String

    /// Takes a name from outside: up to 64 of `a`–`z`, `0`–`9` and inner hyphens; nil for
    /// anything else.
    package init?(_ text: String) {
        let isAllowed = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || byte == UInt8(ascii: "-")
        }
        guard isAllowed, (1...64).contains(text.utf8.count), !text.hasPrefix("-"),
            !text.hasSuffix("-")
        else {
            return nil
        }
        description = text
    }

    /// Makes a new name.
    ///
    /// - Parameters:
    ///   - timestamp: the time as a record has it, `YYYY-MM-DDThh:mm:ss…`.
    ///   - random: where the last part comes from.
    init(timestamp: String, random: inout some RandomNumberGenerator) {
        let digits = timestamp.prefix(19).filter(\.isNumber)
        let suffix = String(UInt32.random(in: .min ... .max, using: &random), radix: 16)
        description =
            "\(digits.prefix(8))-\(digits.dropFirst(8))-"
            + String(repeating: "0", count: 8 - suffix.count) + suffix
    }

    package static func < (left: JobID, right: JobID) -> Bool {
        left.description < right.description
    }
}
