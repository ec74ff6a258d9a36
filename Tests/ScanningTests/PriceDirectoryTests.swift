import EventLog
import Foundation
import JSONText
import PriceSources
import Projections
import ScanEvents
import Tapes
import Storage
import TestSupport
import Testing

@testable import Scanning

/// Scans over a user's directory of price files.
@Suite(.timeLimit(.minutes(3)))
struct PriceDirectoryTests {
    /// The text of a file with so many days.
    private static func prices(_ seed: Int, days: Int = 60) -> String {
        "Date,Open,High,Low,Close,Volume\n"
            + (0..<days).map { day in
                let price = 100 + (day * (seed + 7)) % 37 - (day * seed) % 23
                let month = day / 28 + 1
                let date = "2024-0\(month)-" + (day % 28 < 9 ? "0" : "") + "\(day % 28 + 1)"
                return "\(date),\(price),\(price + 1),\(price - 1),\(price),1000\n"
            }.joined()
    }

    private static func scan(
        _ files: [String: String], workers: Int = 2
    ) async throws -> ScanState {
        try await withTemporaryDirectory { directory in
            let prices = directory + "/prices"
            try FileManager.default.createDirectory(
                atPath: prices, withIntermediateDirectories: true)
            for (name, text) in files {
                try writeFile(Array(text.utf8), to: prices + "/" + name)
            }
            let plan = try ScanPlan(
                ScanRequest(strategy: "bollinger_bands", source: "csv:\(prices)"),
                sources: PriceCatalog(files: .anywhere, cacheDirectory: nil))
            let store = try await TapeStore.open(
                variableDirectory: directory, now: ManualClock().now)
            let recorder = try await plan.record(in: store)
            var settings = ScanSettings()
            settings.workers = workers
            try await Scan(plan, recorder: recorder, settings: settings).complete()
            try await SchemaCheck.expectValidTapes(in: directory)
            return try await store.reader(of: recorder.job).scanState()
        }
    }

    @Test func directoryIsScannedWholeWhateverItsFilesAreCalled() async throws {
        let state = try await Self.scan([
            "AAPL.csv": Self.prices(1),
            "AAPL (1).csv": Self.prices(1),
            "BRK_B.csv": Self.prices(2),
            "MSFT_2006-01-01_to_2018-01-01.csv": Self.prices(3),
            "a_very_long_name_of_a_file.csv": Self.prices(4),
            "README.txt": "All prices are in dollars.",
            "BAD.csv": "Date,Open,High,Low,Close\n2024-01-02,1,1,1,x\n",
            "EMPTY.csv": "",
            "SHORT.csv": Self.prices(5, days: 3),
        ])
        #expect(state.phase == .completed)
        #expect(state.stocks.map(\.result.ticker).sorted() == ["AAPL", "BRK-B", "MSFT"])
        #expect(
            state.failures.map(\.ticker).sorted() == [
                "A-VERY-LONG-NAME", "AAPL-1", "BAD", "EMPTY", "SHORT",
            ])
        let misnamed = state.failures.first { $0.ticker == "AAPL-1" }
        #expect(misnamed?.message.contains("/AAPL (1).csv is no ticker") == true)
    }

    @Test func failuresAreListedInTheSameOrderByAnyNumberOfWorkers() async throws {
        var files = ["GOOD.csv": Self.prices(1)]
        for index in 0..<20 { files["B\(index).csv"] = index.isMultiple(of: 2) ? "" : "x" }
        var lists: Set<[String]> = []
        for workers in [1, 2, 8] {
            let state = try await Self.scan(files, workers: workers)
            let message = try JSONValue.parse(state.completeMessage)
            guard case .array(let failed)? = message["failed_stocks"] else { continue }
            lists.insert(
                failed.map { failure in
                    guard case .string(let ticker)? = failure["ticker"] else { return "" }
                    return ticker
                })
        }
        #expect(lists.count == 1)
        #expect(lists.first == (0..<20).map { "B\($0)" }.sorted())
    }
}
