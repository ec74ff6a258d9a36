/** Inflates a tape: gzip in blocks that tell their length (BGZF). */
export async function inflateTape(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const texts = [];
    for (let start = 0; start + 26 <= bytes.length;) {
        const length = view.getUint16(start + 16, true) + 1;
        const payload = bytes.subarray(start + 18, start + length - 8);
        const stream = new Blob([payload]).stream()
            .pipeThrough(new DecompressionStream("deflate-raw"));
        texts.push(await new Response(stream).arrayBuffer());
        start += length;
    }
    return new Blob(texts).text();
}
