extension MerkleTree {
    /// Whether `proof` leads from `leaf` at `index` to the `root` of a tree of `size` leaves (RFC
    /// 9162, section 2.1.3.2).
    ///
    /// O(log n). Any arguments are refused or accepted, none trap. The size counts as far as it shapes the
    /// path: a proof for the first of three leaves is also one for the first of four with that
    /// root, so `size` and `root` must come from one trusted checkpoint.
    package static func verifyInclusion(
        leaf: MerkleHash, index: Int, size: Int, proof: [MerkleHash], root: MerkleHash
    ) -> Bool {
        guard index >= 0, index < size else { return false }
        var climb = Climb(from: index, last: size - 1)
        var hash = leaf
        for sibling in proof {
            switch climb.next() {
            case .top: return false
            case .left: hash = .node(sibling, hash)
            case .right: hash = .node(hash, sibling)
            }
        }
        return climb.isAtTop && hash == root
    }

    /// Whether `proof` shows the tree with `fromRoot` to be the beginning of the tree with
    /// `toRoot` (RFC 9162, section 2.1.4.2).
    ///
    /// O(log n). Any arguments are refused or accepted, none trap. Equal sizes need equal roots and an empty
    /// proof. The empty tree begins every tree: from size 0 the proof is empty, and `toRoot` is
    /// not looked at. As with `verifyInclusion`, a size and its root must come together.
    package static func verifyConsistency(
        from oldSize: Int, to newSize: Int, fromRoot: MerkleHash, toRoot: MerkleHash,
        proof: [MerkleHash]
    ) -> Bool {
        guard oldSize >= 0, oldSize <= newSize else { return false }
        if oldSize == newSize {
            return proof.isEmpty && fromRoot == toRoot && (oldSize > 0 || fromRoot == .emptyRoot)
        }
        if oldSize == 0 { return proof.isEmpty && fromRoot == .emptyRoot }
        var siblings = proof[...]
        // The old tree is one perfect subtree of the new one where its size is a power of two.
        let start = oldSize.nonzeroBitCount == 1 ? fromRoot : siblings.popFirst()
        guard let start, !proof.isEmpty else { return false }

        var climb = Climb(from: oldSize - 1, last: newSize - 1)
        climb.skipRightEdges()
        var oldHash = start
        var newHash = start
        for sibling in siblings {
            switch climb.next() {
            case .top: return false
            case .left:
                oldHash = .node(sibling, oldHash)
                newHash = .node(sibling, newHash)
            case .right: newHash = .node(newHash, sibling)
            }
        }
        return climb.isAtTop && oldHash == fromRoot && newHash == toRoot
    }
}

/// The way from a node up to the root: "fn" and "sn" of RFC 9162.
private struct Climb {
    /// The side on which the next sibling is.
    enum Sibling {
        case left, right
        /// There is none: the node is the root.
        case top
    }

    /// The index of the node in its level ("fn").
    private var index: Int
    /// The index of the last node of that level ("sn").
    private var last: Int

    init(from index: Int, last: Int) {
        self.index = index
        self.last = last
    }

    var isAtTop: Bool { last == 0 }

    /// Goes up as long as the node is a right child.
    mutating func skipRightEdges() {
        while !index.isMultiple(of: 2) { goUp() }
    }

    /// Goes up past the next sibling.
    mutating func next() -> Sibling {
        guard last != 0 else { return .top }
        var sibling = Sibling.right
        if !index.isMultiple(of: 2) || index == last {
            sibling = .left
            // A last node that is a left child has no sibling: it is its parent.
            while index.isMultiple(of: 2), index != 0 { goUp() }
        }
        goUp()
        return sibling
    }

    private mutating func goUp() {
        index >>= 1
        last >>= 1
    }
}
