internal import Backtesting
internal import ScanEvents
internal import Scanning

extension RecomputeAudit {
    /// Notes why a request cannot be carried out again.
    func note(_ refusal: ScanRefusal, _ report: inout AuditReport) {
        if refusal.isAboutPrices {
            report.noteIncomplete(
                "not computed again: \(refusal); name the prices with --source")
        } else {
            report.add(
                AuditFinding(
                    .recompute, "request",
                    at: AuditFinding.Location(member: 0, byte: 0, seq: 0),
                    expected: "a request that can be carried out", found: "\(refusal)",
                    advice: "the request was altered, or another version of the program ran it")
            )
        }
    }

    /// Notes that strategy or program are others by now.
    func noteChanges(
        _ strategy: RecordedStrategy?, named name: String, engine: String?,
        _ report: inout AuditReport
    ) {
        if let change = strategy?.change(named: name, since: strategies) { report.note(change) }
        if let engine, engine != Engine.name {
            report.note("recorded by \(engine), computed again by \(Engine.name)")
        }
    }
}

extension ScanRefusal {
    /// Whether only the prices cannot be had, and the request itself may be sound.
    fileprivate var isAboutPrices: Bool {
        switch self {
        case .unknownStrategy: false
        case .invalid(let request):
            request.problems.allSatisfy { ["/source", "/universe"].contains($0.pointer) }
        case .noPrices: true
        }
    }
}
