internal import Crypto
internal import JSONText
package import ScanEvents
internal import Storage

/// What all tasks of a scan have in common: its request, but for the stocks.
///
/// A task names it by its digest, so that a worker needs it once for all tasks of a scan.
package struct WorkOrder: Equatable, Sendable {
    /// The request without its stocks, every default filled in.
    package let request: ScanRequest
    /// The text of its strategy.
    package let strategyText: String

    /// Makes the order of a request, whose strategy has that text.
    package init(_ request: ScanRequest, strategyText: String) {
        var request = request
        (request.tickers, request.universe, request.strategyText) = (nil, nil, nil)
        self.request = request
        self.strategyText = strategyText
    }

    /// Reads an order; members of a later version are passed over.
    ///
    /// - Throws: `StockWorkError` where the bytes are no request with a strategy's text.
    package init(json bytes: [UInt8]) throws(StockWorkError) {
        let (request, text): (ScanRequest, String?)
        do {
            let json = try JSONValue.parse(bytes)
            request = try ScanRequest(json: json, refusesUnknownFields: false)
            text = Self.text(in: json)
        } catch {
            throw .notAnOrder("\(error)")
        }
        guard let text else { throw .notAnOrder("it has no \(Self.textName)") }
        self.init(request, strategyText: text)
    }

    private static func text(in json: JSONValue) -> String? {
        guard case .object(let members) = json,
            case .string(let text)? = members.first(where: { $0.name == textName })?.value
        else { return nil }
        return text
    }

    private static let textName = "strategy_text"

    /// The order in JSON: the request as it stands on a tape, and the strategy's text behind it.
    package var json: [UInt8] {
        JSONWriter.object { json in
            request.writeMembers(to: &json)
            json.member(Self.textName, strategyText)
        }
    }

    /// Lower-case hex SHA-256 of the JSON.
    package var digest: String {
        SHA256.hash(data: json).hexadecimal
    }
}
