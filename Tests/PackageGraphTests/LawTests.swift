import TestSupport
import Testing

/// The laws of the house, as `Tools/laws/run` reads them in the sources.
@Suite(.timeLimit(.minutes(3)))
struct LawTests {
    @Test func theSourcesAreWithinTheLaws() async throws {
        let outcome = try await SmallHouse.laws()
        #expect(outcome.status == 0, "\(outcome.text)\(outcome.errors)")
    }

    @Test func aHouseWithinTheLawsIsFoundSound() async throws {
        let outcome = try await SmallHouse.findings([:])
        #expect(outcome.text == "2 files are within the laws of the house\n")
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    /// Each file breaks one law, and what is told of it.
    private static let breaches: [(path: String, text: String?, told: String)] = [
        (
            "Sources/Room/Lock.swift", "func pick() { unsafe turn() }\n",
            "Sources/Room/Lock.swift:1: unsafe-code: Room is not among those of"
        ),
        (
            "Sources/Hall/Door.swift",
            "routes.on(\"chairs/{id}\", [.get: x, .delete: Chair.owner])",
            "Sources/README.md:1: unsafe-code: Hall has no unsafe code; take it out of the table"
        ),
        (
            "Sources/Room/Lamp.swift", "internal import Glibc\n",
            "Sources/Room/Lamp.swift:1: purity: Room does no input and output, but imports Glibc"
        ),
        (
            "Sources/Room/Lamp.swift", "let text = \"\\(FileManager.default)\"\n",
            "Sources/Room/Lamp.swift:1: purity: Room does no input and output, but names FileManager"
        ),
        (
            "Sources/Room/Lamp.swift", "let now = ContinuousClock().now\n",
            "Room does no input and output, but names ContinuousClock"
        ),
        (
            "Sources/Hall/Hall.docc/Hall.md", nil,
            "Sources/Hall/Hall.docc/Hall.md:1: doors: is missing; say what lives there"
        ),
        (
            "Sources/Hall/Hall.docc/Hall.md", "# ``Hall``\n\n## Lives here\n",
            "Sources/Hall/Hall.docc/Hall.md:1: doors: has the headings ['Lives here'], not"
        ),
        (
            "Sources/Hall/Hall.docc/Hall.md", String(repeating: "\n", count: 41),
            "Sources/Hall/Hall.docc/Hall.md:41: doors: has 41 lines; say less"
        ),
        (
            "Sources/Hall/Hall.docc/Hall.md", "# ``Hall``\n\n`Room` and `Chair`, but no `Stool`.\n",
            "Sources/Hall/Hall.docc/Hall.md:3: doors: names Stool, which is nowhere"
        ),
        (
            "Sources/Attic/module.modulemap", "",
            "Sources/README.md:1: picture: Attic is not in the picture"
        ),
        (
            "Sources/Attic/module.modulemap", "",
            "Sources/README.md:1: picture: Attic is not in the table of the rooms"
        ),
        (
            "Sources/Room/Lamp.swift", "internal import Hall\n",
            "Sources/Room/Lamp.swift:1: picture: Room imports Hall, which is not drawn below it"
        ),
        (
            "Sources/Hall/Rug.swift", "struct Room {}\n",
            "Sources/Hall/Rug.swift:1: module-names: the type Room is named as a module"
        ),
        (
            "Sources/Hall/Rug.swift", String(repeating: "\n", count: 201),
            "Sources/Hall/Rug.swift:201: file-length: 201 lines; split it by subject"
        ),
        (
            "Sources/Hall/Rug.swift",
            "func roll() {\n" + String(repeating: "    go()\n", count: 69) + "}\n",
            "Sources/Hall/Rug.swift:1: function-length: roll has 71 lines, above 70"
        ),
        (
            "Sources/Hall/Rug.swift", "package let woven = open\nlet rug = woven\n",
            "Sources/Hall/Rug.swift:1: documentation: woven has no comment"
        ),
        (
            "Sources/Hall/Rug.swift", "/// A rug, which \"woven\" says.\npackage let woven = 1\n",
            "Sources/Hall/Rug.swift:2: dead-declarations: nothing but tests names woven"
        ),
        (
            "Sources/Hall/Rug.swift", "routes.on(\"rugs\", [.get: rugs])\n",
            "Sources/Hall/Rug.swift:1: contract: get /rugs is not in Schemas/openapi.yaml"
        ),
        (
            "Sources/Dashboard/Site/index.html", nil,
            "Schemas/openapi.yaml:8: contract: no route answers get /; take it out"
        ),
        (
            "Tools/laws/exceptions.txt", "file-length Sources/Room/Chair.swift: it is long\n",
            "Sources/Room/Chair.swift: file-length: is within the law; take it out of the exceptions"
        ),
    ]

    @Test(arguments: breaches)
    func aHouseThatBreaksALawIsToldWhere(path: String, text: String?, told: String) async throws {
        let outcome = try await SmallHouse.findings([path: text])
        #expect(outcome.text.contains(told), "\(outcome.text)\(outcome.errors)")
        #expect(outcome.status == 1)
    }

    @Test func anExceptionHoldsUpToFourHundredLines() async throws {
        let exception = "file-length Sources/Hall/Rug.swift: it has many colours\n"
        for (count, status) in [(400, 0), (401, 1)] as [(Int, Int32)] {
            let outcome = try await SmallHouse.findings([
                "Tools/laws/exceptions.txt": exception,
                "Sources/Hall/Rug.swift": String(repeating: "\n", count: count),
            ])
            #expect(outcome.status == status, "\(outcome.text)")
        }
    }
}
