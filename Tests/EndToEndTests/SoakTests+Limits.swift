import Foundation
import TestSupport
import Testing

extension SoakTests {
    /// Nobody gets so much that others go without: one client asks for all it can, another is served.
    ///
    /// The clients are told apart by their addresses, all of which are this machine's.
    ///
    /// Part of the soak, as how late one is served is measured with nothing else at work.
    @Suite(.serialized, .timeLimit(.minutes(5)))
    struct Limits {
        #if DEBUG
            /// Programs that are not optimised take that many times as long.
            private static let slowness = 20.0
        #else
            private static let slowness = 1.0
        #endif

        @Test func theLargestBodiesOfAllShapesHoldUpNobody() async throws {
            try await withService(["--requests-per-second", "0"]) { service, _ in
                let found = try await hog("bodies", service)
                let answered = try #require(found["statuses"] as? [String: Int])
                #expect(
                    Set(answered.keys).isSubset(of: ["204", "202", "400", "404", "422", "429"]))
                #expect(try #require(found["longest_answer"] as? Int) < 64 * 1024)
                try expectHealth(found, p99: 50)
            }
        }

        @Test func theServiceEndsInTimeThoughThereAreBodiesToCheck() async throws {
            try await withService(["--requests-per-second", "0"]) { service, _ in
                let found = try await hog("shutdown", service)
                #expect(found["ended"] as? Bool == true)
                #expect(try #require(found["seconds"] as? Double) < 10.5)
            }
        }

        @Test func bodiesThatDoNotEndTakeLittleMemory() async throws {
            try await withService(
                ["--requests-per-second", "0", "--token-file"], token: true
            ) { service, _ in
                let found = try await hog("unfinished", service, ["4000"])
                #expect(found["other"] as? Int == 401)
                let memory = try #require(found["memory"] as? [Double])
                #expect(memory[1] < memory[0] + 400)
                #expect(memory[2] < memory[0] * 1.2 + 16)
                // The client opens its thousands of connections on the same two cores meanwhile.
                try expectHealth(found, p99: 500)
            }
        }

        @Test func oneAddressLeavesConnectionsForOthers() async throws {
            try await withService(
                ["--max-connections", "270", "--max-streams", "200", "--requests-per-second", "0"]
            ) { service, _ in
                let found = try await hog("connections", service, ["400"])
                // Eight ninths, and the one that watches has some of the rest.
                #expect(try (150...165).contains(#require(found["refused"] as? Int)))
                #expect(found["others"] as? [String: Int] == ["200": 20])
                try expectHealth(found)
                let metrics = try await Service.request(service.url + "/metrics").body
                #expect(
                    String(decoding: metrics, as: UTF8.self)
                        .contains(#"tapedeck_refused_total{limit="connections"} "#))
            }
        }

        @Test func oneAddressWithAStreamOfEveryKindLeavesStreamsForOthers() async throws {
            try await withService(["--requests-per-second", "0"]) { service, _ in
                let found = try await hog("views", service, ["600"])
                let outcome = try #require(found["outcome"] as? [String: Int])
                #expect(outcome["empty 200"] == nil, "who is refused is closed before the head")
                #expect(try (450...460).contains(#require(outcome["served"])))
                #expect(found["others"] as? [String: Int] == ["served": 3])
                #expect((found["refused"] as? [String])?.contains { $0.contains("feeds") } == true)
                let memory = try #require(found["memory"] as? [Double])
                #expect(memory[1] < memory[0] + 256)
                try expectHealth(found)
            }
        }

        @Test func tablesThatNobodyReadsLeaveTheDiskAndOthersAlone() async throws {
            try await withService(
                ["--requests-per-second", "0", "--stream-write-timeout", "30"]
            ) { service, directory in
                let job = try await longScan(in: directory, service)
                let found = try await hog("tables", service, [job, "20"])
                let outcome = try #require(found["outcome"] as? [String: Int])
                #expect(Set(outcome.keys).isSubset(of: ["200", "429"]))
                let other = try #require(found["other"] as? [Int])
                #expect(other.first == 200)
                // Of sixteen places one client gets fourteen; what the system takes off at once is
                // no longer on the disk.
                let tableMiB = Double(try #require(other.last)) / 1_048_576
                #expect(try #require(found["held_mib"] as? Double) < 14.5 * tableMiB)
                #expect(found["freed"] as? Bool == true)
                try expectHealth(found)
            }
        }

        @Test func oneLongAnswerForManyIsInMemoryOnce() async throws {
            try await withService(["--requests-per-second", "0"]) { service, directory in
                let job = try await longScan(in: directory, service)
                let found = try await hog("statuses", service, [job, "100"])
                let length = try #require(found["length"] as? Int)
                #expect(length > 1_000_000)
                #expect((found["other"] as? [Int]) == [200, length])
                #expect(found["outcome"] as? [String: Int] == ["200": 100])
                let memory = try #require(found["memory"] as? [Double])
                #expect(memory[1] < memory[0] + 64)
                #expect(memory[2] < memory[0] * 1.2 + 16)
                try expectHealth(found)
            }
        }

        /// A scan of thousands of stocks.
        private func longScan(in directory: String, _ service: Service) async throws -> String {
            let job = try await service.start(
                #"{"strategy":"buy_and_hold","source":"csv:\#(directory)/prices/long.csv"}"#)
            _ = try await Service.request(service.url + "/market-scan/stream/\(job)?every=1000")
            return job
        }

        private func withService(
            _ arguments: [String], token: Bool = false,
            _ body: (Service, String) async throws -> Void
        ) async throws {
            try await withTemporaryDirectory { directory in
                let prices = directory + "/prices"
                try FileManager.default.createDirectory(
                    atPath: prices, withIntermediateDirectories: true)
                var rows = "date,open,high,low,close,volume,Name\n"
                for number in 0..<4_000 {
                    for day in 1...3 { rows += "2026-01-0\(day + 4),10,11,9,10.5,100,T\(number)\n" }
                }
                try writeFile(Array(rows.utf8), to: prices + "/long.csv")
                var arguments = arguments + ["--prices", prices, "--log-level", "critical"]
                if token {
                    let path = directory + "/token"
                    try writeFile(
                        Array("a token of some length".utf8.filter { $0 != 0x20 }), to: path)
                    try FileManager.default.setAttributes(
                        [.posixPermissions: 0o600], ofItemAtPath: path)
                    let place = try #require(arguments.firstIndex(of: "--token-file"))
                    arguments.insert(path, at: place + 1)
                }
                let service = try await Service(in: directory, arguments)
                try await body(service, directory)
                _ = await service.stop()
            }
        }

        /// What came of a client that asks for more than its share.
        func hog(
            _ what: String, _ service: Service, _ arguments: [String] = []
        ) async throws -> [String: Any] {
            let outcome = try await Program.system("python3").run(
                [
                    "\(Program.repository)/Tests/EndToEndTests/Clients/limits.py", what,
                    service.url,
                    "\(service.processIdentifier)",
                ] + arguments)
            try #require(outcome.status == 0, "\(outcome.errors)")
            print("\(what): \(outcome.text)", terminator: "")
            return try #require(
                try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any])
        }

        /// Others were served meanwhile, and soon: within so many milliseconds.
        func expectHealth(_ found: [String: Any], p99 limit: Double = 250) throws {
            let health = try #require(found["health"] as? [String: Any])
            #expect(health["failed"] as? Int == 0)
            #expect(try #require(health["p99"] as? Double) < limit * Self.slowness, "\(health)")
        }
    }
}
