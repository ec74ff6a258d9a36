import Indicators
import StrategyText

/// The prices at which stops, targets and trails leave a position, as they are in force on a bar.
///
/// Nothing is known of the inside of a bar but its open; after it the worse happens first. Several
/// stops: the nearest one counts; several targets, likewise.
struct ExitLevels {
    private struct Level {
        let exit: PlanExit
        /// NaN while there is none.
        var price: Double
    }

    private let isLong: Bool
    private let entryPrice: Double
    private var levels: [Level]
    /// The best price since the fill: the highest high of a long position, the lowest low of a short
    /// one.
    private var best: Double
    /// The nearest stop or trail; infinitely far without one.
    private(set) var stop: Double
    /// The nearest target.
    private(set) var target: Double
    /// Levels that were missing when the position was entered.
    let missing: Int

    /// The levels of a position just entered, at what their expressions were at the signal's close.
    init(
        _ exits: [PlanExit], isLong: Bool, entryPrice: Double, number: (NodeID) -> Double
    ) {
        self.isLong = isLong
        self.entryPrice = entryPrice
        best = entryPrice
        (stop, target) = Self.none(isLong)
        levels = exits.map { exit in
            Level(exit: exit, price: .nan)
        }
        var missing = 0
        for place in levels.indices {
            levels[place].price = Self.price(
                levels[place].exit, from: entryPrice, isLong: isLong, number: number)
            missing += levels[place].price.isNaN ? 1 : 0
        }
        self.missing = missing
        settle()
    }

    /// Whether they stay as they are until the position is left.
    var isFixed: Bool {
        levels.allSatisfy { level in
            if case .price = level.exit.level { return false }
            return level.exit.kind != .trail
        }
    }

    /// The price at which a bar leaves the position, or nil.
    func hit(open: Double, high: Double, low: Double) -> Double? {
        if isLong {
            if open <= stop || open >= target { return open }
            if low <= stop { return stop }
            return high >= target ? target : nil
        }
        if open >= stop || open <= target { return open }
        if high >= stop { return stop }
        return low <= target ? target : nil
    }

    /// What was met where a bar left the position at `price`.
    func exit(at price: Double) -> TradeExit {
        guard isLong ? price <= stop : price >= stop else { return .target }
        return levels.contains { $0.price == stop && $0.exit.kind == .stop } ? .stop : .trail
    }

    /// The first of some bars that leaves the position, while the levels stay as they are.
    func firstHit(in range: Range<Int>, _ prices: PriceColumns) -> Int? {
        let (open, high, low) = (prices.open, prices.high, prices.low)
        return range.first { hit(open: open[$0], high: high[$0], low: low[$0]) != nil }
    }

    /// Moves what moves at the close of a bar that left the position open.
    mutating func update(high: Double, low: Double, number: (NodeID) -> Double) {
        best = isLong ? max(best, high) : min(best, low)
        for place in levels.indices {
            let exit = levels[place].exit
            if exit.kind == .trail {
                let price = Self.price(exit, from: best, isLong: isLong, number: number)
                let last = levels[place].price
                guard !price.isNaN else { continue }
                levels[place].price =
                    last.isNaN ? price : isLong ? max(last, price) : min(last, price)
            } else if case .price(let node) = exit.level {
                let price = number(node)
                if !price.isNaN { levels[place].price = price }
            }
        }
        settle()
    }

    /// The level of an exit from a price: against the position for stops, for it for targets.
    private static func price(
        _ exit: PlanExit, from base: Double, isLong: Bool, number: (NodeID) -> Double
    ) -> Double {
        let distance: Double
        switch exit.level {
        case .price(let node): return number(node)
        case .distance(let node): distance = number(node)
        case .percent(let node): distance = base * number(node) / 100
        }
        let price = isLong == (exit.kind == .target) ? base + distance : base - distance
        return price.isFinite ? price : .nan
    }

    private static func none(_ isLong: Bool) -> (stop: Double, target: Double) {
        isLong ? (-.infinity, .infinity) : (.infinity, -.infinity)
    }

    private mutating func settle() {
        (stop, target) = Self.none(isLong)
        for level in levels where !level.price.isNaN {
            if level.exit.kind == .target {
                target = isLong ? min(target, level.price) : max(target, level.price)
            } else {
                stop = isLong ? max(stop, level.price) : min(stop, level.price)
            }
        }
    }
}
