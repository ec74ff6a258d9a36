package import EventLog
internal import Foundation
internal import Synchronization
package import Tapes

/// What an operator's Prometheus scrapes, counted as it happens.
package final class ServiceMetrics: Sendable {
    private struct State {
        /// Counters by name and labels, as the exposition has them.
        var counters: [String: Int] = [:]
        var sync = Histogram(bounds: [0.000_1, 0.000_25, 0.000_5, 0.001, 0.005, 0.025, 0.1, 1])
        var requests = Histogram(bounds: [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10, 60])
    }

    private let state = Mutex(State())
    private let start = Date().timeIntervalSince1970

    /// Starts to count.
    package init() {}

    /// Counts a request; streams count when they begin.
    func request(_ route: String, _ method: String, _ status: Int, seconds: Double) {
        let labels = "route=\"\(route)\",method=\"\(method)\",status=\"\(status)\""
        state.withLock { state in
            state.counters["tapedeck_http_requests_total{\(labels)}", default: 0] += 1
            state.requests.observe(seconds)
        }
    }

    /// Counts a commit to a tape or the registry.
    package func commit(_ commit: CommitReport) {
        state.withLock { state in
            state.counters["tapedeck_commits_total", default: 0] += 1
            state.counters["tapedeck_events_total", default: 0] += commit.records
            state.counters["tapedeck_commit_bytes_total", default: 0] += commit.bytes
            state.sync.observe(commit.seconds)
        }
    }

    /// Counts a scan that was taken on.
    package func scanStarted() {
        count("tapedeck_scans_started_total")
    }

    /// Counts a scan of an earlier process that is gone on with.
    package func scanResumed() {
        count("tapedeck_scans_resumed_total")
    }

    /// Counts an attempt to go on with a scan that a fault has stopped.
    package func scanRetried() {
        count("tapedeck_scan_retries_total")
    }

    /// Counts the end of a scan: for good, interrupted by the shutdown, or damaged.
    package func scanEnded(_ standing: ScanStanding) {
        count("tapedeck_scans_total{outcome=\"\(standing.word)\"}")
    }

    /// Counts the stocks of a scan that has ended, but for those that were done before.
    package func stocks(completed: Int, failed: Int) {
        state.withLock { state in
            for (name, count) in [("completed", completed), ("failed", failed)] {
                state.counters["tapedeck_stocks_total{outcome=\"\(name)\"}", default: 0] += count
            }
        }
    }

    /// Counts a request whose connection was closed instead of an answer: a stream for which
    /// there is no place, or a client that has left.
    func requestClosed(_ route: String) {
        count("tapedeck_http_requests_closed_total{route=\"\(route)\"}")
    }

    /// Counts what was refused, by what there was too much of.
    package func refused(_ what: String) {
        count("tapedeck_refused_total{limit=\"\(what)\"}")
    }

    /// Counts the end of a stream, by why it ended.
    func streamClosed(_ end: StreamFollower.End) {
        count("tapedeck_streams_closed_total{reason=\"\(end.rawValue)\"}")
    }

    /// Counts bytes that were handed to connections of followers.
    func streamed(bytes: Int, events: Int) {
        state.withLock { state in
            state.counters["tapedeck_stream_bytes_total", default: 0] += bytes
            state.counters["tapedeck_stream_events_total", default: 0] += events
        }
    }

    private func count(_ name: String) {
        state.withLock { $0.counters[name, default: 0] += 1 }
    }

    /// Everything in Prometheus' text format, version 0.0.4.
    ///
    /// - Parameters:
    ///   - scans: how many scans are worked on, how many of these are stopped by a fault, and
    ///     how many wait.
    ///   - followers: how many clients follow streams.
    ///   - lag: how many records the one furthest behind is behind.
    /// - Returns: the text.
    package func text(
        scans: (running: Int, stopped: Int, waiting: Int), followers: Int, lag: Int
    ) -> String {
        let state = state.withLock { $0 }
        var lines = Exposition()
        lines.gauge("tapedeck_scans_running", "Scans that are worked on.", scans.running)
        lines.gauge(
            "tapedeck_scans_stopped",
            "Scans of these that a fault of the disk or of their sources has stopped for now.",
            scans.stopped)
        lines.gauge("tapedeck_scans_waiting", "Scans that wait for their turn.", scans.waiting)
        lines.gauge("tapedeck_stream_followers", "Clients that follow streams.", followers)
        lines.gauge(
            "tapedeck_stream_lag_records", "Records that the follower furthest behind has to get.",
            lag)
        for (name, help) in Self.counters {
            lines.counter(name, help, state.counters)
        }
        lines.histogram(
            "tapedeck_commit_sync_seconds", "Time to write and sync a commit.", state.sync)
        lines.histogram(
            "tapedeck_http_request_seconds", "Time to the head of a response.", state.requests)
        lines.gauge(
            "process_resident_memory_bytes", "Resident memory.", ProcessFacts.residentBytes)
        lines.gauge("process_open_fds", "Open descriptors.", ProcessFacts.openDescriptors)
        lines.gauge("process_start_time_seconds", "Start, seconds since 1970.", start)
        return lines.text
    }

    private static let counters = [
        ("tapedeck_scans_started_total", "Scans that were taken on."),
        ("tapedeck_scans_resumed_total", "Scans of an earlier process that went on."),
        ("tapedeck_scan_retries_total", "Attempts to go on with scans that a fault has stopped."),
        ("tapedeck_scans_total", "Scans that came to an end, by how."),
        ("tapedeck_stocks_total", "Stocks that were done, counted when their scan ends."),
        ("tapedeck_events_total", "Events that were recorded."),
        ("tapedeck_commits_total", "Commits to tapes and the registry."),
        ("tapedeck_commit_bytes_total", "Compressed bytes of these commits."),
        ("tapedeck_stream_events_total", "Messages handed to followers."),
        ("tapedeck_stream_bytes_total", "Bytes handed to followers, compressed or not."),
        ("tapedeck_streams_closed_total", "Streams that ended, by why."),
        ("tapedeck_refused_total", "What was refused, by the limit that it met."),
        ("tapedeck_http_requests_total", "Requests, by route, method and status."),
        (
            "tapedeck_http_requests_closed_total",
            "Requests whose connection was closed instead of an answer, by route."
        ),
    ]
}

/// A histogram of Prometheus: how many observations are at most so large.
struct Histogram: Sendable {
    let bounds: [Double]
    private(set) var counts: [Int]
    private(set) var sum = 0.0

    /// Makes an empty histogram with these upper bounds, ascending, besides infinity.
    init(bounds: [Double]) {
        self.bounds = bounds
        counts = Array(repeating: 0, count: bounds.count + 1)
    }

    /// Counts an observation.
    mutating func observe(_ value: Double) {
        counts[bounds.firstIndex { value <= $0 } ?? bounds.count] += 1
        sum += value
    }
}

/// Lines of Prometheus' text format.
struct Exposition {
    private(set) var text = ""

    /// A value that goes up and down.
    mutating func gauge(_ name: String, _ help: String, _ value: some CustomStringConvertible) {
        head(name, help, "gauge")
        text += "\(name) \(value)\n"
    }

    /// A number of things that have happened: those of `values` with this name, by labels.
    mutating func counter(_ name: String, _ help: String, _ values: [String: Int]) {
        head(name, help, "counter")
        let found = values.filter { $0.key == name || $0.key.hasPrefix(name + "{") }
        for (key, value) in found.sorted(by: { $0.key < $1.key }) { text += "\(key) \(value)\n" }
    }

    /// A histogram.
    mutating func histogram(_ name: String, _ help: String, _ histogram: Histogram) {
        head(name, help, "histogram")
        var total = 0
        for (bound, count) in zip(histogram.bounds.map { "\($0)" } + ["+Inf"], histogram.counts) {
            total += count
            text += "\(name)_bucket{le=\"\(bound)\"} \(total)\n"
        }
        text += "\(name)_sum \(histogram.sum)\n\(name)_count \(total)\n"
    }

    private mutating func head(_ name: String, _ help: String, _ type: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }
}

/// What the kernel tells of this process.
enum ProcessFacts {
    /// Resident memory, in bytes.
    static var residentBytes: Int {
        let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?
            .split(separator: " ")
        return (fields?.dropFirst().first.flatMap { Int($0) } ?? 0) * 4096
    }

    /// The descriptors that are open.
    static var openDescriptors: Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd"))?.count ?? 0
    }
}
