/// Rules that decide, after the close of each bar, what to do at the next open.
///
/// A value of this type runs over one series of bars. It is flat, then in one position, then
/// flat again: entries are for the flat, exits for the others. The cash may not suffice for an
/// order; then the position stays as it was, and the rules apply anew on the next bar.
protocol Strategy: Sendable {
    /// What people are told about it; the parameters it reads are declared here.
    static var declaration: StrategyDeclaration { get }

    /// Sets up for a run; the values have been checked against the declaration.
    init(_ parameters: ParameterValues)

    /// Bars until it can decide for the first time, that bar included.
    var minimumBars: Int { get }

    /// Share of the cash that an entry takes, in per cent.
    var positionSizePercent: Double { get }

    /// Takes the next bar, and decides; `.hold` until it has seen enough.
    mutating func next(_ bar: Bar, _ position: Position) -> Signal
}

/// One bar as a strategy sees it.
struct Bar {
    let open: Double
    let high: Double
    let low: Double
    let close: Double
    let volume: Double
}

/// What a strategy holds.
enum Position {
    case flat
    case long
    case short
}

/// What a strategy wants done at the next open.
enum Signal {
    case hold
    case enterLong
    case enterShort
    case exit
}
