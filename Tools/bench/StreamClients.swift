import Foundation
import Glibc

/// Many clients of one stream on one thread: they count events as fast as they come.
///
/// It shares the machine with the server that it measures, so it does as little as it can: it
/// looks for the blank lines that end events, and reads the time of an event only if asked to.
final class StreamClients {
    /// What the clients got.
    struct Outcome {
        /// Events of all clients together.
        var events = 0
        /// Bytes of all clients together, heads and framing included.
        var bytes = 0
        /// Seconds from the first event after the start to the last.
        var seconds = 0.0
        /// Seconds from the time that an event carries to its arrival, where these were read.
        var latencies: [Double] = []
    }

    private struct Client {
        var endsWithLineFeed = false
        var events = 0
    }

    private var clients: [Int32: Client] = [:]
    private var buffer = [UInt8](repeating: 0, count: 256 * 1024)
    private let readsTimes: Bool

    /// Makes no clients yet.
    ///
    /// - Parameter readsTimes: whether latencies are wanted; then each event costs more.
    init(readsTimes: Bool = false) {
        self.readsTimes = readsTimes
    }

    /// Connects clients, which ask for `path`, or post an empty object to it.
    func connect(_ count: Int, port: Int, path: String, method: String = "GET") throws {
        let body = method == "POST" ? "Content-Length: 2\r\n\r\n{}" : "\r\n"
        let request = Array(
            ("\(method) \(path) HTTP/1.1\r\nHost: localhost\r\n"
                + "Accept: text/event-stream\r\n" + body).utf8)
        for _ in 0..<count {
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            guard connectToLoopback(descriptor, port: port),
                unsafe send(descriptor, request, request.count, 0) == request.count
            else { throw StreamClientsError("cannot connect client \(clients.count)") }
            clients[descriptor] = Client()
        }
    }

    /// Reads until every client has had `wanted` events in all.
    func read(until wanted: Int) throws -> Outcome {
        var outcome = Outcome()
        var first: ContinuousClock.Instant?
        var last = ContinuousClock.now
        var behind = clients.values.count { $0.events < wanted }
        var polled = clients.keys.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        while behind > 0 {
            let ready = unsafe poll(&polled, nfds_t(polled.count), 60_000)
            guard ready > 0 else {
                throw StreamClientsError("nothing came for a minute; \(behind) clients wait")
            }
            for entry in polled where entry.revents != 0 {
                let descriptor = entry.fd
                let size = unsafe recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
                guard size > 0, var client = clients[descriptor] else {
                    throw StreamClientsError("a client was closed; \(behind) others wait")
                }
                let before = client.events
                count(size, &client, &outcome)
                clients[descriptor] = client
                outcome.bytes += size
                if client.events > before {
                    last = .now
                    first = first ?? last
                }
                outcome.events += client.events - before
                if before < wanted && client.events >= wanted { behind -= 1 }
            }
        }
        if let first { outcome.seconds = first.duration(to: last) / .seconds(1) }
        return outcome
    }

    /// Counts the events that end in the first `size` bytes of the buffer.
    private func count(_ size: Int, _ client: inout Client, _ outcome: inout Outcome) {
        unsafe buffer.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            if unsafe client.endsWithLineFeed && bytes[0] == 0x0a { client.events += 1 }
            var offset = 0
            while offset < size, let found = unsafe memchr(base + offset, 0x0a, size - offset) {
                unsafe offset = base.distance(to: UnsafeRawPointer(found)) + 1
                if unsafe offset < size && bytes[offset] == 0x0a { client.events += 1 }
            }
            unsafe client.endsWithLineFeed = bytes[size - 1] == 0x0a
        }
        if readsTimes { readTimes(size, &outcome) }
    }

    /// Notes how old each event in the buffer is that is there whole.
    private func readTimes(_ size: Int, _ outcome: inout Outcome) {
        let now = Date().timeIntervalSince1970.truncatingRemainder(dividingBy: 86_400)
        let start = Array(#"{"seq":"#.utf8)
        var offset = 0
        while let place = find(UInt8(ascii: "{"), from: offset, before: size) {
            offset = place + 1
            guard buffer[place...].starts(with: start),
                let quote = find(UInt8(ascii: "T"), from: place, before: min(size, place + 60)),
                quote + 16 <= size
            else { continue }
            // Seconds of the day, as all clocks here are the same.
            let digits = { (at: Int, count: Int) in
                (0..<count).reduce(0) { $0 * 10 + Int(self.buffer[quote + at + $1]) - 0x30 }
            }
            let time = Double(digits(1, 2) * 3_600 + digits(4, 2) * 60 + digits(7, 2))
            outcome.latencies.append(now - time - Double(digits(10, 6)) / 1e6)
        }
    }

    private func find(_ byte: UInt8, from start: Int, before end: Int) -> Int? {
        guard start < end else { return nil }
        return unsafe buffer.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress,
                let found = unsafe memchr(base + start, Int32(byte), end - start)
            else { return nil }
            return unsafe base.distance(to: UnsafeRawPointer(found))
        }
    }

    /// Parts from all clients.
    func close() {
        for descriptor in clients.keys { _ = Glibc.close(descriptor) }
        clients = [:]
    }

    deinit {
        close()
    }

    /// Lets this process and those that it starts have many connections.
    static func allowManyDescriptors() {
        var limit = rlimit()
        _ = unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = limit.rlim_max
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}

/// The clients could not do their work.
struct StreamClientsError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
