/// The name of a scan: its time and a random part, `20261123-153532-9f3c2a7d`.
///
/// Names sort by time and are safe in paths and URLs.
package struct JobID: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The name.
    package let description: String

    /// Takes a name from outside; nil for one of another form, such as that of another file among
    /// the tapes.
    package init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.map(\.count) == [8, 6, 8],
            parts[0].allSatisfy(Self.isDigit), parts[1].allSatisfy(Self.isDigit),
            parts[2].allSatisfy({ Self.isDigit($0) || (0x61...0x66).contains($0) })
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

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    package static func < (left: JobID, right: JobID) -> Bool {
        left.description < right.description
    }
}
