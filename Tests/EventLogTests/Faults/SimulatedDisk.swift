import EventLog
import Glibc
import Storage
import Synchronization

/// A disk in memory that fails and crashes where it is told to.
///
/// Every system call has a number. What is written lands in a page cache; a file's bytes and
/// size are durable after a sync of the file, its name after a sync of its directory.
final class SimulatedDisk: FileSystem {
    /// What goes wrong at a system call.
    enum Fault: CaseIterable {
        /// The disk is full; nothing is done.
        case noSpace
        /// The device fails; of a write, a half reaches the page cache.
        case inputOutput
        /// A write takes half of the bytes; other calls are as ever.
        case shortWrite
        /// The machine stops: what was not synced may be lost, see `survivors`.
        case crash
        /// The process is killed: the page cache stays, see `restarted`.
        case kill
    }

    /// A system call.
    enum Operation: String, CaseIterable {
        case create, open, rename, remove, synchronizeDirectory, createDirectory, names, lock
        case read, write, synchronize, truncate, size, permissions, setPermissions
    }

    /// A change of a directory that may be lost.
    struct Entry {
        let name: String
        /// The file that the name stands for; nil where the name goes.
        let file: Int?
        /// The name that goes in the same step, if the file had one.
        var oldName: String?

        func apply(to names: inout [String: Int]) {
            if let oldName { names[oldName] = nil }
            names[name] = file
        }
    }

    struct State {
        var files: [Int: SimulatedFile] = [:]
        var nextFile = 0
        /// Names as programs see them.
        var names: [String: Int] = [:]
        /// Names as they are safe.
        var durableNames: [String: Int] = [:]
        /// What makes the difference, in order.
        var entries: [Entry] = []
        var locks: Set<Int> = []
        var calls: [Operation] = []
        var plan: [Int: Fault] = [:]
        var isDead = false
    }

    /// The error number of all calls after a crash.
    static let deadCode: Int32 = 9_999

    let state: Mutex<State>

    /// Makes a disk on which `files` are durable.
    init(_ files: [String: [UInt8]] = [:]) {
        var state = State()
        for (name, bytes) in files {
            state.files[state.nextFile] = SimulatedFile(durable: bytes)
            state.names[name] = state.nextFile
            state.nextFile += 1
        }
        state.durableNames = state.names
        self.state = Mutex(state)
    }

    init(_ state: consuming State) {
        self.state = Mutex(state)
    }

    /// What goes wrong, by the number of the system call.
    var plan: [Int: Fault] {
        get { state.withLock { $0.plan } }
        set { state.withLock { $0.plan = newValue } }
    }

    /// The system calls so far.
    var calls: [Operation] { state.withLock { $0.calls } }
    /// Whether the crash or kill has happened.
    var isDead: Bool { state.withLock { $0.isDead } }

    /// The bytes of a file as programs see them; nil where there is none.
    func contents(_ path: String) -> [UInt8]? {
        state.withLock { state in state.names[path].flatMap { state.files[$0]?.image } }
    }

    /// The same disk under a new process: the page cache stays, locks go, no faults are planned.
    func restarted() -> SimulatedDisk {
        state.withLock { state in
            var next = state
            next.locks = []
            next.calls = []
            next.plan = [:]
            next.isDead = false
            return SimulatedDisk(next)
        }
    }

    func create(_ path: String) throws(FileError) -> any OpenFile {
        let file = try call(.create, path) { state throws(FileError) in
            guard state.names[path] == nil else { throw Self.error(.create, path, EEXIST) }
            return state.add(path)
        }
        return SimulatedHandle(disk: self, file: file, path: path)
    }

    func open(_ path: String, forWriting: Bool) throws(FileError) -> any OpenFile {
        let file = try call(.open, path) { state throws(FileError) in
            guard let file = state.names[path] else { throw Self.error(.open, path, ENOENT) }
            if forWriting, state.files[file]?.isReadOnly == true {
                throw Self.error(.open, path, EACCES)
            }
            return file
        }
        return SimulatedHandle(disk: self, file: file, path: path)
    }

    func rename(_ path: String, to target: String) throws(FileError) {
        try call(.rename, path) { state throws(FileError) in
            guard let file = state.names[path] else { throw Self.error(.rename, path, ENOENT) }
            state.change(Entry(name: target, file: file, oldName: path))
        }
    }

    func remove(_ path: String) throws(FileError) {
        try call(.remove, path) { state throws(FileError) in
            guard state.names[path] != nil else { throw Self.error(.remove, path, ENOENT) }
            state.change(Entry(name: path, file: nil))
        }
    }

    func synchronizeDirectory(_ path: String) throws(FileError) {
        try call(.synchronizeDirectory, path) { state throws(FileError) in
            state.synchronizeEntries(of: path)
        }
    }

    func createDirectory(_ path: String) throws(FileError) {
        try call(.createDirectory, path) { _ throws(FileError) in }
    }

    func names(inDirectory path: String) throws(FileError) -> [String] {
        try call(.names, path) { state throws(FileError) in
            let prefix = path + "/"
            return state.names.keys.filter { $0.hasPrefix(prefix) }
                .map { String($0.dropFirst(prefix.count)) }.filter { !$0.contains("/") }.sorted()
        }
    }

    func exists(_ path: String) -> Bool {
        state.withLock { !$0.isDead && $0.names[path] != nil }
    }

    func lock(_ path: String) throws(FileError) -> any OpenFile {
        let file = try call(.lock, path) { state throws(FileError) in
            let file = state.names[path] ?? state.add(path)
            guard state.locks.insert(file).inserted else {
                throw Self.error(.lock, path, EWOULDBLOCK)
            }
            return file
        }
        return SimulatedHandle(disk: self, file: file, path: path, isLocked: true)
    }

    static func error(_ operation: Operation, _ path: String, _ code: Int32) -> FileError {
        FileError(operation: operation.rawValue, path: path, code: code)
    }
}

extension SimulatedDisk.State {
    mutating func add(_ path: String) -> Int {
        let file = nextFile
        nextFile += 1
        files[file] = SimulatedFile()
        change(SimulatedDisk.Entry(name: path, file: file))
        return file
    }

    mutating func change(_ entry: SimulatedDisk.Entry) {
        entry.apply(to: &names)
        entries.append(entry)
    }

    mutating func synchronizeEntries(of directory: String) {
        for entry in entries where entry.isIn(directory) { entry.apply(to: &durableNames) }
        entries.removeAll { $0.isIn(directory) }
    }
}

extension SimulatedDisk.Entry {
    fileprivate func isIn(_ directory: String) -> Bool {
        let parent = name.lastIndex(of: "/").map { name[..<$0] } ?? "."
        return parent == directory
    }
}
