import Projections
import ScanEvents
import Testing

struct FailureLimitTests {
    private func state(failed: Int, of total: Int) throws -> ScanState {
        let events: [ScanEvent] = [.requested(stocks: total), .started(total)]
        let stocks = (0..<total).map { index in
            index < failed ? ScanEvent.lost("T\(index)") : .done("T\(index)", pnl: 1)
        }
        return try ScriptedScan(events + stocks).state()
    }

    @Test(arguments: [
        (nil, 0, 4, false), (nil, 3, 4, false), (nil, 4, 4, true), (nil, 1, 1, true),
        ("0", 0, 4, false), ("0", 1, 4, true), ("2", 2, 4, false), ("2", 3, 4, true),
        ("9", 4, 4, true), ("9", 3, 4, false), ("0%", 1, 4, true), ("25%", 1, 4, false),
        ("25%", 2, 4, true), ("12.5%", 1, 8, false), ("12.5%", 2, 8, true),
        ("99%", 4, 4, true), ("100%", 4, 4, false),
    ])
    func moreFailuresThanAllowedAreComplainedOf(
        limit: String?, failed: Int, total: Int, isTooMany: Bool
    ) throws {
        let limit = try limit.map { try #require(FailureLimit($0)) } ?? .notAll
        let complaint = limit.complaint(about: try state(failed: failed, of: total))
        #expect((complaint != nil) == isTooMany)
    }

    @Test func complaintSaysHowManyFailedAndWhatWasAllowed() throws {
        #expect(
            FailureLimit("5%")?.complaint(about: try state(failed: 2, of: 4))
                == "2 of 4 stocks failed, more than --max-failed 5% allows")
        #expect(
            FailureLimit.notAll.complaint(about: try state(failed: 4, of: 4))
                == "all 4 stocks failed")
    }

    @Test(arguments: ["", "%", "-1", "101%", "5 %", "x", "1.5", "1e3", "99999999999999999999", "٣"])
    func anythingElseIsNoLimit(text: String) {
        #expect(FailureLimit(text) == nil)
    }
}
