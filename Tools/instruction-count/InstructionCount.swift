import Dispatch

/// Does one piece of fixed work so many times, for a tool that counts its instructions.
///
/// Usage: `instruction-count WORK TIMES`. All input is made first, the same in every run, so that
/// the difference between two runs of different `TIMES` is the work alone.
@main
enum InstructionCount {
    static func main() {
        let arguments = CommandLine.arguments.dropFirst()
        guard arguments.count == 2, let name = arguments.first, let work = Work(rawValue: name),
            let times = arguments.last.flatMap({ Int($0) }), times > 0
        else {
            let names = Work.allCases.map(\.rawValue).joined(separator: " ")
            fatalError("Usage: instruction-count WORK TIMES, where WORK is one of: \(names)")
        }
        // An asynchronous main would end in a call of the system that valgrind 3.19 crashes on.
        let end = DispatchSemaphore(value: 0)
        Task.detached {
            do {
                let piece = try await work.prepared()
                var sum = 0
                for _ in 0..<times { sum &+= try await piece() }
                // So that the work cannot be left out.
                print(sum)
            } catch {
                fatalError("\(name): \(error)")
            }
            end.signal()
        }
        end.wait()
    }
}
