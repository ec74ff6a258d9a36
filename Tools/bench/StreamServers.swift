import Foundation
import Glibc

/// A server process that a measurement starts and ends; it ends with the last who holds it, too.
///
/// Safe to share, as its process is set once and ended by its owner alone.
final class ServerProcess: @unchecked Sendable {
    let port: Int
    private let process: Process

    /// The service with a directory of its own.
    static func tapedeck(_ directory: String, _ arguments: [String]) async throws -> ServerProcess {
        let port = try freeLoopbackPort()
        return try await ServerProcess(
            ".build/release/tapedeck",
            [
                "serve", "--port", "\(port)", "--var", directory, "--requests-per-second", "0",
                "--log-level", "error",
            ] + arguments, port: port)
    }

    /// nginx with nchan, one worker, one channel that keeps all messages.
    static func nchan(_ directory: String) async throws -> ServerProcess {
        let port = try freeLoopbackPort()
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
        let configuration = """
            load_module /usr/lib/nginx/modules/ngx_nchan_module.so;
            pid \(directory)/pid; error_log \(directory)/error; daemon off;
            worker_processes 1; worker_rlimit_nofile 20000;
            events { worker_connections 15000; }
            http {
              access_log off; client_body_temp_path \(directory)/a; proxy_temp_path \(directory)/b;
              fastcgi_temp_path \(directory)/c; uwsgi_temp_path \(directory)/d;
              scgi_temp_path \(directory)/e; keepalive_requests 10000000;
              nchan_shared_memory_size 2048M;
              server {
                listen 127.0.0.1:\(port) backlog=4096;
                location = /publish {
                  nchan_publisher; nchan_channel_id t; nchan_message_buffer_length 2000000;
                  nchan_message_timeout 1h;
                }
                location = /newest {
                  nchan_subscriber eventsource; nchan_channel_id t;
                  nchan_subscriber_first_message newest;
                }
                location = /oldest {
                  nchan_subscriber eventsource; nchan_channel_id t;
                  nchan_subscriber_first_message oldest;
                }
                location = /health { return 200; }
              }
            }
            """
        let path = directory + "/nginx.conf"
        try configuration.write(toFile: path, atomically: true, encoding: .utf8)
        return try await ServerProcess("/usr/sbin/nginx", ["-c", path], port: port)
    }

    /// The guide's stream, by FastAPI in one process of uvicorn.
    static func guide() async throws -> ServerProcess {
        let port = try freeLoopbackPort()
        return try await ServerProcess(
            Program.python.path,
            ["-B", "Tools/bench/guide_stream.py", BundledPricesFile.path, "\(port)"], port: port)
    }

    private init(_ program: String, _ arguments: [String], port: Int) async throws {
        self.port = port
        process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        for _ in 0..<1_500 {
            if (try? await get("/health")) != nil { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw StreamClientsError("\(program) does not answer on port \(port)")
    }

    /// Resident memory of the process, in bytes.
    var residentBytes: Int {
        let fields =
            (try? String(
                contentsOfFile: "/proc/\(process.processIdentifier)/statm", encoding: .utf8))?
            .split(separator: " ")
        return (fields?.dropFirst().first.flatMap { Int($0) } ?? 0) * 4096
    }

    /// The time that processors have worked for the process, in seconds.
    var processorSeconds: Double {
        let status =
            (try? String(
                contentsOfFile: "/proc/\(process.processIdentifier)/stat", encoding: .utf8)) ?? ""
        // After the name, which may hold anything: the state, ten numbers, user time, system time.
        let fields = status.split(separator: ")").last?.split(separator: " ") ?? []
        let ticks = fields.dropFirst(11).prefix(2).compactMap { Double($0) }.reduce(0, +)
        return ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// The body of an answer.
    func get(_ path: String) async throws -> Data {
        try await curl(["http://127.0.0.1:\(port)\(path)"])
    }

    /// The body of the answer to a request with a body.
    func post(_ path: String, _ body: String) async throws -> Data {
        try await curl(["--data", body, "http://127.0.0.1:\(port)\(path)"])
    }

    /// Starts a scan of the service and returns its name.
    func startScan(_ request: String) async throws -> String {
        let answer = try JSONSerialization.jsonObject(
            with: try await post("/market-scan/start", request))
        guard let job = (answer as? [String: Any])?["job_id"] as? String else {
            throw StreamClientsError("the service did not start a scan")
        }
        return job
    }

    private func curl(_ arguments: [String]) async throws -> Data {
        let curl = Process()
        curl.executableURL = URL(fileURLWithPath: "/usr/bin/curl")
        curl.arguments = ["--silent", "--fail"] + arguments
        let pipe = Pipe()
        curl.standardOutput = pipe
        try curl.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        curl.waitUntilExit()
        guard curl.terminationStatus == 0 else {
            throw StreamClientsError("curl \(arguments.joined(separator: " ")) failed")
        }
        return data
    }

    /// Ends it.
    func stop() {
        process.terminate()
        process.waitUntilExit()
    }

    deinit {
        if process.isRunning { stop() }
    }
}
