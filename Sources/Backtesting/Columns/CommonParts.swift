import Indicators

/// What calls of functions have in common that differ in their last numbers alone, such as the means
/// and deviations of bands of several widths.
struct CommonParts: Sendable {
    /// What a part is known by.
    private struct Key: Hashable {
        let function: String
        let operands: [Int]
        let numbers: [UInt64]
    }

    /// Of each node the place of its part; nil where it has none, or shares it with no other.
    let places: [Int?]
    /// How many parts there are.
    let count: Int

    /// Looks through the calls of a plan.
    init(of calls: [IndicatorCall?]) {
        var known: [Key: Int] = [:]
        var users: [Int] = []
        let all = calls.map { call -> Int? in
            guard let call, let common = call.function.common else { return nil }
            let key = Key(
                function: call.function.name, operands: call.operands,
                numbers: call.numbers.prefix(common.numberCount).map(\.bitPattern))
            let place = known[key] ?? users.count
            if place == users.count { users.append(0) }
            known[key] = place
            users[place] += 1
            return place
        }
        places = all.map { place in place.flatMap { users[$0] > 1 ? $0 : nil } }
        count = users.count
    }
}
