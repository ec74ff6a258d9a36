internal import Foundation

/// What all requests share: memory, threads, disk, each with a bound and in shares.
package final class ServiceLimits: Sendable {
    /// The bytes of bodies that are being read.
    let bodies: Shares
    /// The bytes of answers that are being sent, those left out that are always short.
    package let answers: Shares
    /// The tables that are being made or sent.
    package let exports: Shares
    /// Requests that are being checked, and backtests.
    package let checks: RequestWork
    /// Tapes that are being read for an answer, and made tables of.
    package let reads: RequestWork

    /// Makes the limits of a service; `metrics` counts what is refused.
    package init(_ metrics: ServiceMetrics) {
        bodies = Shares(32 * 1024 * 1024) { metrics.refused("bodies") }
        answers = Shares(256 * 1024 * 1024) { metrics.refused("answers") }
        exports = Shares(16) { metrics.refused("exports") }
        let cores = ProcessInfo.processInfo.activeProcessorCount
        checks = RequestWork(atOnce: max(2, cores)) { metrics.refused("checks") }
        reads = RequestWork(atOnce: max(2, cores), isLong: true) { metrics.refused("reads") }
    }
}
