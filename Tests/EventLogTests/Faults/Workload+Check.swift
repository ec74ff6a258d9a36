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
            let found = try read(disk)
            if let fault = fault(of: found) { return fault }
            return try await faultOfGoingOn(disk, with: found)
        } catch {
            return "\(error)"
        }
    }

    private func read(_ disk: SimulatedDisk) throws -> LogContents {
        let reader = try LogReader.open(logPath, in: disk)
        return try LogContents(reader)
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

    /// Opens the log, appends, seals and reads it.
    private func faultOfGoingOn(
        _ disk: SimulatedDisk, with found: LogContents
    ) async throws -> String? {
        let clock = ManualClock()
        var bodies = found.bodies
        do throws(LogError) {
            let (writer, recovery) = try LogWriter.open(logPath, in: disk, now: clock.now)
            guard recovery.nextSeq == bodies.count + (found.seal == nil ? 0 : 1) else {
                return "the writer found \(recovery.nextSeq) records, readers \(bodies.count)"
            }
            if found.seal == nil {
                let seq = try await writer.append(body(99))
                guard seq == bodies.count else { return "the next record became number \(seq)" }
                bodies.append(body(99))
            } else if (try? await writer.append(body(99))) != nil {
                return "a log with a seal took a record"
            }
            if mayBeSealed { try await writer.seal() }
        } catch {
            guard case .ended = error, found.seal != nil else { return "\(error)" }
        }
        let reader = try LogReader.open(logPath, in: disk)
        let last = try LogContents(reader)
        guard last.bodies == bodies else { return "after going on, other records are there" }
        if mayBeSealed, last.seal?.count != bodies.count { return "sealing again went wrong" }
        if mayBeSealed, !reader.isSealed { return "sealing did not end the file" }
        return nil
    }

    /// What is wrong after the process has ended and a new one goes on with the same disk, which
    /// then loses its power.
    ///
    /// What the new process shows or acknowledges must be safe, too.
    func faultAfterRestart(_ random: inout SeededGenerator, _ tally: inout Tally) async -> String? {
        let disk = disk.restarted()
        if !disk.exists(logPath) { return isCreated ? "the log is gone" : nil }
        var next = Workload(on: disk, holding: nil)
        do {
            let found = try read(disk)
            if let fault = fault(of: found) { return fault }
            if found.seal != nil { return await fault(of: disk) }
            next = Workload(on: disk, holding: found.bodies)
        } catch {
            return "\(error)"
        }
        // Once opened, the records can be shown; then some more are acknowledged; and both times
        // the power may fail.
        for steps in [[Step.reopen], [.append([body(77)])]] {
            await next.run(steps)
            let survivors = disk.survivors(drawnWith: &random)
            tally.add(survivors)
            for disk in survivors.disks {
                if let fault = await next.fault(of: disk) {
                    return "after a restart, \(steps), and a crash: \(fault)"
                }
            }
        }
        return nil
    }
}
