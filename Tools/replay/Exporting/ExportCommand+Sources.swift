import AnalyticsExport
import Foundation
import Tapes

extension ExportCommand {
    /// The tapes of which was asked, each to be opened when its turn comes.
    func sources() throws -> [ExportSource] {
        let archive = common.archive
        var paths: [String] = []
        if jobs.isEmpty {
            var query = ScanListQuery()
            query.strategy = strategy
            query.since = try since.map(utcTime)
            query.until = try until.map(utcTime)
            query.limit = .max
            for entry in try archive.list(query).entries.reversed() {
                let path = archive.path(of: entry.job)
                if entry.standing == .missing { throw TapeError.gone(path: path) }
                paths.append(path)
            }
        } else {
            for job in jobs {
                let path = try archive.tape(named: job)
                if !paths.contains(path) { paths.append(path) }
            }
        }
        var registrations: [String: TapeRegistration] = [:]
        return try paths.map { path in
            let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
            let registration =
                try registrations[directory] ?? TapeRegistration(besideTapeAt: path)
            registrations[directory] = registration
            let name = URL(fileURLWithPath: path).lastPathComponent
            return ExportSource(name: JobID(tapePath: path)?.description ?? name) {
                let reader = try archive.reader(at: path)
                return (reader, try registration.seal(of: reader))
            }
        }
    }
}
