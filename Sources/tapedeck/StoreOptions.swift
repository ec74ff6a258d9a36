import ArgumentParser

/// Where the tapes are and who signs them, by flags, environment or file.
struct StoreOptions: ParsableArguments {
    /// The settings that the environment and the file may have.
    static let names: Set<String> = ["var", "signing_key"]

    @Option(
        name: .customLong("var"),
        help: ArgumentHelp(
            "The directory of the tapes. [TAPEDECK_VAR] (default: ./var)", valueName: "dir"))
    var variableDirectory: String?

    @Option(
        help: ArgumentHelp(
            "Sign a checkpoint of each tape with the key in this file: a name and 32 bytes in "
                + "base64. [TAPEDECK_SIGNING_KEY]", valueName: "file"))
    var signingKey: String?

    /// The options with what the environment and the file say.
    struct Resolved {
        var variableDirectory: String
        var signingKey: String?

        /// Where fetched prices are kept.
        var pricesDirectory: String { variableDirectory + "/prices" }
    }

    /// Joins the options with `settings`.
    ///
    /// - Throws: `ValidationError` for one that will not do.
    func resolve(_ settings: Settings) throws -> Resolved {
        Resolved(
            variableDirectory: try settings.string(variableDirectory, "var") ?? "./var",
            signingKey: try settings.string(signingKey, "signing_key"))
    }
}
