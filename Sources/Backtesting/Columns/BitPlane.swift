/// A bit for every bar of a stock, 64 to a word, the lowest first; behind the last bar they are 0.
struct BitPlane: Equatable, Sendable {
    /// Number of bars.
    let count: Int
    private(set) var words: [UInt64]

    /// Zeros.
    init(count: Int) {
        self.count = count
        words = Array(repeating: 0, count: (count + 63) / 64)
    }

    /// Ones.
    init(full count: Int) {
        self.count = count
        words = Array(repeating: .max, count: (count + 63) / 64)
        clearRest()
    }

    /// Bits from whole words; what lies behind the last bar does not count.
    init(words: [UInt64], count: Int) {
        precondition(words.count == (count + 63) / 64, "\(words.count) words for \(count) bars")
        self.count = count
        self.words = words
        clearRest()
    }

    subscript(bar: Int) -> Bool {
        get { words[bar >> 6] >> UInt64(bar & 63) & 1 != 0 }
        set {
            let bit: UInt64 = 1 << UInt64(bar & 63)
            if newValue { words[bar >> 6] |= bit } else { words[bar >> 6] &= ~bit }
        }
    }

    /// The first bar from there on whose bit is set, or nil.
    func first(from bar: Int) -> Int? {
        guard bar < count else { return nil }
        var place = bar >> 6
        var word = words[place] & (.max << UInt64(bar & 63))
        while word == 0 {
            place += 1
            guard place < words.count else { return nil }
            word = words[place]
        }
        return place << 6 | word.trailingZeroBitCount
    }

    /// How many bits of some bars are set.
    func ones(in bars: Range<Int>) -> Int {
        let bars = bars.clamped(to: 0..<count)
        guard !bars.isEmpty else { return 0 }
        let (first, last) = (bars.lowerBound >> 6, (bars.upperBound - 1) >> 6)
        let head: UInt64 = .max << UInt64(bars.lowerBound & 63)
        let tail: UInt64 = .max >> UInt64(63 - (bars.upperBound - 1) & 63)
        guard first < last else { return (words[first] & head & tail).nonzeroBitCount }
        var ones = (words[first] & head).nonzeroBitCount + (words[last] & tail).nonzeroBitCount
        for place in (first + 1)..<last { ones += words[place].nonzeroBitCount }
        return ones
    }

    /// Tells the bars whose bits are set, in order.
    @inline(__always)
    func forEach(_ visit: (Int) -> Void) {
        for place in words.indices {
            var word = words[place]
            while word != 0 {
                visit(place << 6 | word.trailingZeroBitCount)
                word &= word - 1
            }
        }
    }

    /// Each bit so many bars later, zeros before.
    func delayed(by bars: Int) -> BitPlane {
        var delayed = BitPlane(count: count)
        let (whole, part) = (bars >> 6, UInt64(bars & 63))
        guard whole < words.count else { return delayed }
        for place in whole..<words.count {
            var word = words[place - whole] << part
            if part > 0, place > whole {
                word |= words[place - whole - 1] >> (64 - part)
            }
            delayed.words[place] = word
        }
        delayed.clearRest()
        return delayed
    }

    static func & (left: BitPlane, right: BitPlane) -> BitPlane {
        combine(left, right) { $0 & $1 }
    }

    static func | (left: BitPlane, right: BitPlane) -> BitPlane {
        combine(left, right) { $0 | $1 }
    }

    static prefix func ~ (plane: BitPlane) -> BitPlane {
        combine(plane, plane) { word, _ in ~word }
    }

    @inline(__always)
    private static func combine(
        _ left: BitPlane, _ right: BitPlane, _ operation: (UInt64, UInt64) -> UInt64
    ) -> BitPlane {
        precondition(left.count == right.count, "planes of \(left.count), \(right.count) bars")
        let (one, other) = (left.words.span, right.words.span)
        let words = [UInt64](capacity: one.count) { words in
            for place in one.indices { words.append(operation(one[place], other[place])) }
        }
        return BitPlane(words: words, count: left.count)
    }

    private mutating func clearRest() {
        guard count & 63 > 0, let last = words.indices.last else { return }
        // Mostly there is nothing to clear, and then nothing is copied.
        let rest: UInt64 = .max << UInt64(count & 63)
        if words[last] & rest != 0 { words[last] &= ~rest }
    }
}
