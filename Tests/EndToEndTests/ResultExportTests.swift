import Foundation
import TestSupport
import Testing

/// `GET /market-scan/results/{job_id}?format=`: tables of a scan for spreadsheets and databases.
// Programs are started that share the machine with those of other tests.
@Suite(.timeLimit(.minutes(5)))
struct ResultExportTests {
    private let request = #"""
        {"strategy": "sma_cross", "tickers": ["AAPL", "MSFT", "AMZN"]}
        """#

    /// Starts a scan and waits for its end.
    private func finishedScan(on service: Service) async throws -> String {
        let job = try await service.start(request)
        _ = try await Service.request("\(service.url)/market-scan/stream/\(job)")
        return job
    }

    @Test(arguments: [("csv", "text/csv"), ("ndjson", "application/x-ndjson")])
    func textIsThatOfTheReplayToolsExport(format: String, type: String) async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let job = try await finishedScan(on: service)
            let url = "\(service.url)/market-scan/results/\(job)?format=\(format)"
            let (code, body) = try await Service.request(url)
            #expect(code == "200")
            let headers = try await Service.request(url, ["--head"]).body
            let head = String(decoding: headers, as: UTF8.self).lowercased()
            #expect(head.contains("content-type: \(type)"), "\(head)")
            #expect(head.contains("filename=\"\(job).\(format)\""), "\(head)")
            let path = directory + "/stocks.\(format)"
            let export = try await Program.product("tapedeck-replay").run([
                "export", job, "--var", directory, "--format", format, "--tables", "stocks",
                "--output", path,
            ])
            #expect(export.status == 0, "\(export.errors)")
            let file = try Data(contentsOf: URL(fileURLWithPath: path))
            #expect(body == [UInt8](file))
            let lines = String(decoding: body, as: UTF8.self).split(whereSeparator: \.isNewline)
            #expect(lines.count == (format == "csv" ? 4 : 3))
            _ = await service.stop()
        }
    }

    @Test(arguments: [("parquet", "PAR1", "PAR1"), ("sqlite", "SQLite format 3\0", "")])
    func fileForProgramsIsWhole(format: String, start: String, end: String) async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let job = try await finishedScan(on: service)
            let (code, body) = try await Service.request(
                "\(service.url)/market-scan/results/\(job)?format=\(format)")
            #expect(code == "200")
            #expect(body.starts(with: start.utf8))
            #expect(body.suffix(end.utf8.count).elementsEqual(end.utf8))
            _ = await service.stop()
        }
    }

    @Test func aTableIsTheOneThatIsAskedForAndThatOfTheReplayTool() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let job = try await finishedScan(on: service)
            let results = "\(service.url)/market-scan/results/\(job)"
            let file = directory + "/trades.csv"
            let export = try await Program.product("tapedeck-replay").run([
                "export", job, "--var", directory, "--format", "csv", "--tables", "trades",
                "--output", file,
            ])
            #expect(export.status == 0, "\(export.errors)")
            let csv = try await Service.request(results + "?table=trades&format=csv")
            #expect(csv.code == "200")
            #expect(csv.body == [UInt8](try Data(contentsOf: URL(fileURLWithPath: file))))
            let lines = try await Service.request(results + "?table=trades").body
            let rows = String(decoding: lines, as: UTF8.self).split(separator: "\n")
            #expect(
                rows.count > 50 && rows[0].hasPrefix(#"{"job_id":"\#(job)","seq":4,"number":1,"#))
            let head = try await Service.request(results + "?table=trades", ["--head"]).body
            #expect(
                String(decoding: head, as: UTF8.self).contains("filename=\"\(job)-trades.ndjson\""))
            for (query, pointer) in [
                ("table=shares", "/table"), ("table=trades&format=json", "/format"),
            ] {
                let refused = try await Service.request("\(results)?\(query)")
                #expect(refused.code == "422")
                #expect(String(decoding: refused.body, as: UTF8.self).contains(pointer))
            }
            _ = await service.stop()
        }
    }

    @Test func unknownFormatAndUnfinishedScanAreRefused() async throws {
        try await withTemporaryDirectory { directory in
            let service = try await Service(in: directory)
            let job = try await service.start(
                #"{"strategy": "sma_cross", "source": "bundled?delay=200ms"}"#)
            let results = "\(service.url)/market-scan/results/\(job)"
            let (code, body) = try await Service.request(results + "?format=xlsx")
            #expect(code == "422")
            #expect(String(decoding: body, as: UTF8.self).contains("csv, ndjson, parquet, sqlite"))
            #expect(try await Service.request(results + "?format=csv").code == "409")
            _ = await service.stop()
        }
    }
}
