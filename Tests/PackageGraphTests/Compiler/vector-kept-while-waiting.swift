// What Swift 6.3.1 compiles wrongly on x86-64 without optimisation, and in larger functions with it:
// an asynchronous function that keeps a vector of 32 bytes while it waits, beside a reference.

@inline(never) func pause() async { await Task.yield() }

@inline(never) func use(_ text: String, _ vector: SIMD4<UInt64>, _ number: Int) {
    print(text, vector[3], number)
}

@inline(never) func outer(_ text: String, _ vector: SIMD4<UInt64>, _ number: Int) async throws {
    func inner(
        isolation: isolated (any Actor)? = #isolation, _ pair: (String, SIMD4<UInt64>)
    ) async throws {
        await pause()
        use(pair.0, pair.1, number)
        await pause()
    }
    try await inner((text, vector))
}

@main struct Main {
    static func main() async throws {
        for number in 0..<3 { try await outer("vector", SIMD4(1, 2, 3, 4), number) }
    }
}
