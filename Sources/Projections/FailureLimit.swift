/// How many stocks of a scan may fail before the scan counts as failed.
///
/// One of which every stock failed always does, unless its user said that all may.
package struct FailureLimit: Equatable, Sendable {
    private enum Most: Equatable {
        case allButOne
        case count(Int)
        case percent(Double)
    }

    private let most: Most
    /// As the user wrote it; nil for the default.
    private let text: String?

    /// The default: any number but all.
    package static let notAll = FailureLimit(most: .allButOne, text: nil)

    /// Reads a number of stocks, or a share of them such as `5%`; nil for anything else.
    package init?(_ text: String) {
        let digits = text.hasSuffix("%") ? String(text.dropLast()) : text
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2e })
        else { return nil }
        if text.hasSuffix("%") {
            guard let percent = Double(digits), percent <= 100 else { return nil }
            self.init(most: .percent(percent), text: text)
        } else {
            guard let count = Int(digits) else { return nil }
            self.init(most: .count(count), text: text)
        }
    }

    private init(most: Most, text: String?) {
        self.most = most
        self.text = text
    }

    /// What is wrong with a scan of which more stocks failed, in words; nil for any other.
    package func complaint(about state: ScanState) -> String? {
        let (failed, total) = (state.failures.count, state.stocksTotal)
        guard failed > 0, most != .percent(100) else { return nil }
        if failed >= total { return "all \(total) stocks failed" }
        let isExceeded =
            switch most {
            case .allButOne: false
            case .count(let count): failed > count
            case .percent(let percent): Double(failed) / Double(total) * 100 > percent
            }
        guard isExceeded, let text else { return nil }
        return "\(failed) of \(total) stocks failed, more than --max-failed \(text) allows"
    }
}
