internal import Foundation
internal import MarketData

/// The JSON of the chart API, as much of it as bars need.
struct ChartAnswer: Decodable {
    struct Chart: Decodable {
        let result: [Series]?
        let error: Failure?
    }

    struct Series: Decodable {
        let meta: Meta
        let timestamp: [Int64]?
        let indicators: PriceBlocks
    }

    struct Meta: Decodable {
        let exchangeTimezoneName: String?
        let gmtoffset: Int?
        let currentTradingPeriod: TradingPeriods?
    }

    struct TradingPeriods: Decodable {
        let regular: TradingPeriod?
    }

    /// From the opening of a session to its end, in seconds since 1970; days that end early do so
    /// here, too.
    struct TradingPeriod: Decodable {
        let start: Int64?
        let end: Int64?
    }

    struct PriceBlocks: Decodable {
        let quote: [Quote]?
        let adjclose: [AdjustedClose]?
    }

    struct Quote: Decodable {
        let open: [Double?]?
        let high: [Double?]?
        let low: [Double?]?
        let close: [Double?]?
        let volume: [Double?]?
    }

    struct AdjustedClose: Decodable {
        let adjclose: [Double?]?
    }

    struct Failure: Decodable {
        let code: String?
        let description: String?
    }

    /// Where charts and what is wrong with them are.
    let chart: Chart?
    /// Where the server puts what is wrong before it looks for a chart.
    let finance: Chart?

    /// The series in the body of an answer of status 200.
    static func series(in body: Data, ticker: String) throws(PriceError) -> Series {
        let answer: ChartAnswer
        do {
            answer = try JSONDecoder().decode(ChartAnswer.self, from: body)
        } catch {
            throw PriceError(.badData, "'\(ticker)', \(place(of: error))")
        }
        if let failure = answer.chart?.error ?? answer.finance?.error {
            throw failure.priceError(status: 200, ticker: ticker)
        }
        guard let series = answer.chart?.result?.first else {
            throw PriceError(.badData, "'\(ticker)', $.chart.result[0]: there is none")
        }
        return series
    }

    /// The error that an answer of another status stands for.
    static func error(in answer: HTTPAnswer, ticker: String) -> PriceError {
        let content = try? JSONDecoder().decode(ChartAnswer.self, from: answer.body)
        let failure =
            content?.chart?.error ?? content?.finance?.error
            ?? Failure(code: nil, description: nil)
        return failure.priceError(status: answer.status, ticker: ticker)
    }

    /// The JSON path of what could not be decoded, and the reason.
    private static func place(of error: any Error) -> String {
        func place(_ context: DecodingError.Context, _ last: (any CodingKey)? = nil) -> String {
            let keys = context.codingPath + (last.map { [$0] } ?? [])
            return "$"
                + keys.map { key in key.intValue.map { "[\($0)]" } ?? ".\(key.stringValue)" }
                .joined()
        }
        return switch error {
        case DecodingError.keyNotFound(let key, let context):
            "\(place(context, key)): there is none"
        case DecodingError.valueNotFound(_, let context):
            "\(place(context)): null"
        case DecodingError.typeMismatch(_, let context), DecodingError.dataCorrupted(let context):
            "\(place(context)): \(context.debugDescription)"
        default:
            "$: \(error)"
        }
    }
}

extension ChartAnswer.Failure {
    /// What the server says, sorted by what the user can do about it.
    fileprivate func priceError(status: Int, ticker: String) -> PriceError {
        let said = description ?? code ?? "HTTP \(status)"
        if status == 404 || code == "Not Found" {
            return PriceError(
                .unknownTicker,
                "Yahoo knows no '\(ticker)' (\(said)); check the spelling, as the stock may also "
                    + "have another symbol by now or be listed no more")
        }
        if said.contains("Data doesn't exist") || said.contains("data not available") {
            return PriceError(.noData, "Yahoo has no bars of '\(ticker)': \(said)")
        }
        return PriceError(
            .internal, "Yahoo refuses to give '\(ticker)', HTTP \(status): \(said)")
    }
}
