/// What a string on a tape must look like.
package enum TextForm: Sendable, CaseIterable {
    /// When something was, to the microsecond.
    case time
    /// A day.
    case date
    /// A day, perhaps with hour and minute.
    case barTime
    /// A SHA-256 digest in hexadecimal digits.
    case digest
    /// The name of a scan.
    case job
    /// A stock.
    case ticker
    /// The sector of a stock.
    case sector
    /// The name of a strategy.
    case strategy
    /// The length of a bar.
    case interval
    /// What price fills an order.
    case fills
    /// The program and its version.
    case engine
    /// What happened, in a sentence.
    case message
    /// A part of a text, or the whole.
    case part
    /// Why a stock, or all, failed.
    case failureCode
    /// Why the portfolio goes without a stock.
    case leftOutCode
    /// Why a trade was left.
    case tradeExit
    /// What is to be done with a position.
    case orderAction
    /// The figure by which a sweep finds its best set.
    case objective
    /// What is to be thought of a sweep's best set.
    case verdict
    /// A client's name for its request.
    case key
    /// A set of stocks.
    case universe
    /// A source of prices.
    case source
    /// What prices are adjusted for.
    case adjustment

    private static let intervals = [
        "1m", "2m", "5m", "15m", "30m", "1h", "90m", "1d", "5d", "1wk", "1mo", "3mo",
    ]
    private static let fillings = ["next_open", "close"]
    private static let adjustments = ["none", "splits", "splits_and_dividends"]
    private static let failureCodes = FailureCode.ofStocks.map(\.rawValue)
    private static let tradeExits = ["rule", "stop", "target", "trail", "end", "ruin"]
    private static let orderActions = [
        "enter_long", "enter_short", "exit", "reverse_to_long", "reverse_to_short",
    ]
    private static let objectives = SweepObjective.allCases.map(\.rawValue)
    private static let verdicts = ["none", "luck", "doubtful", "edge"]
    private static let leftOutCodes = [FailureCode.pricesChanged.rawValue] + failureCodes

    /// The words that there are, if it is one of a few.
    package var words: [String]? {
        switch self {
        case .interval: Self.intervals
        case .fills: Self.fillings
        case .adjustment: Self.adjustments
        case .failureCode: Self.failureCodes
        case .leftOutCode: Self.leftOutCodes
        case .tradeExit: Self.tradeExits
        case .orderAction: Self.orderActions
        case .objective: Self.objectives
        case .verdict: Self.verdicts
        default: nil
        }
    }

    /// Whether there may be more words within a version.
    package var mayHaveOtherWords: Bool { self == .failureCode || self == .leftOutCode }

    /// What is expected, in words.
    package var description: String {
        switch self {
        case .time: "a time, YYYY-MM-DDThh:mm:ss.ffffffZ"
        case .date: "a day, YYYY-MM-DD"
        case .barTime: "a day or a minute, YYYY-MM-DD or YYYY-MM-DDThh:mm"
        case .digest: "64 hexadecimal digits in lower case"
        case .job: "the name of a scan"
        case .ticker: "a ticker, 1 to 16 of A-Z 0-9 . ^ = -"
        case .strategy: "the name of a strategy"
        case .engine: "tapedeck and its version"
        case .interval, .fills, .failureCode, .leftOutCode, .tradeExit, .orderAction,
            .adjustment, .objective, .verdict:
            "one of \((words ?? []).joined(separator: ", "))"
        case .sector, .message, .part: "a text that is not empty"
        case .key: "1 to 255 visible ASCII characters"
        case .universe: "sp500, bundled, all or file:/PATH"
        case .source: PriceSourceKind.writtenForm
        }
    }

    /// Whether the text between the quotes, its escapes as they stand, is as it must be.
    package func matches(_ text: Span<UInt8>) -> Bool {
        switch self {
        case .time: RecordText.isTime(text)
        case .date: RecordText.isDate(text)
        case .barTime: RecordText.isDate(text) || RecordText.isMinute(text)
        case .digest: RecordText.isDigest(text)
        case .job: RecordText.isJob(text)
        case .ticker: RecordText.isTicker(text)
        case .sector, .message, .part: !text.isEmpty
        case .strategy: RecordText.isName(text)
        case .interval, .fills, .failureCode, .leftOutCode, .tradeExit, .orderAction,
            .adjustment, .objective, .verdict:
            RecordText.isOne(of: words ?? [], text)
        case .engine: RecordText.isEngine(text)
        case .key: RecordText.isKey(text)
        case .universe: RecordText.isUniverse(text)
        case .source: PriceSourceKind.isWritten(RecordText.bytes(text)[...])
        }
    }
}
