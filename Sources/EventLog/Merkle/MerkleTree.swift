/// A Merkle tree that proves what it holds (RFC 9162, section 2.1; the same in RFC 6962).
///
/// It keeps the roots of all perfect subtrees: 64 bytes a leaf. The proofs of every earlier size
/// remain available.
package struct MerkleTree: Sendable {
    /// `levels[k][i]` is the root of the `2^k` leaves from `i * 2^k`; level 0 holds the leaves.
    private var levels: [[MerkleHash]] = [[]]

    /// Starts with the tree without leaves.
    package init() {}

    /// Makes the tree of `leaves`.
    ///
    /// O(n).
    package init(_ leaves: some Sequence<MerkleHash>) {
        for leaf in leaves { append(leaf) }
    }

    /// How many leaves the tree has.
    package var count: Int { levels[0].count }

    /// Appends the next leaf.
    ///
    /// O(1) on average, O(log n) at worst.
    package mutating func append(_ leaf: MerkleHash) {
        levels[0].append(leaf)
        var level = 0
        while levels[level].count.isMultiple(of: 2) {
            let pair = levels[level].suffix(2)
            let root = MerkleHash.node(pair[pair.startIndex], pair[pair.startIndex + 1])
            level += 1
            if level == levels.count { levels.append([]) }
            levels[level].append(root)
        }
    }

    /// The root of all leaves.
    ///
    /// O(log n).
    package var root: MerkleHash { root(size: count) }

    /// The root of the first `size` leaves, at most `count` (RFC 9162, section 2.1.1).
    ///
    /// O(log n).
    package func root(size: Int) -> MerkleHash {
        precondition((0...count).contains(size), "a tree of \(count) leaves has no size \(size)")
        return size == 0 ? .emptyRoot : root(from: 0, count: size)
    }

    /// Proves that the leaf at `index` is in the tree of the first `size` leaves (RFC 9162,
    /// section 2.1.3.1).
    ///
    /// O(log n).
    ///
    /// - Parameters:
    ///   - index: The leaf's index, below `size`.
    ///   - size: At most `count`.
    /// - Returns: The hashes beside the way from the leaf to the root, lowest first.
    package func inclusionProof(of index: Int, size: Int) -> [MerkleHash] {
        precondition((0...count).contains(size), "a tree of \(count) leaves has no size \(size)")
        precondition((0..<size).contains(index), "a tree of \(size) leaves has no leaf \(index)")
        var proof: [MerkleHash] = []
        var start = 0
        var remaining = size
        while remaining > 1 {
            let left = Self.leftCount(remaining)
            if index < start + left {
                proof.append(root(from: start + left, count: remaining - left))
                remaining = left
            } else {
                proof.append(root(from: start, count: left))
                start += left
                remaining -= left
            }
        }
        proof.reverse()
        return proof
    }

    /// Proves that the tree of the first `oldSize` leaves is the beginning of that of the first
    /// `newSize` (RFC 9162, section 2.1.4.1).
    ///
    /// O(log n).
    ///
    /// - Parameters:
    ///   - oldSize: At most `newSize`.
    ///   - newSize: At most `count`.
    /// - Returns: The hashes from which both roots follow, lowest first; none where nothing is to
    ///   be shown, from size 0 and between equal sizes.
    package func consistencyProof(from oldSize: Int, to newSize: Int) -> [MerkleHash] {
        precondition(
            (0...count).contains(newSize), "a tree of \(count) leaves has no size \(newSize)")
        precondition(
            (0...newSize).contains(oldSize), "size \(newSize) does not come after \(oldSize)")
        guard oldSize > 0 else { return [] }
        var proof: [MerkleHash] = []
        var start = 0
        var remaining = newSize
        while start + remaining != oldSize {
            let left = Self.leftCount(remaining)
            if oldSize <= start + left {
                proof.append(root(from: start + left, count: remaining - left))
                remaining = left
            } else {
                proof.append(root(from: start, count: left))
                start += left
                remaining -= left
            }
        }
        // A subtree that starts at 0 is the old tree itself, whose root the verifier has.
        if start > 0 { proof.append(root(from: start, count: remaining)) }
        proof.reverse()
        return proof
    }

    /// The root of `count` leaves, at least one, from `start`, a multiple of the power of two that
    /// is not below `count`.
    private func root(from start: Int, count: Int) -> MerkleHash {
        let level = count.trailingZeroBitCount
        guard count != 1 << level else { return levels[level][start >> level] }
        let left = Self.leftCount(count)
        return .node(
            root(from: start, count: left), root(from: start + left, count: count - left))
    }

    /// How many of `count` leaves, at least two, are left of the root: the largest power of two
    /// below `count`.
    private static func leftCount(_ count: Int) -> Int {
        1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount)
    }
}
