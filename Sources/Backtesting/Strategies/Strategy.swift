/// Rules that decide, after the close of each bar, what to do at the next open.
///
/// A value of this type runs over one series of bars. It is flat, then in one position, then
/// flat again: entries are for the flat, exits for the others. The cash may not suffice for an
/// order; then the position stays as it was, and the rules apply anew on the next bar.
protocol Strategy: Sendable {
    /// Bars until it can decide for the first time, that bar included.
    var minimumBars: Int { get }

    /// Bars before the first on which all that it looks at has a value, what it was the bar before
    /// left aside.
    var warmUpBars: Int { get }

    /// Share of the cash that an entry takes, in per cent.
    var positionSizePercent: Double { get }

    /// Takes the next bar, and decides; `.hold` until it has seen enough.
    mutating func next(_ bar: Bar, _ position: Position) -> Signal
}

extension Strategy {
    /// Those before it can decide, as it does by the values of one bar.
    var warmUpBars: Int { minimumBars - 1 }
}

/// A strategy that comes with the program: its type says what people are told about it.
protocol BuiltInStrategy: Strategy {
    /// What people are told about it; the parameters it reads are declared here.
    static var declaration: StrategyDeclaration { get }

    /// Sets up for a run; the values have been checked against the declaration.
    init(_ parameters: ParameterValues)
}

/// A strategy that also needs the values of the bar before, to see something cross.
protocol CrossingStrategy: Strategy {}

extension CrossingStrategy {
    /// Those before the bar before.
    var warmUpBars: Int { minimumBars - 2 }
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
