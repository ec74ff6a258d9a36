import Testing

@testable import StreamServer

struct AccessTokenTests {
    @Test func aTokenIsMatchedByItselfAlone() throws {
        let token = try AccessToken("0123456789abcdef")
        #expect(token.matches("0123456789abcdef"))
        for other in ["", "0123456789abcde", "0123456789abcdeg", "0123456789abcdef0"] {
            #expect(!token.matches(other), "\(other)")
        }
    }

    @Test func aTokenIsNowhereToBeSeen() throws {
        let token = try AccessToken("0123456789abcdef")
        #expect(!"\(token) \(String(reflecting: token))".contains("0123"))
    }
}
