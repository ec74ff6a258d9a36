import EventLog
import Testing

/// The published vectors of Certificate Transparency's reference implementation
/// (transparency-dev/merkle, `testonly/constants.go` and `testonly/reference_test.go`), computed
/// again from the text of RFC 9162 in another language.
struct MerkleVectorTests {
    struct Inclusion: Sendable {
        let index: Int
        let size: Int
        let proof: [String]
    }

    struct Consistency: Sendable {
        let from: Int
        let to: Int
        let proof: [String]
    }

    private static let records: [[UInt8]] = [
        [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43],
        Array(0x50...0x57), Array(0x60...0x6f),
    ]

    private static let roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]

    private static let leaf0 = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    private static let leaf1 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
    private static let leaf4 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
    private static let node01 = "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
    private static let node23 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
    private static let node45 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
    private static let node67 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
    private static let node0123 = "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"
    private static let node4567 = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"

    private static let inclusions = [
        Inclusion(index: 0, size: 1, proof: []),
        Inclusion(index: 0, size: 2, proof: [leaf1]),
        Inclusion(index: 1, size: 2, proof: [leaf0]),
        Inclusion(index: 2, size: 3, proof: [node01]),
        Inclusion(index: 1, size: 5, proof: [leaf0, node23, leaf4]),
        Inclusion(index: 0, size: 8, proof: [leaf1, node23, node4567]),
        Inclusion(index: 5, size: 8, proof: [leaf4, node67, node0123]),
    ]

    private static let consistencies = [
        Consistency(from: 1, to: 1, proof: []),
        Consistency(from: 1, to: 8, proof: [leaf1, node23, node4567]),
        Consistency(from: 2, to: 5, proof: [node23, leaf4]),
        Consistency(from: 6, to: 8, proof: [node45, node67, node0123]),
    ]

    private let leaves = records.map { MerkleHash.leaf($0) }

    @Test func everyRootIsThePublishedOne() {
        let tree = MerkleTree(leaves)
        var hasher = MerkleTreeHasher()
        for (size, root) in Self.roots.enumerated() {
            #expect(tree.root(size: size).hex == root)
            #expect(hasher.root.hex == root)
            if size < leaves.count { hasher.append(leaves[size]) }
        }
    }

    @Test(arguments: inclusions)
    func inclusionProofIsThePublishedOne(_ vector: Inclusion) throws {
        let proof = MerkleTree(leaves).inclusionProof(of: vector.index, size: vector.size)
        #expect(proof.map(\.hex) == vector.proof)
        let root = try #require(MerkleHash(hex: Self.roots[vector.size]))
        #expect(
            MerkleTree.verifyInclusion(
                leaf: leaves[vector.index], index: vector.index, size: vector.size,
                proof: proof, root: root))
    }

    @Test(arguments: consistencies)
    func consistencyProofIsThePublishedOne(_ vector: Consistency) throws {
        let proof = MerkleTree(leaves).consistencyProof(from: vector.from, to: vector.to)
        #expect(proof.map(\.hex) == vector.proof)
        let fromRoot = try #require(MerkleHash(hex: Self.roots[vector.from]))
        let toRoot = try #require(MerkleHash(hex: Self.roots[vector.to]))
        #expect(
            MerkleTree.verifyConsistency(
                from: vector.from, to: vector.to, fromRoot: fromRoot, toRoot: toRoot,
                proof: proof))
    }
}
