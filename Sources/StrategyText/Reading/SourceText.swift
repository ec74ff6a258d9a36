/// The bytes of a file with its lines.
struct SourceText: Sendable {
    /// What the file holds.
    let bytes: [UInt8]
    /// Where each line begins.
    private let lineStarts: [Int]

    /// Finds the lines; O(count).
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var starts = [0]
        for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
            starts.append(index + 1)
        }
        lineStarts = starts
    }

    /// The number of lines, an empty last one included.
    var lineCount: Int { lineStarts.count }

    /// The text between two bytes.
    func string(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    /// The line of a byte, counted from 0; O(log lines).
    func line(of offset: Int) -> Int {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return low
    }

    /// The bytes of a line, counted from 0, without its end.
    func range(ofLine line: Int) -> Range<Int> {
        let start = lineStarts[line]
        guard line + 1 < lineStarts.count else { return start..<bytes.count }
        let end = lineStarts[line + 1] - 1
        return start..<(end > start && bytes[end - 1] == UInt8(ascii: "\r") ? end - 1 : end)
    }

    /// Tells of the first byte that is not UTF-8, if there is one; O(count).
    var encodingProblem: StrategyProblem? {
        firstInvalidByte.map {
            problem(.encoding, "this is not UTF-8; save the file as UTF-8", at: $0..<$0 + 1)
        }
    }

    /// Place of the first byte that is not UTF-8, if there is one; O(count).
    private var firstInvalidByte: Int? {
        if String(validating: bytes, as: UTF8.self) != nil { return nil }
        var parser = Unicode.UTF8.ForwardParser()
        var input = bytes.makeIterator()
        var offset = 0
        while true {
            switch parser.parseScalar(from: &input) {
            case .valid(let scalar): offset += scalar.count
            case .emptyInput: return nil
            case .error: return offset
            }
        }
    }

    /// The number of characters between two bytes.
    private func characters(_ range: Range<Int>) -> Int {
        bytes[range].reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
    }

    /// Tells a problem of the bytes of that range, which is cut at the end of its first line.
    func problem(
        _ code: StrategyProblem.Code, _ message: String, at range: Range<Int>,
        severity: StrategyProblem.Severity = .error
    ) -> StrategyProblem {
        let line = line(of: min(range.lowerBound, bytes.count))
        let whole = self.range(ofLine: line)
        let start = min(range.lowerBound, whole.upperBound)
        let end = max(start, min(range.upperBound, whole.upperBound))
        let column = characters(whole.lowerBound..<start)
        let (excerpt, offset) = excerpt(whole, around: column)
        return StrategyProblem(
            line: line + 1, column: column + 1, length: max(1, characters(start..<end)),
            code: code, message: message, severity: severity, sourceLine: excerpt,
            caretOffset: offset)
    }

    /// A line in printable form, cut around the column when it is long.
    private func excerpt(_ range: Range<Int>, around column: Int) -> (String, Int) {
        let most = StrategyProblem.longestExcerpt
        let first = max(0, column - most / 2)
        let scalars = string(range).unicodeScalars.dropFirst(first).prefix(most)
        var shown = String.UnicodeScalarView()
        for scalar in scalars {
            shown.append(scalar.isShown ? scalar : " ")
        }
        return (String(shown), column - first)
    }
}

extension Unicode.Scalar {
    /// Whether a terminal shows it and does nothing else with it.
    fileprivate var isShown: Bool {
        if isASCII { return value >= 0x20 && value != 0x7F }
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: return false
        default: return true
        }
    }
}
