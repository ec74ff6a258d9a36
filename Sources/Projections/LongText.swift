/// A JSON text with an array of very many elements in it, whose bytes stay where they are kept until
/// they are asked for: who makes it and who sends it holds little besides.
package struct LongText: Sendable {
    /// The text without the elements.
    let frame: [UInt8]
    /// The elements.
    let elements: [[UInt8]]
    /// Where in the frame they stand.
    let place: Int
    /// Where in the whole text each of them ends, the comma in front of it counted.
    private let ends: [Int]

    /// A text that is all frame.
    package init(_ text: [UInt8]) {
        self.init(text, elements: [], at: text.count)
    }

    /// A text with `elements` in it, separated by commas.
    init(_ frame: [UInt8], elements: [[UInt8]], at place: Int) {
        self.frame = frame
        self.elements = elements
        self.place = place
        var (ends, end) = ([Int](), place)
        ends.reserveCapacity(elements.count)
        for element in elements {
            end += element.count + (ends.isEmpty ? 0 : 1)
            ends.append(end)
        }
        self.ends = ends
    }

    /// How many bytes it has.
    package var count: Int { frame.count + elementBytes }

    /// How much memory it keeps, also where nobody else keeps its elements.
    package var heldBytes: Int { count + elements.count * 64 }

    /// The whole of it.
    package var bytes: [UInt8] { bytes(at: 0, count: count) }

    /// So many of its bytes from `offset` on, fewer at its end; in time that does not depend on
    /// where they are.
    package func bytes(at offset: Int, count: Int) -> [UInt8] {
        let wanted = offset..<min(self.count, offset + count)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(wanted.count)
        bytes += frame[wanted.clamped(to: 0..<place)]
        var index = ends.partitioningIndex { $0 > wanted.lowerBound }
        while index < elements.count, bytes.count < wanted.count {
            let element = elements[index]
            let start = ends[index] - element.count
            if index > 0, wanted.contains(start - 1) { bytes.append(UInt8(ascii: ",")) }
            let part = wanted.clamped(to: start..<ends[index])
            bytes += element[part.lowerBound - start..<part.upperBound - start]
            index += 1
        }
        let rest = wanted.clamped(to: place + elementBytes..<self.count)
        bytes += frame[rest.lowerBound - elementBytes..<rest.upperBound - elementBytes]
        return bytes
    }

    private var elementBytes: Int { ends.last.map { $0 - place } ?? 0 }
}

extension [Int] {
    /// The first index whose element holds `isBehind`, where all behind it do so, too.
    fileprivate func partitioningIndex(_ isBehind: (Int) -> Bool) -> Int {
        var range = 0..<count
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            if isBehind(self[middle]) {
                range = range.lowerBound..<middle
            } else {
                range = middle + 1..<range.upperBound
            }
        }
        return range.lowerBound
    }
}
