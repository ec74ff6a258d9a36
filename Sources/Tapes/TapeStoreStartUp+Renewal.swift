internal import Projections
internal import EventLog

extension TapeStoreStartUp {
    /// How many tapes are there that the registry must have known, and does not.
    func lostScans(among jobs: [JobID]) throws -> Int {
        var count = 0
        for job in jobs where registry[job] == nil {
            try Task.checkCancellation()
            guard let reader = try? archive.reader(at: archive.path(of: job)) else { continue }
            // One that is not the scan's is not entered either.
            if let found = reader.recordedJob, found != job.description { continue }
            // Until it is registered, a scan records its request and the text of its strategy only:
            // what a crash leaves.
            let isBegun = (try? reader.scanState())?.phase != .requested
            if isBegun || reader.damage != nil { count += 1 }
        }
        return count
    }

    /// What has become of a registry that lacks so many scans, in words for the operator.
    func renewalProblem(_ scans: Int) -> String {
        let state =
            switch renewalCause {
            case .missing: "is missing"
            case .empty: "is empty"
            case .damaged, .incomplete: "does not know all tapes beside it"
            }
        return "the registry \(archive.registryPath) \(state); scans entered as their tapes are "
            + "now: \(scans); whether tapes were altered before, or taken away, cannot be told"
    }
}
