import Sweeps
import Testing

@Suite struct NeighbourhoodTests {
    @Test func placesAreThoseOfDistinctValues() {
        let places = SetPlaces([[10, 1.5], [5, 1.5], [20, 1], [10, 2]])
        #expect(places.count == 4)
        #expect(places.inputs == 2)
        #expect(places.distinct == [3, 3])
        #expect((0..<4).map { places.place(of: $0, input: 0) } == [1, 0, 2, 1])
        #expect((0..<4).map { places.place(of: $0, input: 1) } == [1, 1, 0, 2])
    }

    @Test func inAGridNeighboursDifferByOnePlaceInOneInput() {
        // 3 by 4, without the set (1, 2).
        var sets: [[Double]] = []
        for first in [1.0, 2, 4] {
            for second in [0.1, 0.2, 0.3, 0.9] { sets.append([first, second]) }
        }
        sets.remove(at: 6)
        let found = Neighbourhood(SetPlaces(sets), isRandom: false)
        for set in sets.indices {
            let places = SetPlaces(sets)
            let plain = sets.indices.filter { other in
                (0..<2).map {
                    abs(places.place(of: set, input: $0) - places.place(of: other, input: $0))
                }.sorted() == [0, 1]
            }
            #expect(found.neighbours(of: set) == plain)
        }
        #expect(found.neighbours(of: 0) == [1, 4])
    }

    @Test func aSingleSetHasNone() {
        for isRandom in [false, true] {
            #expect(Neighbourhood(SetPlaces([[3]]), isRandom: isRandom).neighbours(of: 0) == [])
            #expect(Neighbourhood(SetPlaces([[]]), isRandom: isRandom).neighbours(of: 0) == [])
        }
    }

    @Test(arguments: [1, 2, 3, 32]) func ofRandomSetsTheFiveNearestAreFound(inputs: Int) {
        let seed = UInt64(inputs)
        var random = SplitMix64(seed: seed)
        let sets = (0..<150).map { _ in
            (0..<inputs).map { _ in Double(random.next() % 20) }
        }
        let places = SetPlaces(sets)
        let found = Neighbourhood(places, isRandom: true)
        for set in sets.indices {
            let distances = sets.indices.filter { $0 != set }.map { other in
                var total = 0.0
                for input in 0..<inputs {
                    let most = Double(places.distinct[input] - 1)
                    let apart =
                        Double(
                            places.place(of: set, input: input)
                                - places.place(of: other, input: input)) / most
                    total += apart * apart
                }
                return (total, other)
            }
            let plain = distances.sorted { $0 < $1 }.prefix(5).map(\.1).sorted()
            #expect(found.neighbours(of: set) == plain, "seed \(seed), set \(set)")
        }
    }

    @Test func thousandsOfSetsAreBounded() {
        let grid = (0..<10_000).map { [Double($0 / 100), Double($0 % 100)] }
        let found = Neighbourhood(SetPlaces(grid), isRandom: false)
        #expect(found.neighbours(of: 5_050) == [4_950, 5_049, 5_051, 5_150])
        let line = Neighbourhood(JudgementSupport.line(20_000), isRandom: true)
        #expect(line.neighbours(of: 10_000) == [9_997, 9_998, 9_999, 10_001, 10_002])
    }
}
