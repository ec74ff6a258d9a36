import Foundation

/// All that one run has measured, as a page.
struct Page {
    let tables: [Table]
    let command: String
    let minutes: Double

    /// The page in Markdown: the marks first, then the tables.
    var markdown: String {
        let rows = tables.flatMap(\.rows)
        let judged = rows.filter { $0.isMet != nil }
        let missed = judged.filter { $0.isMet == false }
        let behind = rows.filter { $0.isPeerAhead == true }
        var parts = [
            "# What is measured",
            "By `\(command)` in \(Int(minutes.rounded())) minutes on \(Machine.description). "
                + "\(Self.day).",
            "Product and peer run in turn on the same machine and do the same work, which stands "
                + "beside each figure. Figures are medians, with the least and the most of all "
                + "rounds in brackets. A ratio says how many times better ours is; where the mark "
                + "is an upper one (≤), how many times as long ours takes. Against bare work, "
                + "which nobody gets around (deflate, inflate, fdatasync, memory, send), 1 is the "
                + "most there is.",
            "**\(judged.count - missed.count) of \(judged.count) marks are met.**"
                + Self.list(" Missed: ", missed),
        ]
        parts.append(
            behind.isEmpty
                ? "No peer is ahead in any row." : Self.list("A peer is ahead in: ", behind))
        return parts.joined(separator: "\n\n") + "\n\n"
            + tables.map(\.markdown).joined(separator: "\n")
    }

    private static func list(_ start: String, _ rows: [Table.Row]) -> String {
        rows.isEmpty ? "" : start + rows.map(\.what).joined(separator: "; ") + "."
    }

    private static var day: String {
        Date().formatted(.iso8601.year().month().day())
    }
}
