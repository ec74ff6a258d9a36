// The colours of a heatmap: about zero from loss to gain, or from little to much.

import { channels } from "../theme.js";

/** What colours stand for, of figures that lie between two numbers. */
export function scaleOf(values, { isSigned, isLessBetter }) {
    const found = values.filter((value) => value !== null);
    const low = found.reduce((least, value) => Math.min(least, value), Infinity);
    const high = found.reduce((most, value) => Math.max(most, value), -Infinity);
    const [even, gain, loss, accent] = ["even-fill", "gain-fill", "loss-fill", "accent"].map(channels);
    if (found.length === 0) return { low: null, high: null, colourOf: () => even };
    if (isSigned && low < 0 && high > 0) {
        const limit = Math.max(-low, high);
        return { low, high, colourOf: (value) =>
            mixed(even, value < 0 ? loss : gain, Math.abs(value) / limit) };
    }
    const isLoss = isLessBetter || (isSigned && high <= 0);
    const end = isLoss ? loss : isSigned ? gain : accent;
    const isFromHigh = isSigned && high <= 0;
    const range = high - low || 1;
    return { low, high, colourOf: (value) =>
        mixed(even, end, (isFromHigh ? high - value : value - low) / range) };
}

/** Whether dark letters read better on a colour. */
export function isLight([red, green, blue]) {
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255 > 0.52;
}

export const css = (colour) => `rgb(${colour.map(Math.round).join(" ")})`;

function mixed(from, to, share) {
    return from.map((channel, index) => channel + (to[index] - channel) * (0.06 + 0.94 * share));
}
