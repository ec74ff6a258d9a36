internal import Crypto
internal import JSONText
package import ScanEvents
internal import Storage

/// What all tasks of a scan have in common: its request, but for the stocks, and how many they are.
///
/// A task names it by its digest, so that a worker needs it once for all tasks of a scan.
package struct WorkOrder: Equatable, Sendable {
    /// The request without its stocks, every default filled in.
    package let request: ScanRequest
    /// The text of its strategy.
    package let strategyText: String
    /// How many stocks share what the scan may cost.
    package let stocks: Int

    /// Makes the order of a request for so many stocks, at least one, whose strategy has that text.
    package init(_ request: ScanRequest, strategyText: String, stocks: Int) {
        var request = request
        (request.tickers, request.universe, request.strategyText) = (nil, nil, nil)
        self.request = request
        self.strategyText = strategyText
        self.stocks = stocks
    }

    /// Reads an order; members of a later version are passed over.
    ///
    /// - Throws: `StockWorkError` where the bytes are no request with a strategy's text and a number
    ///   of stocks.
    package init(json bytes: [UInt8]) throws(StockWorkError) {
        let (request, json): (ScanRequest, JSONValue)
        do {
            json = try JSONValue.parse(bytes)
            request = try ScanRequest(json: json, refusesUnknownFields: false)
        } catch {
            throw .notAnOrder("\(error)")
        }
        guard case .string(let text)? = Self.member(Self.textName, of: json) else {
            throw .notAnOrder("it has no \(Self.textName)")
        }
        guard case .number(let number)? = Self.member(Self.stocksName, of: json),
            let stocks = Int(exactly: number), stocks > 0
        else { throw .notAnOrder("it has no \(Self.stocksName)") }
        self.init(request, strategyText: text, stocks: stocks)
    }

    private static func member(_ name: String, of json: JSONValue) -> JSONValue? {
        guard case .object(let members) = json else { return nil }
        return members.first { $0.name == name }?.value
    }

    private static let textName = "strategy_text"
    private static let stocksName = "stocks"

    /// The order in JSON: the request as it stands on a tape, and behind it the strategy's text and
    /// the number of stocks.
    package var json: [UInt8] {
        JSONWriter.object { json in
            request.writeMembers(to: &json)
            json.member(Self.textName, strategyText)
            json.member(Self.stocksName, stocks)
        }
    }

    /// Lower-case hex SHA-256 of the JSON.
    package var digest: String {
        SHA256.hash(data: json).hexadecimal
    }
}
