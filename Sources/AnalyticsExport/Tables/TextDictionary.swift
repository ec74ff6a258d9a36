/// Texts that occur again and again, each kept once and told by its index.
struct TextDictionary: Sendable {
    /// The texts, one behind the other.
    private(set) var bytes: [UInt8] = []
    /// Where each text ends in `bytes`.
    private(set) var ends: [Int] = []
    /// Indices plus one by hash, zero where free; their number is a power of two.
    private var slots = [UInt32](repeating: 0, count: 64)

    /// How many texts there are.
    var count: Int { ends.count }

    /// Where text `index` stands in `bytes`.
    func range(of index: Int) -> Range<Int> {
        (index == 0 ? 0 : ends[index - 1])..<ends[index]
    }

    /// Forgets all texts and keeps the room for them.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        for index in slots.indices { slots[index] = 0 }
    }

    /// The index of the text at `range` of `source`, which is added if it is new.
    mutating func index(of source: [UInt8], _ range: Range<Int>) -> UInt32 {
        var slot = Self.hash(source, range) & (slots.count - 1)
        while slots[slot] != 0 {
            let candidate = slots[slot] - 1
            if holds(Int(candidate), source, range) { return candidate }
            slot = (slot + 1) & (slots.count - 1)
        }
        bytes.append(contentsOf: source[range])
        ends.append(bytes.count)
        slots[slot] = UInt32(ends.count)
        if ends.count * 2 > slots.count { grow() }
        return UInt32(ends.count - 1)
    }

    /// Whether text `index` is the one at `range` of `source`.
    func holds(_ index: Int, _ source: [UInt8], _ range: Range<Int>) -> Bool {
        let own = self.range(of: index)
        guard own.count == range.count else { return false }
        let shift = range.lowerBound - own.lowerBound
        for place in own where bytes[place] != source[place + shift] { return false }
        return true
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: slots.count * 2)
        for index in ends.indices {
            var slot = Self.hash(bytes, range(of: index)) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt32(index + 1)
        }
    }

    /// FNV-1a (Fowler, Noll, Vo), its halves folded together.
    private static func hash(_ bytes: [UInt8], _ range: Range<Int>) -> Int {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for index in range { hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01b3 }
        return Int(truncatingIfNeeded: (hash ^ hash >> 32) & 0x7fff_ffff)
    }
}
