// Many worlds: the same weeks again and again under other luck.
import { $, announce, fill, h, number, words } from './dom.js';
import { Chart, fans } from './charts.js';
import { measures, telling, unitOf } from './measures.js';
import { line } from './palette.js';

export class Many {
  constructor(engine, settle, pair) {
    this.engine = engine;
    this.settle = settle; // brings the engine where the levers are
    this.pair = pair; // the strategies that are A and B
    this.chart = new Chart($('many-chart'), 260);
    $('many-run').addEventListener('click', () => (this.running ? this.stop() : this.run()));
    $('many-column').addEventListener('change', () => this.draw());
  }

  open(about, columns) {
    this.about = about;
    this.clear();
    fill($('many-column'), measures(columns).map(([c, title]) => h('option', { value: c }, title)));
    $('many-column').value = telling(about.objective || 'profit', columns);
    $('many-n').value = String(Math.min(about.replicates, about.customers <= 1000 ? 100 : 25));
  }

  // clear forgets what was counted: a lever has moved.
  clear() {
    this.stop();
    this.done = 0;
    $('many-out').hidden = true;
    $('many-note').textContent = '';
    $('save-summary').disabled = $('save-series').disabled = true;
  }

  stop() {
    this.turn = (this.turn ?? 0) + 1;
    this.running = false;
    $('many-run').textContent = 'Run them';
    $('many-progress').hidden = true;
  }

  async run() {
    const n = Math.max(1, Math.min(2000, Number($('many-n').value) || 1));
    const turn = (this.turn = (this.turn ?? 0) + 1);
    this.running = true;
    $('many-run').textContent = 'Stop';
    const bar = $('many-progress');
    bar.hidden = false;
    bar.max = n;
    bar.value = this.done;
    const begun = performance.now();
    try {
      await this.settle();
      if (this.done >= n) this.done = 0;
      if (this.done === 0) await this.engine.ask('set', { set: this.about.set });
      let shown = 0;
      while (this.done < n && turn === this.turn) {
        this.done = (await this.engine.ask('sample')).body;
        if (turn !== this.turn) return;
        bar.value = this.done;
        if (performance.now() - shown > 500) { await this.answer(); shown = performance.now(); }
      }
      if (turn !== this.turn) return;
      await this.answer();
      $('many-note').textContent = `${this.done} worlds of ${this.about.strategies.length} strategies in ${((performance.now() - begun) / 1000).toFixed(1)} s`;
      announce(this.sentence);
    } catch (e) {
      $('many-note').textContent = e.message;
    } finally {
      if (turn === this.turn) this.stop();
    }
  }

  async answer() {
    const { body } = await this.engine.ask('answer');
    const { answer, sentence } = body;
    this.sentence = sentence;
    $('many-out').hidden = false;
    $('save-summary').disabled = $('save-series').disabled = false;
    $('many-sentence').textContent = sentence;
    const unit = this.about.responses[0]?.unit ?? 'money', currency = this.about.currency;
    const profit = (this.about.objective || 'profit') === 'profit'; // shown once
    const values = answer.strategies.map((s) => s.value);
    const lo = Math.min(0, ...values.map((v) => v.ci_low ?? v.mean)), hi = Math.max(0, ...values.map((v) => v.ci_high ?? v.mean));
    const share = (x) => `${Math.max(0, Math.min(100, (100 * (x - lo)) / (hi - lo || 1)))}%`;
    fill($('many-table'),
      h('caption', { class: 'hidden' }, 'What the worlds so far amount to, by strategy'),
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'strategy'), h('th', { scope: 'col', class: 'wide' }, `${words(this.about.objective || 'profit')}, 90 % interval`), h('th', { scope: 'col' }, 'P(best)'), h('th', { scope: 'col' }, 'loss if wrong'), profit ? null : h('th', { scope: 'col' }, 'profit'), h('th', { scope: 'col' }, 'NPS'))),
      h('tbody', {}, answer.strategies.map((s, k) => {
        const { colour } = line(k), v = s.value;
        const bar = h('span', { class: 'bar', 'aria-hidden': 'true' }, h('i'), h('b'));
        bar.style.setProperty('--c', colour);
        bar.style.setProperty('--zero', share(0));
        bar.style.setProperty('--to', share(v.mean));
        bar.style.setProperty('--lo', share(v.ci_low ?? v.mean));
        bar.style.setProperty('--hi', share(v.ci_high ?? v.mean));
        return h('tr', { class: s.name === answer.winner ? 'winner' : '' },
          h('th', { scope: 'row' }, h('i', { class: 'swatch', colour }), s.name),
          h('td', { class: 'wide' }, h('span', { class: 'figure' }, number(v.mean, unit, currency), h('small', {}, v.ci_low === null ? '' : ` [${number(v.ci_low, unit, currency)}, ${number(v.ci_high, unit, currency)}]`)), bar),
          h('td', {}, s.p_best === null ? '–' : `${Math.round(100 * s.p_best)} %`),
          h('td', {}, number(s.expected_loss < 0.005 ? 0 : s.expected_loss, unit, currency)),
          profit ? null : h('td', {}, number(s.profit.mean, 'money', currency)),
          h('td', {}, number(s.nps.mean === null ? null : Math.round(s.nps.mean))));
      })));
    await this.draw();
  }

  async draw() {
    if (!this.done) return;
    const column = $('many-column').value;
    const { arrays } = await this.engine.ask('bands', { column });
    const xs = Float64Array.from({ length: this.about.weeks + 1 }, (_, k) => k);
    const part = (a, k) => Float64Array.from(xs, (_, w) => a[3 * w + k]);
    const lines = this.about.strategies.map((s, k) => ({ name: s.name, place: k, mean: part(arrays[k], 0), low: part(arrays[k], 1), high: part(arrays[k], 2) })).filter((l) => l.mean.length && Number.isFinite(l.mean[l.mean.length - 1]));
    const title = $('many-column').selectedOptions[0]?.textContent ?? column;
    $('many-bands').textContent = lines.length <= 3 ? 'Mean, and where 8 of 10 worlds lie' : 'Mean; for A and B also where 8 of 10 worlds lie';
    fans(this.chart, { label: `${title}: mean, and where 8 of 10 worlds lie, by strategy`, xs, x: 'weeks', lines, unit: unitOf(column), currency: this.about.currency, banded: lines.length <= 3 ? undefined : (place) => this.pair().includes(place) });
    key($('many-key'), this.about.strategies.map((s, k) => ({ name: s.name, place: k })));
  }

  async series() { return (await this.engine.ask('series')).arrays.table; }

  async summary() { return (await this.engine.ask('summary')).body; }
}

// key is a legend of strategies: colour and dashes.
export function key(host, lines) {
  fill(host, lines.map((l) => {
    const { colour, dash } = line(l.place);
    const s = h('svg:svg', { width: 28, height: 10, 'aria-hidden': 'true' }, h('svg:line', { x1: 1, x2: 27, y1: 5, y2: 5, stroke: colour, 'stroke-width': 2.5, 'stroke-dasharray': dash.join(' ') || null }));
    return h('span', {}, s, l.name);
  }));
}
