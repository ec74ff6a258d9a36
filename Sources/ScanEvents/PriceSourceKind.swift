/// The kinds of price sources that a request can name: `KIND`, or `KIND:PATH` of a file or
/// directory, each perhaps with `?option=value&…`.
///
/// What is said here is all that the reading of names, the audit of tapes, the help and the
/// contract know of a kind; the catalogue of sources alone opens it.
package enum PriceSourceKind: String, CaseIterable, Sendable {
    /// The prices that come with the program.
    case bundled
    /// A user's own files.
    case csv
    /// The chart service of Yahoo Finance.
    case yahoo

    /// An option of a kind.
    package struct Option: Equatable, Sendable {
        /// What its value must look like.
        package enum Form: Equatable, Sendable {
            /// True or false.
            case flag
            /// A number of `ms` or `s`.
            case delay
        }

        /// Its name.
        package let name: String
        /// What its value must look like.
        package let form: Form
        /// A value, as a user is told of it; nil for an option that is told with another kind.
        package let example: String?
        /// What that does.
        package let effect: String
    }

    /// What the page calls it; nil for a kind of which a user must write more.
    package var title: String? {
        switch self {
        case .bundled: "Bundled: S&P 500, 2013 to 2018"
        case .yahoo: "Yahoo Finance"
        case .csv: nil
        }
    }

    /// What it is, after its name.
    package var summary: String {
        switch self {
        case .bundled: "daily prices of 505 stocks"
        case .csv: "of a file or directory of yours"
        case .yahoo: "the chart service"
        }
    }

    /// Whether a path follows its name.
    package var takesPath: Bool {
        switch self {
        case .csv: true
        case .bundled, .yahoo: false
        }
    }

    /// Whether its prices are those of today, from elsewhere.
    package var isLive: Bool {
        switch self {
        case .yahoo: true
        case .bundled, .csv: false
        }
    }

    /// Its options, in the order in which one is told of them.
    package var options: [Option] {
        switch self {
        case .bundled:
            [Option(name: "delay", form: .delay, example: "20ms", effect: "slows them down")]
        case .csv:
            [
                Option(
                    name: "adjusted", form: .flag, example: "true", effect: "adjusts for dividends"),
                Self.untoldDelay,
            ]
        case .yahoo:
            [
                Option(
                    name: "adjusted", form: .flag, example: "false",
                    effect: "takes prices as they were paid"),
                Option(
                    name: "refresh", form: .flag, example: "true",
                    effect: "fetches anew what is kept"),
                Self.untoldDelay,
            ]
        }
    }

    private static let untoldDelay = Option(
        name: "delay", form: .delay, example: nil, effect: "slows them down")
}

extension PriceSourceKind {
    /// The names that open, as one shows them to a user.
    package static var usage: [String] {
        allCases.flatMap { kind in [kind.head] + kind.toldOptions.map(\.usage) }
    }

    /// What each name means, in a sentence.
    package static var help: String {
        let kinds = allCases.map { "\($0.head), \($0.summary)" }.joined(separator: "; ")
        let options = allCases.flatMap { kind in
            kind.toldOptions.map { "\($0.usage) \($0.effect)" }
        }
        return kinds + ". " + options.joined(separator: ", ") + "."
    }

    /// Its name, with a path if it takes one.
    private var head: String { takesPath ? "\(rawValue):PATH" : rawValue }

    private var toldOptions: [(usage: String, effect: String)] {
        options.compactMap { option in
            option.example.map {
                (usage: "\(head)?\(option.name)=\($0)", effect: option.effect)
            }
        }
    }
}

extension PriceSourceKind {
    private static var withPath: [PriceSourceKind] { allCases.filter(\.takesPath) }
    private static var withoutPath: [PriceSourceKind] { allCases.filter { !$0.takesPath } }

    /// What stands for a source on a tape, in words.
    package static var writtenForm: String {
        let forms = withoutPath.map(\.rawValue) + withPath.map { "\($0.rawValue):/PATH" }
        return forms.dropLast().joined(separator: ", ") + " or \(forms.last ?? ""), perhaps with "
            + "options"
    }

    /// The same as a pattern of JSON Schema.
    package static var writtenPattern: String {
        let names = withoutPath.map(\.rawValue).joined(separator: "|")
        let paths = withPath.map { #"|\#($0.rawValue):/[^\x00-\x1f\x7f]+"# }.joined()
        return #"^((\#(names))(\?[!-~]+)?\#(paths))$"#
    }

    /// Whether the text between the quotes of a record, its escapes as they stand, is so.
    package static func isWritten(_ text: ArraySlice<UInt8>) -> Bool {
        allCases.contains { kind in
            let name = kind.rawValue.utf8
            guard text.starts(with: name) else { return false }
            if kind.takesPath { return RecordText.isPath(text, after: "\(kind.rawValue):/") }
            let rest = text.dropFirst(name.count)
            if rest.isEmpty { return true }
            return rest.first == UInt8(ascii: "?") && rest.count > 1
                && rest.allSatisfy { (0x21...0x7e).contains($0) }
        }
    }
}
