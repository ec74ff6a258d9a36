import PortableMath
import Testing

@Suite struct NormalTests {
    /// Computed with mpmath 1.3 at 40 digits.
    @Test(
        arguments: [
            (-37.5, 4.605353009581955e-308), (-20.5, 1.0764673258790961e-93),
            (-10, 7.619853024160525e-24),
            (-5, 2.866515718791939e-07), (-3, 0.0013498980316300946),
            (-2.5, 0.006209665325776135), (-2, 0.02275013194817921), (-1.5, 0.06680720126885807),
            (-1, 0.15865525393145705), (-0.5, 0.3085375387259869), (-1e-3, 0.49960105778608893),
            (0, 0.5), (0.25, 0.5987063256829237), (1, 0.8413447460685429),
            (1.96, 0.9750021048517795), (3, 0.9986501019683699), (6, 0.9999999990134123),
        ] as [(Double, Double)])
    func probabilitiesAreRight(value: Double, exact: Double) {
        let found = Elementary.normalCDF(value)
        #expect((found - exact).magnitude < 1e-15)
        if exact.isNormal { #expect((found / exact - 1).magnitude < 2e-13, "\(found)") }
    }

    @Test(
        arguments: [
            (1e-300, -37.0470962993612), (1e-20, -9.262340089798407), (1e-06, -4.753424308822899),
            (0.001, -3.0902323061678136), (0.025, -1.9599639845400543),
            (0.05, -1.6448536269514726), (0.25, -0.6744897501960817), (0.4, -0.2533471031357997),
            (0.6, 0.2533471031357997), (0.9, 1.2815515655446006), (0.975, 1.9599639845400538),
            (0.999, 3.090232306167813),
        ] as [(Double, Double)])
    func quantilesAreRight(probability: Double, exact: Double) {
        #expect((Elementary.normalQuantile(probability) / exact - 1).magnitude < 1e-14)
    }

    @Test func quantileUndoesProbability() {
        for step in 1..<1000 {
            let probability = Double(step) / 1000
            let back = Elementary.normalCDF(Elementary.normalQuantile(probability))
            #expect((back - probability).magnitude < 1e-15)
        }
    }

    @Test func endsAreThoseOfTheDistribution() {
        #expect(Elementary.normalCDF(.infinity) == 1)
        #expect(Elementary.normalCDF(-.infinity) == 0)
        #expect(Elementary.normalCDF(-1e200) == 0)
        #expect(Elementary.normalCDF(.nan).isNaN)
        #expect(Elementary.normalQuantile(0) == -.infinity)
        #expect(Elementary.normalQuantile(1) == .infinity)
        #expect(Elementary.normalQuantile(0.5) == 0)
        for outside in [-0.1, 1.1, .nan] { #expect(Elementary.normalQuantile(outside).isNaN) }
    }
}
