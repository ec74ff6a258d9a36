import Testing

@testable import ScanServer

@Suite(.timeLimit(.minutes(3)))
struct WaitingClientsTests {
    private struct Fault: Error {}

    @Test func onlySoManyWaitAtOnce() async throws {
        let waiting = WaitingClients(atMost: 2)
        let inner = try await waiting.admit {
            try await waiting.admit {
                await #expect(throws: Problem.self) { try await waiting.admit {} }
                return 1
            }
        }
        #expect(inner == 1)
    }

    @Test func aPlaceIsGivenBackHoweverTheWaitEnds() async throws {
        let waiting = WaitingClients(atMost: 1)
        for _ in 0..<3 {
            try await waiting.admit {}
            await #expect(throws: Fault.self) { try await waiting.admit { throw Fault() } }
            await #expect(throws: CancellationError.self) {
                try await waiting.admit { throw CancellationError() }
            }
        }
        #expect(try await waiting.admit { true })
    }

    @Test func oneThatIsRefusedTakesNoPlace() async throws {
        let waiting = WaitingClients(atMost: 1)
        try await waiting.admit {
            for _ in 0..<3 {
                await #expect(throws: Problem.self) { try await waiting.admit {} }
            }
        }
        try await waiting.admit {}
    }
}
