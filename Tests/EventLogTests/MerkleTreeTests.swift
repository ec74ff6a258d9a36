import EventLog
import Testing

struct MerkleTreeTests {
    @Test func hasherAndTreeHaveTheRootOfTheDefinitionAtEverySize() {
        let leaves = MerkleOracle.leaves(300)
        let whole = MerkleTree(leaves)
        var growing = MerkleTree()
        var hasher = MerkleTreeHasher()
        for size in 0...leaves.count {
            let root = MerkleOracle.root(leaves[..<size])
            #expect(hasher.root == root, "hasher of \(size)")
            #expect(hasher.count == size)
            #expect(growing.root == root, "tree of \(size)")
            #expect(growing.count == size)
            #expect(whole.root(size: size) == root, "\(size) of \(leaves.count)")
            guard size < leaves.count else { break }
            hasher.append(leaves[size])
            growing.append(leaves[size])
        }
    }

    @Test func aLeafIsHashedFromItsSliceAlone() {
        let payload = Array(UInt8.min...UInt8.max)
        for range in [0..<0, 7..<7, 0..<256, 3..<223, 200..<256] {
            let expected = MerkleOracle.hash([0x00] + payload[range])
            #expect(MerkleHash.leaf(payload[range]) == expected)
            #expect(MerkleHash.leaf(Array(payload[range])) == expected)
        }
    }

    @Test func aNodeIsNoLeafOfItsChildren() {
        let pair = MerkleOracle.leaves(2)
        let children = pair[0].bytes + pair[1].bytes
        #expect(MerkleHash.node(pair[0], pair[1]) == MerkleOracle.hash([0x01] + children))
        #expect(MerkleHash.node(pair[0], pair[1]) != MerkleHash.leaf(children))
        #expect(MerkleHash.node(pair[0], pair[1]) != MerkleHash.node(pair[1], pair[0]))
    }

    @Test func bytesAndDigitsGoThereAndBack() {
        let bytes = (0..<32).map { UInt8($0 * 8 + 7) }
        let hash = MerkleHash(bytes: bytes)
        #expect(hash?.bytes == bytes)
        #expect(
            hash?.hex == "070f171f272f373f474f575f676f777f878f979fa7afb7bfc7cfd7dfe7eff7ff")
        #expect(hash.flatMap { MerkleHash(hex: $0.hex) } == hash)
        #expect(hash.map { "\($0)" } == hash?.hex)
    }

    @Test func otherSpellingsAreNoHash() {
        let hex = MerkleHash.emptyRoot.hex
        #expect(MerkleHash(hex: hex) == .emptyRoot)
        let tail = hex.dropFirst()
        let bad: [String] = [
            "", hex.uppercased(), "\(tail)", "\(hex)0", "g\(tail)", " \(tail)", "+\(tail)",
            "\(tail)\n", "\(tail.dropFirst())é",
        ]
        for bad in bad {
            #expect(MerkleHash(hex: bad) == nil, "\(bad)")
        }
        for count in [0, 31, 33, 64] {
            #expect(MerkleHash(bytes: [UInt8](repeating: 0, count: count)) == nil)
        }
    }
}
