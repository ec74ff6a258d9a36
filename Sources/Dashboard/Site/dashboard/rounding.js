// Rounds as the service does, so that a state folded here is the very one that it tells: the
// number itself is rounded, not its double near the tie; a true tie goes to the even digit.

export function rounded(value, places) {
    const scale = 10 ** places;
    const scaled = value * scale;
    if (Math.abs(scaled) >= 2 ** 52) return value;
    const error = productError(value, scale, scaled);
    const nearest = roundedToEven(scaled);
    const rest = scaled - nearest;
    if (rest === 0.5 && error > 0) return (nearest + 1) / scale;
    if (rest === -0.5 && error < 0) return (nearest - 1) / scale;
    return nearest / scale;
}

function roundedToEven(value) {
    const below = Math.floor(value);
    const rest = value - below;
    if (rest !== 0.5) return rest < 0.5 ? below : below + 1;
    return below % 2 === 0 ? below : below + 1;
}

/** What a product has lost to rounding (Dekker's product, with Veltkamp's splitting). */
function productError(a, b, product) {
    const [aHigh, aLow] = split(a);
    const [bHigh, bLow] = split(b);
    return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

function split(value) {
    const scaled = value * (2 ** 27 + 1);
    const high = scaled - (scaled - value);
    return [high, value - high];
}
