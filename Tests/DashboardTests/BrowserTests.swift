import Foundation
import TestSupport
import Testing

/// The dashboard and the clients in a real browser, against the real service.
///
/// Each script starts the services that it needs, drives Chromium, and fails with what it found.
// A browser goes through the whole page, on a machine that does other things, too.
@Suite(
    .serialized, .timeLimit(.minutes(10)),
    .enabled(if: ProcessInfo.processInfo.environment["TAPEDECK_TEST_ALL"] == "1"))
struct BrowserTests {
    @Test func aScanGoesFromTheFormToATrade() async throws {
        try await run("scan_flow.py")
    }

    @Test func aStrategyIsWrittenMendedTriedAndScannedWith() async throws {
        try await run("strategy_editor.py")
    }

    @Test func anyRecordIsShownAsItWas() async throws {
        try await run("time_travel.py")
    }

    @Test func reloadsKillsProxiesAndTabsLoseNothing() async throws {
        try await run("interruptions.py")
    }

    @Test func addressesThatNameNoScanLeadNowhere() async throws {
        try await run("addresses.py")
    }

    @Test func axeFindsNothingSeriousInLightAndDark() async throws {
        try await run("accessibility.py")
    }

    @Test func fiveThousandStocksStayResponsive() async throws {
        try await run("large_table.py")
    }

    @Test func theReactComponentShowsEveryMessageOnce() async throws {
        try await run("react_component.py")
    }

    private func run(_ script: String) async throws {
        let root = Program.repository
        let outcome = try await Program(path: root + "/.build/python/bin/python").run([
            // Without a cache of its own beside the sources.
            "-B", "\(root)/Tests/DashboardTests/Browser/\(script)", Program.productPath("tapedeck"),
        ])
        #expect(outcome.status == 0, "\(outcome.text)\(outcome.errors)")
        print(outcome.text, terminator: "")
    }
}
