// swift-tools-version: 6.3
import PackageDescription

/// What makes internal declarations importable in the release build that the tests are linked with.
///
/// The programs are built without: it keeps the compiler from specialising what users run.
let testability: [SwiftSetting] =
    Context.environment["TAPEDECK_TESTABLE"] == nil ? [] : [.unsafeFlags(["-enable-testing"])]

let swiftSettings: [SwiftSetting] =
    testability + [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .strictMemorySafety(),
        .treatAllWarnings(as: .error),
    ]

/// A library of the product, in `Sources`, with the settings that all share.
func library(
    _ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []
) -> Target {
    .target(
        name: name, dependencies: dependencies, resources: resources,
        swiftSettings: swiftSettings)
}

/// The tests of one library, in `Tests`.
func tests(
    of name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []
) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.target(name: name)] + dependencies,
        resources: resources, swiftSettings: swiftSettings)
}

let asyncHTTPClient = Target.Dependency.product(
    name: "AsyncHTTPClient", package: "async-http-client")
let argumentParser = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser")
let configuration = Target.Dependency.product(
    name: "Configuration", package: "swift-configuration")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(
    name: "HummingbirdCore", package: "hummingbird")
let hummingbirdHTTP2 = Target.Dependency.product(
    name: "HummingbirdHTTP2", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(
    name: "HummingbirdTLS", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTPCompression = Target.Dependency.product(
    name: "NIOHTTPCompression", package: "swift-nio-extras")
let nioHTTPTypes = Target.Dependency.product(
    name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let nioTLS = Target.Dependency.product(name: "NIOTLS", package: "swift-nio")
let systemPackage = Target.Dependency.product(
    name: "SystemPackage", package: "swift-system")
let unixSignals = Target.Dependency.product(
    name: "UnixSignals", package: "swift-service-lifecycle")
let serviceLifecycle = Target.Dependency.product(
    name: "ServiceLifecycle", package: "swift-service-lifecycle")

let package = Package(
    name: "tapedeck",
    products: [
        .executable(name: "tapedeck", targets: ["tapedeck"]),
        .executable(name: "tapedeck-replay", targets: ["tapedeck-replay"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(
            url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        library(
            "AnalyticsExport",
            [
                "CRename", "EventLog", "JSONText", "Projections", "ScanEvents", "Storage", "Zlib",
                crypto, grdb,
            ]),
        tests(
            of: "AnalyticsExport",
            ["EventLog", "JSONText", "ScanEvents", "Storage", "TestSupport", grdb]),

        library(
            "Auditing",
            [
                "Backtesting", "EventLog", "JSONText", "MarketData", "PriceSources", "Projections",
                "ScanEvents", "Scanning", "StockWork", "Storage", "Sweeps", "TapeStreams", "Tapes",
                crypto,
            ]),
        tests(
            of: "Auditing",
            [
                "Backtesting", "EventLog", "JSONText", "PriceSources", "ScanEvents", "Scanning",
                "Storage", "Tapes", "TestSupport", crypto,
            ]),

        library(
            "Backtesting", ["Indicators", "MarketData", "PortableMath", "StrategyText"],
            resources: [.embedInCode("BuiltIn")]),
        tests(
            of: "Backtesting",
            ["Indicators", "MarketData", "PortableMath", "StrategyText", crypto],
            resources: [.copy("Golden"), .copy("Strategies")]),

        .systemLibrary(name: "CMalloc"),

        .systemLibrary(name: "CRename"),

        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

        library("CommandRunning", ["Projections", argumentParser]),

        .target(
            name: "Dashboard", dependencies: ["ProgramFiles", "Storage", crypto],
            exclude: ["Screenshots"],
            resources: [.copy("Site")], swiftSettings: swiftSettings),
        .testTarget(
            name: "DashboardTests",
            dependencies: [
                "Dashboard", "Projections", "ScanEvents", "StrategyText", "TestSupport", "tapedeck",
            ],
            exclude: ["Browser", "Folds"], swiftSettings: swiftSettings),

        library("EventLog", ["JSONText", "Storage", "Zlib", crypto]),
        tests(
            of: "EventLog",
            ["JSONText", "Storage", "TestSupport", "Zlib", "log-writer-process", crypto]),

        library("HTTPProxies", [asyncHTTPClient]),
        tests(of: "HTTPProxies", []),

        library("Indicators", ["PortableMath"]),
        tests(of: "Indicators", ["PortableMath"], resources: [.copy("Golden")]),

        library("JSONText", ["Zlib"]),
        tests(of: "JSONText", ["TestSupport"]),

        library(
            "Jobs",
            [
                "EventLog", "JSONText", "PriceSources", "Projections", "ScanEvents", "Scanning",
                "Storage", "StrategyFiles", "Tapes", crypto,
            ]),
        tests(
            of: "Jobs",
            [
                "Backtesting", "EventLog", "PriceSources", "Projections", "ScanEvents", "Scanning",
                "Storage", "StrategyFiles", "Tapes", "TestSupport",
            ]),

        library(
            "MarketData", ["ProgramFiles", "Storage", "Zlib", crypto],
            resources: [
                .copy("Resources/sp500-2013-2018.csv.gz"),
                .copy("Resources/sp500-2013-2018.index.csv"),
                .copy("Resources/sp500-constituents-2026-08-08.csv"),
            ]),
        tests(of: "MarketData", ["TestSupport", "Zlib", crypto]),

        library("PortableMath", []),
        tests(of: "PortableMath", resources: [.copy("Golden")]),

        library("PriceSources", ["JSONText", "MarketData", "ScanEvents", "YahooFinance"]),
        tests(of: "PriceSources", ["MarketData", "ScanEvents", "TestSupport"]),

        library("ProgramFiles", [systemPackage]),
        tests(of: "ProgramFiles", ["TestSupport"]),

        library("Projections", ["JSONText", "ScanEvents"]),
        tests(
            of: "Projections", ["JSONText", "ScanEvents", "TestSupport"],
            resources: [.copy("Golden")]),

        library(
            "ScanClient",
            [
                "EventLog", "HTTPProxies", "ProgramFiles", "ServerSentEvents", "Tapes",
                asyncHTTPClient, nio, nioHTTP1,
            ]),
        tests(of: "ScanClient", []),

        library("ScanEvents", ["JSONText", "Zlib"]),
        tests(of: "ScanEvents", ["JSONText", "TestSupport", "write-schemas"]),

        library(
            "Scanning",
            [
                "Backtesting", "EventLog", "JSONText", "MarketData", "PriceSources", "Projections",
                "ScanEvents", "StockWork", "Storage", "StrategyText", "Sweeps", "Tapes", crypto,
            ]),
        tests(
            of: "Scanning",
            [
                "Auditing", "Backtesting", "EventLog", "JSONText", "MarketData", "PriceSources",
                "Projections", "ScanEvents", "StockWork", "Storage", "StrategyText", "TapeStreams",
                "Tapes",
                "TestSupport",
            ]),

        library(
            "ScanServer",
            [
                "AnalyticsExport", "Backtesting", "Dashboard", "EventLog", "JSONText", "Jobs",
                "MarketData", "Projections", "ScanEvents", "Scanning", "Storage", "StrategyFiles",
                "StrategyText", "StreamServer", "TapeStreams", "Tapes", httpTypes, hummingbird,
                hummingbirdCore, logging, nio, serviceLifecycle, unixSignals,
            ],
            resources: [.embedInCode("Resources/openapi.yaml")]),
        tests(
            of: "ScanServer",
            [
                "Backtesting", "Jobs", "PriceSources", "StrategyFiles", "StreamServer", "Tapes",
                "TestSupport", httpTypes, hummingbird, hummingbirdCore, logging, nio, nioEmbedded,
            ]),

        library("ServerSentEvents", []),
        tests(of: "ServerSentEvents", ["TestSupport"]),

        library("Storage", []),
        tests(of: "Storage", ["TestSupport"]),

        library(
            "StockWork",
            [
                "Backtesting", "JSONText", "MarketData", "ScanEvents", "Storage", "StrategyText",
                crypto,
            ]),
        tests(of: "StockWork", ["Backtesting", "MarketData", "Projections", "ScanEvents"]),

        library(
            "StrategyFiles",
            [
                "Backtesting", "Indicators", "JSONText", "ProgramFiles", "Storage", "StrategyText",
                crypto,
            ]),
        tests(
            of: "StrategyFiles", ["Backtesting", "Storage", "StrategyText", "TestSupport"]),

        library("StrategyText", ["Indicators", "PortableMath"]),
        tests(of: "StrategyText", ["Indicators"], resources: [.copy("Golden")]),

        library(
            "Sweeps",
            ["Backtesting", "MarketData", "PortableMath", "ScanEvents", "StrategyText"]),
        tests(
            of: "Sweeps",
            ["Backtesting", "MarketData", "PortableMath", "ScanEvents", "TestSupport"]),

        library("Tapes", ["EventLog", "JSONText", "Projections", "ScanEvents", "Storage"]),
        tests(
            of: "Tapes",
            ["Auditing", "EventLog", "JSONText", "ScanEvents", "Storage", "TestSupport"]),

        library(
            "StreamServer",
            [
                "CMalloc", "EventLog", "JSONText", "ProgramFiles", "Projections", "ScanEvents",
                "ServerSentEvents", "Storage", "TapeStreams", "Tapes", "Zlib", crypto, httpTypes,
                hummingbird, hummingbirdCore, hummingbirdHTTP2, hummingbirdTLS, logging, nio,
                nioHTTP1, nioHTTPTypes, nioSSL, nioTLS, serviceLifecycle, unixSignals,
            ]),
        tests(
            of: "StreamServer",
            [
                "EventLog", "Jobs", "ServerSentEvents", "Storage", "TapeStreams", "Tapes",
                "TestSupport", "Zlib", httpTypes, hummingbird, hummingbirdCore, logging, nio,
                nioEmbedded, nioHTTP1, nioHTTPTypes, nioTLS, unixSignals,
            ]),

        library(
            "TapePlayback",
            [
                "EventLog", "JSONText", "Projections", "ScanEvents", "ServerSentEvents",
                "TapeStreams", "Tapes", nio, nioHTTP1, nioPosix,
            ]),
        tests(of: "TapePlayback", ["EventLog", "TapeStreams", "Tapes", "TestSupport"]),

        library(
            "TapeStreams",
            [
                "EventLog", "JSONText", "Projections", "ScanEvents", "ServerSentEvents", "Storage",
                "Tapes",
            ]),
        tests(
            of: "TapeStreams",
            [
                "EventLog", "JSONText", "Projections", "ScanEvents", "ServerSentEvents", "Tapes",
                "TestSupport",
            ]),

        library("TerminalDisplay", ["Projections", "ScanEvents"]),
        tests(of: "TerminalDisplay", ["Projections", "ScanEvents"]),

        library(
            "YahooFinance",
            ["HTTPProxies", "MarketData", asyncHTTPClient, nio, nioHTTP1, nioHTTPCompression]),
        tests(
            of: "YahooFinance",
            [
                "Backtesting", "MarketData", "PriceSources", "Projections", "ScanEvents",
                "Scanning", "Tapes", "TestSupport", "Zlib", nio, nioHTTP1, nioPosix,
            ]),

        library("Zlib", ["CZlib"]),
        tests(of: "Zlib", ["TestSupport"]),

        .target(
            name: "TestSupport", path: "Tests/TestSupport", swiftSettings: swiftSettings),

        .executableTarget(
            name: "instruction-count",
            dependencies: [
                "Backtesting", "EventLog", "JSONText", "MarketData", "Projections", "ScanEvents",
                "ServerSentEvents", "Storage",
            ],
            path: "Tools/instruction-count", swiftSettings: swiftSettings),

        .executableTarget(
            name: "log-writer-process", dependencies: ["EventLog", "Storage"],
            path: "Tests/LogWriterProcess", swiftSettings: swiftSettings),

        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "JSONText", "MarketData", "TestSupport", "tapedeck", "tapedeck-replay", crypto,
            ],
            exclude: ["Clients", "Corpus"], swiftSettings: swiftSettings),

        .testTarget(
            name: "PackageGraphTests", dependencies: ["TestSupport"], exclude: ["Compiler"],
            swiftSettings: swiftSettings),

        .testTarget(
            name: "ReplayTests",
            dependencies: [
                "Auditing", "EventLog", "JSONText", "ScanEvents", "Storage", "TapeStreams", "Tapes",
                "TestSupport", "tapedeck", "tapedeck-replay", crypto,
            ],
            exclude: ["Golden", "Readers", "Tapes"], swiftSettings: swiftSettings),

        .executableTarget(
            name: "tapedeck",
            dependencies: [
                "AnalyticsExport", "Backtesting", "CommandRunning", "EventLog", "JSONText", "Jobs",
                "MarketData", "PriceSources", "ProgramFiles", "Projections", "ScanClient",
                "ScanEvents", "ScanServer", "Scanning", "ServerSentEvents", "Storage",
                "StrategyFiles",
                "StrategyText", "StreamServer", "Sweeps", "TapeStreams", "Tapes",
                "TerminalDisplay", argumentParser, configuration, logging, systemPackage,
                unixSignals,
            ],
            swiftSettings: swiftSettings),

        .executableTarget(
            name: "tapedeck-bench",
            dependencies: [
                "AnalyticsExport", "Auditing", "Backtesting", "EventLog", "JSONText", "MarketData",
                "Projections", "ScanEvents", "Storage", "StrategyText", "TapeStreams", "Tapes",
                "Zlib", argumentParser, crypto,
            ],
            path: "Tools/bench",
            exclude: [
                "RESULTS.md", "backtest_peers.py", "duckdb_copy.py", "earlier",
                "guide_stream.py", "indicator_peer.py", "instructions",
                "instructions.tsv", "log_peers.py", "plots", "requirements.txt", "run",
                "sweep_peers.py", "tape_peers.py",
            ],
            swiftSettings: swiftSettings),

        .executableTarget(
            name: "tapedeck-replay",
            dependencies: [
                "AnalyticsExport", "Auditing", "CommandRunning", "EventLog", "JSONText",
                "ProgramFiles", "Projections", "ScanEvents", "ServerSentEvents", "Storage",
                "StrategyFiles", "TapePlayback", "TapeStreams", "Tapes", argumentParser,
            ],
            path: "Tools/replay", swiftSettings: swiftSettings),

        .executableTarget(
            name: "write-schemas",
            dependencies: ["AnalyticsExport", "Indicators", "JSONText", "ScanEvents"],
            path: "Tools/write-schemas", swiftSettings: swiftSettings),
    ]
)
