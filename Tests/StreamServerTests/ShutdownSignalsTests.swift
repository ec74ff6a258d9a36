import Testing
import UnixSignals

@testable import StreamServer

struct ShutdownSignalsTests {
    @Test func aHangUpEndsTheServiceUnlessItIsIgnored() {
        let waits = "Name:\ttapedeck\nSigBlk:\t0000000000000001\nSigIgn:\t0000000000001000\n"
        let outlives = "Name:\ttapedeck\nSigIgn:\t0000000000001001\nSigCgt:\t0000000000000000\n"
        #expect(ShutdownSignals.all(status: waits).map(\.rawValue) == [15, 2, 1])
        #expect(ShutdownSignals.all(status: outlives).map(\.rawValue) == [15, 2])
        #expect(ShutdownSignals.all(status: nil).map(\.rawValue) == [15, 2, 1])
    }
}
