import Testing

@testable import ScanServer
@testable import StreamServer

@Suite(.timeLimit(.minutes(3)))
struct WaitingClientsTests {
    private struct Fault: Error {}

    private let one = ClientAddress("192.0.2.1")
    private let other = ClientAddress("192.0.2.2")

    @Test func onlySoManyWaitAtOnce() async throws {
        let waiting = WaitingClients(atMost: 2)
        let inner = try await waiting.admit(one) {
            // The last place is not for one who has the others.
            await #expect(throws: Problem.self) { try await waiting.admit(one) {} }
            return try await waiting.admit(other) {
                await #expect(throws: Problem.self) { try await waiting.admit(other) {} }
                return 1
            }
        }
        #expect(inner == 1)
    }

    @Test func aPlaceIsGivenBackHoweverTheWaitEnds() async throws {
        let waiting = WaitingClients(atMost: 1)
        for _ in 0..<3 {
            try await waiting.admit(one) {}
            await #expect(throws: Fault.self) { try await waiting.admit(one) { throw Fault() } }
            await #expect(throws: CancellationError.self) {
                try await waiting.admit(one) { throw CancellationError() }
            }
        }
        #expect(try await waiting.admit(one) { true })
    }

    @Test func oneThatIsRefusedTakesNoPlace() async throws {
        let waiting = WaitingClients(atMost: 1)
        try await waiting.admit(one) {
            for _ in 0..<3 {
                await #expect(throws: Problem.self) { try await waiting.admit(one) {} }
            }
        }
        try await waiting.admit(one) {}
    }
}
