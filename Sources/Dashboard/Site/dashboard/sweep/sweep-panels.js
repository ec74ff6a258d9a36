// What a sweep shows in place of a scan's results: the verdict, the sets as a picture and as a
// table, the one that is chosen, and what was made out of the sample.

import { note } from "../address.js";
import { element } from "../element.js";
import { HeatmapPanel } from "./heatmap-panel.js";
import { JudgementPanel } from "./judgement-panel.js";
import { SetPanel } from "./set-panel.js";
import { SetsTable } from "./sets-table.js";
import { WalkForwardPanel } from "./walk-forward-panel.js";

export class SweepPanels {
    #chosen;

    /** `set` is chosen at first, or null; `onScan` starts a scan with a set. */
    constructor({ set, onScan }) {
        this.#chosen = set;
        const onOpen = (each) => this.choose(each);
        this.judgement = new JudgementPanel();
        this.heatmap = new HeatmapPanel({ onOpen });
        this.set = new SetPanel({ chosen: set, onScan, onChoose: onOpen });
        this.walk = new WalkForwardPanel({ onOpen });
        this.table = new SetsTable({ onOpen });
        this.root = element("div", { class: "sweep", hidden: true },
            this.judgement.root, this.heatmap.root, this.set.root, this.walk.root, this.table.root);
    }

    /** Shows a set from now on; null for the best. */
    choose(set) {
        this.#chosen = set;
        this.set.choose(set);
        this.table.select(set);
        note({ set });
    }

    show(state) {
        const { sweep } = state;
        this.judgement.show(sweep);
        this.heatmap.show(sweep);
        this.set.show(state);
        this.walk.show(sweep);
        this.table.show(sweep);
    }

    close() {
        this.heatmap.close();
    }
}
