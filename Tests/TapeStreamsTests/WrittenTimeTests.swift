import Testing

@testable import Tapes
@testable import TapeStreams

struct WrittenTimeTests {
    @Test(arguments: [
        ("2026-11-28", "2026-11-28"), ("2026-11-28T08:00", "2026-11-28T08:00"),
        ("2026-11-28T08:00:00Z", "2026-11-28T08:00:00"),
        ("2026-11-28t08:00:00z", "2026-11-28T08:00:00"),
        ("2026-11-28 08:00:00", "2026-11-28T08:00:00"),
        ("2026-11-28T08:00:00+00:00", "2026-11-28T08:00:00"),
        ("2026-11-28T08:00:00.123Z", "2026-11-28T08:00:00.123"),
        ("2026-11-28T08:00:00.123456789Z", "2026-11-28T08:00:00.123456"),
        ("2026-11-28T09:00:00.5+01:00", "2026-11-28T08:00:00.5"),
        ("2026-11-28T09:00+0100", "2026-11-28T08:00"), ("2026-11-28T09:00+01", "2026-11-28T08:00"),
        ("2026-11-28T02:30:59-05:30", "2026-11-28T08:00:59"),
        ("2026-03-01T00:30+01:00", "2026-02-28T23:30"),
        ("2028-02-29T23:30-01:00", "2028-03-01T00:30"),
        ("2026-12-31T23:59:59-00:01", "2027-01-01T00:00:59"),
        ("2000-02-29", "2000-02-29"), ("0001-01-01T00:00Z", "0001-01-01T00:00"),
    ])
    func aTimeIsBroughtToUTCAsPreciseAsItWasWritten(written: String, utc: String) {
        #expect(WrittenTime.utc(written) == utc)
    }

    @Test(arguments: [
        "", "2026", "2026-11", "2026-13-01", "2026-00-01", "2026-11-31", "2025-02-29", "1900-02-29",
        "0000-01-01", "2026-11-28T", "2026-11-28T08", "2026-11-28T24:00", "2026-11-28T08:60",
        "2026-11-28T08:00:60", "2026-11-28T08:00:00.", "2026-11-28T08:00.5",
        "2026-11-28T08:00:00.1234567890", "2026-11-28Z", "2026-11-28+01:00", "2026-11-28T08:00+",
        "2026-11-28T08:00+1", "2026-11-28T08:00+24:00", "2026-11-28T08:00+01:60",
        "2026-11-28T08:00+01:0", "2026-11-28T08:00ZZ", "2026-11-28T08:00Z+01:00", "+026-11-28",
        "2026-11-28x08:00", "0001-01-01T00:00+00:01", "9999-12-31T23:59-00:01", "２026-11-28",
    ])
    func whatIsNoTimeIsRefused(_ written: String) {
        #expect(WrittenTime.utc(written) == nil)
    }

    @Test(arguments: [
        ("14:03", "2026-11-28T14:03"), ("14:03:07.25Z", "2026-11-28T14:03:07.25"),
        ("14:03-01:00", "2026-11-28T15:03"), ("14:03+01:00", "2026-11-29T13:03"),
        // At 23:30 in UTC it is the 29th already two hours further east, and 19:30 in New York.
        ("01:10+02:00", "2026-11-28T23:10"), ("19:40-04:00", "2026-11-28T23:40"),
    ])
    func theTimeOfAClockIsOneOfTheRecordsDayWhereTheClockIs(written: String, utc: String) {
        let recordedAt = Array("2026-11-28T23:30:00.000000Z".utf8)
        #expect(WrittenTime.utc(timeOfDay: written, onDayOf: recordedAt) == utc)
    }

    @Test(arguments: [
        ("7", TapeMoment.record(7)), ("14:03+01:00", .timeOfDay("14:03+01:00")),
        ("2026-11-28T09:00+01:00", .time("2026-11-28T08:00")),
    ])
    func aMomentTakesOffsets(written: String, moment: TapeMoment) {
        #expect(TapeMoment(written) == moment)
    }

    @Test(arguments: ["2026-11-28", "-1", "+7", "7.5", "14:3", "noon"])
    func whatIsNoMomentIsRefused(_ written: String) {
        #expect(TapeMoment(written) == nil)
    }
}
