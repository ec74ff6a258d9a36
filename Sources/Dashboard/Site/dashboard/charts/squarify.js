// Lays out areas in a rectangle, as square as can be (Bruls, Huizing and van Wijk, "Squarified
// Treemaps").

/** The rectangles of items, whose `size` is more than zero and descends. */
export function squarify(items, { x, y, width, height }) {
    const total = items.reduce((sum, item) => sum + item.size, 0);
    const scale = total > 0 ? (width * height) / total : 0;
    const rectangles = [];
    let row = [];
    let area = 0;
    const place = () => {
        const isWide = width >= height;
        const side = isWide ? height : width;
        const depth = side > 0 ? area / side : 0;
        let offset = 0;
        for (const item of row) {
            const length = depth > 0 ? (item.size * scale) / depth : 0;
            rectangles.push(isWide
                ? { item, x, y: y + offset, width: depth, height: length }
                : { item, x: x + offset, y, width: length, height: depth });
            offset += length;
        }
        if (isWide) [x, width] = [x + depth, width - depth];
        else [y, height] = [y + depth, height - depth];
        [row, area] = [[], 0];
    };
    for (const item of items) {
        const size = item.size * scale;
        const side = Math.min(width, height);
        if (row.length && worst([...row, item], area + size, side, scale)
            > worst(row, area, side, scale)) place();
        row.push(item);
        area += size;
    }
    if (row.length) place();
    return rectangles;
}

/** The worst ratio of sides in a row. */
function worst(row, area, side, scale) {
    const square = side * side;
    const [most, least] = [row[0].size * scale, row[row.length - 1].size * scale];
    return Math.max((square * most) / (area * area), (area * area) / (square * least));
}
