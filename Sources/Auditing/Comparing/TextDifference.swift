/// The lines in which two texts differ, for a person.
struct TextDifference {
    /// The most lines of a text that are compared one by one.
    private static let mostLines = 2_000

    /// The lines that only the first text has, with `-`, and those that only the second has, with
    /// `+`, each with its number.
    let lines: [String]

    /// Compares two texts in UTF-8.
    init(_ left: [UInt8], _ right: [UInt8]) {
        let (old, new) = (Self.lines(of: left), Self.lines(of: right))
        guard max(old.count, new.count) <= Self.mostLines else {
            lines = ["strategy_text: \(old.count) and \(new.count) lines, not compared one by one"]
            return
        }
        let changes = new.difference(from: old)
        lines =
            changes.removals.map { Self.line($0, "-") }
            + changes.insertions.map { Self.line($0, "+") }
    }

    private static func lines(of text: [UInt8]) -> [Substring] {
        String(decoding: text, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
    }

    private static func line(
        _ change: CollectionDifference<Substring>.Change, _ sign: String
    ) -> String {
        switch change {
        case .insert(let offset, let text, _), .remove(let offset, let text, _):
            "\(sign) strategy_text, line \(offset + 1): \(text)"
        }
    }
}
