import Testing
@Suite struct Probe { @Test func probe() {} }
