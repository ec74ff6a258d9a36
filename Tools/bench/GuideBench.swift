import Foundation

/// The scan of 505 stocks as a stream, against the guide's own: FastAPI's `StreamingResponse`
/// over a generator that scans.
struct GuideBench {
    let directory: String
    let rounds: Int

    private static let followers = 100
    private static let path = "/market-scan/stream"

    /// Measures everything and returns the table.
    func table() async throws -> Table {
        StreamClients.allowManyDescriptors()
        let guide = try await ServerProcess.guide()
        let versions = try JSONDecoder().decode(Versions.self, from: try await guide.get("/health"))
        let name = "FastAPI \(versions.fastapi), uvicorn \(versions.uvicorn), one process"
        var table = Table(
            title: "The guide's stream: 505 stocks, Bollinger bands, a message every 5")
        let service = try await ServerProcess.tapedeck(directory + "/guide", ["--workers", "1"])
        var ours: [Double] = []
        for _ in 0..<rounds * 2 + 1 {
            ours.append(
                try await seconds {
                    try await scan(service, Self.path, #"{"strategy":"bollinger_bands"}"#)
                })
        }
        let live = [
            try await seconds { try await scan(guide, Self.path, "{}") }
        ]
        var paused: [Double] = []
        for _ in 0..<rounds {
            paused.append(
                try await seconds {
                    try await scan(guide, Self.path + "?backtests=recorded", "{}")
                })
        }
        let what = "one client posts and reads to the end, one worker, each event durable first"
        let times = Timings(ours)
        table.rows.append(
            row(
                what, times,
                "\(name), backtrader on bars in memory, nothing kept, pauses of 10 ms as the "
                    + "guide has them, one round", Timings(live)))
        table.rows.append(
            row(
                "the same", times, "the same without backtests: results of before, pauses of 10 ms",
                Timings(paused)))
        table.rows.append(try await followers(guide))
        service.stop()
        guide.stop()
        return table
    }

    /// All that a client gets of a scan; it must be complete.
    @discardableResult
    private func scan(
        _ server: ServerProcess, _ path: String, _ request: String
    ) async throws -> Int {
        let body = String(decoding: try await server.post(path, request), as: UTF8.self)
        guard body.contains(#""type":"complete""#) || body.contains(#""type": "complete""#) else {
            throw StreamClientsError("the scan of \(path) did not come to its end")
        }
        return body.split(separator: "\n").count { $0.hasPrefix("data:") }
    }

    /// Many who watch: ours one scan together, the guide's a scan each, as its streams are.
    private func followers(_ guide: ServerProcess) async throws -> Table.Row {
        let place = directory + "/followers"
        let queue = try await ServerProcess.tapedeck(
            place, ["--max-running", "1", "--workers", "1"])
        let request = #"{"strategy":"bollinger_bands"}"#
        let messages = try await scan(queue, Self.path, request)
        var ours: [Double] = []
        for _ in 0..<rounds {
            let slow = try await queue.startScan(
                #"{"strategy":"buy_and_hold","tickers":["AAPL"],"source":"bundled?delay=60s"}"#)
            let job = try await queue.startScan(request)
            let clients = StreamClients()
            try clients.connect(Self.followers, port: queue.port, path: "\(Self.path)/\(job)")
            ours.append(
                try await seconds {
                    _ = try await queue.post("/market-scan/cancel/\(slow)", "")
                    _ = try clients.read(until: messages)
                })
            clients.close()
        }
        queue.stop()
        let path = Self.path + "?backtests=recorded&pause=0"
        let count = try await scan(guide, path, "{}")
        var theirs: [Double] = []
        for _ in 0..<rounds {
            let clients = StreamClients()
            theirs.append(
                try await seconds {
                    try clients.connect(
                        Self.followers, port: guide.port, path: path, method: "POST")
                    _ = try clients.read(until: count)
                })
            clients.close()
        }
        return row(
            "\(Self.followers) followers of one scan, from its start until all have its end",
            Timings(ours),
            "the guide's without backtests and pauses, a generator for each follower",
            Timings(theirs))
    }

    private func row(
        _ what: String, _ ours: Timings, _ peer: String, _ theirs: Timings
    ) -> Table.Row {
        Table.Row(
            what: what, ours: ours.description, peer: "\(peer): \(theirs.description)",
            ratio: String(format: "%.2f", theirs.median / ours.median), mark: "", against: .peer)
    }

    private struct Versions: Decodable {
        let fastapi: String
        let uvicorn: String
    }
}
