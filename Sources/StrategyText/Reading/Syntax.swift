/// A text as a tree; children stand before their parents, so that nothing needs recursion.
struct Syntax {
    /// The expressions.
    var nodes: [SyntaxNode] = []
    /// The arguments of calls, each call's in a row.
    var arguments: [Int] = []
    /// The statements in the order of the text.
    var statements: [Statement] = []
}

/// An expression.
struct SyntaxNode {
    /// What it is made of; whole numbers are places in `Syntax.nodes`.
    enum Kind {
        case number(Double)
        case truth(Bool)
        case name(String)
        /// A call with its arguments' places in `Syntax.arguments`.
        case call(Name, Range<Int>)
        case negate(Int)
        case not(Int)
        case binary(BinaryOperator, Int, Int)
        case past(Int, Int)
        case line(Int, Name)
    }

    /// What it is made of.
    let kind: Kind
    /// Its bytes.
    let range: Range<Int>
}

/// A word of the text with its place.
struct Name {
    let text: String
    let range: Range<Int>
}

/// What stands between two expressions.
enum BinaryOperator: String {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case equal = "=="
    case notEqual = "!="
    case crossesAbove = "crosses above"
    case crossesBelow = "crosses below"
    case and, or
}

/// A statement.
struct Statement {
    /// What it says; whole numbers are places in `Syntax.nodes`.
    enum Kind {
        case strategy(String)
        case about(String)
        case input([InputSyntax])
        case column(Name, Int)
        case state(Name, first: Int, next: Int)
        case enter(PlanSide, tag: Name?, condition: Int, sentence: String?)
        case exit(ScopeSyntax, condition: Int, sentence: String?)
        case level(PlanExit.Kind, ScopeSyntax, LevelForm, Int)
        case sizePercent(Int)
        case sizeShares(Int)
        case risk(percent: Int, distance: Int)
        case allowReversal
        case rank(Int)
        case require(Int, String?)
        /// One that could not be read, with the names that it would have made.
        case broken([String])
    }

    /// What it says.
    let kind: Kind
    /// Its tokens.
    let tokens: Range<Int>
    /// Its expressions.
    let nodes: Range<Int>
    /// Its bytes.
    let range: Range<Int>
}

/// An input as written.
struct InputSyntax {
    let name: Name
    let initial: NumberSyntax
    let bounds: (least: NumberSyntax, most: NumberSyntax)?
    let step: NumberSyntax?
    let sentence: String?
}

/// A number as written, with its sign.
struct NumberSyntax {
    let value: Double
    /// Whether it is written without a point and has a whole value.
    let isWhole: Bool
    let range: Range<Int>
}

/// Which positions are meant.
enum ScopeSyntax {
    case any
    case side(PlanSide)
    case tag(Name)
}

/// How a stop's level is written.
enum LevelForm {
    case distance, percent, price
}
