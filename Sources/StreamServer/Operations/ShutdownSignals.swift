internal import Foundation
package import UnixSignals

/// The signals that end the service in good order.
package enum ShutdownSignals {
    /// SIGTERM and SIGINT; and SIGHUP, with which a terminal that is closed ends what runs in it,
    /// unless whoever started the service wants it to outlive that, as `nohup` does.
    ///
    /// - Parameter status: what Linux tells of this process.
    /// - Returns: the signals, at least two.
    package static func all(
        status: String? = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    ) -> [UnixSignal] {
        ignoresHangUp(status ?? "") ? [.sigterm, .sigint] : [.sigterm, .sigint, .sighup]
    }

    private static func ignoresHangUp(_ status: String) -> Bool {
        let line = status.split(separator: "\n").first { $0.hasPrefix("SigIgn:") }
        let mask = line?.split(whereSeparator: \.isWhitespace).last.flatMap {
            UInt64($0, radix: 16)
        }
        // The mask has a bit for each signal, and SIGHUP is signal 1.
        return (mask ?? 0) & 1 == 1
    }
}
