import EventLog
import Foundation
import Glibc
import ScanEvents
import Tapes
import TapeStreams
import Storage

/// The service's streams against nchan and against the bare work.
struct StreamBench {
    let directory: String
    let events: Int
    let rounds: Int
    var followers = 1_000

    private static let stocks = 1_000

    /// Measures everything and returns the table.
    func table() async throws -> Table {
        StreamClients.allowManyDescriptors()
        var table = Table(title: "Streams, \(followers) followers, two cores shared with them")
        let prices = try makePrices()
        let (burst, lines) = try await burst(prices)
        table.rows += burst
        table.rows += try await paced(prices, Array(lines.prefix(302)))
        table.rows += try await replay()
        table.rows.append(try await memory())
        return table
    }

    // MARK: A burst

    private func burst(_ prices: String) async throws -> ([Table.Row], [[UInt8]]) {
        var ours: [Double] = []
        var theirs: [Double] = []
        var bare: [Double] = []
        var lines: [[UInt8]] = []
        for round in 0..<rounds {
            let (outcome, stream) = try await serviceBurst("\(directory)/burst-\(round)", prices)
            ours.append(Double(outcome.events) / outcome.seconds)
            lines = stream
            let nchan = try await ServerProcess.nchan("\(directory)/nchan-\(round)")
            let subscribers = StreamClients()
            try subscribers.connect(followers, port: nchan.port, path: "/newest")
            try await settle(nchan)
            let publisher = try Publisher(port: nchan.port)
            publisher.publish(lines)
            let delivered = try subscribers.read(until: lines.count)
            theirs.append(Double(delivered.events) / delivered.seconds)
            publisher.close()
            nchan.stop()
            let sent = try bareBurst(lines)
            bare.append(Double(sent.events) / sent.seconds)
        }
        let bytes = lines.reduce(0) { $0 + $1.count } / max(1, lines.count)
        let what = "a scan's burst of \(lines.count) events of \(bytes) B, delivered per second"
        return (
            [
                row(
                    what, ours, "nchan, 1 worker, published pipelined", theirs, mark: "≥ 10",
                    against: .peer),
                row(
                    "the same, while the scan runs and is recorded", ours,
                    "a bare loop of sends of 64 KiB, made before", bare, mark: ""),
            ], lines
        )
    }

    /// A scan that runs as fast as it can with all followers there, and the events that they got.
    func serviceBurst(
        _ place: String, _ prices: String
    ) async throws -> (outcome: StreamClients.Outcome, lines: [[UInt8]]) {
        let service = try await ServerProcess.tapedeck(
            place, ["--max-running", "1", "--prices", prices])
        let (job, slow) = try await queuedScan(service, source: "csv:\(prices)", Self.stocks)
        let path = "/market-scan/stream/\(job)?view=events"
        let clients = StreamClients()
        try clients.connect(followers, port: service.port, path: path)
        _ = try clients.read(until: 1)
        _ = try await service.post("/market-scan/cancel/\(slow)", "")
        let outcome = try clients.read(until: Self.stocks + 2)
        clients.close()
        let stream = try await service.get(path)
        service.stop()
        let lines = stream.split(separator: 0x0a).filter { $0.starts(with: "data: ".utf8) }
            .map { Array($0.dropFirst(6)) }
        return (outcome, lines)
    }

    /// The same events in blocks, a send of each block to each of the sockets, and nothing else.
    private func bareBurst(_ lines: [[UInt8]]) throws -> StreamClients.Outcome {
        var blocks: [[UInt8]] = [[]]
        for (index, line) in lines.enumerated() {
            if blocks[blocks.count - 1].count + line.count > 64 * 1024 { blocks.append([]) }
            blocks[blocks.count - 1] += Array("id: \(index)\ndata: ".utf8) + line + [0x0a, 0x0a]
        }
        let server = try BareServer()
        let clients = StreamClients()
        try clients.connect(followers, port: server.port, path: "/")
        server.accept(followers)
        server.send(blocks)
        let outcome = try clients.read(until: lines.count)
        clients.close()
        return outcome
    }

    // MARK: A steady stream

    private func paced(_ prices: String, _ lines: [[UInt8]]) async throws -> [Table.Row] {
        let count = 300
        let (latencies, times) = try await servicePaced(
            directory + "/paced", prices, count, asksStatus: true)
        let (ours, statusTimes) = (Timings(latencies), Timings(times))
        let nchan = try await ServerProcess.nchan(directory + "/nchan-paced")
        let subscribers = StreamClients(readsTimes: true)
        try subscribers.connect(followers, port: nchan.port, path: "/newest")
        try await settle(nchan)
        let publisher = try Publisher(port: nchan.port)
        publisher.publish(Array(lines.prefix(count)), perSecond: 30)
        let theirs = Timings(try subscribers.read(until: count).latencies)
        subscribers.close()
        publisher.close()
        nchan.stop()
        let bare = Timings(try bareSends(Array(lines.prefix(count))))
        let what = "30 events/s, p99 (p50) from durable to received"
        return [
            latencyRow(
                what, ours, "nchan, from its publisher's send", theirs, mark: "≤ 1",
                against: .peer),
            latencyRow("the same", ours, "a bare loop of sends", bare, mark: "≤ 1.5"),
            Table.Row(
                what: "status of that scan meanwhile, p99 (p50), the start of curl included",
                ours: Self.tail(statusTimes), peer: "", ratio: "", mark: "≤ 50 ms",
                value: statusTimes.quantile(0.99) * 1_000),
        ]
    }

    /// How old the events of a scan of `count` stocks, 30 a second, are when followers get them.
    func servicePaced(
        _ place: String, _ prices: String, _ count: Int, asksStatus: Bool = false
    ) async throws -> (latencies: [Double], status: [Double]) {
        let service = try await ServerProcess.tapedeck(
            place, ["--max-running", "1", "--workers", "1", "--prices", prices])
        let (job, slow) = try await queuedScan(
            service, source: "csv:\(prices)?delay=33ms", count)
        let clients = StreamClients(readsTimes: true)
        try clients.connect(
            followers, port: service.port, path: "/market-scan/stream/\(job)?view=events")
        _ = try clients.read(until: 1)
        _ = try await service.post("/market-scan/cancel/\(slow)", "")
        async let status = asksStatus ? statusTimes(service, job) : []
        let latencies = try clients.read(until: count).latencies
        let times = try await status
        clients.close()
        service.stop()
        return (latencies, times)
    }

    private func statusTimes(_ service: ServerProcess, _ job: String) async throws -> [Double] {
        var times: [Double] = []
        for _ in 0..<200 {
            times.append(
                try await seconds { _ = try await service.get("/market-scan/status/\(job)") })
            try await Task.sleep(for: .milliseconds(20))
        }
        return times
    }

    /// One send for each of the sockets, 30 times a second, and nothing else.
    private func bareSends(_ lines: [[UInt8]]) throws -> [Double] {
        let server = try BareServer()
        let clients = StreamClients(readsTimes: true)
        try clients.connect(followers, port: server.port, path: "/")
        server.accept(followers)
        server.send(lines, perSecond: 30)
        let outcome = try clients.read(until: lines.count)
        clients.close()
        return outcome.latencies
    }

    // MARK: A replay

    private func replay() async throws -> [Table.Row] {
        let place = directory + "/replay"
        let (job, path) = try await longTape(place)
        let count = 100_000
        let lines = try firstLines(count, of: path)
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        let service = try await ServerProcess.tapedeck(place, [])
        var ours: [Double] = []
        var processor: [Double] = []
        var bare: [Double] = []
        for _ in 0..<rounds {
            let clients = StreamClients()
            let before = service.processorSeconds
            try clients.connect(
                1, port: service.port, path: "/market-scan/stream/\(job)?view=events")
            let time = try await seconds { _ = try clients.read(until: events) }
            ours.append(Double(events) / time)
            processor.append(Double(events) / (service.processorSeconds - before))
            clients.close()
            bare.append(Double(events) / (try await seconds { try inflate(bytes) }))
        }
        service.stop()
        let nchan = try await ServerProcess.nchan(directory + "/nchan-replay")
        let publisher = try Publisher(port: nchan.port)
        // Its ids have room for 32,767 messages a second.
        for start in stride(from: 0, to: count, by: 20_000) {
            publisher.publish(Array(lines[start..<start + 20_000]))
            publisher.waitForAnswers(start + 20_000)
            try await Task.sleep(for: .seconds(1))
        }
        var theirs: [Double] = []
        for _ in 0..<max(1, rounds / 2) {
            let clients = StreamClients()
            try clients.connect(1, port: nchan.port, path: "/oldest")
            let time = try await seconds { _ = try clients.read(until: count) }
            theirs.append(Double(count) / time)
            clients.close()
        }
        publisher.close()
        nchan.stop()
        let what = "one client replays \(events) events, events per second"
        return [
            row(
                what, ours, "nchan's history of the first \(count)", theirs, mark: "≥ 40",
                against: .peer),
            row(
                "the same", ours, "inflate + CRC-32 alone of the tape", bare, mark: "≥ 0.4",
                reason: "by perf, of the service's processor time 36 % are zlib's own, inflate and "
                    + "CRC-32, 27 % the kernel's sends, 13 % the frames of the events, 6 % the "
                    + "ends and numbers of the lines; so it works two and a half times as long "
                    + "as the bare inflate, on two cores of which the client takes its part, too."),
            row(
                "the same, per second of the server's processor time", processor,
                "inflate + CRC-32 alone of the tape", bare, mark: ""),
        ]
    }

    /// The first records of a tape.
    private func firstLines(_ count: Int, of path: String) throws -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var blocks = try LogReader.open(path).blocks()
        while lines.count < count, let block = try blocks.next() {
            for seq in block.firstSeq..<block.endSeq {
                lines.append(Array(block.payload[block.range(of: seq)]))
            }
        }
        return Array(lines.prefix(count))
    }

    /// A sealed tape of many stocks' results.
    private func longTape(_ place: String) async throws -> (job: String, path: String) {
        let store = try await TapeStore.open(variableDirectory: place)
        let recorder = try await store.record { job in
            ScanEvent.Requested(
                jobID: job.description, engine: "tapedeck 0.0.0",
                request: ScanRequest(strategy: "bollinger_bands"), stocks: events,
                universeDigest: String(repeating: "0", count: 64))
        }
        for start in stride(from: 0, to: events, by: 1_000) {
            try await recorder.append(
                (start..<min(events, start + 1_000)).map { index in
                    .stockFailed(
                        ScanEvent.StockFailed(
                            ticker: "T\(index)", sector: "Information Technology", code: .noData,
                            message: "the source has no bars of T\(index) from 2013-02-08 on",
                            seconds: 0.000_123, elapsed: Double(index) / 1_000))
                })
        }
        try await recorder.append([.completed(.init(successful: 0, failed: events, elapsed: 1_000))]
        )
        try await recorder.seal()
        let path = TapeArchive(variableDirectory: place).path(of: recorder.job)
        return (recorder.job.description, path)
    }

    // MARK: Memory

    /// What an idle follower costs.
    private func memory() async throws -> Table.Row {
        let count = 5_000
        let service = try await ServerProcess.tapedeck(directory + "/memory", [])
        let (job, _) = try await queuedScan(service, source: "bundled?delay=60s", 2)
        func grow(_ clients: StreamClients, _ count: Int) throws {
            try clients.connect(
                count, port: service.port, path: "/market-scan/stream/\(job)?view=events")
            _ = try clients.read(until: 1)
        }
        let first = StreamClients()
        try grow(first, 500)
        let before = service.residentBytes
        let clients = StreamClients()
        try grow(clients, count)
        let each = Double(service.residentBytes - before) / Double(count) / 1_024
        first.close()
        clients.close()
        service.stop()
        return Table.Row(
            what: "resident memory for each of \(count) idle followers, after the first 500",
            ours: String(format: "%.1f KiB", each), peer: "", ratio: "", mark: "≤ 16 KiB",
            value: each,
            reason: "by heaptrack, 8.6 KiB are what the tasks of a connection allocate for their "
                + "calls, from the socket down to the response's body, none of which may return "
                + "before the stream ends; some 9 KiB are objects of SwiftNIO and Hummingbird, "
                + "half a KiB the buffer that is read into.")
    }

    // MARK: Help

    /// Files of prices, one a stock, each of a few weeks.
    func makePrices() throws -> String {
        let place = directory + "/prices"
        try FileManager.default.createDirectory(
            atPath: place, withIntermediateDirectories: true)
        for stock in 0..<Self.stocks {
            var text = "Date,Open,High,Low,Close,Volume\n"
            for day in 1...28 {
                let price = 100 + Double((stock * 7 + day * day) % 40)
                text += String(
                    format: "2024-02-%02d,%.2f,%.2f,%.2f,%.2f,%d\n", day, price, price + 2,
                    price - 2, price + 1, 1_000 + stock)
            }
            try text.write(
                toFile: String(format: "%@/S%04d.csv", place, stock), atomically: false,
                encoding: .utf8)
        }
        return place
    }

    /// A scan that waits behind a slow one, which is to be cancelled when all are ready.
    private func queuedScan(
        _ service: ServerProcess, source: String, _ stocks: Int
    ) async throws -> (job: String, slow: String) {
        let slow = try await service.startScan(
            #"{"strategy":"buy_and_hold","tickers":["AAPL"],"source":"bundled?delay=60s"}"#)
        let tickers = (0..<stocks).map { String(format: #""S%04d""#, $0) }
        let list = source.hasPrefix("csv") ? tickers.joined(separator: ",") : #""AAPL","MSFT""#
        let job = try await service.startScan(
            #"{"strategy":"buy_and_hold","source":"\#(source)","tickers":[\#(list)]}"#)
        return (job, slow)
    }

    /// Waits until nchan has taken all subscribers, of which it tells nothing.
    private func settle(_ server: ServerProcess) async throws {
        try await Task.sleep(for: .seconds(1))
        _ = try await server.get("/health")
    }

    private func row(
        _ what: String, _ ours: [Double], _ peer: String, _ theirs: [Double], mark: String,
        against: Table.Against = .limit, reason: String? = nil
    ) -> Table.Row {
        Table.Row(
            what: what, ours: Self.rate(ours), peer: "\(peer): \(Self.rate(theirs))",
            ratio: String(
                format: "%.2f", Timings(ours).median / Timings(theirs).median), mark: mark,
            against: against, reason: reason)
    }

    private func latencyRow(
        _ what: String, _ ours: Timings, _ peer: String, _ theirs: Timings, mark: String,
        against: Table.Against = .limit
    ) -> Table.Row {
        Table.Row(
            what: what, ours: Self.tail(ours), peer: "\(peer): \(Self.tail(theirs))",
            ratio: String(format: "%.2f", ours.quantile(0.99) / theirs.quantile(0.99)),
            mark: mark, against: against)
    }

    private static func tail(_ timings: Timings) -> String {
        "\(Timings.text(timings.quantile(0.99))) (\(Timings.text(timings.median)))"
    }

    private static func rate(_ rates: [Double]) -> String {
        let sorted = Timings(rates)
        let text = { (rate: Double) in String(format: "%.0f k", rate / 1_000) }
        return "\(text(sorted.median)) (\(text(sorted.quantile(0)))–\(text(sorted.quantile(1))))"
    }
}
