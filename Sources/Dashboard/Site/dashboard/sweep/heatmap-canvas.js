// The picture of a heatmap: cells with their numbers where there is room, the axes, the best cell,
// and a cursor for pointer and keys.

import { CanvasFrame, font } from "../charts/frame.js";
import { words } from "../format.js";
import { colour } from "../theme.js";
import { css, isLight, scaleOf } from "./heatmap-colours.js";

const [TOP, RIGHT, BOTTOM] = [6, 8, 38];

export class HeatmapCanvas {
    #plane = null;
    #figure = null;
    #titles = ["", ""];
    #best = null;
    #place = null;
    #left = 60;
    #onPlace;
    #onOpen;

    /** `onPlace` is called with the place of the cell that is pointed at, or null. */
    constructor({ onPlace, onOpen }) {
        this.#onPlace = onPlace;
        this.#onOpen = onOpen;
        this.frame = new CanvasFrame("heatmap", 320, (context, width, height) =>
            this.#draw(context, width, height));
        const { canvas } = this.frame;
        for (const [name, value] of Object.entries({
            role: "img", tabindex: 0, "data-keys": "", "aria-label": "Heatmap of two inputs; arrow "
                + "keys read it, Enter chooses a set, the table below has the same" })) {
            canvas.setAttribute(name, value);
        }
        canvas.addEventListener("pointermove", (event) => this.#point(this.#placeAt(event)));
        canvas.addEventListener("pointerleave", () => this.#point(null));
        canvas.addEventListener("blur", () => this.#point(null));
        canvas.addEventListener("click", (event) => this.#open(this.#placeAt(event)));
        canvas.addEventListener("keydown", (event) => this.#key(event));
    }

    get place() {
        return this.#place;
    }

    show(plane, figure, titles, best) {
        [this.#plane, this.#figure, this.#titles, this.#best] = [plane, figure, titles, best];
        const rows = plane.down.labels.length;
        this.frame.height = TOP + BOTTOM + Math.min(460, Math.max(56, rows * (rows > 16 ? 20 : 26)));
        this.frame.draw();
    }

    close() {
        this.frame.close();
    }

    get #columns() {
        return this.#plane.across.labels.length;
    }

    get #rows() {
        return this.#plane.down.labels.length;
    }

    #box(place) {
        const [column, row] = [place % this.#columns, Math.floor(place / this.#columns)];
        const width = (this.frame.width - this.#left - RIGHT) / this.#columns;
        const height = (this.frame.height - TOP - BOTTOM) / this.#rows;
        // Great values are at the top, as on any chart.
        return {
            x: this.#left + column * width, y: TOP + (this.#rows - 1 - row) * height, width, height };
    }

    #draw(context, width, height) {
        if (!this.#plane) return;
        const { cells, across, down } = this.#plane;
        context.font = font(11);
        this.#left = this.#titles[1] === "" ? 8 : 26 + down.labels.reduce((most, label) =>
            Math.max(most, context.measureText(label).width), 0);
        const scale = scaleOf(cells.map((cell) => cell.value), this.#figure);
        cells.forEach((cell, place) => {
            this.#drawCell(context, cell, this.#box(place), scale);
        });
        this.#drawMarks(context, cells);
        this.#drawAxes(context, across.labels, down.labels, width, height);
    }

    #drawCell(context, cell, { x, y, width, height }, scale) {
        const [gapX, gapY] = [width > 6 ? 1 : 0, height > 6 ? 1 : 0];
        if (cell.value === null) {
            // No set, or none that has a figure yet.
            context.strokeStyle = colour("line");
            context.lineWidth = 1;
            if (cell.set !== null) context.strokeRect(x + 0.5, y + 0.5, width - gapX - 1, height - gapY - 1);
            return;
        }
        const fill = scale.colourOf(cell.value);
        context.fillStyle = css(fill);
        context.fillRect(x, y, width - gapX, height - gapY);
        const text = this.#figure.short(cell.value);
        if (height < 14 || width < 22) return;
        context.font = font(11);
        if (context.measureText(text).width > width - 3) return;
        context.fillStyle = isLight(fill) ? "#101318" : "#ffffff";
        context.textAlign = "center";
        context.textBaseline = "middle";
        context.fillText(text, x + width / 2, y + height / 2 + 0.5);
    }

    #drawMarks(context, cells) {
        const best = cells.findIndex((cell) => cell.set === this.#best && cell.value !== null);
        for (const [place, name, line] of [[best, "ink", 2.5], [this.#place ?? -1, "accent", 2]]) {
            if (place < 0 || place >= cells.length) continue;
            const { x, y, width, height } = this.#box(place);
            context.strokeStyle = colour(name);
            context.lineWidth = line;
            context.strokeRect(x - 0.5, y - 0.5, width, height);
        }
    }

    #drawAxes(context, across, down, width, height) {
        context.fillStyle = colour("muted");
        context.font = font(11);
        context.textBaseline = "middle";
        context.textAlign = "center";
        const widest = across.reduce((most, label) =>
            Math.max(most, context.measureText(label).width), 0);
        const cell = this.#box(0);
        const step = Math.max(1, Math.ceil((widest + 8) / cell.width));
        across.forEach((label, column) => {
            if (column % step !== 0) return;
            const x = this.#left + (column + 0.5) * cell.width;
            context.fillText(label, Math.min(x, width - widest / 2), height - BOTTOM + 11);
        });
        context.textAlign = "right";
        const rowStep = Math.max(1, Math.ceil(14 / cell.height));
        down.forEach((label, row) => {
            if (row % rowStep !== 0) return;
            const { y } = this.#box(row * across.length);
            context.fillText(label, this.#left - 6, y + cell.height / 2);
        });
        context.font = font(11, 600);
        context.textAlign = "center";
        context.fillText(words(this.#titles[0]), (this.#left + width - RIGHT) / 2, height - 8);
        context.save();
        context.translate(8, TOP + (height - TOP - BOTTOM) / 2);
        context.rotate(-Math.PI / 2);
        context.fillText(words(this.#titles[1]), 0, 0);
        context.restore();
    }

    #placeAt(event) {
        if (!this.#plane) return null;
        const bounds = this.frame.canvas.getBoundingClientRect();
        const [x, y] = [event.clientX - bounds.left, event.clientY - bounds.top];
        const place = this.#plane.cells.findIndex((_, each) => {
            const box = this.#box(each);
            return x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height;
        });
        return place < 0 ? null : place;
    }

    #point(place) {
        if (place === this.#place) return;
        this.#place = place;
        this.#onPlace(place);
        this.frame.draw();
    }

    #open(place) {
        const cell = place === null ? null : this.#plane?.cells[place];
        if (cell && cell.set !== null) this.#onOpen(cell.set);
    }

    #key(event) {
        if (!this.#plane) return;
        if (event.key === "Enter") {
            this.#open(this.#place);
        } else {
            const step = {
                ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1],
            }[event.key];
            if (!step) return;
            const start = Math.max(0, this.#plane.cells.findIndex((cell) => cell.set === this.#best));
            // The first key begins at the best set.
            const [across, up] = this.#place === null ? [0, 0] : step;
            const place = this.#place ?? start;
            const column = (place % this.#columns) + across;
            const row = Math.floor(place / this.#columns) + up;
            const inside = (value, size) => Math.max(0, Math.min(size - 1, value));
            this.#point(inside(row, this.#rows) * this.#columns + inside(column, this.#columns));
        }
        event.preventDefault();
        event.stopPropagation();
    }
}
