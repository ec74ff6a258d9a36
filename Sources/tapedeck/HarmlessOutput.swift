import Glibc
import Projections

/// Bytes of a result as standard output may have them: as they are, but for a terminal, which gets
/// nothing in them that it would obey or hide.
func harmlessOutput(_ bytes: [UInt8]) -> [UInt8] {
    guard isatty(STDOUT_FILENO) == 1 else { return bytes }
    var text = TerminalText()
    return text.escape(bytes) + text.finish()
}
