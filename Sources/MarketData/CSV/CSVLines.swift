/// Walks over comma-separated text, one line after another, and tells where the fields are.
///
/// A quoted field may hold commas, but no line ends. Spaces, tabs and carriage returns around a
/// field do not belong to it; lines of nothing else are skipped, and so is a byte order mark.
struct CSVLines {
    /// Number of the current line, from 1; 0 before the first.
    private(set) var line = 0
    /// Where the fields of the current line are, quotes left out.
    private(set) var fields: [Range<Int>] = []
    /// Where the next line begins.
    private(set) var offset: Int

    init(_ bytes: Span<UInt8>) {
        let hasMark =
            bytes.count >= 3 && bytes[0] == 0xef && bytes[1] == 0xbb && bytes[2] == 0xbf
        offset = hasMark ? 3 : 0
    }

    /// Moves on to the next line that is not blank; false when there is none.
    mutating func next(_ bytes: Span<UInt8>) -> Bool {
        while offset < bytes.count {
            line += 1
            split(bytes)
            if fields.count > 1 || !fields[0].isEmpty { return true }
        }
        return false
    }

    /// Moves on past a line that another reader has read; its fields are not known then.
    mutating func skipLine(endingAt end: Int) {
        line += 1
        offset = end
    }

    /// The text of a field of the current line; empty when the line has fewer.
    func text(_ index: Int, _ bytes: Span<UInt8>) -> String {
        guard index < fields.count else { return "" }
        let text = String(decoding: fields[index].map { bytes[$0] }, as: UTF8.self)
        // Searching for a text is slow, and few fields have quotes.
        guard text.utf8.contains(UInt8(ascii: "\"")) else { return text }
        return text.replacing("\"\"", with: "\"")
    }

    /// The texts of all fields of the current line.
    func texts(_ bytes: Span<UInt8>) -> [String] {
        fields.indices.map { text($0, bytes) }
    }

    /// A field of the current line as messages show it, never longer than 40 characters.
    func found(_ index: Int, _ bytes: Span<UInt8>) -> String {
        let text = text(index, bytes)
        return text.isEmpty ? "nothing" : "'\(text.prefix(40))\(text.count > 40 ? "…" : "")'"
    }

    private mutating func split(_ bytes: Span<UInt8>) {
        fields.removeAll(keepingCapacity: true)
        var start = offset
        var place = offset
        var isQuoted = false
        while place < bytes.count {
            let byte = bytes[place]
            // Digits, letters, points and dashes all come after the comma.
            if byte <= UInt8(ascii: ",") {
                if byte == UInt8(ascii: "\n") { break }
                if byte == UInt8(ascii: ","), !isQuoted {
                    fields.append(trimmed(start, place, bytes))
                    start = place + 1
                } else if byte == UInt8(ascii: "\"") {
                    isQuoted.toggle()
                }
            }
            place += 1
        }
        fields.append(trimmed(start, place, bytes))
        offset = place + 1
    }

    private func trimmed(_ start: Int, _ end: Int, _ bytes: Span<UInt8>) -> Range<Int> {
        var (start, end) = (start, end)
        while start < end, bytes[start] <= UInt8(ascii: " ") { start += 1 }
        while start < end, bytes[end - 1] <= UInt8(ascii: " ") { end -= 1 }
        let quote = UInt8(ascii: "\"")
        guard end - start >= 2, bytes[start] == quote, bytes[end - 1] == quote else {
            return start..<end
        }
        return (start + 1)..<(end - 1)
    }
}
