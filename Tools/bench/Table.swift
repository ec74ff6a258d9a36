import Foundation

/// Rows of measurements, each against its peer and its mark.
struct Table: Codable {
    /// What a measurement is held against.
    enum Against {
        /// Another program that does the same.
        case peer
        /// The bare work that nobody gets around: of the disk, of zlib, of the memory, of sockets.
        case limit
    }

    /// A measurement beside what it is held against.
    struct Row: Codable {
        let what: String
        let ours: String
        let peer: String
        let ratio: String
        let mark: String
        /// Whether the mark is met; nil without one.
        let isMet: Bool?
        /// Whether a peer is better; nil where the row has none.
        let isPeerAhead: Bool?
        /// What keeps it from its mark, by a profile; printed where the mark is missed.
        let reason: String?

        /// Makes a row.
        ///
        /// - Parameters:
        ///   - what: the work, as ours does it.
        ///   - ours: the measurement.
        ///   - peer: who it is held against, what that does, and its measurement.
        ///   - ratio: how many times better ours is, or how many times longer it takes where the
        ///     mark is an upper one.
        ///   - mark: `≥` or `≤` and a number, which the ratio is judged by, or words.
        ///   - value: what is judged in place of the ratio.
        ///   - against: the kind of the peer.
        ///   - reason: what keeps it from its mark.
        init(
            what: String, ours: String, peer: String, ratio: String, mark: String,
            value: Double? = nil, against: Against = .limit, reason: String? = nil
        ) {
            self.what = what
            self.ours = ours
            self.peer = peer
            self.ratio = ratio
            self.mark = mark
            self.reason = reason
            isMet = Self.isMet(mark, by: value ?? Double(ratio))
            isPeerAhead =
                if against == .peer, let ratio = Double(ratio) {
                    mark.hasPrefix("≤") ? ratio > 1 : ratio < 1
                } else {
                    nil
                }
        }

        private static func isMet(_ mark: String, by value: Double?) -> Bool? {
            guard let value, let number = Double(mark.dropFirst(2).prefix { $0 != " " }) else {
                return nil
            }
            return switch mark.first {
            case "≥": value >= number
            case "≤": value <= number
            default: nil
            }
        }

        fileprivate var markdown: String {
            var verdict = mark
            if let isMet { verdict += isMet ? ": met" : ": **missed**" }
            let ahead = isPeerAhead == true ? " (the peer is ahead)" : ""
            return "| \(what) | \(ours) | \(peer) | \(ratio)\(ahead) | \(verdict) |"
        }
    }

    let title: String
    var rows: [Row] = []
    /// What is to be known beside the rows, such as plots.
    var notes: [String] = []

    /// The table in Markdown.
    var markdown: String {
        let reasons = rows.compactMap { row in
            row.isMet == false ? row.reason.map { "*\(row.what)*: \($0)" } : nil
        }
        let parts =
            [
                "## \(title)",
                "| what | ours | against | ratio | mark |\n|---|---|---|---|---|\n"
                    + rows.map(\.markdown).joined(separator: "\n"),
            ] + reasons + notes
        return parts.joined(separator: "\n\n") + "\n"
    }
}
