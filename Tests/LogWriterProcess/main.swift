import EventLog
import Foundation
import Storage

// Appends numbered records to the log at argv[1], from several tasks and as fast as it can, and
// prints "seq run task number" for each that is acknowledged, until it is killed.

/// The body of a record; `KilledProcessFaultTests` knows it, too.
func body(run: Int, task: Int, number: Int) -> [UInt8] {
    let pad = String(repeating: "\(number)", count: number % 7 * 50)
    return Array(
        #""type":"numbered","run":\#(run),"task":\#(task),"number":\#(number),"pad":"\#(pad)""#.utf8
    )
}

let path = CommandLine.arguments[1]
let now: @Sendable () -> MicrosecondsSinceEpoch = { 0 }
let (writer, run) = try openOrCreate()
try await withThrowingTaskGroup(of: Void.self) { group in
    for task in 0..<4 {
        group.addTask {
            for number in 0... {
                let body = body(run: run, task: task, number: number)
                let seq = try await writer.append(body)
                let line = Data("\(seq) \(run) \(task) \(number)\n".utf8)
                // One system call, so lines of several tasks do not mix.
                try FileHandle.standardOutput.write(contentsOf: line)
            }
        }
    }
    try await group.waitForAll()
}

/// The log's writer, and how many records the log has.
func openOrCreate() throws -> (writer: LogWriter, run: Int) {
    guard FileManager.default.fileExists(atPath: path) else {
        return (try LogWriter.create(path, now: now), 0)
    }
    let (writer, recovery) = try LogWriter.open(path, now: now)
    return (writer, recovery.nextSeq)
}
