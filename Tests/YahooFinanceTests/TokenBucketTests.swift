import Foundation
import Testing

@testable import YahooFinance

@Suite struct TokenBucketTests {
    @Test func fullBucketLetsItsBurstThroughAndThenTheRate() throws {
        var bucket = TokenBucket(perSecond: 5, burst: 3, at: .zero)
        for _ in 0..<3 { #expect(bucket.take(at: .zero) == nil) }
        let found = bucket.take(at: .zero)
        let wait = try #require(found)
        #expect(wait >= .milliseconds(200) && wait < .milliseconds(201))
        #expect(bucket.take(at: wait) == nil)
        #expect(bucket.take(at: wait) != nil)
    }

    @Test func quietTimeFillsNoMoreThanTheBurst() {
        var bucket = TokenBucket(perSecond: 5, burst: 3, at: .zero)
        let taken = (0..<10).count { _ in bucket.take(at: .seconds(3600)) == nil }
        #expect(taken == 3)
    }

    @Test func everyWaitEndsWithAToken() {
        var bucket = TokenBucket(perSecond: 3, burst: 1, at: .zero)
        var now = Duration.zero
        for _ in 0..<1000 {
            while let wait = bucket.take(at: now) {
                #expect(wait > .zero)
                now += wait
            }
        }
        #expect(now >= .seconds(333) && now < .seconds(333.01))
    }

    @Test func pauseEmptiesTheBucketUntilItsEnd() throws {
        var bucket = TokenBucket(perSecond: 5, burst: 8, at: .zero)
        bucket.pause(until: .seconds(30))
        bucket.pause(until: .seconds(10))
        let found = bucket.take(at: .seconds(1))
        let wait = try #require(found)
        #expect(wait >= .seconds(29.2) && wait < .seconds(29.201))
        #expect(bucket.take(at: .seconds(30.1)) != nil)
        #expect(bucket.take(at: .seconds(30.21)) == nil)
        #expect(bucket.take(at: .seconds(30.21)) != nil)
    }

    @Test func clockThatGoesBackGivesNothingAway() {
        var bucket = TokenBucket(perSecond: 1, burst: 1, at: .seconds(10))
        #expect(bucket.take(at: .seconds(10)) == nil)
        #expect(bucket.take(at: .seconds(5)) != nil)
        #expect(bucket.take(at: .seconds(10)) != nil)
        #expect(bucket.take(at: .seconds(11)) == nil)
    }
}

@Suite struct BackoffTests {
    @Test(arguments: [
        (1, 0.0, 0.0), (1, 0.5, 0.5), (2, 0.5, 1), (3, 0.5, 2), (4, 1, 8), (7, 1, 60),
        (1000, 1, 60), (1000, 0, 0),
    ])
    func delayIsAPartOfATimeThatDoublesUpToALimit(
        number: Int, random: Double, seconds: Double
    ) {
        #expect(Backoff.delay(afterTry: number, random: random) == .seconds(seconds))
    }

    @Test(
        arguments: [
            ("0", 0), ("7", 7), (" 7 ", 7), ("600", 60), ("99999999999999999999", 60),
            ("Thu, 01 Aug 2024 12:00:30 GMT", 30), ("Thu, 01 Aug 2024 11:00:00 GMT", 0),
            ("Fri, 02 Aug 2024 12:00:00 GMT", 60), ("soon", nil), ("", nil), ("-1", nil),
        ] as [(String, Double?)])
    func retryAfterIsSecondsOrADate(text: String, seconds expected: Double?) {
        let now = Date(timeIntervalSince1970: Double(seconds("2024-08-01T12:00")))
        #expect(Backoff.delay(retryAfter: text, now: now) == expected.map { .seconds($0) })
    }
}
