/// Which sets are next to which.
///
/// In a grid, those that differ by one place in exactly one input. Of sets drawn at random, the five
/// nearest by ranked inputs: the least Euclidean distance, each input's places spread over 0 to 1,
/// of equals the first.
package struct Neighbourhood: Sendable {
    /// How many neighbours a set drawn at random has at most.
    package static let nearest = 5
    /// How many sets are looked at on either side, by the input with the most values: all of the
    /// first 5,001 sets, and beyond that number those which may be near.
    static let mostOnOneSide = 5_000

    private let sets: SetPlaces
    private let isRandom: Bool
    /// The sets: of a grid by all their places, of random ones by the place of `widest`.
    private let order: [Int32]
    /// Where each set is in that order; of random ones only.
    private let slots: [Int32]
    /// The input with the most values.
    private let widest: Int

    /// Prepares the search: O(n log n).
    package init(_ sets: SetPlaces, isRandom: Bool) {
        self.sets = sets
        self.isRandom = isRandom
        let widest =
            sets.distinct.indices.max { sets.distinct[$0] < sets.distinct[$1] } ?? 0
        self.widest = widest
        let all = (0..<sets.count).map { Int32($0) }
        guard isRandom, sets.inputs > 0 else {
            order = all.sorted {
                sets.row(of: Int($0)).lexicographicallyPrecedes(sets.row(of: Int($1)))
            }
            slots = []
            return
        }
        order = all.sorted {
            let left = sets.place(of: Int($0), input: widest)
            let right = sets.place(of: Int($1), input: widest)
            return left == right ? $0 < $1 : left < right
        }
        var slots = [Int32](repeating: 0, count: sets.count)
        for (slot, set) in order.enumerated() { slots[Int(set)] = Int32(slot) }
        self.slots = slots
    }

    /// The neighbours of a set, ascending.
    ///
    /// In a grid O(inputs² log n); else at worst O(inputs) for each set that is looked at.
    package func neighbours(of set: Int) -> [Int] {
        guard sets.inputs > 0 else { return [] }
        return (isRandom ? nearest(to: set) : adjacent(to: set)).sorted()
    }

    private func adjacent(to set: Int) -> [Int] {
        var row = Array(sets.row(of: set))
        var found: [Int] = []
        for input in row.indices {
            for step: Int32 in [-1, 1] {
                row[input] += step
                if let neighbour = self.set(at: row) { found.append(neighbour) }
                row[input] -= step
            }
        }
        return found
    }

    /// The set with these places.
    private func set(at row: [Int32]) -> Int? {
        var (low, high) = (0, order.count)
        while low < high {
            let middle = (low + high) / 2
            if sets.row(of: Int(order[middle])).lexicographicallyPrecedes(row) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        guard low < order.count, sets.row(of: Int(order[low])).elementsEqual(row) else {
            return nil
        }
        return Int(order[low])
    }

    /// Looks to both sides until the widest input alone is farther than the fifth that was found.
    private func nearest(to set: Int) -> [Int] {
        var found: [(distance: Double, set: Int)] = []
        for step in [-1, 1] {
            var slot = Int(slots[set]) + step
            for _ in 0..<Self.mostOnOneSide where order.indices.contains(slot) {
                let other = Int(order[slot])
                slot += step
                let apart = sets.distance(from: set, to: other, input: widest)
                if found.count == Self.nearest, apart * apart > found[Self.nearest - 1].distance {
                    break
                }
                let candidate = (distance: distance(set, other), set: other)
                let place = found.firstIndex { candidate < $0 } ?? found.count
                guard place < Self.nearest else { continue }
                found.insert(candidate, at: place)
                if found.count > Self.nearest { found.removeLast() }
            }
        }
        return found.map(\.set)
    }

    /// The square of the distance.
    private func distance(_ left: Int, _ right: Int) -> Double {
        var total = 0.0
        for input in 0..<sets.inputs {
            let apart = sets.distance(from: left, to: right, input: input)
            total += apart * apart
        }
        return total
    }
}
