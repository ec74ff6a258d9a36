internal import Foundation
internal import HTTPProxies
internal import MarketData

/// What an answer of the server means for the request.
enum Verdict {
    /// The chart, or what looks like one.
    case body(Data)
    /// Asking again would give the same.
    case failed(PriceError)
    /// Another try may succeed, after as long as `retryAfter` says.
    case busy(PriceError.Code, String, retryAfter: String?)

    /// Judges an answer.
    init(_ answer: HTTPAnswer, ticker: String) {
        let start = answer.body.first { !$0.isWhitespace }
        let isJSON = start == UInt8(ascii: "{")
        let tooMany = answer.body.prefix(4096).range(of: Data("Too Many Requests".utf8)) != nil
        switch answer.status {
        case 429, 999:
            self = .tooManyRequests(answer)
        case _ where tooMany && (!isJSON || answer.status != 200):
            self = .tooManyRequests(answer)
        case 200 where isJSON:
            self = .body(answer.body)
        case 200:
            let found = String(decoding: answer.body.prefix(40), as: UTF8.self)
            self = .failed(
                PriceError(
                    .badData,
                    "'\(ticker)': Yahoo answered with something other than JSON, '\(found)…'; "
                        + "perhaps a page that blocks programs or asks for consent"))
        case 500...599:
            self = .busy(
                .internal, "Yahoo's server fails with HTTP \(answer.status)",
                retryAfter: answer.retryAfter)
        default:
            self = .failed(ChartAnswer.error(in: answer, ticker: ticker))
        }
    }

    /// Judges that there is no answer.
    init(_ failure: TransportFailure, _ settings: YahooSettings, ticker: String) {
        let server =
            settings.baseURL
            + (settings.proxy.map { " through the proxy \($0.host):\($0.port)" } ?? "")
        switch failure {
        case .timeout:
            self = .busy(
                .timeout, "no answer of \(server) within \(settings.requestTimeout)",
                retryAfter: nil)
        case .connection(let reason):
            self = .busy(
                .internal,
                "the connection to \(server) failed (\(reason)); check the network and the proxy",
                retryAfter: nil)
        case .noHost(let reason):
            self = .busy(
                .internal,
                "no address of \(server) (\(reason)); check the network and its name server",
                retryAfter: nil)
        case .noTrust(let reason):
            self = .failed(
                PriceError(
                    .internal,
                    "'\(ticker)': no secure connection to \(server) (\(reason)); check the clock "
                        + "and the CA certificates (package ca-certificates)"))
        case .tooLarge:
            self = .failed(
                PriceError(
                    .badData,
                    "'\(ticker)': the answer has more than \(settings.bodyLimitBytes) bytes"))
        }
    }

    private static func tooManyRequests(_ answer: HTTPAnswer) -> Verdict {
        .busy(
            .rateLimited,
            "Yahoo answers 'Too Many Requests' (HTTP \(answer.status)); "
                + "try again later, or with fewer requests a second",
            retryAfter: answer.retryAfter)
    }
}

extension UInt8 {
    fileprivate var isWhitespace: Bool { self == 0x20 || 0x09...0x0d ~= self }
}
