import EventLog
import TestSupport
import Testing

extension Workload {
    /// What is wrong with a disk that was left behind; nil if nothing is.
    ///
    /// The log must hold all that is safe and of what is in flight nothing or whole commits, and
    /// must take more and be sealed.
    func fault(of disk: SimulatedDisk) async -> String? {
        do {
            guard disk.exists(logPath) else {
                return isCreated ? "the log is gone" : nil
            }
            let reader = try LogReader.open(logPath, in: disk)
            if isSealedForGood, !reader.isSealed { return "the file is in its old form again" }
            let found = try LogContents(reader)
            if let fault = fault(of: found) { return fault }
            return try await faultOfGoingOn(disk, with: found)
        } catch {
            return "\(error)"
        }
    }

    private func fault(of found: LogContents) -> String? {
        guard found.bodies.starts(with: safe) else {
            return "only \(found.bodies.count) records of \(safe.count) that were acknowledged "
                + "or shown, or others"
        }
        let more = found.bodies.count - safe.count
        guard inFlight.starts(with: found.bodies.dropFirst(safe.count)) else {
            return "\(more) records that nobody appended"
        }
        guard commitCounts.contains(more) else {
            return "\(more) records of \(inFlight.count) in flight, which is no whole commit"
        }
        if let seal = found.seal {
            guard mayBeSealed, more == 0, seal.count == safe.count else {
                return "a wrong seal"
            }
        }
        return isSealed && found.seal == nil ? "the seal is gone" : nil
    }

    /// How many of the records in flight may be there: none, or the first commit of them.
    private var commitCounts: Set<Int> {
        var payload = 0
        var count = 0
        for body in inFlight {
            // As in the log's format: a commit takes what fits into its limit.
            guard payload + body.count <= LogWriter.maxBodyBytes else { break }
            let frame = #"{"seq":,"at":"YYYY-MM-DDThh:mm:ss.ffffffZ",}_"#.utf8.count
            payload += body.count + frame + String(safe.count + count).utf8.count
            count += 1
        }
        return [0, count]
    }

    /// What is wrong when a writer goes on with the log, and seals it if that was begun.
    private func faultOfGoingOn(
        _ disk: SimulatedDisk, with found: LogContents
    ) async throws -> String? {
        let added = found.seal == nil ? [body(99)] : []
        if let writer = try open(disk) {
            let endSeq = found.bodies.count + (found.seal == nil ? 0 : 1)
            let count = writer.reader.tail.position.nextSeq
            guard count == endSeq else { return "the writer found \(count) records, not \(endSeq)" }
            switch await Self.append([body(99)], with: writer) {
            case .success(let seqs):
                guard found.seal == nil else { return "a log with a seal took a record" }
                guard seqs == endSeq..<endSeq + 1 else { return "a record got the number \(seqs)" }
            case .failure(let error):
                guard case .ended = error, found.seal != nil else { return "append: \(error)" }
            }
            if mayBeSealed { _ = try await Self.seal(writer).get() }
        } else if found.seal == nil {
            return "a log without a seal is taken for an ended one"
        }
        let reader = try LogReader.open(logPath, in: disk)
        let last = try LogContents(reader)
        guard last.bodies == found.bodies + added else { return "later, other records are there" }
        guard mayBeSealed else { return nil }
        let isWhole = reader.isSealed && last.seal?.count == last.bodies.count
        return isWhole ? nil : "sealing again went wrong"
    }

    /// A writer for the log; nil where it is sealed.
    private func open(_ disk: SimulatedDisk) throws -> LogWriter? {
        do throws(LogError) {
            return try LogWriter.open(logPath, in: disk, now: ManualClock().now).writer
        } catch {
            guard case .ended = error else { throw error }
            return nil
        }
    }

    /// What is wrong after the process has ended and a new one goes on with the same disk, which
    /// then loses its power.
    ///
    /// What the new process shows or acknowledges must be safe, too.
    func faultAfterRestart(_ random: inout SeededGenerator, _ tally: inout Tally) async -> String? {
        let disk = disk.restarted()
        guard disk.exists(logPath) else { return isCreated ? "the log is gone" : nil }
        let found: LogContents
        do {
            found = try LogContents(LogReader.open(logPath, in: disk))
        } catch {
            return "\(error)"
        }
        if let fault = fault(of: found) { return fault }
        if found.seal != nil { return await faultAfterSealing(disk, found, &random, &tally) }
        // Once opened, the records can be shown; then some more are acknowledged; and both times
        // the power may fail.
        var next = Workload(on: disk, holding: found.bodies)
        for steps in [[Step.reopen], [.append([body(77)])]] {
            await next.run(steps)
            let survivors = disk.survivors(drawnWith: &random)
            tally.add(survivors)
            for disk in survivors.disks {
                if let fault = await next.fault(of: disk) { return "then a crash: \(fault)" }
            }
        }
        return nil
    }

    /// What is wrong after a new process has sealed the log to the end, or found that it is, and
    /// the power fails then.
    private func faultAfterSealing(
        _ disk: SimulatedDisk, _ found: LogContents, _ random: inout SeededGenerator,
        _ tally: inout Tally
    ) async -> String? {
        if let fault = await fault(of: disk) { return fault }
        let survivors = disk.survivors(drawnWith: &random)
        tally.add(survivors)
        for disk in survivors.disks {
            do {
                let reader = try LogReader.open(logPath, in: disk)
                guard reader.isSealed else { return "then a crash: it is not sealed" }
                guard try LogContents(reader).bodies == found.bodies else {
                    return "then a crash: other records are there"
                }
            } catch {
                return "then a crash: \(error)"
            }
        }
        return nil
    }
}
