// All stocks by sector: a tile each, its colour the return. Sign and number are written on what
// is large enough, so that colour is never alone; the table beneath says the sectors in words.

import { element, setText, show } from "../element.js";
import { change, count, dollars, tone } from "../format.js";
import { bySector, distribution } from "../statistics.js";
import { channels, colour } from "../theme.js";
import { CanvasFrame, font } from "./frame.js";
import { squarify } from "./squarify.js";

const HEAD = 16;

export class Treemap {
    #tiles = [];
    #sectors = [];
    #limit = 50;
    #hovered = null;
    #rows = element("tbody");
    #note = element("p", { class: "muted note" });
    #size = element("select", { "aria-label": "Size of the tiles",
        on: { change: () => this.#layOut() } },
        element("option", { value: "equal" }, "Equal tiles"),
        element("option", { value: "pnl" }, "Tiles by PnL"));

    constructor({ onOpen }) {
        this.frame = new CanvasFrame("treemap", 420, (context, width, height) =>
            this.#draw(context, width, height));
        const canvas = this.frame.canvas;
        canvas.setAttribute("role", "img");
        canvas.setAttribute("aria-label", "Treemap of returns by sector; the table below says it");
        canvas.addEventListener("pointermove", (event) => this.#hover(event));
        canvas.addEventListener("pointerleave", () => this.#hover(null));
        canvas.addEventListener("click", (event) => {
            const tile = this.#tileAt(event);
            if (tile) onOpen(tile.stock.ticker);
        });
        this.root = element("section", { class: "card chart", "aria-label": "Sectors" },
            element("div", { class: "card-head" }, element("h2", {}, "Sectors"), this.#note,
                element("div", { class: "tools" }, this.#size)),
            canvas,
            element("details", { class: "sector-details" },
                element("summary", {}, "Sectors in numbers"),
                element("div", { class: "table-frame" },
                    element("table", { class: "plain-table" },
                        element("thead", {}, element("tr", {},
                            ["Sector", "Stocks", "Return", "PnL", "Gained"].map((title) =>
                                element("th", { scope: "col" }, title)))), this.#rows))));
    }

    show(stocks) {
        show(this.root, stocks.length > 0);
        if (stocks.length === 0) return;
        this.#sectors = bySector(stocks);
        // The strongest colour stands for what 95 % of the stocks stay within.
        const sizes = distribution(stocks.map((stock) => Math.abs(stock.return_pct))).sorted;
        this.#limit = Math.max(5, sizes[Math.floor(sizes.length * 0.95)] ?? 5);
        this.#rows.replaceChildren(...this.#sectors.map((sector) => element("tr", {},
            element("th", { scope: "row" }, sector.sector),
            element("td", { class: "number" }, count(sector.stocks.length)),
            element("td", { class: `number ${tone(sector.returnPct)}` }, change(sector.returnPct)),
            element("td", { class: `number ${tone(sector.pnl)}` }, dollars(sector.pnl)),
            element("td", { class: "number" }, count(sector.profitable)))));
        this.#layOut();
    }

    #layOut() {
        const sizeOf = this.#size.value === "pnl"
            ? (stock) => Math.max(Math.abs(stock.pnl), 1) : () => 1;
        const groups = this.#sectors.map((sector) => {
            const stocks = sector.stocks.map((stock) => ({ stock, size: sizeOf(stock) }))
                .sort((a, b) => b.size - a.size || b.stock.return_pct - a.stock.return_pct);
            return { sector, stocks, size: stocks.reduce((sum, each) => sum + each.size, 0) };
        }).sort((a, b) => b.size - a.size);
        this.groups = groups;
        this.frame.draw();
    }

    #draw(context, width, height) {
        this.#tiles = [];
        const [gain, loss, even] = [channels("gain-fill"), channels("loss-fill"), channels("even-fill")];
        context.textBaseline = "middle";
        for (const box of squarify(this.groups ?? [], { x: 0, y: 0, width, height })) {
            this.#drawSector(context, box, { gain, loss, even });
        }
        if (this.#hovered) {
            const { x, y, width: w, height: h } = this.#hovered;
            context.strokeStyle = colour("ink");
            context.lineWidth = 2;
            context.strokeRect(x + 1, y + 1, w - 2, h - 2);
        }
    }

    #drawSector(context, box, fills) {
        const { sector, stocks } = box.item;
        const hasHead = box.width > 50 && box.height > 40;
        const head = hasHead ? HEAD : 0;
        if (hasHead) {
            context.fillStyle = colour("muted");
            context.font = font(11, 600);
            context.textAlign = "left";
            const text = `${sector.sector} ${change(sector.returnPct, 1)}`;
            context.fillText(cut(context, text, box.width - 6), box.x + 2, box.y + head / 2 + 1);
        }
        const inner = {
            x: box.x, y: box.y + head, width: box.width - 2, height: box.height - head - 2 };
        for (const tile of squarify(stocks, inner)) {
            const entry = { ...tile, stock: tile.item.stock };
            this.#tiles.push(entry);
            drawTile(context, entry, this.#limit, fills);
        }
    }

    #tileAt(event) {
        const box = this.frame.canvas.getBoundingClientRect();
        const [x, y] = [event.clientX - box.left, event.clientY - box.top];
        return this.#tiles.find((tile) => x >= tile.x && x < tile.x + tile.width
            && y >= tile.y && y < tile.y + tile.height) ?? null;
    }

    #hover(event) {
        const tile = event && this.#tileAt(event);
        if (tile?.stock === this.#hovered?.stock) return;
        this.#hovered = tile;
        setText(this.#note, tile ? `${tile.stock.ticker} ${change(tile.stock.return_pct)} `
            + dollars(tile.stock.pnl) : "");
        this.frame.draw();
    }
}

function drawTile(context, { x, y, width, height, stock }, limit, { gain, loss, even }) {
    const value = Math.max(-1, Math.min(1, stock.return_pct / limit));
    const end = value < 0 ? loss : gain;
    const share = 0.12 + 0.88 * Math.sqrt(Math.abs(value));
    const mixed = even.map((channel, index) => channel + (end[index] - channel) * share);
    context.fillStyle = `rgb(${mixed.map(Math.round).join(" ")})`;
    context.fillRect(x, y, Math.max(0.5, width - 1), Math.max(0.5, height - 1));
    if (width < 20 || height < 11) return;
    const lightness = (0.299 * mixed[0] + 0.587 * mixed[1] + 0.114 * mixed[2]) / 255;
    context.fillStyle = lightness > 0.52 ? "#101318" : "#ffffff";
    context.textAlign = "center";
    const size = Math.min(15, Math.max(8, Math.min(width / 3.4, height / 2.3)));
    const isTall = height > size * 2.2;
    const middle = y + height / 2;
    write(context, stock.ticker, x, middle - (isTall ? size * 0.55 : 0), width, font(size, 650));
    if (!isTall) return;
    const text = change(stock.return_pct, 0);
    write(context, width < 30 ? text.replace("%", "") : text, x, middle + size * 0.55, width,
        font(size * 0.9));
}

/** Writes in the middle of a tile; the letters stand closer where it is narrow. */
function write(context, text, x, y, width, style) {
    context.font = style;
    context.fillText(text, x + (width - 1) / 2, y, width - 3);
}

function cut(context, text, width) {
    if (context.measureText(text).width <= width) return text;
    let end = text.length;
    while (end > 1 && context.measureText(text.slice(0, end) + "…").width > width) end -= 1;
    return text.slice(0, end) + "…";
}
