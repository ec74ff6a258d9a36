/// Computes the root of a Merkle tree while its leaves come in (RFC 9162, section 2.1.2).
///
/// Only the roots of the perfect subtrees are kept: O(log n) memory for n leaves.
package struct MerkleTreeHasher: Sendable {
    /// How many leaves were appended.
    package private(set) var count = 0

    /// The roots of the perfect subtrees, largest first: one for each bit set in `count`.
    private var subtrees: [MerkleHash] = []

    /// Starts with the tree without leaves.
    package init() {}

    /// Appends the next leaf.
    ///
    /// O(1) on average, O(log n) at worst.
    package mutating func append(_ leaf: MerkleHash) {
        var root = leaf
        // Each trailing one of the old count is a perfect subtree as large as the new one.
        for _ in 0..<(~count).trailingZeroBitCount {
            root = .node(subtrees.removeLast(), root)
        }
        subtrees.append(root)
        count += 1
    }

    /// The root of the tree of the leaves so far.
    ///
    /// O(log n).
    package var root: MerkleHash {
        guard let smallest = subtrees.last else { return .emptyRoot }
        return subtrees.dropLast().reversed().reduce(smallest) { .node($1, $0) }
    }
}
