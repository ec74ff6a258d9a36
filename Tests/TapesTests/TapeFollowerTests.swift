import ScanEvents
import TestSupport
import Testing

@testable import Tapes

/// What the follower makes of what a source meets.
@Suite(.timeLimit(.minutes(3)))
struct TapeFollowerTests {
    /// A source that does what a test says, and nothing more.
    private struct ScriptedSource: TapeSource {
        var steps: ArraySlice<TapeStep>
        let pauses = PauseRange()
        let asked: @Sendable (Int) -> Void

        mutating func next(from seq: Int) async throws -> TapeStep {
            asked(seq)
            // Whoever asks on waits for news that never come.
            return steps.popFirst() ?? .nothing(pause: .seconds(1))
        }
    }

    private static func line(_ seq: Int, _ type: String) -> [UInt8] {
        let root = String(repeating: "0", count: 64)
        let fields = type == "log_sealed" ? #","count":\#(seq),"root":"\#(root)""# : ""
        return Array(
            #"{"seq":\#(seq),"at":"2026-08-08T00:00:00.000000Z","type":"\#(type)"\#(fields)}"#.utf8)
    }

    /// Records with these numbers, of a type that tells one tape from another.
    private static func records(_ seqs: some Sequence<Int>, of tape: String = "a") -> TapeStep {
        var bytes: [UInt8] = []
        var ranges: [Range<Int>] = []
        for seq in seqs {
            let start = bytes.count
            bytes += line(seq, tape)
            ranges.append(start..<bytes.count)
        }
        return .records(bytes, ranges[...])
    }

    private static func seal(_ seq: Int) -> TapeStep {
        let line = line(seq, "log_sealed")
        return .records(line, [line.indices])
    }

    /// What a follower tells of a source until it ends, in words.
    private func told(
        _ steps: TapeStep..., from seq: Int = 0, giveUpAfter: Duration = .seconds(60),
        asked: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws -> [String] {
        let source = ScriptedSource(steps: steps[...], asked: asked)
        var follower = TapeFollower(
            source, from: seq, giveUpAfter: giveUpAfter, clock: LeapingClock())
        var words: [String] = []
        do {
            while let update = try await follower.next() {
                switch update {
                case .record(let record, let bytes):
                    #expect(!bytes.isEmpty)
                    words.append("\(record.seq)")
                case .reset: words.append("reset")
                case .away(let reason, _): words.append(reason)
                case .back: words.append("back")
                }
            }
        } catch let error as TapeNotFollowed {
            words.append("\(error)")
        }
        return words
    }

    @Test func eachRecordComesOnceHoweverItIsCutIntoPieces() async throws {
        let told = try await told(
            Self.records(0...2), .nothing(pause: .seconds(1)), Self.records(0...1),
            Self.records(2...4), Self.records(0...5), Self.seal(6))
        #expect(told == ["0", "1", "2", "3", "4", "5", "6"])
    }

    @Test func itBeginsWhereItIsToldToAndAsksForNoMore() async throws {
        let told = try await told(Self.records(2...4), Self.seal(5), from: 4) { #expect($0 >= 4) }
        #expect(told == ["4", "5"])
    }

    @Test func theSealEndsItWhateverTheSourceWouldStillSay() async throws {
        #expect(try await told(Self.seal(0), .away("gone")) == ["0"])
        #expect(try await told(Self.records(0...0), .ended, .away("gone")) == ["0"])
    }

    @Test func anotherTapeIsReadFromItsStart() async throws {
        let told = try await told(
            Self.records(0...2), Self.records(0...3, of: "b"), Self.records(0...3, of: "b"),
            Self.seal(4))
        #expect(told == ["0", "1", "2", "reset", "0", "1", "2", "3", "4"])
        let toldBySource = try await self.told(
            Self.records(0...2), .anew, Self.records(0...1, of: "b"), Self.seal(2))
        #expect(toldBySource == ["0", "1", "2", "reset", "0", "1", "2"])
    }

    @Test func recordsThatAreLeftOutAreAnError() async throws {
        let told = try await told(Self.records(0...1), Self.records(3...3))
        #expect(told == ["0", "1", "record 2 is missing: record 3 came in its place"])
    }

    @Test func whoComesBackInTimeIsWaitedFor() async throws {
        let told = try await told(
            Self.records(0...0), .away("gone"), .away("gone"), .nothing(pause: .zero),
            Self.records(1...1), .away("lost"), Self.seal(2))
        #expect(told == ["0", "gone", "gone", "back", "1", "lost", "back", "2"])
    }

    @Test func whoStaysAwayIsGivenUp() async throws {
        let steps = try await told(
            Self.records(0...0), .away("a"), .away("b"), .away("c"), .away("d"), .away("e"),
            giveUpAfter: .seconds(5))
        // Pauses of at least half a second, one and two; at most one, two and four.
        #expect(steps.starts(with: ["0", "a", "b"]))
        #expect((4...5).contains(steps.count), "\(steps)")
        let hasty = try await told(.away("gone"), giveUpAfter: .zero)
        #expect(hasty == ["gone"])
    }

    @Test func aTaskThatIsCancelledFollowsNoMore() async throws {
        let task = Task { try await told(Self.records(0...0)) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
