/// Where each value of each set stands among the values of its input.
package struct SetPlaces: Equatable, Sendable {
    /// How many sets there are.
    package let count: Int
    /// How many inputs are varied.
    package let inputs: Int
    /// How many distinct values each input has.
    package let distinct: [Int]
    /// The places of each set, one set after another.
    private let places: [Int32]

    /// Finds the places in a list of sets, each of which has a value an input, none of them NaN.
    ///
    /// O(n log n) an input.
    package init(_ sets: [[Double]]) {
        count = sets.count
        let inputs = sets.first?.count ?? 0
        precondition(sets.allSatisfy { $0.count == inputs }, "sets differ in their inputs")
        self.inputs = inputs
        var places = [Int32](repeating: 0, count: sets.count * inputs)
        var distinct: [Int] = []
        for input in 0..<inputs {
            let order = sets.indices.sorted { sets[$0][input] < sets[$1][input] }
            var place = 0
            for (index, set) in order.enumerated() {
                if index > 0, sets[set][input] > sets[order[index - 1]][input] { place += 1 }
                places[set * inputs + input] = Int32(place)
            }
            distinct.append(sets.isEmpty ? 0 : place + 1)
        }
        self.places = places
        self.distinct = distinct
    }

    /// The place of a set's value among the distinct values of an input, from 0.
    package func place(of set: Int, input: Int) -> Int { Int(places[set * inputs + input]) }

    /// The places of a set, one an input.
    func row(of set: Int) -> ArraySlice<Int32> { places[set * inputs..<(set + 1) * inputs] }

    /// How far two sets are apart in an input, in parts of the way from its least value to its
    /// greatest: from −1 to 1.
    func distance(from left: Int, to right: Int, input: Int) -> Double {
        guard distinct[input] > 1 else { return 0 }
        let places = place(of: right, input: input) - place(of: left, input: input)
        return Double(places) / Double(distinct[input] - 1)
    }
}
