package import JSONText

/// A step of a scan, as it is recorded.
///
/// Times named `elapsed` are seconds since the scan started, by a clock that never goes back.
/// Large events are held apart, as records are handed on several times.
package enum ScanEvent: Equatable, Sendable {
    /// A scan was asked for; always the first record.
    indirect case requested(Requested)
    /// The stocks to scan are known and the work begins.
    case started(Started)
    /// A stock was backtested.
    indirect case stockCompleted(StockCompleted)
    /// A stock could not be backtested; the scan goes on.
    indirect case stockFailed(StockFailed)
    /// A stock takes unusually long and is still being worked on.
    case stockSlow(ticker: String, seconds: Double, elapsed: Double)
    /// A resumed scan cannot tell what a stock was worth over time: the portfolio goes without it.
    indirect case stockLeftOut(StockLeftOut)
    /// The scan goes on after the service was interrupted, with this many stocks to do.
    case resumed(remaining: Int, elapsed: Double)
    /// A live source refuses one stock after the other; after so many seconds it is asked again.
    indirect case paused(code: FailureCode, message: String, seconds: Double, elapsed: Double)
    /// The source still answers nobody: the scan has ended for now, and can be resumed.
    case interrupted(code: FailureCode, message: String, elapsed: Double)
    /// The scan was ended by its user.
    case cancelled(elapsed: Double)
    /// The scan as a whole could not go on.
    case failed(code: FailureCode, message: String, elapsed: Double)
    /// What all stocks together were worth, or a part of it; comes right before `completed`.
    indirect case portfolioValued(PortfolioValued)
    /// All stocks are done.
    case completed(successful: Int, failed: Int, elapsed: Double)
    /// The log holds `count` records before this one, whose Merkle tree hash is `root` in hex.
    case sealed(count: Int, root: String)
    /// An event of a later version.
    case unknown(type: String)

    /// The version of the events' form, in the first record of each tape.
    package static let schemaVersion = 1

    /// What was asked for, and what answers it.
    package struct Requested: Equatable, Sendable {
        /// The scan's name.
        package var jobID: String
        /// The version of the events' form.
        package var schema: Int
        /// The program and its version.
        package var engine: String
        /// The request, each default filled in.
        package var request: ScanRequest
        /// How many stocks are to be scanned.
        package var stocks: Int
        /// Lower-case hex SHA-256 of their tickers in order, each followed by a line feed.
        package var universeDigest: String
        /// What the client calls its request, so that it is not carried out twice; nil for none.
        package var idempotency: Idempotency?

        /// Makes the event.
        package init(
            jobID: String, engine: String, request: ScanRequest, stocks: Int,
            universeDigest: String, idempotency: Idempotency? = nil
        ) {
            self.jobID = jobID
            schema = ScanEvent.schemaVersion
            self.engine = engine
            self.request = request
            self.stocks = stocks
            self.universeDigest = universeDigest
            self.idempotency = idempotency
        }
    }

    /// A client's name for a request: the same name with the same request means the same scan.
    package struct Idempotency: Equatable, Sendable {
        /// The name.
        package var key: String
        /// Lower-case hex SHA-256 of the request as it came, in its canonical form.
        package var requestDigest: String

        /// Joins the two.
        package init(key: String, requestDigest: String) {
            self.key = key
            self.requestDigest = requestDigest
        }

        /// Writes the object that a record holds.
        package func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("key", key)
                json.member("request_sha256", requestDigest)
            }
        }

        /// Reads the object that a record holds.
        package init(_ scanner: inout JSONScanner) throws(JSONError) {
            var key: String?
            var digest: String?
            try scanner.object { name, scanner throws(JSONError) in
                switch name {
                case "key": key = try scanner.string()
                case "request_sha256": digest = try scanner.string()
                default: try scanner.skip()
                }
            }
            guard let key, let digest else { throw scanner.error("a key and its request_sha256") }
            self.init(key: key, requestDigest: digest)
        }
    }

    /// The stocks of the scan.
    package struct Started: Equatable, Sendable {
        /// The stocks, in the order in which they are scanned.
        package var tickers: [String]

        /// Makes the event.
        package init(tickers: [String]) {
            self.tickers = tickers
        }
    }

    /// The bars that a result rests on.
    package struct PriceRecord: Equatable, Sendable {
        /// How many bars.
        package var bars: Int
        /// The day of the first bar.
        package var firstDate: String
        /// The day of the last bar.
        package var lastDate: String
        /// Lower-case hex SHA-256 of the bars.
        package var barsDigest: String
        /// Rows that the source has of the stock, those outside the days asked for included.
        package var rowsRead: Int
        /// Rows left out because a price is missing or a time comes twice.
        package var rowsDropped: Int
        /// Rows kept although open or close lies outside low to high.
        package var rowsOutsideRange: Int
        /// When a server gave them, `YYYY-MM-DDThh:mm:ss.ffffffZ`; nil for prices from a file.
        package var fetchedAt: String?

        /// Makes a record of all its fields.
        package init(
            bars: Int, firstDate: String, lastDate: String, barsDigest: String, rowsRead: Int,
            rowsDropped: Int = 0, rowsOutsideRange: Int = 0, fetchedAt: String? = nil
        ) {
            self.bars = bars
            self.firstDate = firstDate
            self.lastDate = lastDate
            self.barsDigest = barsDigest
            self.rowsRead = rowsRead
            self.rowsDropped = rowsDropped
            self.rowsOutsideRange = rowsOutsideRange
            self.fetchedAt = fetchedAt
        }
    }

    /// The result of one stock, and the bars that it rests on.
    package struct StockCompleted: Equatable, Sendable {
        /// What the backtest made of it.
        package var result: StockResult
        /// The bars.
        package var prices: PriceRecord
        /// How long this stock took, in seconds.
        package var seconds: Double
        /// Seconds since the scan started.
        package var elapsed: Double

        /// Makes the event.
        package init(
            result: StockResult, prices: PriceRecord, seconds: Double, elapsed: Double
        ) {
            self.result = result
            self.prices = prices
            self.seconds = seconds
            self.elapsed = elapsed
        }
    }

    /// A stock that the portfolio goes without, and why.
    package struct StockLeftOut: Equatable, Sendable {
        /// The stock.
        package var ticker: String
        /// The kind of cause, `prices_changed` or that of a failure.
        package var code: FailureCode
        /// What happened, in a sentence.
        package var message: String
        /// Seconds since the scan started.
        package var elapsed: Double

        /// Makes the event.
        package init(ticker: String, code: FailureCode, message: String, elapsed: Double) {
            self.ticker = ticker
            self.code = code
            self.message = message
            self.elapsed = elapsed
        }
    }

    /// Why a stock has no result.
    package struct StockFailed: Equatable, Sendable {
        /// The stock.
        package var ticker: String
        /// The stock's sector; nil where none is known.
        package var sector: String?
        /// The kind of failure.
        package var code: FailureCode
        /// What happened, in a sentence.
        package var message: String
        /// How long this stock took, in seconds.
        package var seconds: Double
        /// Seconds since the scan started.
        package var elapsed: Double

        /// Makes the event.
        package init(
            ticker: String, sector: String? = nil, code: FailureCode, message: String,
            seconds: Double, elapsed: Double
        ) {
            self.ticker = ticker
            self.sector = sector
            self.code = code
            self.message = message
            self.seconds = seconds
            self.elapsed = elapsed
        }
    }
}
