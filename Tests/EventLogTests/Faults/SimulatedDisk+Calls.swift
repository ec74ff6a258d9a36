import EventLog
import Glibc
import Storage
import Synchronization

extension SimulatedDisk {
    /// How much of a call is done.
    enum Extent {
        case whole, half, nothing
    }

    /// Makes one numbered call: `body` does it, unless the plan wants otherwise.
    ///
    /// A crash comes after the call has reached the page cache, which includes all that can be
    /// seen if it came before; but it comes before a sync.
    @discardableResult
    func call<Value>(
        _ operation: Operation, _ path: String,
        _ body: (inout State) throws(FileError) -> Value,
        orFail failSync: (inout State) -> Void = { _ in }
    ) throws(FileError) -> Value {
        try call(operation, path, failSync) { state, extent throws(FileError) in
            extent == .nothing ? nil : try body(&state)
        }
    }

    /// As above, where half of the call can be done as well.
    func call<Value>(
        _ operation: Operation, _ path: String, _ failSync: (inout State) -> Void = { _ in },
        partly body: (inout State, Extent) throws(FileError) -> Value?
    ) throws(FileError) -> Value {
        var result: Result<Value, FileError>?
        state.withLock { state in
            do throws(FileError) {
                result = .success(try Self.call(operation, path, &state, failSync, body))
            } catch {
                result = .failure(error)
            }
        }
        guard let result else { preconditionFailure("a call has a result") }
        return try result.get()
    }

    private static func call<Value>(
        _ operation: Operation, _ path: String, _ state: inout State,
        _ failSync: (inout State) -> Void,
        _ body: (inout State, Extent) throws(FileError) -> Value?
    ) throws(FileError) -> Value {
        guard !state.isDead else { throw error(operation, path, deadCode) }
        let fault = state.plan[state.calls.count]
        state.calls.append(operation)
        let value = try body(&state, extent(of: operation, under: fault))
        let isSync = operation == .synchronize || operation == .synchronizeDirectory
        switch fault {
        case nil, .shortWrite:
            guard let value else { preconditionFailure("a call without a fault is done") }
            return value
        case .noSpace, .inputOutput:
            if isSync { failSync(&state) }
            throw error(operation, path, fault == .noSpace ? ENOSPC : EIO)
        case .crash, .kill:
            state.isDead = true
            throw error(operation, path, deadCode)
        }
    }

    private static func extent(of operation: Operation, under fault: Fault?) -> Extent {
        switch (fault, operation) {
        case (nil, _): .whole
        case (.shortWrite, .write), (.inputOutput, .write), (.kill, .write): .half
        case (.shortWrite, _): .whole
        case (.crash, .synchronize), (.crash, .synchronizeDirectory): .nothing
        case (.crash, _): .whole
        default: .nothing
        }
    }
}

/// An open file of a simulated disk.
final class SimulatedHandle: OpenFile {
    private let disk: SimulatedDisk
    private let file: Int
    private let path: String
    private let isLocked: Bool

    init(disk: SimulatedDisk, file: Int, path: String, isLocked: Bool = false) {
        self.disk = disk
        self.file = file
        self.path = path
        self.isLocked = isLocked
    }

    func read(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
        try disk.call(.read, path) { state throws(FileError) in
            let image = state[self.file].image
            let range = (offset..<offset + count).clamped(to: image.indices)
            return Array(image[range])
        }
    }

    func write(_ bytes: Span<UInt8>, at offset: Int) throws(FileError) -> Int {
        precondition(!bytes.isEmpty, "no write is empty")
        let given = bytes.indices.map { bytes[$0] }
        return try disk.call(.write, path) { state, extent throws(FileError) in
            guard extent != .nothing else { return nil }
            let count = extent == .whole ? given.count : max(1, given.count / 2)
            state[self.file].write(given[..<count], at: offset)
            return count
        }
    }

    func synchronize() throws(FileError) {
        try disk.call(.synchronize, path) { state throws(FileError) in
            state[self.file].synchronize()
        } orFail: { state in
            state[self.file].failToSynchronize()
        }
    }

    func truncate(to size: Int) throws(FileError) {
        try disk.call(.truncate, path) { state throws(FileError) in
            state[self.file].truncate(to: size)
        }
    }

    func size() throws(FileError) -> Int {
        try disk.call(.size, path) { state throws(FileError) in state[self.file].image.count }
    }

    func permissions() throws(FileError) -> UInt32 {
        try disk.call(.permissions, path) { state throws(FileError) in
            state[self.file].isReadOnly ? 0o444 : 0o644
        }
    }

    func setPermissions(_ permissions: UInt32) throws(FileError) {
        try disk.call(.setPermissions, path) { state throws(FileError) in
            state[self.file].isReadOnly = permissions & 0o222 == 0
        }
    }

    deinit {
        if isLocked { disk.state.withLock { _ = $0.locks.remove(file) } }
    }
}

extension SimulatedDisk.State {
    subscript(file: Int) -> SimulatedFile {
        get { files[file, default: SimulatedFile()] }
        _modify { yield &files[file, default: SimulatedFile()] }
    }
}
