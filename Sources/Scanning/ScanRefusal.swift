internal import JSONText
package import MarketData
package import ScanEvents

/// Why a scan is not even begun.
package enum ScanRefusal: Error, CustomStringConvertible {
    /// There is no strategy of that name.
    case unknownStrategy(String, known: [String])
    /// The request makes no sense; each field at fault is named.
    case invalid(InvalidRequest)
    /// The prices cannot be read.
    case noPrices(PriceError)

    package var description: String {
        switch self {
        case .unknownStrategy(let name, let known):
            "there is no strategy \"\(name)\"; there are \(known.joined(separator: ", "))"
        case .invalid(let request): request.description
        case .noPrices(let error): error.description
        }
    }
}
