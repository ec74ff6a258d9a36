import EventLog
import Synchronization
import TestSupport

/// The disks that a crash can leave.
struct Survivors {
    /// Up to this many are enumerated, beyond it some are drawn.
    static let maxEnumerated = 1 << 10
    static let drawn = 64

    let disks: [SimulatedDisk]
    /// Whether these are all that there can be.
    let isExhaustive: Bool
}

extension SimulatedDisk {
    /// The disks that a crash now can leave: of what was not synced, each change of a directory,
    /// each cut of a file and each sector is kept or lost.
    ///
    /// All of them if there are up to `Survivors.maxEnumerated`; else all lost, all kept, and
    /// some that `random` draws.
    func survivors(
        drawnWith random: inout SeededGenerator, atMost limit: Int = Survivors.maxEnumerated
    ) -> Survivors {
        let (entries, durableNames, files) = state.withLock { state in
            (state.entries, state.durableNames, state.files)
        }
        let reachable = Set(durableNames.values).union(entries.compactMap(\.file)).sorted()
        let outcomes = reachable.map { files[$0, default: SimulatedFile()].outcomes }
        let isReadOnly = reachable.map { files[$0, default: SimulatedFile()].isReadOnly }

        func disk(kept: (Int) -> Bool, bytes: (Int) -> [UInt8]) -> SimulatedDisk {
            var names = durableNames
            for (index, entry) in entries.enumerated() where kept(index) {
                entry.apply(to: &names)
            }
            var state = State()
            state.names = names
            state.durableNames = names
            state.nextFile = (reachable.last ?? -1) + 1
            for (index, file) in reachable.enumerated() where names.values.contains(file) {
                state.files[file] = SimulatedFile(
                    durable: bytes(index), isReadOnly: isReadOnly[index])
            }
            return SimulatedDisk(state)
        }

        let counts = outcomes.map { $0.reduce(0) { $0.addingSaturated($1.count) } }
        let total = counts.reduce(1 << entries.count) { $0.multipliedSaturated(by: $1) }
        if total <= limit {
            let disks = (0..<total).map { number in
                var rest = number
                func take(_ count: Int) -> Int {
                    defer { rest /= count }
                    return rest % count
                }
                let mask = take(1 << entries.count)
                let choices = counts.map(take)
                return disk(kept: { mask & (1 << $0) != 0 }) { file in
                    Self.bytes(outcomes[file], choice: choices[file])
                }
            }
            return Survivors(disks: disks, isExhaustive: true)
        }
        var disks = [
            disk(kept: { _ in false }) { outcomes[$0][0].base },
            disk(kept: { _ in true }) { outcomes[$0][outcomes[$0].count - 1].image },
        ]
        for _ in disks.count..<min(limit, Survivors.drawn) {
            let mask = random.next()
            let drawn = outcomes.map { outcome in
                outcome[Int.random(in: outcome.indices, using: &random)].draw(&random)
            }
            disks.append(disk(kept: { mask & (1 << UInt64($0)) != 0 }) { drawn[$0] })
        }
        return Survivors(disks: disks, isExhaustive: false)
    }

    private static func bytes(_ outcomes: [SimulatedFile.Outcomes], choice: Int) -> [UInt8] {
        var choice = choice
        for outcome in outcomes {
            if choice < outcome.count { return outcome.bytes(choice: choice) }
            choice -= outcome.count
        }
        preconditionFailure("a choice is below the number of outcomes")
    }
}

extension SimulatedFile.Outcomes {
    /// One outcome in which each sector is as likely lost as kept.
    fileprivate func draw(_ random: inout SeededGenerator) -> [UInt8] {
        let kept = sectors.map { _ in Bool.random(using: &random) }
        return bytes(keepingSize: Bool.random(using: &random)) { kept[$0] }
    }
}

extension Int {
    fileprivate func addingSaturated(_ other: Int) -> Int {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }

    fileprivate func multipliedSaturated(by other: Int) -> Int {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? .max : product
    }
}
