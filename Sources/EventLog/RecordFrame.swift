internal import JSONText
internal import Storage
internal import Zlib

/// The frame that a log puts around every record: `{"seq":N,"at":"T",` body `}` LF.
///
/// The body is what follows in the JSON object, without its closing brace: `"type":"…",…`.
enum RecordFrame {
    private static let seqField = Array(#"{"seq":"#.utf8)
    private static let atField = Array(#","at":""#.utf8)
    private static let timestampBytes = 27
    private static let newline = UInt8(ascii: "\n")

    /// The part of a frame that tells the time; the same for records appended together.
    static func time(_ time: MicrosecondsSinceEpoch) -> [UInt8] {
        var bytes = atField
        appendTimestamp(time, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ","))
        return bytes
    }

    /// Appends the line of one record.
    static func append(_ body: [UInt8], seq: Int, _ time: [UInt8], to payload: inout [UInt8]) {
        payload.append(contentsOf: seqField)
        appendDecimal(seq, to: &payload)
        payload.append(contentsOf: time)
        payload.append(contentsOf: body)
        payload.append(UInt8(ascii: "}"))
        payload.append(newline)
    }

    private static func appendDecimal(_ value: Int, to payload: inout [UInt8]) {
        var divisor = 1
        while value / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            payload.append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
            divisor /= 10
        }
    }

    /// The body of the record at `range` of `payload`, nil where its frame is another one.
    static func body(in payload: [UInt8], _ range: Range<Int>) -> ArraySlice<UInt8>? {
        guard let seq = seq(in: payload, at: range.lowerBound) else { return nil }
        let start =
            range.lowerBound + seqField.count + String(seq).utf8.count + atField.count
            + timestampBytes + 2
        guard start < range.upperBound, payload[range.upperBound - 1] == UInt8(ascii: "}") else {
            return nil
        }
        return payload[start..<range.upperBound - 1]
    }

    /// The time in the record at `range` of `payload`, without its quotes; nil where its frame is
    /// another one.
    static func time(in payload: [UInt8], _ range: Range<Int>) -> ArraySlice<UInt8>? {
        let start = range.lowerBound + seqField.count
        guard start < range.upperBound,
            let comma = payload[start..<range.upperBound].firstIndex(of: UInt8(ascii: ",")),
            comma + atField.count + timestampBytes < range.upperBound,
            payload[comma..<comma + atField.count].elementsEqual(atField)
        else { return nil }
        let first = comma + atField.count
        return payload[first..<first + timestampBytes]
    }

    /// The ends of the lines of `payload` (after each LF), their sequence numbers checked to
    /// count up from `firstSeq` without a gap.
    static func lineEnds(
        in payload: [UInt8], firstSeq: Int
    ) -> Result<[Int], Mismatch> {
        var ends: [Int] = []
        ends.reserveCapacity(payload.count / 256)
        var start = 0
        while start < payload.count {
            guard let end = firstIndex(of: newline, in: payload.span, from: start) else {
                return .failure(Mismatch(expected: "a line feed at the end", found: "none"))
            }
            let seq = seq(in: payload, at: start)
            let expected = firstSeq + ends.count
            guard seq == expected else {
                let found = seq.map { "seq \($0)" } ?? "a line that does not start with its seq"
                return .failure(Mismatch(expected: "seq \(expected)", found: found))
            }
            start = end + 1
            ends.append(start)
        }
        return .success(ends)
    }

    /// The sequence number of the line that starts at `start`, nil where it states none.
    static func seq(in payload: [UInt8], at start: Int) -> Int? {
        var index = start
        for byte in seqField {
            guard index < payload.count, payload[index] == byte else { return nil }
            index += 1
        }
        let digits = index
        var seq = 0
        while index < payload.count, payload[index] >= 0x30, payload[index] <= 0x39 {
            guard index - digits < 18 else { return nil }
            seq = seq * 10 + Int(payload[index] - 0x30)
            index += 1
        }
        let canonical = index - digits == 1 || (index > digits && payload[digits] != 0x30)
        guard canonical, index < payload.count, payload[index] == UInt8(ascii: ",") else {
            return nil
        }
        return seq
    }
}
