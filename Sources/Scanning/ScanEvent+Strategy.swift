internal import Crypto
package import ScanEvents
internal import Storage
internal import StrategyText

extension ScanEvent {
    /// A strategy's text in parts that fit into records, each of whole characters.
    package static func recorded(_ text: String) -> [StrategyRecorded] {
        let bytes = Array(text.utf8)
        let digest = SHA256.hash(data: bytes).hexadecimal
        var parts: [StrategyRecorded] = []
        var start = 0
        while start < bytes.count {
            var end = min(bytes.count, start + StrategyRecorded.maxBytesInRecord)
            // Not within a character.
            while end < bytes.count, bytes[end] & 0xc0 == 0x80 { end -= 1 }
            parts.append(
                StrategyRecorded(
                    language: StrategyProgram.language, digest: digest, bytes: bytes.count,
                    offset: start, text: String(decoding: bytes[start..<end], as: UTF8.self)))
            start = end
        }
        return parts
    }
}
