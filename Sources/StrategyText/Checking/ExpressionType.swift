import Indicators

/// What comes out of an expression, and what it depends on.
struct ExpressionType {
    /// What comes out.
    enum Kind: Equatable {
        case number, truth
        /// Several columns by name.
        case lines([String])
        /// What a mistake made; told of already.
        case unknown
    }

    /// What comes out.
    var kind: Kind
    /// Whether it is known before the run.
    var isConstant = false
    /// Whether it reads the position, states left aside.
    var readsPosition = false
    /// The states that it reads, one bit each.
    var states: UInt32 = 0
    /// The states that something reads inside of a function that looks back, a crossing or `[n]`.
    var windowedStates: UInt32 = 0
    /// The inputs that it depends on, one bit each.
    var inputs: UInt64 = 0

    /// The type of what could not be understood.
    static let unknown = ExpressionType(kind: .unknown)

    /// The same dependences, with another outcome.
    func with(_ kind: Kind) -> ExpressionType {
        var type = self
        type.kind = kind
        return type
    }

    /// What depends on all that these depend on.
    init(_ kind: Kind, of parts: [ExpressionType]) {
        self.kind = kind
        isConstant = parts.allSatisfy(\.isConstant)
        for part in parts {
            readsPosition = readsPosition || part.readsPosition
            states |= part.states
            windowedStates |= part.windowedStates
            inputs |= part.inputs
        }
    }

    init(kind: Kind, isConstant: Bool = false) {
        self.kind = kind
        self.isConstant = isConstant
    }
}

/// What a name or a call of the text stands for.
enum Meaning {
    case none
    case input(Int)
    case column(Int)
    case state(Int)
    case price(PriceField)
    /// The mean of the first so many of high, low, close, or of all four prices.
    case mean([PriceField])
    case calendar(CalendarField)
    case position(PositionField)
    /// The word before `.close`.
    case benchmark
    case benchmarkPrice(PriceField)
    case own(OwnFunction)
    /// A function of the catalogue.
    case indicator(String)
    case line(Int)
    case pastState(Int)
}

/// A tree with the meaning of all its parts.
struct CheckedSyntax {
    /// A column of the file.
    struct Column {
        let name: Name
        let root: Int
    }

    /// A state of the file.
    struct State {
        let name: Name
        let first: Int
        let next: Int
        /// Whether it is truth.
        let isTruth: Bool
    }

    /// The tree.
    let syntax: Syntax
    /// The type of each expression.
    var types: [ExpressionType] = []
    /// The meaning of each expression.
    var meanings: [Meaning] = []
    /// The inputs, with that of the size.
    var inputs: [StrategyInput] = []
    /// Where the inputs stand.
    var inputPlaces: [Range<Int>] = []
    /// The columns in the order of the file.
    var columns: [Column] = []
    /// The states in the order of the file.
    var states: [State] = []
    /// The states that can be reached from each, one bit each.
    var reached: [UInt32] = []
    /// The reads of states that stand further below or are being made.
    var readsBelow: Set<Int> = []

    /// The states that read each other's past together with this one, itself included.
    func group(of state: Int) -> UInt32 {
        var group: UInt32 = 1 << UInt32(state)
        for other in states.indices where reached[state] & (1 << UInt32(other)) != 0 {
            if reached[other] & (1 << UInt32(state)) != 0 { group |= 1 << UInt32(other) }
        }
        return group
    }
}
