import JSONText
import ScanEvents
import Testing

@testable import Projections

@Suite struct LongTextTests {
    @Test(arguments: [[], [""], ["1"], ["12", "345"], ["", "12", "", "6789"]])
    func everyPartOfATextIsThatOfTheWhole(elements: [String]) {
        let frame = Array("ab[]cd".utf8)
        for place in 0...frame.count {
            let text = LongText(frame, elements: elements.map { Array($0.utf8) }, at: place)
            let whole =
                Array(frame[..<place]) + Array(elements.joined(separator: ",").utf8)
                + Array(frame[place...])
            #expect(text.count == whole.count)
            #expect(text.bytes == whole)
            for offset in 0..<whole.count {
                for count in 1...whole.count {
                    let part = whole[offset..<min(whole.count, offset + count)]
                    #expect(
                        text.bytes(at: offset, count: count) == Array(part),
                        "\(count) at \(offset), elements at \(place)")
                }
            }
        }
    }

    @Test func aStatusIsTheSamePieceByPiece() throws {
        let state = try ScriptedScan.twelve.state()
        let text = state.statusText
        for size in [1, 7, 64, 1_000] {
            var (pieces, offset) = ([UInt8](), 0)
            while offset < text.count {
                let piece = text.bytes(at: offset, count: size)
                pieces += piece
                offset += piece.count
            }
            #expect(pieces == state.status)
        }
        #expect(try JSONValue.parse(state.status)["results"]["successful"] == .number(9))
        #expect(text.elements.count == 9)
    }
}
