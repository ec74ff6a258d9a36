import EventLog
import JSONText
import TestSupport
import Testing

@testable import AnalyticsExport

/// Times and days as the log writes them, there and back.
struct CalendarTextTests {
    @Test func timesOfTheLogComeBack() {
        var random = SeededGenerator(seed: 3)
        let year10000: Int64 = 253_402_300_800_000_000
        var times: [Int64] = [0, -1, 1, year10000 - 1, -62_135_596_800_000_000]
        for _ in 0..<5_000 {
            times.append(.random(in: -62_135_596_800_000_000..<year10000, using: &random))
        }
        for time in times {
            let text = timestamp(time)
            #expect(CalendarText.micros(text) == time)
            var output: [UInt8] = []
            CalendarText.append(micros: time, to: &output)
            #expect(String(decoding: output, as: UTF8.self) == text)
        }
    }

    @Test(arguments: [
        "2026-02-29T00:00:00.000000Z", "2026-13-01T00:00:00.000000Z",
        "2026-00-01T00:00:00.000000Z", "2026-01-32T00:00:00.000000Z",
        "2026-01-01T24:00:00.000000Z", "2026-01-01T00:60:00.000000Z",
        "2026-01-01T00:00:60.000000Z", "2026-01-01 00:00:00.000000Z",
        "2026-01-01T00:00:00.00000Z", "2026-01-01T00:00:00.0000000", "",
        "2026-01-01T00:00:00.00000xZ",
    ])
    func whatIsNoTimeIsNone(_ text: String) {
        #expect(CalendarText.micros(text) == nil)
    }

    @Test func daysComeBack() {
        #expect(CalendarText.days("1970-01-01") == 0)
        #expect(CalendarText.days("2000-02-29") == 11_016)
        #expect(CalendarText.days("1969-12-31T10:00") == -1)
        #expect(CalendarText.days("2000-02-30") == nil)
        #expect(CalendarText.days("20000229") == nil)
    }
}
