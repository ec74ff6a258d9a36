import JSONText

/// JSON with a member a line, for a person; numbers and strings as they stand.
enum PrettyJSON {
    /// The text of one JSON value, indented by two spaces a level.
    ///
    /// - Throws: `JSONError` where `bytes` are no JSON.
    static func text(of bytes: [UInt8]) throws(JSONError) -> [UInt8] {
        var scanner = JSONScanner(bytes)
        try scanner.skip()
        try scanner.finish()
        var output: [UInt8] = []
        var depth = 0
        var isInString = false
        var isEscaped = false
        func startLine() {
            output.append(UInt8(ascii: "\n"))
            output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * 2))
        }
        for (index, byte) in bytes.enumerated() {
            if isInString {
                output.append(byte)
                if byte == UInt8(ascii: "\""), !isEscaped { isInString = false }
                isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
                continue
            }
            switch byte {
            case 0x20, 0x09, 0x0a, 0x0d:
                continue
            case UInt8(ascii: "\""):
                isInString = true
                output.append(byte)
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                output.append(byte)
                depth += 1
                if !isClosed(bytes, after: index) { startLine() }
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                let last = output.last
                if last != UInt8(ascii: "{"), last != UInt8(ascii: "[") { startLine() }
                output.append(byte)
            case UInt8(ascii: ","):
                output.append(byte)
                startLine()
            case UInt8(ascii: ":"):
                output.append(byte)
                output.append(UInt8(ascii: " "))
            default:
                output.append(byte)
            }
        }
        return output
    }

    /// Whether the next sign after a bracket closes it.
    private static func isClosed(_ bytes: [UInt8], after index: Int) -> Bool {
        let next = bytes[(index + 1)...].first { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }
        return next == UInt8(ascii: "}") || next == UInt8(ascii: "]")
    }
}
