import Testing

@testable import ScanClient

struct ServiceTapeTests {
    @Test func readingTakesAFifthOfTheTimeAtMost() {
        #expect(ServiceTape.pause(afterReadingFor: .seconds(2)) == .seconds(8))
        #expect(ServiceTape.pause(afterReadingFor: .milliseconds(3)) == .seconds(1))
    }
}
