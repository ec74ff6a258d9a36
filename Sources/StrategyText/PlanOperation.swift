package import Indicators

/// How a node is computed from others.
///
/// A missing operand makes the result missing, a result that is not finite is missing, unless a case
/// says otherwise.
package enum PlanOperation: Hashable, Sendable {
    /// The same number on every bar.
    case number(Double)
    /// The same truth on every bar.
    case truth(Bool)
    /// A column of the bars.
    case price(PriceField)
    /// A column of the run's benchmark: of its last bar at or before this bar's time.
    case benchmark(PriceField)
    /// A column told by the bar's place and time.
    case calendar(CalendarField)
    /// An operation on two numbers.
    case arithmetic(Arithmetic, NodeID, NodeID)
    /// An operation on one number.
    case function(MathFunction, NodeID)
    /// A comparison of two numbers.
    case compare(Comparison, NodeID, NodeID)
    /// Whether the first is on that side of the second now, and was on the other when they last
    /// differed.
    case crosses(CrossingSide, NodeID, NodeID)
    /// Missing of missing.
    case not(NodeID)
    /// False when one is false, whatever the other.
    case and(NodeID, NodeID)
    /// True when one is true, whatever the other.
    case or(NodeID, NodeID)
    /// The second where the first is true, the third where it is false, missing where it is
    /// missing; the two are both series or both truth.
    case choose(NodeID, NodeID, NodeID)
    /// Whether there is a value; never missing.
    case known(NodeID)
    /// The first, or the second where that is missing.
    case orElse(NodeID, NodeID)
    /// The value that many bars before, one or more.
    case past(NodeID, Int)
    /// A function of the catalogue: its columns, then its lengths and numbers.
    case indicator(String, columns: [NodeID], numbers: [Double])
    /// One line of a node of several.
    case line(NodeID, Int)
    /// A state on this bar.
    case state(Int)
    /// A state that many bars before; its first value on bars before it begins.
    case pastState(Int, Int)
    /// What is known of the position.
    case position(PositionField)
    /// The value at the close that gave the signal of the position; missing while flat.
    case atEntry(NodeID)
}

/// An operation on two numbers.
package enum Arithmetic: Hashable, Sendable {
    case add, subtract, multiply, divide
    /// The remainder with the sign of the divisor.
    case mod
    case pow, min, max
}

/// An operation on one number.
package enum MathFunction: Hashable, Sendable {
    case negate, abs, sqrt, floor, sign, log, exp
    /// To the nearest whole number, half away from zero.
    case round
}

/// A comparison of two numbers; "greater" is written as "less" the other way around.
package enum Comparison: Hashable, Sendable {
    case less, lessOrEqual, equal, notEqual
}

/// The side of a line on which a crossing ends.
package enum CrossingSide: Hashable, Sendable {
    case above, below
}

/// What the place and the time of a bar tell.
package enum CalendarField: String, CaseIterable, Hashable, Sendable {
    /// Counted from 0.
    case barNumber = "bar_number"
    case year, month, day
    /// Monday 1 … Sunday 7.
    case weekday
    case hour, minute
    /// Truth: whether no earlier bar has this day.
    case firstOfDay = "first_of_day"
    /// Bars of this day so far, this one included.
    case barsOfDay = "bars_of_day"
}

/// What is known of the position at a close.
package enum PositionField: String, CaseIterable, Hashable, Sendable {
    /// Truth, never missing.
    case flat
    case inLong = "in_long"
    case inShort = "in_short"
    /// The price of the fill; this and those below it are missing while flat.
    case entryPrice = "entry_price"
    /// 0 on the bar of the fill.
    case barsHeld = "bars_held"
    case highestHigh = "highest_high"
    case lowestLow = "lowest_low"
    case highestClose = "highest_close"
    case lowestClose = "lowest_close"
    /// Net, in per cent of what the entry cost, of the last closed trade; missing before one.
    case lastReturn = "last_return"
    /// Bars since the last exit filled, 0 on that bar; missing before one.
    case barsSinceExit = "bars_since_exit"
}
