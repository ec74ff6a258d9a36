// swift-tools-version: 6.3
import PackageDescription

/// The settings of the commit that the sources are of.
let swiftSettings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
]

let package = Package(
    name: "bench-earlier",
    targets: [
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "Zlib", dependencies: ["CZlib"], swiftSettings: swiftSettings),
        .target(
            name: "MarketData", dependencies: ["Zlib"],
            // The digest of bars, which no backtest asks for, is all that needs another package.
            exclude: ["Bars+Digest.swift"],
            resources: [
                .copy("Resources/sp500-2013-2018.csv.gz"),
                .copy("Resources/sp500-2013-2018.index.csv"),
                .copy("Resources/sp500-constituents-2026-08-08.csv"),
            ],
            swiftSettings: swiftSettings),
        .target(name: "Backtesting", dependencies: ["MarketData"], swiftSettings: swiftSettings),
        .executableTarget(
            name: "earlier", dependencies: ["Backtesting", "MarketData"],
            swiftSettings: swiftSettings),
    ]
)
