import Crypto
import EventLog

/// The definitions of RFC 9162, section 2.1, as they are written there, without any cleverness.
enum MerkleOracle {
    /// "MTH(D_n)" over leaf hashes.
    static func root(_ leaves: ArraySlice<MerkleHash>) -> MerkleHash {
        guard let first = leaves.first else { return hash([]) }
        guard leaves.count > 1 else { return first }
        let middle = leaves.startIndex + split(leaves.count)
        return hash([0x01] + root(leaves[..<middle]).bytes + root(leaves[middle...]).bytes)
    }

    /// SHA-256 of `bytes`.
    static func hash(_ bytes: [UInt8]) -> MerkleHash {
        guard let hash = MerkleHash(bytes: Array(SHA256.hash(data: bytes))) else {
            preconditionFailure("SHA-256 has 32 bytes")
        }
        return hash
    }

    /// Leaves that all differ.
    static func leaves(_ count: Int) -> [MerkleHash] {
        (0..<count).map { hash(Array("\($0)".utf8)) }
    }

    /// On which sides the hashes of "PATH(m, D_n)" stand, root first; nil where there is no path.
    ///
    /// Two proofs are computed alike exactly where their shapes are the same.
    static func inclusionShape(_ index: Int, _ size: Int) -> String? {
        guard (0..<max(size, 0)).contains(index) else { return nil }
        guard size > 1 else { return "" }
        let middle = split(size)
        return index < middle
            ? inclusionShape(index, middle).map { "R" + $0 }
            : inclusionShape(index - middle, size - middle).map { "L" + $0 }
    }

    /// As `inclusionShape`, for "PROOF(m, D_n)".
    static func consistencyShape(_ oldSize: Int, _ newSize: Int) -> String? {
        guard oldSize > 0, oldSize <= newSize else { return nil }
        if oldSize == newSize { return "equal" }
        return subproofShape(oldSize, newSize, isWhole: true)
    }

    private static func subproofShape(_ old: Int, _ new: Int, isWhole: Bool) -> String {
        if old == new { return isWhole ? "known" : "given" }
        let middle = split(new)
        return old <= middle
            ? "R" + subproofShape(old, middle, isWhole: isWhole)
            : "L" + subproofShape(old - middle, new - middle, isWhole: false)
    }

    /// "k": the largest power of two below `size`.
    private static func split(_ size: Int) -> Int {
        var power = 1
        while 2 * power < size { power *= 2 }
        return power
    }
}

extension MerkleHash {
    /// The hash with one bit flipped.
    var altered: MerkleHash {
        var bytes = bytes
        bytes[7] ^= 0x10
        return MerkleHash(bytes: bytes) ?? self
    }
}
