import Foundation
import TestSupport
import Testing

/// Runs the commands of the corpus: `tapedeck-replay`, and requests to services of its tapes.
struct CorpusRun {
    private static let python = Program(path: Program.repository + "/.build/python/bin/python")

    private let directory: String
    private let services: [String: Service]

    /// Starts a service of a copy of each directory of the corpus that has the form of a `var`.
    init(in directory: String) async throws {
        self.directory = directory
        var services: [String: Service] = [:]
        for name in ["whole", "troubled"] {
            let copy = "\(directory)/\(name)"
            try FileManager.default.copyItem(
                atPath: "\(CorpusTable.directory)/\(name)", toPath: copy)
            services[name] = try await Service(in: copy)
        }
        self.services = services
    }

    /// Ends the services.
    func stop() async {
        for service in services.values { _ = await service.stop() }
    }

    /// The zlib of this system.
    static func zlibVersion() async throws -> String {
        let words = try await python.run(["-c", "import zlib; print(zlib.ZLIB_RUNTIME_VERSION)"])
        return words.text.trimmingCharacters(in: .newlines)
    }

    /// What a command prints and writes, and how it ends.
    func output(of command: String, number: Int) async throws -> [UInt8] {
        var words = command.split(separator: " ").map(String.init)
        let program = words.removeFirst()
        return switch program {
        case "GET", "POST": try await answer(to: words, method: program)
        default: try await output(of: program, words, in: "\(directory)/\(number)")
        }
    }

    /// The output of a program that sees the tapes as `corpus` and `tapes` where it is started, and
    /// then the files that it has written there.
    private func output(
        of program: String, _ arguments: [String], in place: String
    ) async throws -> [UInt8] {
        let files = FileManager.default
        try files.createDirectory(atPath: place, withIntermediateDirectories: true)
        let tapes = ["corpus": "EndToEndTests/Corpus", "tapes": "ReplayTests/Tapes"]
        for (name, target) in tapes {
            try files.createSymbolicLink(
                atPath: "\(place)/\(name)",
                withDestinationPath: "\(Program.repository)/Tests/\(target)")
        }
        let outcome = try await Program.system("env").run(
            ["--chdir=\(place)", Program.productPath(program)] + arguments)
        var output = outcome.output + Array("--- standard error\n\(outcome.errors)".utf8)
        output += Array("--- exit \(outcome.status)\n".utf8)
        let written = try files.subpathsOfDirectory(atPath: place).sorted()
        for name in written where !tapes.keys.contains(name) {
            let type = try files.attributesOfItem(atPath: "\(place)/\(name)")[.type]
            guard type as? FileAttributeType == .typeRegular else { continue }
            output += Array("--- \(name)\n".utf8)
            output += try await Self.content(of: "\(place)/\(name)")
        }
        return output
    }

    /// The answer to a request, without the time at which it was given: the words are the
    /// directory whose service is asked, the path, and for `GET` the header `Last-Event-ID`, for
    /// `POST` the body.
    private func answer(to words: [String], method: String) async throws -> [UInt8] {
        let service = try #require(services[words[0]])
        let rest = words.dropFirst(2).joined(separator: " ")
        let more =
            switch method {
            case "POST": ["--header", "Content-Type: application/json", "--data", rest]
            default: rest.isEmpty ? [] : ["--header", "Last-Event-ID: \(rest)"]
            }
        let (_, answer) = try await Service.request(
            service.url + words[1], ["--globoff", "--include"] + more)
        let end = try #require(Data(answer).range(of: Data("\r\n\r\n".utf8)))
        var head = String(decoding: answer[..<end.lowerBound], as: UTF8.self)
            .split(separator: "\r\n").filter { !$0.hasPrefix("Date: ") }
        var body = Array(answer[end.upperBound...])
        if body.starts(with: Array("SQLite format 3".utf8)) {
            head.removeAll { $0.hasPrefix("Content-Length: ") }
            let path = "\(directory)/\(UUID().uuidString).sqlite"
            try writeFile(body, to: path)
            body = try await Self.content(of: path)
        }
        // How long a client is to wait before it comes back is drawn by lot.
        if body.starts(with: Array("retry: ".utf8)), let end = body.firstIndex(of: 0x0a) {
            body.removeSubrange(...end)
        }
        return Array((head.joined(separator: "\n") + "\n\n").utf8) + body
    }

    /// The bytes of a file; of a database what it holds, as its pages are a matter of the library.
    private static func content(of path: String) async throws -> [UInt8] {
        let bytes = try readFile(path)
        guard bytes.starts(with: Array("SQLite format 3".utf8)) else { return bytes }
        let script = "\(Program.repository)/Tests/EndToEndTests/Clients/sqlite_text.py"
        let outcome = try await python.run([script, path])
        #expect(outcome.status == 0, "\(outcome.errors)")
        return outcome.output
    }
}
