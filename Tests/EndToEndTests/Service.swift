import Foundation
import TestSupport
import Testing

/// A service that a test started, and a client for it: curl.
struct Service {
    let url: String
    private let program: RunningProgram

    /// Starts `tapedeck serve`, on a free port unless told, and waits until it listens.
    ///
    /// - Parameters:
    ///   - directory: where its run-time data lives.
    ///   - arguments: further options.
    ///   - port: where it listens.
    ///   - environment: variables for it, each with its value.
    ///   - launcher: a program of the system, with arguments, that becomes the service.
    /// - Throws: `CancellationError` where it does not listen.
    init(
        in directory: String, _ arguments: [String] = [], port: String = "0",
        environment: [String] = [], by launcher: [String] = []
    ) async throws {
        let command =
            environment + launcher + [Program.productPath("tapedeck")]
            + ["serve", "--port", port, "--var", directory] + arguments
        // Without an option `env` changes nothing, and becomes what follows.
        program = try Program.system("env").start(command)
        let output = await program.output { $0.contains(UInt8(ascii: "\n")) }
        let words = String(decoding: output, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        guard words.count >= 3, words[0] == "Listening" else {
            let outcome = await program.outcome()
            Issue.record("the service did not start: \(outcome.text)\(outcome.errors)")
            throw CancellationError()
        }
        url = String(words[2])
    }

    /// The number by which the system knows it.
    var processIdentifier: Int32 { program.processIdentifier }

    /// The URL of the stream of the scan that `--scan` started.
    func streamURL() async throws -> String {
        let output = await program.output {
            String(decoding: $0, as: UTF8.self).contains("Stream: ")
                && $0.last == UInt8(ascii: "\n")
        }
        let lines = String(decoding: output, as: UTF8.self).split(separator: "\n")
        let line = try #require(lines.first { $0.hasPrefix("Stream: ") })
        return String(line.dropFirst("Stream: ".count))
    }

    /// Ends it as an operator does, and returns what it printed.
    func stop(_ signal: Int32 = SIGTERM) async -> Program.Outcome {
        program.signal(signal)
        return await program.outcome()
    }

    /// The status code and the body of a request.
    static func request(
        _ url: String, _ arguments: [String] = []
    ) async throws -> (code: String, body: [UInt8]) {
        let outcome = try await Program.system("curl").run(
            ["--silent", "--no-buffer", "--write-out", "%{stderr}%{http_code}"] + arguments + [url])
        return (outcome.errors, outcome.output)
    }

    /// What the service answers to a head that curl would not send, and to the body that follows
    /// once the first line of an answer has come.
    func raw(_ head: String, body: String = "") async throws -> String {
        let port = try #require(url.split(separator: ":").last.map(String.init))
        let lines = head.split(separator: "\n").joined(separator: "\r\n") + "\r\n\r\n"
        let script = """
            exec 3<>"/dev/tcp/127.0.0.1/$0"; printf %s "$1" >&3
            IFS= read -r -t 20 line <&3; printf '%s\\n' "$line"; printf %s "$2" >&3; cat <&3
            """
        return try await Program.system("bash").run(["-c", script, port, lines, body]).text
    }

    /// Starts a scan by POST and returns its name.
    func start(_ request: String) async throws -> String {
        let (code, body) = try await Self.request(
            url + "/market-scan/start", ["--data", request])
        #expect(code == "202", "\(String(decoding: body, as: UTF8.self))")
        let json = try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]
        return try #require(json?["job_id"] as? String)
    }
}

/// The whole blocks of an event stream, without what belongs to its connection; what follows the last is cut off.
func blocks(_ stream: [UInt8]) -> [String] {
    let lines = String(decoding: stream, as: UTF8.self).split(
        separator: "\n", omittingEmptySubsequences: false)
    var blocks: [String] = []
    var block: [Substring] = []
    // What follows the last line feed is no line: an empty rest must not end a block.
    for line in lines.dropLast() where line != ":" && !line.hasPrefix("retry: ") {
        if line.isEmpty && !block.isEmpty {
            blocks.append(block.joined(separator: "\n") + "\n\n")
            block = []
        } else if !line.isEmpty {
            block.append(line)
        }
    }
    return blocks
}

/// An event stream without what belongs to its connection alone: heartbeats, and the pause.
func transcript(_ stream: [UInt8]) -> [UInt8] {
    Array(blocks(stream).joined().utf8)
}

/// The id of a block.
func id(_ block: String) -> String? {
    block.split(separator: "\n").first { $0.hasPrefix("id: ") }.map { String($0.dropFirst(4)) }
}
