import Foundation
import TestSupport
import Testing

/// The units of systemd in `Tools/deploy`.
@Suite(.timeLimit(.minutes(3)))
struct DeployTests {
    private static let units = [
        "tapedeck.service", "tapedeck-scan@.service", "tapedeck-scan@.timer",
    ]

    private func unit(_ name: String) throws -> String {
        String(
            decoding: try readFile(Program.repository + "/Tools/deploy/\(name)"), as: UTF8.self)
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/systemd-analyze")))
    func systemdFindsNothingWrongWithTheUnits() async throws {
        try await withTemporaryDirectory { directory in
            for name in Self.units {
                let text = try unit(name).replacing(
                    "/opt/tapedeck/tapedeck", with: Program.productPath("tapedeck"))
                let instance = name.replacing("@.", with: "@sma_cross.")
                try writeFile(Array(text.utf8), to: "\(directory)/\(name)")
                if instance != name {
                    try writeFile(Array(text.utf8), to: "\(directory)/\(instance)")
                }
            }
            for name in Self.units {
                let instance = name.replacing("@.", with: "@sma_cross.")
                let outcome = try await Program.system("systemd-analyze").run(
                    ["verify", "--man=no", "\(directory)/\(instance)"])
                #expect(outcome.status == 0, "\(name): \(outcome.errors)")
                #expect(!outcome.errors.contains(directory), "\(outcome.errors)")
            }
        }
    }

    /// The command of the unit, on the bundled prices.
    @Test func twoScansOfTheTimerTakeTurnsAtOneDirectory() async throws {
        let line = try unit("tapedeck-scan@.service").split(separator: "\n")
            .first { $0.hasPrefix("ExecStart=") }
        let command = String(try #require(line).dropFirst("ExecStart=".count))
            .replacing("/opt/tapedeck/tapedeck", with: Program.productPath("tapedeck"))
            .replacing("%i", with: "buy_and_hold").replacing("%%", with: "%")
            .replacing("yahoo", with: "bundled").replacing("sp500", with: "bundled")
        try await withTemporaryDirectory { directory in
            let outcome = try await Program.system("env").run([
                "STATE_DIRECTORY=\(directory)", "sh", "-ec",
                "(\(command)) & first=$!; \(command); wait $first; ls \(directory)/scans",
            ])
            #expect(outcome.status == 0, "\(outcome.errors)")
            let tapes = outcome.text.split(separator: "\n").count { $0.hasPrefix("2") }
            #expect(tapes == 2, "\(outcome.text)")
        }
    }
}
