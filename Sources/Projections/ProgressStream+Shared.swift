internal import JSONText
internal import ScanEvents

/// The messages that scans and sweeps have in common.
extension ProgressStream {
    /// A stock that failed.
    func errorMessage(_ failure: ScanEvent.StockFailed) -> [UInt8] {
        message("error") { json in
            json.member("ticker", failure.ticker)
            json.member("error", failure.message)
            json.member("code", failure.code.rawValue)
            writeCounts(to: &json)
        }
    }

    /// A stock that takes long.
    func slowMessage(_ slow: ScanEvent.StockSlow) -> [UInt8] {
        message("slow") { json in
            json.member("ticker", slow.ticker)
            json.member("stock_time", slow.seconds.rounded(places: 2))
            writeCounts(to: &json)
        }
    }

    /// A source that is left alone for a while.
    func pausedMessage(_ pause: ScanEvent.Paused) -> [UInt8] {
        message("paused") { json in
            json.member("error", pause.message)
            json.member("code", pause.code.rawValue)
            json.member("wait_seconds", pause.seconds.rounded(places: 1))
            writeCounts(to: &json)
        }
    }

    /// How the scan ended without a result.
    func endMessage(_ event: ScanEvent) -> [UInt8] {
        let (type, cause): (String, (message: String, code: String)?) =
            switch event {
            case .interrupted(let end): ("interrupted", (end.message, end.code.rawValue))
            case .failed(let end): ("failed", (end.message, end.code.rawValue))
            default: ("cancelled", nil)
            }
        return message(type) { json in
            if let cause {
                json.member("error", cause.message)
                json.member("code", cause.code)
            }
            writeSummary(to: &json)
        }
    }
}
