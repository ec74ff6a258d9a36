import TestSupport
import Testing

@testable import AnalyticsExport

/// Texts that are kept once.
struct TextDictionaryTests {
    @Test func eachTextHasOneIndex() {
        var dictionary = TextDictionary()
        var known: [String: UInt32] = [:]
        var random = SeededGenerator(seed: 5)
        for _ in 0..<20_000 {
            let text = "T\(Int.random(in: 0..<3_000, using: &random))"
            let bytes = Array("·\(text)·".utf8)
            let index = dictionary.index(of: bytes, 2..<bytes.count - 2)
            #expect(known[text, default: index] == index)
            known[text] = index
        }
        #expect(dictionary.count == known.count)
        for (text, index) in known {
            let bytes = dictionary.bytes[dictionary.range(of: Int(index))]
            #expect(bytes.elementsEqual(text.utf8))
        }
        dictionary.removeAll()
        #expect(dictionary.count == 0)
        #expect(dictionary.index(of: [], 0..<0) == 0)
        #expect(dictionary.range(of: 0) == 0..<0)
    }
}
