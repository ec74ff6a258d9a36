import Foundation
import TestSupport
import Testing

extension SoakTests.Limits {
    @Test func answersOfAHundredThousandStocksAreSentToFiftyInLittleMemory() async throws {
        try await withTemporaryDirectory { directory in
            let job = try await hundredThousandStocks(in: directory)
            let service = try await Service(
                in: directory, ["--requests-per-second", "0", "--log-level", "critical"])
            while try await Service.request(service.url + "/ready").code != "200" {}
            let found = try await hog("long_answers", service, [job, "50"])
            #expect(found["outcome"] as? [String: Int] == ["200": 50])
            let lengths = try #require(found["lengths"] as? [Int])
            #expect(lengths.count == 2 && lengths[0] > 38_000_000)
            let memory = try #require(found["memory"] as? [Double])
            // An answer for each of the fifty would be 3,200 MiB.
            #expect(memory[1] < memory[0] + 512)
            #expect(memory[2] < memory[0] * 1.2 + 32)
            // Of the 40 to 200 answers that come meanwhile, p99 is the latest or the one before.
            try expectHealth(found, p99: 500)
            _ = await service.stop()
        }
    }

    /// The tape of a scan of so many stocks as no request may name; its name.
    private func hundredThousandStocks(in directory: String) async throws -> String {
        let few = directory + "/few"
        let scan = try await Program.product("tapedeck").run([
            "scan", "buy_and_hold", "--tickers", "AAPL", "--start", "2017-12-01", "--var", few,
            "--json",
        ])
        try #require(scan.status == 0, "\(scan.errors)")
        let scans = directory + "/scans"
        try FileManager.default.createDirectory(
            atPath: scans, withIntermediateDirectories: true)
        let names = try FileManager.default.contentsOfDirectory(atPath: few + "/scans")
        let tape = try #require(names.first { $0.hasPrefix("2") })
        let made = try await Program.system("python3").run([
            "\(Program.repository)/Tests/EndToEndTests/Clients/long_tape.py",
            "\(few)/scans/\(tape)", scans, "100000",
        ])
        try #require(made.status == 0, "\(made.errors)")
        return made.text.filter { !$0.isWhitespace }
    }
}
