/// What a sealed log states of itself in its last record: how many records come before it, and
/// the root of their Merkle tree.
package struct LogSeal: Hashable, Sendable {
    /// How many records come before the seal.
    package let count: Int
    /// The tree hash (RFC 9162, section 2.1.1) over their lines, without line feeds.
    package let root: MerkleHash

    private static let prefix = Array(#""type":"log_sealed","count":"#.utf8)
    private static let middle = Array(#","root":""#.utf8)

    /// Makes the seal of `count` records with the tree hash `root`.
    package init(count: Int, root: MerkleHash) {
        self.count = count
        self.root = root
    }

    /// The seal as the body of a record.
    var recordBody: [UInt8] {
        var body = Self.prefix
        body += String(count).utf8
        body += Self.middle
        body += root.hex.utf8
        body.append(UInt8(ascii: "\""))
        return body
    }

    /// Reads the seal from the record at `range` of `payload`; nil where that is another record.
    init?(_ payload: [UInt8], _ range: Range<Int>) {
        guard let body = RecordFrame.body(in: payload, range), body.starts(with: Self.prefix)
        else { return nil }
        let fields = body.dropFirst(Self.prefix.count)
        let digits = fields.prefix { (0x30...0x39).contains($0) }
        let rest = fields.dropFirst(digits.count)
        guard rest.starts(with: Self.middle), rest.count == Self.middle.count + 64 + 1,
            let count = Int(String(decoding: digits, as: UTF8.self)),
            let root = MerkleHash(
                hex: String(
                    decoding: rest.dropFirst(Self.middle.count).dropLast(), as: UTF8.self))
        else { return nil }
        self.init(count: count, root: root)
    }
}

extension LogBlock {
    /// The seal, if the last record is one.
    package var seal: LogSeal? {
        count == 0 ? nil : LogSeal(payload, range(of: endSeq - 1))
    }
}
