import Testing

@testable import ScanServer

struct AccessTokenTests {
    private let now = 1_764_316_800

    @Test func aSessionLetsInUntilItEndsAlsoAfterARestart() throws {
        let session = try AccessToken("0123456789abcdef").session(at: now)
        let token = try AccessToken("0123456789abcdef")
        let end = now + AccessToken.sessionSeconds
        #expect(token.matchesSession(session, at: now))
        #expect(token.matchesSession(session, at: end - 1))
        #expect(!token.matchesSession(session, at: end))
    }

    @Test func aSessionThatWasAlteredOrIsOfAnotherTokenLetsNobodyIn() throws {
        let token = try AccessToken("0123456789abcdef")
        let session = token.session(at: now)
        let code = session.drop { $0 != "." }
        let other = try AccessToken("0123456789abcdeg").session(at: now)
        let end = now + AccessToken.sessionSeconds
        for forged in [
            "", ".", "\(end)", "\(end).", "\(end - 1)\(code)", "\(end + 1)\(code)", "+\(session)",
            "0\(session)", other, String(session.dropLast()), session + "0", "0123456789abcdef",
            "99999999999999999999\(code)", session.uppercased(),
        ] where forged != session {
            #expect(!token.matchesSession(forged, at: now), "\(forged)")
        }
        for place in session.indices {
            var altered = session
            altered.replaceSubrange(place...place, with: session[place] == "0" ? "1" : "0")
            #expect(!token.matchesSession(altered, at: now), "\(altered)")
        }
    }

    @Test func aSessionShowsNothingOfTheToken() throws {
        let token = try AccessToken("0123456789abcdef")
        #expect(!token.session(at: now).contains("0123456789abcdef"))
        #expect(!"\(token) \(String(reflecting: token))".contains("0123"))
    }
}
