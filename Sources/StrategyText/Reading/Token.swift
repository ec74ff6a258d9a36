/// A word, number, text or sign of a strategy.
struct Token {
    /// What it is.
    enum Kind: Hashable {
        case name, number, text
        case sign(Sign)
        /// What has been told of already; its statement is not read.
        case bad
    }

    /// What it is.
    let kind: Kind
    /// Its bytes.
    let range: Range<Int>
}

/// A sign of the language.
enum Sign: String {
    case plus = "+"
    case minus = "-"
    case star = "*"
    case slash = "/"
    case percent = "%"
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case equal = "=="
    case notEqual = "!="
    case assign = "="
    case leftParenthesis = "("
    case rightParenthesis = ")"
    case leftBracket = "["
    case rightBracket = "]"
    case comma = ","
    case dot = "."
}

/// The tokens of a file, cut into statements.
struct TokenList {
    /// All tokens, without blanks and comments.
    var tokens: [Token] = []
    /// The tokens of each statement, at least one.
    var statements: [Range<Int>] = []
    /// Where the comments are, the two slashes included.
    var comments: [Range<Int>] = []
}
