import JSONText
import ScanEvents

extension TextForm {
    private static let day = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    private static let minute = "([01][0-9]|2[0-3]):[0-5][0-9]"

    /// Whether its shared definition allows null.
    var isNullableDefinition: Bool { self == .sector }

    /// The name of its shared definition; nil where it stands in its one place.
    var definitionName: String? {
        switch self {
        case .time: "at"
        case .date: "date"
        case .barTime: "bar_time"
        case .digest: "sha256"
        case .job: "job_id"
        case .ticker: "ticker"
        case .sector: "sector"
        case .strategy: "strategy"
        case .interval: "interval"
        case .message: "message"
        case .failureCode: "failure_code"
        case .fills, .engine, .part, .leftOutCode, .tradeExit, .orderAction, .key, .universe,
            .source, .adjustment, .objective, .verdict:
            nil
        }
    }

    /// What it is, where no form says more.
    var about: String? {
        switch self {
        case .time:
            "When the record was written, UTC with microseconds; informative, since clocks go back."
        case .date: "A day."
        case .barTime:
            """
            When a bar begins, in the local time of its exchange: a day, with the minute for bars \
            shorter than a day.
            """
        case .digest: "A SHA-256 digest in lower-case hexadecimal digits."
        case .job: "Name of the scan; sorts by time, safe in paths and URLs."
        case .ticker: "A stock, as the source of its prices spells it."
        case .sector: "The stock's sector; null where none is known."
        case .strategy: "Name of the strategy."
        case .interval: "Length of a bar."
        case .message: "What happened, in a sentence for people."
        case .failureCode:
            """
            Kind of failure: unknown_ticker, the source has no such ticker; no_data, it has no \
            bars in the range; insufficient_bars, fewer than the strategy needs before its first \
            decision; too_costly, the strategy takes more memory on its bars, or computes more on them, than it may; bad_data, the bars make no sense; rate_limited, the source refuses more \
            requests for now; timeout, it took longer than allowed; internal, a fault of the \
            program or the machine.
            """
        case .leftOutCode: "prices_changed, or the kind of failure."
        case .engine: "The program and its version."
        case .orderAction:
            """
            What is ordered: enter_long and enter_short open a position, exit closes one, \
            reverse_to_long and reverse_to_short close one and open one on the other side.
            """
        case .tradeExit:
            """
            Why a trade was left: rule, a rule of the strategy was true; stop, target, trail, the price \
            met one; end, the bars ended; ruin, nothing was left of the account.
            """
        case .adjustment:
            """
            What the prices of the source are adjusted for: none; splits; splits_and_dividends, so \
            that returns count dividends. Left out where nobody knows, as of a user's files, and on \
            tapes of before.
            """
        case .objective: "The figure by which the best set is found; Schemas/sweeps.md tells each."
        case .verdict:
            """
            What is to be thought of the best set: none, there is too little to judge by; luck, as \
            good as luck makes the best of so many; doubtful, perhaps more; edge, more than luck.
            """
        case .fills, .part, .key, .universe, .source: nil
        }
    }

    /// What a string must be, in the words of JSON Schema.
    var constraints: [SchemaDefinitions.Member] {
        if let words { return [("enum", .array(words.map { .string($0) }))] }
        var members: [SchemaDefinitions.Member] = [("type", .string("string"))]
        switch self {
        case .time: members.append(("format", .string("date-time")))
        case .date: members.append(("format", .string("date")))
        case .sector, .message, .part: members.append(("minLength", .number(1)))
        default: break
        }
        if let pattern { members.append(("pattern", .string("^\(pattern)$"))) }
        return members
    }

    private var pattern: String? {
        switch self {
        case .time: #"\#(Self.day)T\#(Self.minute):[0-5][0-9]\.[0-9]{6}Z"#
        case .date: Self.day
        case .barTime: "\(Self.day)(T\(Self.minute))?"
        case .digest: "[0-9a-f]{64}"
        case .job: "[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?"
        case .ticker: "[A-Z0-9.^=-]{1,16}"
        case .strategy: "[a-z0-9_]+"
        case .engine: #"tapedeck [0-9]+\.[0-9]+\.[0-9]+([-+][0-9A-Za-z.+-]+)?"#
        case .key: "[!-~]{1,255}"
        case .universe: #"(sp500|bundled|all|file:/[^\x00-\x1f\x7f]+)"#
        case .source: String(PriceSourceKind.writtenPattern.dropFirst().dropLast())
        case .sector, .message, .part, .interval, .fills, .failureCode, .leftOutCode, .tradeExit,
            .orderAction,
            .adjustment, .objective, .verdict:
            nil
        }
    }
}
