import Foundation
import TestSupport
import Testing

// Programs are started that share the machine with those of other tests.
@Suite(.timeLimit(.minutes(5)))
struct PriceFileTests {
    private let tapedeck = Program.product("tapedeck")

    /// Bars that wander, a row a day, in the form that Yahoo downloads have.
    private func csv(seed: Int, rows: Int = 120) -> String {
        let start = Date(timeIntervalSince1970: 1_577_836_800)
        let lines = (0..<rows).map { row in
            let date = start.addingTimeInterval(Double(row) * 86_400)
            let day = date.formatted(.iso8601.year().month().day())
            let close = 100 + Double((row * (seed + 7)) % 31) - Double((row * seed) % 17)
            return "\(day),\(close),\(close + 1),\(close - 1),\(close),\(close / 2),1000\n"
        }
        return "Date,Open,High,Low,Close,Adj Close,Volume\n" + lines.joined()
    }

    private func write(_ text: String, _ name: String, _ directory: String) throws {
        try writeFile(Array(text.utf8), to: "\(directory)/\(name)")
    }

    @Test func aDirectoryWithThreeBrokenFilesGivesACompleteScanWithThreeNamedFailures()
        async throws
    {
        try await withTemporaryDirectory { directory in
            let prices = directory + "/prices"
            try FileManager.default.createDirectory(
                atPath: prices, withIntermediateDirectories: true)
            for (index, name) in ["AAA", "BBB", "CCC"].enumerated() {
                try write(csv(seed: index + 1), "\(name).csv", prices)
            }
            try write("<!DOCTYPE html><html>", "HTML.csv", prices)
            try write(
                csv(seed: 4).replacingOccurrences(of: "2020-01-03,", with: "yesterday,"),
                "DATE.csv", prices)
            try write("Date,Open,High,Low,Close,Volume\n", "EMPTY.csv", prices)
            let scan = try await tapedeck.run([
                "scan", "bollinger_bands", "--source", "csv:\(prices)", "--json", "--var",
                directory,
            ])
            #expect(scan.status == 0, "\(scan.errors)")
            let object = try JSONSerialization.jsonObject(with: Data(scan.output))
            let result = try #require(object as? [String: Any])
            #expect(result["successful"] as? Int == 3)
            let failed = try #require(result["failed_stocks"] as? [[String: Any]])
            let codes = Dictionary(
                uniqueKeysWithValues: failed.map {
                    ($0["ticker"] as? String ?? "", $0["code"] as? String ?? "")
                })
            #expect(codes == ["HTML": "bad_data", "DATE": "bad_data", "EMPTY": "no_data"])
            let words = try #require(
                failed.first { $0["ticker"] as? String == "DATE" }?["error"] as? String)
            #expect(words.contains("DATE.csv") && words.contains("line 4"), "\(words)")
            #expect(words.contains("column 1") && words.contains("yesterday"), "\(words)")
            try await SchemaCheck.expectValidTapes(in: directory)
        }
    }

    @Test func aServiceReadsPricesOnlyFromTheDirectoriesItWasGiven() async throws {
        try await withTemporaryDirectory { directory in
            let prices = directory + "/prices"
            try FileManager.default.createDirectory(
                atPath: prices, withIntermediateDirectories: true)
            try write(csv(seed: 1), "AAA.csv", prices)
            let service = try await Service(in: directory, ["--prices", prices])
            let job = try await service.start(
                #"{"strategy":"bollinger_bands","source":"csv:\#(prices)"}"#)
            let stream = try await Service.request(service.url + "/market-scan/stream/\(job)")
            #expect(blocks(stream.body).last?.contains(#""successful":1"#) == true)
            for source in ["csv:/etc", "csv:\(prices)/..", "csv:\(directory)"] {
                let (code, body) = try await Service.request(
                    service.url + "/market-scan/start",
                    ["--data", #"{"strategy":"bollinger_bands","source":"\#(source)"}"#])
                #expect(code == "422")
                #expect(String(decoding: body, as: UTF8.self).contains("/source"))
            }
            _ = await service.stop()
        }
    }
}
