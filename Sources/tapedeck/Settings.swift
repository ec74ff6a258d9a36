import ArgumentParser
import Configuration
import Foundation
import JSONText
import ProgramFiles
import ScanEvents
import SystemPackage

/// Settings from the environment and from a file; flags come before both.
///
/// A setting `max_streams` is `TAPEDECK_MAX_STREAMS` in the environment and `"max_streams"` in the
/// file, a JSON object.
struct Settings {
    private static let prefix = "TAPEDECK_"
    /// The names of all settings.
    private static let known = ServiceOptions.names.union(StoreOptions.names)
        .union(WorkOptions.names).union(PaceOptions.names).union(ColumnOptions.names)
        .union(StrategyOptions.names).union(ServedStrategyOptions.names)
        .union(SweepLimitOptions.names)

    private let reader: ConfigReader
    /// Where each setting that is there comes from, in words.
    private let places: [String: String]
    /// The file, and the names that it has, environment aside.
    private let file: (path: String, names: Set<String>)?

    /// Reads the environment and the file that is named there or by `path`.
    ///
    /// - Parameters:
    ///   - path: the file; nil for the one of `TAPEDECK_CONFIG`, if any.
    ///   - environment: the environment's variables.
    /// - Throws: `ValidationError` for a file that is no JSON object or has an unknown setting.
    init(
        file path: String? = nil,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) async throws {
        let path = path ?? environment[Self.prefix + "CONFIG"]
        var places: [String: String] = [:]
        var providers: [any ConfigProvider] = []
        var file: (path: String, names: Set<String>)?
        if let path {
            let names = try Self.names(inFile: path)
            file = (path, Set(names))
            for name in names {
                guard Self.known.contains(name) else {
                    throw ValidationError(
                        "\(path): there is no setting \"\(name)\"; there are "
                            + Self.known.sorted().joined(separator: ", "))
                }
                places[name] = "\"\(name)\" in \(path)"
            }
            providers.append(try await FileProvider<JSONSnapshot>(filePath: FilePath(path)))
        }
        var variables: [String: String] = [:]
        for name in Self.known {
            let variable = Self.variable(name)
            guard let value = environment[variable] else { continue }
            variables[name.uppercased()] = value
            places[name] = variable
        }
        providers.insert(EnvironmentVariablesProvider(environmentVariables: variables), at: 0)
        reader = ConfigReader(providers: providers)
        self.places = places
        self.file = file
    }

    /// The environment's name of a setting.
    static func variable(_ name: String) -> String {
        // The one that front ends know by its own name.
        name == "use_sse_progress" ? "USE_SSE_PROGRESS" : prefix + name.uppercased()
    }

    /// A text.
    func string(_ flag: String?, _ name: String) throws -> String? {
        try flag ?? value(name, "a text") { try reader.requiredString(forKey: $0) }
    }

    /// A text that nobody else may know: where the file has it, only its owner may read the file.
    func secret(_ name: String) throws -> String? {
        if let file, file.names.contains(name) {
            let attributes = try? FileManager.default.attributesOfItem(atPath: file.path)
            let mode = (attributes?[.posixPermissions] as? NSNumber)?.intValue ?? 0o777
            guard mode & 0o077 == 0 else {
                throw ValidationError(
                    "\(file.path) holds \"\(name)\" and can be read by others; run chmod 600 "
                        + file.path)
            }
        }
        return try string(nil, name)
    }

    /// A whole number in a range.
    func int(_ flag: Int?, _ name: String, in range: ClosedRange<Int>) throws -> Int? {
        let allowed = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        let value = try flag ?? value(name, allowed) { try reader.requiredInt(forKey: $0) }
        guard let value, !range.contains(value) else { return value }
        throw ValidationError("\(place(name, isFlag: flag != nil)) must be \(allowed)")
    }

    /// A number of seconds.
    func seconds(
        _ flag: Double?, _ name: String, in range: ClosedRange<Double> = 0.1...86_400
    ) throws -> Duration? {
        let allowed = "a number of seconds from \(range.lowerBound) to \(range.upperBound)"
        let value = try flag ?? value(name, allowed) { try reader.requiredDouble(forKey: $0) }
        guard let value, !range.contains(value) else { return value.map { .seconds($0) } }
        throw ValidationError("\(place(name, isFlag: flag != nil)) must be \(allowed)")
    }

    /// A yes or no.
    func bool(_ flag: Bool?, _ name: String) throws -> Bool? {
        try flag ?? value(name, "true or false") { try reader.requiredBool(forKey: $0) }
    }

    /// A list; in the environment with commas between.
    func list(_ flags: [String], _ name: String) throws -> [String] {
        guard flags.isEmpty else { return flags }
        return try value(name, "a list of texts") { try reader.requiredStringArray(forKey: $0) }
            ?? []
    }

    private func value<Value>(
        _ name: String, _ allowed: String, read: (ConfigKey) throws -> Value
    ) throws -> Value? {
        guard let place = places[name] else { return nil }
        do {
            return try read(ConfigKey([name]))
        } catch {
            throw ValidationError("\(place) must be \(allowed)")
        }
    }

    private func place(_ name: String, isFlag: Bool) -> String {
        isFlag
            ? "--" + name.replacingOccurrences(of: "_", with: "-") : places[name] ?? name
    }

    private static func names(inFile path: String) throws -> [String] {
        let bytes: [UInt8]
        do {
            bytes = try readSmallFile(path).bytes
        } catch {
            throw ValidationError("the settings \(error)")
        }
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONValue.parse(document: bytes)
        } catch {
            throw ValidationError("the settings \(path) are not JSON: \(error)")
        }
        guard case .object(let members) = json else {
            throw ValidationError("the settings \(path) must be one JSON object")
        }
        return members.map(\.name)
    }
}
