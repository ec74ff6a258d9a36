import JSONText
import ScanEvents

extension JSONValue {
    private static let columns = 100

    /// The value as people read it: what fits into a line stands in one.
    var pretty: String { lines(indent: 0, used: 0) + "\n" }

    private func lines(indent: Int, used: Int) -> String {
        let line = onOneLine
        // The text counts in characters, and a comma may follow.
        if used + line.count < Self.columns { return line }
        let inner = String(repeating: " ", count: indent + 2)
        let outer = String(repeating: " ", count: indent)
        switch self {
        case .object(let members):
            let parts = members.map { name, value in
                let key = "\(inner)\(JSONValue.string(name).onOneLine): "
                return key + value.lines(indent: indent + 2, used: key.count)
            }
            return "{\n\(parts.joined(separator: ",\n"))\n\(outer)}"
        case .array(let elements):
            let words = elements.allSatisfy { if case .string = $0 { true } else { false } }
            let parts = elements.map { $0.lines(indent: indent + 2, used: indent + 2) }
            let text =
                words
                ? Self.filled(parts, inner)
                : parts.map { inner + $0 }.joined(separator: ",\n")
            return "[\n\(text)\n\(outer)]"
        default: return line
        }
    }

    /// As many words in a line as it takes.
    private static func filled(_ words: [String], _ inner: String) -> String {
        var lines = [inner]
        for (index, word) in words.enumerated() {
            let piece = word + (index < words.count - 1 ? "," : "")
            let last = lines[lines.count - 1]
            if last == inner {
                lines[lines.count - 1] += piece
            } else if last.count + 1 + piece.count <= columns {
                lines[lines.count - 1] += " " + piece
            } else {
                lines.append(inner + piece)
            }
        }
        return lines.joined(separator: "\n")
    }

    private var onOneLine: String {
        switch self {
        case .null: return "null"
        case .boolean(let flag): return flag ? "true" : "false"
        case .number, .string:
            var json = JSONWriter()
            if case .string(let text) = self { json.value(text) }
            if case .number(let number) = self { json.parameter(number) }
            return String(decoding: json.bytes, as: UTF8.self)
        case .array(let elements):
            return "[\(elements.map(\.onOneLine).joined(separator: ", "))]"
        case .object(let members):
            let parts = members.map { "\(JSONValue.string($0).onOneLine): \($1.onOneLine)" }
            return parts.isEmpty ? "{}" : "{ \(parts.joined(separator: ", ")) }"
        }
    }
}
