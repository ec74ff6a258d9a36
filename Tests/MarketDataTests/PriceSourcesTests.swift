import MarketData
import Synchronization
import Testing

@Suite struct PriceSourcesTests {
    @Test(
        arguments: [
            ("bundled", nil),
            ("bundled?delay=20ms", .milliseconds(20)),
            ("bundled?delay=0ms", .zero),
            ("bundled?delay=2s", .seconds(2)),
            ("bundled?delay=60s", .seconds(60)),
            ("bundled?delay=60000ms", .seconds(60)),
        ] as [(String, Duration?)])
    func knownNameResolvesAndIsKept(name: String, delay: Duration?) throws {
        let source = try PriceSources.resolve(name)
        #expect(source.name == name)
        #expect((source as? DelayedPrices<BundledPrices>)?.delay == delay)
        #expect(source.tickers.count == 505)
    }

    @Test(arguments: [
        ("", "there is no such source"),
        ("yahoo", "there is no such source"),
        ("Bundled", "there is no such source"),
        ("csv:/etc", "there is no such source"),
        ("bundled?", "'' is not an option"),
        ("bundled?speed=2", "'speed=2' is not an option"),
        ("bundled?delay", "'delay' is not an option"),
        ("bundled?delay=", "'' is not a delay"),
        ("bundled?delay=20", "'20' is not a delay"),
        ("bundled?delay=ms", "'ms' is not a delay"),
        ("bundled?delay=-1ms", "'-1ms' is not a delay"),
        ("bundled?delay=1.5s", "'1.5s' is not a delay"),
        ("bundled?delay=61s", "at most 60 s"),
        ("bundled?delay=60001ms", "at most 60 s"),
        ("bundled?delay=99999999999999999999ms", "is not a delay"),
        ("bundled?delay=20ms&delay=1s", "'20ms&delay=1s' is not a delay"),
    ])
    func otherNameIsRefusedWithWhatThereIs(name: String, fragment: String) throws {
        let error = try #require(throws: PriceSourceNameError.self) {
            try PriceSources.resolve(name)
        }
        #expect(error.description.contains(fragment), "\(error)")
        #expect(error.description.hasPrefix("price source '\(name)'"))
        #expect(error.description.hasSuffix("there are 'bundled', 'bundled?delay=20ms'"))
    }

    @Test func delayComesBeforeEveryAnswer() async throws {
        let slept = Mutex<[Duration]>([])
        let slow = DelayedPrices(
            try BundledPrices.load(), name: "slow", delay: .milliseconds(20),
            sleep: { duration in slept.withLock { $0.append(duration) } })
        _ = try await slow.bars(of: "A", from: nil, to: nil)
        await #expect(throws: PriceError.self) {
            try await slow.bars(of: "NOPE", from: nil, to: nil)
        }
        #expect(slept.withLock { $0 } == [.milliseconds(20), .milliseconds(20)])
    }

    @Test func cancelledWaitEndsAtOnceAsACancellation() async throws {
        let slow = try PriceSources.resolve("bundled?delay=60s")
        let task = Task {
            try await slow.bars(of: "A", from: nil, to: nil)
        }
        task.cancel()
        let error = await #expect(throws: PriceError.self) {
            try await task.value
        }
        #expect(error?.isCancellation == true)
        #expect(error?.message == "reading 'A' from 'bundled?delay=60s' was cancelled")
    }
}
