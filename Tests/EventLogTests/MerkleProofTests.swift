import EventLog
import Testing

/// Every proof of small trees, and every way to spoil one.
struct MerkleProofTests {
    private static let extremes = [Int.min, -1, 0, 1, 2, 3, 1 << 32, 1 << 62, Int.max - 1, Int.max]

    /// An inclusion proof with what it is checked against.
    private struct Inclusion {
        var leaf: MerkleHash
        var index: Int
        var size: Int
        var proof: [MerkleHash]
        var root: MerkleHash

        var isAccepted: Bool {
            MerkleTree.verifyInclusion(
                leaf: leaf, index: index, size: size, proof: proof, root: root)
        }

        func with(_ change: (inout Inclusion) -> Void) -> Inclusion {
            var copy = self
            change(&copy)
            return copy
        }
    }

    /// A consistency proof with what it is checked against.
    private struct Consistency {
        var from: Int
        var to: Int
        var fromRoot: MerkleHash
        var toRoot: MerkleHash
        var proof: [MerkleHash]

        var isAccepted: Bool {
            MerkleTree.verifyConsistency(
                from: from, to: to, fromRoot: fromRoot, toRoot: toRoot, proof: proof)
        }

        func with(_ change: (inout Consistency) -> Void) -> Consistency {
            var copy = self
            change(&copy)
            return copy
        }
    }

    /// The proof with each hash altered, removed or doubled, with two swapped, and with one more.
    private func spoiled(_ proof: [MerkleHash], _ other: MerkleHash) -> [[MerkleHash]] {
        var results = [proof + [other], [other] + proof]
        for index in proof.indices {
            var altered = proof
            altered[index] = proof[index].altered
            var shortened = proof
            shortened.remove(at: index)
            var doubled = proof
            doubled.insert(proof[index], at: index)
            results += [altered, shortened, doubled]
            guard index + 1 < proof.count else { continue }
            var swapped = proof
            swapped.swapAt(index, index + 1)
            results.append(swapped)
        }
        return results
    }

    @Test func inclusionIsAcceptedForTheLeafAndNothingElse() {
        let leaves = MerkleOracle.leaves(64)
        let tree = MerkleTree(leaves)
        for size in 1...leaves.count {
            for index in 0..<size {
                let good = Inclusion(
                    leaf: leaves[index], index: index, size: size,
                    proof: tree.inclusionProof(of: index, size: size),
                    root: tree.root(size: size))
                var bad = spoiled(good.proof, good.leaf).map { proof in
                    good.with { $0.proof = proof }
                }
                bad.append(good.with { $0.leaf = $0.leaf.altered })
                bad.append(good.with { $0.root = $0.root.altered })
                bad += [index - 1, index + 1, index ^ 2, index ^ 4, index ^ 32, size - 1 - index]
                    .filter { $0 != index }
                    .map { other in good.with { $0.index = other } }
                #expect(good.isAccepted, "leaf \(index) of \(size)")
                for bad in bad {
                    #expect(!bad.isAccepted, "leaf \(index) of \(size) as \(bad)")
                }
            }
        }
    }

    @Test func inclusionWithAnotherSizeIsAcceptedOnlyWhereThePathIsTheSame() {
        let leaves = MerkleOracle.leaves(33)
        let tree = MerkleTree(leaves)
        var same = 0
        for size in 1...leaves.count {
            for index in 0..<size {
                let good = Inclusion(
                    leaf: leaves[index], index: index, size: size,
                    proof: tree.inclusionProof(of: index, size: size),
                    root: tree.root(size: size))
                for other in -1...leaves.count + 1 where other != size {
                    let isSame =
                        MerkleOracle.inclusionShape(index, other)
                        == MerkleOracle.inclusionShape(index, size)
                    same += isSame ? 1 : 0
                    #expect(
                        good.with { $0.size = other }.isAccepted == isSame,
                        "leaf \(index) of \(size) as of \(other)")
                }
            }
        }
        #expect(same > 0)
    }

    @Test func consistencyIsAcceptedForBothRootsAndNothingElse() {
        let tree = MerkleTree(MerkleOracle.leaves(48))
        for to in 1...tree.count {
            for from in 1...to {
                let good = Consistency(
                    from: from, to: to, fromRoot: tree.root(size: from),
                    toRoot: tree.root(size: to), proof: tree.consistencyProof(from: from, to: to))
                var bad = spoiled(good.proof, good.fromRoot).map { proof in
                    good.with { $0.proof = proof }
                }
                bad.append(good.with { $0.fromRoot = $0.fromRoot.altered })
                bad.append(good.with { $0.toRoot = $0.toRoot.altered })
                if from != to {
                    bad.append(good.with { swap(&$0.fromRoot, &$0.toRoot) })
                    bad.append(good.with { swap(&$0.from, &$0.to) })
                }
                bad += (0...to + 1).filter { $0 != from }
                    .map { other in good.with { $0.from = other } }
                #expect(good.isAccepted, "\(from) to \(to)")
                for bad in bad {
                    #expect(!bad.isAccepted, "\(from) to \(to) as \(bad)")
                }
            }
        }
    }

    @Test func consistencyWithAnotherNewSizeIsAcceptedOnlyWhereTheProofIsTheSame() {
        let tree = MerkleTree(MerkleOracle.leaves(33))
        var same = 0
        for to in 1...tree.count {
            for from in 1...to {
                let good = Consistency(
                    from: from, to: to, fromRoot: tree.root(size: from),
                    toRoot: tree.root(size: to), proof: tree.consistencyProof(from: from, to: to))
                for other in -1...tree.count + 1 where other != to {
                    let isSame =
                        MerkleOracle.consistencyShape(from, other)
                        == MerkleOracle.consistencyShape(from, to)
                    same += isSame ? 1 : 0
                    #expect(
                        good.with { $0.to = other }.isAccepted == isSame,
                        "\(from) to \(to) as to \(other)")
                }
            }
        }
        #expect(same > 0)
    }

    @Test func rewrittenHistoryIsNotConsistent() {
        let leaves = MerkleOracle.leaves(20)
        let honest = MerkleTree(leaves)
        for changed in 0..<13 {
            var forged = leaves
            forged[changed] = forged[changed].altered
            let tree = MerkleTree(forged)
            #expect(
                !MerkleTree.verifyConsistency(
                    from: 13, to: 20, fromRoot: honest.root(size: 13), toRoot: tree.root,
                    proof: tree.consistencyProof(from: 13, to: 20)))
        }
    }

    @Test func everyTreeContinuesTheEmptyOne() {
        let tree = MerkleTree(MerkleOracle.leaves(5))
        #expect(tree.consistencyProof(from: 0, to: 5).isEmpty)
        #expect(tree.consistencyProof(from: 0, to: 0).isEmpty)
        let good = Consistency(
            from: 0, to: 5, fromRoot: .emptyRoot, toRoot: tree.root, proof: [])
        #expect(good.isAccepted)
        #expect(!good.with { $0.fromRoot = $0.fromRoot.altered }.isAccepted)
        #expect(!good.with { $0.proof = [.emptyRoot] }.isAccepted)
        let empty = good.with {
            $0.to = 0; $0.toRoot = .emptyRoot
        }
        #expect(empty.isAccepted)
        #expect(!empty.with { $0.toRoot = $0.toRoot.altered }.isAccepted)
        #expect(!empty.with { $0.fromRoot = $0.fromRoot.altered }.isAccepted)
        let wrong = tree.root
        #expect(
            !empty.with {
                $0.fromRoot = wrong; $0.toRoot = wrong
            }.isAccepted)
    }

    @Test func extremeArgumentsAreRefusedWithoutATrap() {
        let hash = MerkleHash.emptyRoot.altered
        for first in Self.extremes {
            for second in Self.extremes {
                for count in [0, 1, 2, 61, 62, 63, 64, 65, 1000] {
                    let proof = [MerkleHash](repeating: hash, count: count)
                    let inclusion = Inclusion(
                        leaf: hash, index: first, size: second, proof: proof, root: hash)
                    let isOnlyLeaf = first == 0 && second == 1 && count == 0
                    #expect(inclusion.isAccepted == isOnlyLeaf, "\(first) of \(second)")
                    let consistency = Consistency(
                        from: first, to: second, fromRoot: hash, toRoot: hash, proof: proof)
                    let isSame = first == second && first > 0 && count == 0
                    #expect(consistency.isAccepted == isSame, "\(first) to \(second)")
                }
            }
        }
    }
}
