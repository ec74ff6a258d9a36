import Testing

@testable import Zlib

struct ByteSearchTests {
    @Test func aByteIsFoundAtEveryPlaceFromEveryStart() {
        for count in 0..<40 {
            for place in 0..<count {
                var bytes = [UInt8](repeating: 7, count: count)
                bytes[place] = 9
                for start in 0...count {
                    let found = firstIndex(of: 9, in: bytes.span, from: start)
                    #expect(found == (start <= place ? place : nil))
                }
            }
            let bytes = [UInt8](repeating: 7, count: count)
            #expect(firstIndex(of: 9, in: bytes.span) == nil)
        }
    }
}
