import EventLog
import Foundation
import Glibc
import JSONText
import Storage
import Synchronization

/// Publishes messages to nchan over one connection, from a thread of its own.
final class Publisher: Sendable {
    private let descriptor: Int32
    private let answers = Atomic(0)

    /// Connects to the server of `port`.
    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard connectToLoopback(descriptor, port: port) else {
            throw StreamClientsError("cannot connect the publisher")
        }
        let reader = Thread { [self] in
            var buffer = [UInt8](repeating: 0, count: 64 * 1024)
            while true {
                let size = unsafe recv(descriptor, &buffer, buffer.count, 0)
                guard size > 0 else { return }
                let found = buffer[..<size].count { $0 == UInt8(ascii: "H") }
                answers.add(found, ordering: .relaxed)
            }
        }
        reader.start()
    }

    /// Publishes messages, all at once or so many a second; these carry the time of their sending.
    func publish(_ lines: [[UInt8]], perSecond: Int? = nil) {
        let thread = Thread { [self] in
            let start = ContinuousClock.now
            for (index, line) in lines.enumerated() {
                var line = line
                if let perSecond {
                    Thread.sleep(until: start, plus: Double(index + 1) / Double(perSecond))
                    line = stamped(line)
                }
                let head =
                    "POST /publish HTTP/1.1\r\nHost: x\r\nContent-Length: \(line.count)\r\n\r\n"
                sendAll(descriptor, Array(head.utf8) + line)
            }
        }
        thread.start()
    }

    /// Waits until about so many messages are taken.
    func waitForAnswers(_ count: Int) {
        while answers.load(ordering: .relaxed) < count { usleep(10_000) }
    }

    /// Ends the connection.
    func close() {
        shutdown(descriptor, Int32(SHUT_RDWR))
        _ = Glibc.close(descriptor)
    }
}

/// Sends events to connections in a loop, and does nothing else.
final class BareServer: @unchecked Sendable {
    // Safe, as the thread of `send` starts after the last change of `connections`.
    let port: Int
    private let listener: Int32
    private var connections: [Int32] = []

    init() throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let status = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(listener, $0, size) == 0 && listen(listener, 4096) == 0
                    && getsockname(listener, $0, &size) == 0
            }
        }
        guard status else { throw StreamClientsError("cannot listen") }
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    deinit {
        for descriptor in connections + [listener] { _ = Glibc.close(descriptor) }
    }

    /// Takes the connections that wait.
    func accept(_ count: Int) {
        for _ in 0..<count { connections.append(Glibc.accept(listener, nil, nil)) }
    }

    /// Sends each block to all, as fast as they take it.
    func send(_ blocks: [[UInt8]]) {
        let thread = Thread { [self] in
            for block in blocks {
                for connection in connections { sendAll(connection, block) }
            }
        }
        thread.start()
    }

    /// Sends each line to all, so many lines a second.
    func send(_ lines: [[UInt8]], perSecond: Int) {
        let thread = Thread { [self] in
            let start = ContinuousClock.now
            for (index, line) in lines.enumerated() {
                Thread.sleep(until: start, plus: Double(index + 1) / Double(perSecond))
                let bytes = Array("id: \(index)\ndata: ".utf8) + stamped(line) + [0x0a, 0x0a]
                for connection in connections { sendAll(connection, bytes) }
            }
        }
        thread.start()
    }
}

/// The line with the present time as its time.
private func stamped(_ line: [UInt8]) -> [UInt8] {
    var line = line
    let mark = Array(#""at":""#.utf8)
    guard let start = line.indices.first(where: { line[$0...].starts(with: mark) }) else {
        return line
    }
    let time = Array(timestamp(SystemTime.now).utf8)
    let place = start + mark.count
    line.replaceSubrange(place..<place + time.count, with: time)
    return line
}

private enum SystemTime {
    /// Microseconds since 1970.
    static var now: Int64 { Int64(Date().timeIntervalSince1970 * 1e6) }
}

extension Thread {
    fileprivate static func sleep(until start: ContinuousClock.Instant, plus seconds: Double) {
        let left = seconds - start.duration(to: .now) / .seconds(1)
        if left > 0 { Thread.sleep(forTimeInterval: left) }
    }
}

private func sendAll(_ descriptor: Int32, _ bytes: [UInt8]) {
    var sent = 0
    unsafe bytes.withUnsafeBytes { buffer in
        while sent < buffer.count, let base = buffer.baseAddress {
            let count = unsafe send(
                descriptor, base + sent, buffer.count - sent, Int32(MSG_NOSIGNAL))
            guard count > 0 else { return }
            sent += count
        }
    }
}

/// A port of this machine that nobody listens on.
func freeLoopbackPort() throws -> Int {
    try BareServer().port
}

/// Connects a socket to a port of this machine.
func connectToLoopback(_ descriptor: Int32, port: Int) -> Bool {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
    return unsafe withUnsafePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
    }
}
