import Glibc
import Storage
import TestSupport
import Testing

/// The disk of the fault tests itself: what it must be able to lose.
@Suite(.timeLimit(.minutes(3)))
struct SimulatedDiskTests {
    private let path = "/var/file"

    private func survivors(_ disk: SimulatedDisk) -> Set<[UInt8]?> {
        var random = SeededGenerator(seed: 1)
        let survivors = disk.survivors(drawnWith: &random)
        #expect(survivors.isExhaustive)
        return Set(survivors.disks.map { $0.contents(path) })
    }

    @Test func aFileIsSafeAfterBothSyncs() throws {
        let disk = SimulatedDisk()
        let file = try disk.create(path)
        try file.writeAll([1, 2], at: 0)
        #expect(survivors(disk) == [nil, [], [0, 0], [1, 2]])
        try file.synchronize()
        #expect(survivors(disk) == [nil, [1, 2]])
        try disk.synchronizeDirectory("/var")
        #expect(survivors(disk) == [[1, 2]])
    }

    @Test func eachUnsyncedSectorIsKeptOrLost() throws {
        let disk = SimulatedDisk([path: Array(repeating: 1, count: 600)])
        let file = try disk.open(path, forWriting: true)
        try file.writeAll(Array(repeating: 2, count: 700), at: 600)
        let old = [UInt8](repeating: 1, count: 600)
        let new = old + [UInt8](repeating: 2, count: 700)
        let outcomes: Set<[UInt8]?> = [
            old,
            Array(new[..<1_024]),
            old + zeros(424) + Array(new[1_024...]),
            new,
            old + zeros(700),
            Array(new[..<1_024]) + zeros(276),
        ]
        #expect(survivors(disk) == outcomes)
    }

    private func zeros(_ count: Int) -> [UInt8] {
        Array(repeating: 0, count: count)
    }

    @Test func aCutIsKeptOrLost() throws {
        let disk = SimulatedDisk([path: [1, 2, 3]])
        let file = try disk.open(path, forWriting: true)
        try file.truncate(to: 1)
        #expect(survivors(disk) == [[1], [1, 2, 3]])
        try file.synchronize()
        #expect(survivors(disk) == [[1]])
    }

    @Test func aFailedSyncIsNotMendedByAnother() throws {
        let disk = SimulatedDisk([path: [1]])
        let file = try disk.open(path, forWriting: true)
        try file.writeAll([2], at: 0)
        disk.plan = [disk.calls.count: .inputOutput]
        #expect(throws: FileError.self) { try file.synchronize() }
        try file.synchronize()
        #expect(disk.contents(path) == [2])
        #expect(survivors(disk) == [[1], [2]])
        try file.writeAll([2], at: 0)
        try file.synchronize()
        #expect(survivors(disk) == [[2]])
    }

    @Test func aRenameIsKeptOrLostInOneStep() throws {
        let disk = SimulatedDisk([path: [1], "/var/new": [2]])
        try disk.rename("/var/new", to: path)
        #expect(survivors(disk) == [[1], [2]])
        try disk.synchronizeDirectory("/var")
        #expect(survivors(disk) == [[2]])
        #expect(!disk.exists("/var/new"))
    }

    @Test func nothingIsDoneAfterACrash() throws {
        let disk = SimulatedDisk([path: [1]])
        let file = try disk.open(path, forWriting: true)
        disk.plan = [disk.calls.count: .crash]
        #expect(throws: FileError.self) { try file.writeAll([2], at: 0) }
        #expect(throws: FileError.self) { try file.synchronize() }
        #expect(survivors(disk) == [[1], [2]])
        #expect(disk.restarted().contents(path) == [2])
    }

    @Test(arguments: [false, true])
    func aLockIsHeldByOneUntilItIsGone(_ isSimulated: Bool) async throws {
        try await withTemporaryDirectory { directory in
            let fileSystem: any FileSystem = isSimulated ? SimulatedDisk() : PosixFileSystem()
            let path = directory + "/lock"
            var first: (any OpenFile)? = try fileSystem.lock(path)
            #expect(first != nil)
            do throws(FileError) {
                _ = try fileSystem.lock(path)
                Issue.record("two hold one lock")
            } catch {
                #expect(error.code == EWOULDBLOCK)
            }
            first = nil
            _ = try fileSystem.lock(path)
        }
    }
}
