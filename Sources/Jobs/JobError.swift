package import Tapes

/// Why a scan is not taken on.
package enum JobError: Error, CustomStringConvertible {
    /// As many scans are at work and wait as may.
    case queueFull(QueueFull)
    /// The client's name for its request has a form that will not do.
    case unusableKey
    /// The client's name for its request stands for another request.
    case keyOfAnotherRequest(String)
    /// The scan's tape cannot be begun.
    case notRecorded(TapeError)

    package var description: String {
        switch self {
        case .queueFull(let cause): cause.description
        case .unusableKey: "Idempotency-Key must have 1 to 255 visible ASCII characters"
        case .keyOfAnotherRequest(let key): "Idempotency-Key \(key) was used with another request"
        case .notRecorded(let cause): cause.description
        }
    }
}

/// So many scans wait already that no more are taken on.
package struct QueueFull: Error, CustomStringConvertible {
    let limits: ScanLimits

    package var description: String {
        "\(limits.maxRunning) scans are at work and \(limits.maxWaiting) are waiting; "
            + "try again when some are done"
    }
}
