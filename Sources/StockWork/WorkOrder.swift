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

    /// Makes the order of a request.
    package init(_ request: ScanRequest) {
        var request = request
        (request.tickers, request.universe) = (nil, nil)
        self.request = request
    }

    /// Reads an order; members of a later version are passed over.
    ///
    /// - Throws: `StockWorkError` where the bytes are no request.
    package init(json bytes: [UInt8]) throws(StockWorkError) {
        do {
            self.init(
                try ScanRequest(json: try JSONValue.parse(bytes), refusesUnknownFields: false))
        } catch {
            throw .notAnOrder("\(error)")
        }
    }

    /// The order in JSON: the request as it stands on a tape.
    package var json: [UInt8] {
        var json = JSONWriter()
        request.write(to: &json)
        return json.bytes
    }

    /// Lower-case hex SHA-256 of the JSON.
    package var digest: String {
        SHA256.hash(data: json).hexadecimal
    }
}
