import Foundation
import HTTPTypes
import TestSupport
import Testing

/// Strategies over HTTP: listed, read, checked.
@Suite(.timeLimit(.minutes(1)))
struct StrategyRoutesTests {
    @Test func theListHasTheProgramsThenTheUsersAndTheBrokenOnes() async throws {
        try await RouterStage.withStrategies { (stage, directory) async throws in
            let empty = try await stage.answer(.get, "/strategies")
            #expect((empty.json["strategies"] as? [[String: Any]])?.count == 19)
            #expect((empty.json["broken"] as? [Any])?.isEmpty == true)
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true)
            try writeFile(Array(RouterStage.text.utf8), to: directory + "/mine.strategy")
            try writeFile(Array(RouterStage.threeMistakes.utf8), to: directory + "/wrong.strategy")
            let list = try await stage.answer(.get, "/strategies")
            let strategies = try #require(list.json["strategies"] as? [[String: Any]])
            #expect(strategies.count == 20)
            #expect(strategies.dropLast().allSatisfy { $0["origin"] as? String == "built_in" })
            let mine = try #require(strategies.last)
            #expect(mine["name"] as? String == "mine")
            #expect(mine["title"] as? String == "Mine")
            #expect(mine["origin"] as? String == "file")
            #expect((mine["sha256"] as? String)?.count == 64)
            #expect((mine["parameters"] as? [Any])?.count == 1)
            let broken = try #require(list.json["broken"] as? [[String: Any]])
            #expect(broken.map { $0["name"] as? String } == ["wrong"])
            #expect((broken.first?["problems"] as? [Any])?.count == 3)
            #expect(list.json["writable"] as? Bool == true)
        }
    }

    @Test func oneStrategyHasItsTextWhichItsTagNames() async throws {
        try await RouterStage.withStrategies { (stage, _) async throws in
            #expect(try await stage.put("mine").code == 201)
            let one = try await stage.answer(.get, "/strategies/mine")
            #expect(one.json["text"] as? String == RouterStage.text)
            let tag = try #require(one.headers[.eTag])
            #expect(tag == "\"\(one.json["sha256"] as? String ?? "")\"")
            for (known, code) in [
                (tag, 304), ("W/\(tag)", 304), ("\"a\", \(tag)", 304), ("*", 304), ("\"a\"", 200),
                (String(tag.dropFirst().dropLast()), 200),
            ] {
                let again = try await stage.answer(
                    .get, "/strategies/mine", [.ifNoneMatch: known])
                #expect(again.code == code, "\(known)")
                #expect(again.headers[.eTag] == tag)
                #expect(again.body.isEmpty == (code == 304))
            }
            let head = try await stage.answer(.head, "/strategies/mine")
            #expect(head.code == 200 && head.headers[.eTag] == tag && head.body.isEmpty)
            let builtIn = try await stage.answer(.get, "/strategies/macd_strategy")
            #expect(builtIn.json["name"] as? String == "macd")
            #expect((builtIn.json["text"] as? String)?.contains("language 1") == true)
            #expect(try await stage.answer(.get, "/strategies/crystal_ball").code == 404)
        }
    }

    @Test func aBrokenFileIsToldWithItsTextAndWhatIsWrong() async throws {
        try await RouterStage.withStrategies { (stage, directory) async throws in
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true)
            try writeFile(Array(RouterStage.threeMistakes.utf8), to: directory + "/wrong.strategy")
            try writeFile([0x73, 0xff, 0x0a], to: directory + "/bytes.strategy")
            let wrong = try await stage.answer(.get, "/strategies/wrong")
            #expect(wrong.code == 200)
            #expect(wrong.json["text"] as? String == RouterStage.threeMistakes)
            #expect((wrong.json["problems"] as? [Any])?.count == 3)
            #expect(wrong.headers[.eTag] == "\"\(wrong.json["sha256"] as? String ?? "")\"")
            let bytes = try await stage.answer(.get, "/strategies/bytes")
            #expect(bytes.code == 200)
            #expect(bytes.json["text"] is NSNull)
        }
    }

    @Test func aCheckTellsTheSameMistakesWithoutBeingOne() async throws {
        try await RouterStage.withStrategies { (stage, _) async throws in
            let wrong = try await stage.check(["strategy_text": RouterStage.threeMistakes])
            #expect(wrong.code == 200)
            #expect(wrong.json["ok"] as? Bool == false)
            #expect(wrong.json["title"] is NSNull && wrong.json["cost"] is NSNull)
            let problems = try #require(wrong.json["problems"] as? [[String: Any]])
            #expect(problems.map { $0["line"] as? Int } == [2, 3, 4])
            let right = try await stage.check(["strategy_text": RouterStage.text, "name": "mine"])
            #expect(right.json["ok"] as? Bool == true)
            #expect(right.json["title"] as? String == "Mine")
            #expect((right.json["rules"] as? [Any])?.count == 2)
            #expect(try await stage.check(["strategy_text": ""]).json["ok"] as? Bool == false)
            for body in [["name": "x"], ["strategy_text": 1], ["strategy_text": "", "b": 1]] {
                #expect(try await stage.check(body as [String: Any]).code == 422, "\(body)")
            }
            let text = try await stage.answer(
                .post, "/strategies/check", [.contentType: "text/plain"],
                body: Array(RouterStage.text.utf8))
            #expect(text.code == 415)
            let list = try await stage.answer(.get, "/strategies")
            #expect((list.json["strategies"] as? [Any])?.count == 19)
        }
    }

    @Test func withATokenNobodyWritesOrReadsWithoutIt() async throws {
        try await RouterStage.withStrategies(hasToken: true) { (stage, directory) async throws in
            for (method, path) in [
                (HTTPRequest.Method.put, "/strategies/mine"), (.delete, "/strategies/mine"),
                (.get, "/strategies"), (.get, "/strategies/macd"), (.post, "/strategies/check"),
            ] {
                #expect(
                    try await stage.answer(method, path, body: Array(RouterStage.text.utf8)).code
                        == 401)
            }
            #expect(!FileManager.default.fileExists(atPath: directory))
            let token: HTTPFields = [.authorization: "Bearer " + RouterStage.token]
            #expect(try await stage.put("mine", RouterStage.text, token).code == 201)
        }
    }

    @Test func pathsTellTheMethodsThatTheyHave() async throws {
        try await RouterStage.withStrategies { (stage, _) async throws in
            for (method, path, allowed) in [
                (HTTPRequest.Method.post, "/strategies/mine", "DELETE, GET, HEAD, PUT"),
                (.put, "/strategies/check", "POST"), (.put, "/strategies", "GET, HEAD"),
            ] {
                let answer = try await stage.answer(method, path)
                #expect(answer.code == 405 && answer.headers[.allow] == allowed)
            }
        }
    }

    @Test func aCheckTakesTheLongestTextHoweverItIsWritten() async throws {
        try await RouterStage.withStrategies { (stage, _) async throws in
            let most = 64 * 1024
            let room = most - RouterStage.text.utf8.count
            let longest = RouterStage.text + "//" + String(repeating: "x", count: room - 3) + "\n"
            // Each byte in six, as JSON allows.
            let escaped = longest.utf8.map { byte in
                "\\u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }.joined()
            let answer = try await stage.answer(
                .post, "/strategies/check",
                body: Array("{\"strategy_text\":\"\(escaped)\"}".utf8))
            #expect(answer.code == 200)
            #expect(answer.json["ok"] as? Bool == true)
            let tooLong = try await stage.check(["strategy_text": longest + "\n"])
            #expect(tooLong.code == 200 && tooLong.json["ok"] as? Bool == false)
            let hopeless = [UInt8](repeating: 0x5b, count: 7 * most)
            #expect(
                try await stage.answer(.post, "/strategies/check", body: hopeless).code == 413)
        }
    }
}
