import Foundation
import JSONText
import PriceSources
import ScanEvents
import TestSupport
import Testing

@testable import Scanning

@Suite(.timeLimit(.minutes(3)))
struct BacktestContractTests {
    /// The figures that a client is told about are those that it gets, each with its convention.
    @Test func everyFigureOfARunIsDescribedInTheContract() async throws {
        let plan = try ScanPlan(
            ScanRequest(strategy: "bollinger_bands", tickers: ["AAPL"]),
            sources: PriceCatalog(files: .anywhere, cacheDirectory: nil))
        let report = try JSONValue.parse(await BacktestReport(plan).json)
        guard case .object(let members)? = report["statistics"] else {
            Issue.record("a report has statistics")
            return
        }
        let names = members.map(\.name)
        let contract = try String(
            contentsOfFile: Program.repository + "/Schemas/openapi.yaml", encoding: .utf8)
        let start = try #require(contract.range(of: "\n    RunStatistics:\n"))
        let figures = contract[start.upperBound...]
        for name in names {
            #expect(figures.contains("\n        - \(name)\n"), "\(name) is required")
            let place = try #require(
                figures.range(of: "\n        \(name):\n          type: "), "\(name)")
            let text = figures[place.upperBound...].prefix(120)
            #expect(text.contains("description: >-\n"), "\(name)")
        }
    }
}
